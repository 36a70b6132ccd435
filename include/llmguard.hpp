// llmguard for C++17: header-only, over the C interface in llmguard.h.
//
//   auto guard = llmguard::guard::create();
//   if (!guard) { std::cerr << guard.error().message() << '\n'; return 1; }
//   llmguard::request request;
//   request.roles = {"buyer"};
//   request.destination = "eu";
//   auto decision = guard->check("IBAN DE89 3704 0044 0532 0130 00", request);
//   if (decision && decision->output()) send(*decision->output());
//
// Everything is move-only and releases what it owns. Strings go in as std::string_view and are read during the call;
// strings that come out live as long as the object they were asked of, which must have a name: getters of temporaries
// do not compile. Nothing throws but std::bad_alloc, and nothing needs exceptions; with LLMGUARD_EXCEPTIONS defined
// before the header is included, llmguard::or_throw turns a failure into llmguard::failure. Threads: as llmguard.h.
//
// One file on purpose: it is what a build copies or includes, and its classes follow those of llmguard.h in order.
#ifndef LLMGUARD_HPP
#define LLMGUARD_HPP

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "llmguard.h"

#ifdef LLMGUARD_EXCEPTIONS
#include <stdexcept>
#endif

namespace llmguard {

/// What may happen with a text; of two, the greater one holds.
enum class verdict : std::uint32_t {
  allow = LLMGUARD_VERDICT_ALLOW,
  transform = LLMGUARD_VERDICT_TRANSFORM,
  approval = LLMGUARD_VERDICT_APPROVAL,
  deny = LLMGUARD_VERDICT_DENY,
};

/// Which way a text goes.
enum class direction : std::uint32_t {
  prompt = LLMGUARD_DIRECTION_PROMPT,
  response = LLMGUARD_DIRECTION_RESPONSE,
  tool_call = LLMGUARD_DIRECTION_TOOL_CALL,
  tool_result = LLMGUARD_DIRECTION_TOOL_RESULT,
  document = LLMGUARD_DIRECTION_DOCUMENT,
};

/// How sure a finding is.
enum class confidence : std::uint32_t {
  low = LLMGUARD_CONFIDENCE_LOW,
  medium = LLMGUARD_CONFIDENCE_MEDIUM,
  high = LLMGUARD_CONFIDENCE_HIGH,
  verified = LLMGUARD_CONFIDENCE_VERIFIED,
};

/// What is done with a finding.
enum class transform : std::uint32_t {
  keep = LLMGUARD_TRANSFORM_KEEP,
  generalize = LLMGUARD_TRANSFORM_GENERALIZE,
  mask = LLMGUARD_TRANSFORM_MASK,
  tokenize = LLMGUARD_TRANSFORM_TOKENIZE,
  redact = LLMGUARD_TRANSFORM_REDACT,
  block = LLMGUARD_TRANSFORM_BLOCK,
};

/// What offsets count.
enum class unit : std::uint32_t {
  byte = LLMGUARD_UNIT_BYTE,
  codepoint = LLMGUARD_UNIT_CODEPOINT,
  utf16 = LLMGUARD_UNIT_UTF16,
};

/// How eagerly names are looked for that nothing announces.
enum class names : std::uint32_t {
  off = LLMGUARD_NAMES_OFF,
  precise = LLMGUARD_NAMES_PRECISE,
  balanced = LLMGUARD_NAMES_BALANCED,
  thorough = LLMGUARD_NAMES_THOROUGH,
};

/// In which language sentences are told.
enum class language : std::uint32_t { en = LLMGUARD_LANGUAGE_EN, de = LLMGUARD_LANGUAGE_DE };

/// What a citation is.
enum class citation_kind : std::uint32_t {
  permitted = LLMGUARD_CITATION_PERMITTED,
  foreign = LLMGUARD_CITATION_FOREIGN,
  missing = LLMGUARD_CITATION_MISSING,
};

/// What a part of a chat history is.
enum class part_kind : std::uint32_t {
  text = LLMGUARD_PART_TEXT,
  tool_call = LLMGUARD_PART_TOOL_CALL,
  tool_result = LLMGUARD_PART_TOOL_RESULT,
  retrieved = LLMGUARD_PART_RETRIEVED,
};

namespace detail {

template <class Handle, void (*Free)(Handle *)>
struct release {
  void operator()(Handle *handle) const noexcept { Free(handle); }
};

template <class Handle, void (*Free)(Handle *)>
using owned = std::unique_ptr<Handle, release<Handle, Free>>;

/// A string that is there, if only empty.
inline llmguard_str given(std::string_view text) noexcept {
  llmguard_str str;
  str.ptr = text.data() == nullptr ? "" : text.data();
  str.len = text.size();
  return str;
}

inline llmguard_str given(const std::optional<std::string_view> &text) noexcept {
  return text ? given(*text) : llmguard_str{nullptr, 0};
}

inline std::vector<llmguard_str> given(const std::vector<std::string_view> &texts) {
  std::vector<llmguard_str> list;
  list.reserve(texts.size());
  for (const std::string_view text : texts) list.push_back(given(text));
  return list;
}

inline std::string_view view(llmguard_str str) noexcept {
  return str.ptr == nullptr ? std::string_view{} : std::string_view{str.ptr, str.len};
}

inline std::optional<std::string_view> optional(llmguard_str str) noexcept {
  if (str.ptr == nullptr) return std::nullopt;
  return std::string_view{str.ptr, str.len};
}

template <class Struct>
Struct sized() noexcept {
  Struct value{};
  value.size = static_cast<std::uint32_t>(sizeof(Struct));
  return value;
}

}  // namespace detail

/// What went wrong, where, and the mend. Never holds text that was guarded.
class error {
 public:
  /// Takes the handle over; `status` is what the call returned.
  explicit error(std::uint32_t status = LLMGUARD_STATUS_OK, llmguard_error *handle = nullptr) noexcept
      : status_(status), handle_(handle) {}

  /// LLMGUARD_STATUS_*.
  [[nodiscard]] std::uint32_t status() const noexcept { return status_; }
  /// A letter and three digits.
  [[nodiscard]] std::string_view code() const & noexcept { return detail::view(llmguard_error_code(handle_.get())); }
  std::string_view code() const && = delete;
  /// What is wrong, as one sentence.
  [[nodiscard]] std::string_view message() const & noexcept {
    return detail::view(llmguard_error_message(handle_.get()));
  }
  std::string_view message() const && = delete;
  /// What to do about it; may be empty.
  [[nodiscard]] std::string_view mend() const & noexcept { return detail::view(llmguard_error_mend(handle_.get())); }
  std::string_view mend() const && = delete;
  /// The file, if one is concerned.
  [[nodiscard]] std::optional<std::string_view> file() const & noexcept {
    return detail::optional(llmguard_error_file(handle_.get()));
  }
  std::optional<std::string_view> file() const && = delete;
  /// The line, counted from 1, if one is concerned.
  [[nodiscard]] std::optional<std::uint32_t> line() const noexcept {
    const std::uint32_t line = llmguard_error_line(handle_.get());
    return line == 0 ? std::nullopt : std::optional<std::uint32_t>(line);
  }
  /// The position in bytes, if one is concerned.
  [[nodiscard]] std::optional<std::uint64_t> offset() const noexcept {
    const std::uint64_t offset = llmguard_error_offset(handle_.get());
    return offset == UINT64_MAX ? std::nullopt : std::optional<std::uint64_t>(offset);
  }

 private:
  std::uint32_t status_;
  detail::owned<llmguard_error, llmguard_error_free> handle_;
};

/// A value, or the error that came instead. Asking for the one that is not there aborts.
template <class T>
class [[nodiscard]] result {
 public:
  result(T value) noexcept : value_(std::move(value)) {}                      // NOLINT: a value is a result
  result(llmguard::error error) noexcept : error_(std::move(error)) {}        // NOLINT: an error is a result

  [[nodiscard]] explicit operator bool() const noexcept { return value_.has_value(); }
  [[nodiscard]] bool has_value() const noexcept { return value_.has_value(); }
  [[nodiscard]] T &operator*() & noexcept { return checked(); }
  [[nodiscard]] const T &operator*() const & noexcept { return checked(); }
  [[nodiscard]] T operator*() && noexcept { return std::move(checked()); }
  [[nodiscard]] T *operator->() noexcept { return &checked(); }
  [[nodiscard]] const T *operator->() const noexcept { return &checked(); }
  [[nodiscard]] const llmguard::error &error() const & noexcept {
    if (value_) std::abort();
    return error_;
  }
  const llmguard::error &error() const && = delete;

 private:
  T &checked() noexcept {
    if (!value_) std::abort();
    return *value_;
  }
  const T &checked() const noexcept {
    if (!value_) std::abort();
    return *value_;
  }

  std::optional<T> value_;
  llmguard::error error_;
};

/// Who asks, what for, where the text goes and which way. The strings are read during the call only.
struct request {
  std::vector<std::string_view> roles{};
  std::string_view destination{};
  llmguard::direction direction = llmguard::direction::prompt;
  std::optional<std::string_view> purpose{};
  std::vector<std::string_view> source_labels{};
  std::optional<std::string_view> subject{};
  std::optional<std::string_view> model{};
  std::optional<std::string_view> model_version{};
  std::optional<std::string_view> trace_id{};
  /// Milliseconds since 1970-01-01 UTC.
  std::optional<std::uint64_t> now{};
  /// The tool whose call or result the text is.
  std::optional<std::string_view> tool{};
  /// Where the text was retrieved from, as the policy names sources.
  std::vector<std::string_view> sources{};
  /// Approvals and unlocks, each as JSON; they need subject and now.
  std::vector<std::string_view> grants{};
  /// In percent.
  std::optional<std::uint32_t> answer_confidence{};
};

/// A part of a chat history. The strings are read during the call only.
struct part {
  part_kind kind = part_kind::text;
  std::string_view text{};
  /// The tool, or the source as the policy names it.
  std::string_view name{};
};

/// One finding. Its strings live as long as what it was asked of.
struct finding {
  std::string_view detector;
  std::string_view entity;
  std::uint32_t entity_number;
  llmguard::confidence confidence;
  /// Bits, as in llmguard_finding.
  std::uint32_t evidence;
  std::uint64_t start;
  std::uint64_t end;
};

/// One thing that contributed to a verdict. Its strings live as long as the decision.
struct reason {
  llmguard::verdict verdict;
  /// LLMGUARD_STATUS_*, where the request itself is refused; otherwise 0.
  std::uint32_t status;
  std::optional<std::string_view> code;
  std::string_view rule;
  std::string_view message;
  std::vector<std::string_view> classes;
};

/// A source that an answer names; 0 and 0 for one that is missing.
struct citation {
  citation_kind kind;
  std::uint64_t start;
  std::uint64_t end;
};

/// One replacement.
struct edit {
  llmguard::transform transform;
  std::uint64_t start;
  std::uint64_t end;
  std::uint64_t output_start;
  std::uint64_t output_end;
};

namespace detail {

template <class Handle>
std::vector<finding> findings(const Handle *handle, std::size_t len,
                              std::uint32_t (*get)(const Handle *, std::size_t, llmguard_finding *)) {
  std::vector<finding> list;
  list.reserve(len);
  for (std::size_t at = 0; at < len; ++at) {
    llmguard_finding raw = sized<llmguard_finding>();
    if (get(handle, at, &raw) != LLMGUARD_STATUS_OK) break;
    list.push_back({view(raw.detector), view(raw.entity_label), raw.entity,
                    static_cast<llmguard::confidence>(raw.confidence), raw.evidence, raw.start, raw.end});
  }
  return list;
}

}  // namespace detail

/// What was found in one text, disjoint and ordered.
class findings {
 public:
  explicit findings(llmguard_findings *handle) noexcept : handle_(handle) {}

  [[nodiscard]] std::size_t size() const noexcept { return llmguard_findings_len(handle_.get()); }
  [[nodiscard]] std::vector<finding> list() const & {
    return detail::findings(handle_.get(), size(), llmguard_findings_get);
  }
  std::vector<finding> list() const && = delete;
  [[nodiscard]] const llmguard_findings *capi() const noexcept { return handle_.get(); }

 private:
  detail::owned<llmguard_findings, llmguard_findings_free> handle_;
};

/// A text that was redacted, protected or revealed.
class text {
 public:
  explicit text(llmguard_text *handle) noexcept : handle_(handle) {}

  [[nodiscard]] std::string_view value() const & noexcept { return detail::view(llmguard_text_value(handle_.get())); }
  std::string_view value() const && = delete;
  [[nodiscard]] std::vector<finding> findings() const & {
    return detail::findings(handle_.get(), llmguard_text_findings_len(handle_.get()), llmguard_text_finding);
  }
  std::vector<finding> findings() const && = delete;
  /// How many tokens were turned back.
  [[nodiscard]] std::uint64_t restored() const noexcept { return llmguard_text_restored(handle_.get()); }
  /// How many tokens belong to no value of the session.
  [[nodiscard]] std::uint64_t unknown() const noexcept { return llmguard_text_unknown(handle_.get()); }
  /// What the marks mean, for the system prompt; none unless the text was marked as untrusted.
  [[nodiscard]] std::optional<std::string_view> instruction() const & noexcept {
    return detail::optional(llmguard_text_instruction(handle_.get()));
  }
  std::optional<std::string_view> instruction() const && = delete;
  [[nodiscard]] const llmguard_text *capi() const noexcept { return handle_.get(); }

 private:
  detail::owned<llmguard_text, llmguard_text_free> handle_;
};

/// What may happen to one text. A decision that was moved from denies.
class decision {
 public:
  explicit decision(llmguard_decision *handle) noexcept : handle_(handle) {}

  [[nodiscard]] llmguard::verdict verdict() const noexcept {
    return static_cast<llmguard::verdict>(llmguard_decision_verdict(handle_.get()));
  }
  [[nodiscard]] llmguard::verdict would() const noexcept {
    return static_cast<llmguard::verdict>(llmguard_decision_would(handle_.get()));
  }
  [[nodiscard]] std::string_view level() const & noexcept {
    return detail::view(llmguard_decision_level(handle_.get()));
  }
  std::string_view level() const && = delete;
  [[nodiscard]] std::string_view residual_level() const & noexcept {
    return detail::view(llmguard_decision_residual_level(handle_.get()));
  }
  std::string_view residual_level() const && = delete;
  /// The text that may go; none unless the verdict is allow or transform.
  [[nodiscard]] std::optional<std::string_view> output() const & noexcept {
    return detail::optional(llmguard_decision_output(handle_.get()));
  }
  std::optional<std::string_view> output() const && = delete;
  /// How many findings an exclude of the policy set aside.
  [[nodiscard]] std::uint64_t excluded() const noexcept { return llmguard_decision_excluded(handle_.get()); }
  /// The destinations this text may go to, in the role's order.
  [[nodiscard]] std::vector<std::string_view> permitted() const & {
    std::vector<std::string_view> list;
    const std::size_t len = llmguard_decision_permitted_len(handle_.get());
    for (std::size_t at = 0; at < len; ++at) list.push_back(detail::view(llmguard_decision_permitted(handle_.get(), at)));
    return list;
  }
  std::vector<std::string_view> permitted() const && = delete;
  /// What caused the verdict, strictest first.
  [[nodiscard]] std::vector<reason> reasons() const & {
    return list_reasons(llmguard_decision_reasons_len(handle_.get()), llmguard_decision_reason,
                        llmguard_decision_reason_class);
  }
  std::vector<reason> reasons() const && = delete;
  /// What else would be a reason if every rule were enforced.
  [[nodiscard]] std::vector<reason> observed() const & {
    return list_reasons(llmguard_decision_observed_len(handle_.get()), llmguard_decision_observed,
                        llmguard_decision_observed_class);
  }
  std::vector<reason> observed() const && = delete;
  /// The ids of the approvals and unlocks that were spent.
  [[nodiscard]] std::vector<std::string_view> used() const & {
    std::vector<std::string_view> list;
    const std::size_t len = llmguard_decision_used_len(handle_.get());
    for (std::size_t at = 0; at < len; ++at) list.push_back(detail::view(llmguard_decision_used(handle_.get(), at)));
    return list;
  }
  std::vector<std::string_view> used() const && = delete;
  /// What an approval has to be bound to, where one is needed and the guard has a key.
  [[nodiscard]] std::optional<std::string_view> request_digest() const & noexcept {
    return detail::optional(llmguard_decision_request_digest(handle_.get()));
  }
  std::optional<std::string_view> request_digest() const && = delete;
  /// How eagerly names were looked for and with which weights, `balanced 1+5f3a09c2`; nothing where none were.
  [[nodiscard]] std::optional<std::string_view> names() const & noexcept {
    return detail::optional(llmguard_decision_names(handle_.get()));
  }
  std::optional<std::string_view> names() const && = delete;
  /// What happens, why, where else the text may go, and who could let it: plain sentences, a line each.
  [[nodiscard]] result<text> explain(language language = language::en) const;
  [[nodiscard]] std::vector<finding> findings() const & {
    return detail::findings(handle_.get(), llmguard_decision_findings_len(handle_.get()), llmguard_decision_finding);
  }
  std::vector<finding> findings() const && = delete;
  /// What was replaced, in order.
  [[nodiscard]] std::vector<edit> edits() const {
    std::vector<edit> list;
    const std::size_t len = llmguard_decision_edits_len(handle_.get());
    for (std::size_t at = 0; at < len; ++at) {
      llmguard_edit raw = detail::sized<llmguard_edit>();
      if (llmguard_decision_edit(handle_.get(), at, &raw) != LLMGUARD_STATUS_OK) break;
      list.push_back({static_cast<llmguard::transform>(raw.transform), raw.start, raw.end, raw.output_start,
                      raw.output_end});
    }
    return list;
  }
  [[nodiscard]] const llmguard_decision *capi() const noexcept { return handle_.get(); }

 private:
  template <class Get, class GetClass>
  std::vector<reason> list_reasons(std::size_t len, Get get, GetClass get_class) const {
    std::vector<reason> list;
    for (std::size_t at = 0; at < len; ++at) {
      llmguard_reason raw = detail::sized<llmguard_reason>();
      if (get(handle_.get(), at, &raw) != LLMGUARD_STATUS_OK) break;
      std::vector<std::string_view> classes;
      for (std::uint32_t one = 0; one < raw.classes_len; ++one) {
        classes.push_back(detail::view(get_class(handle_.get(), at, one)));
      }
      list.push_back({static_cast<llmguard::verdict>(raw.verdict), raw.status, detail::optional(raw.code),
                      detail::view(raw.rule), detail::view(raw.message), std::move(classes)});
    }
    return list;
  }

  detail::owned<llmguard_decision, llmguard_decision_free> handle_;
};

/// That something was done.
struct done {};

namespace detail {

/// Runs a call that gives a handle, and wraps what came.
template <class Wrapper, class Handle, class Call>
result<Wrapper> wrap(Call call) {
  Handle *handle = nullptr;
  llmguard_error *failed = nullptr;
  const std::uint32_t status = call(&handle, &failed);
  if (status != LLMGUARD_STATUS_OK || handle == nullptr) return error(status, failed);
  return Wrapper(handle);
}

/// Runs a call that gives nothing but a status.
template <class Call>
result<done> act(Call call) {
  llmguard_error *failed = nullptr;
  const std::uint32_t status = call(&failed);
  if (status != LLMGUARD_STATUS_OK) return error(status, failed);
  return done{};
}

/// Runs a call that takes a request.
template <class Call>
auto with(const request &from, Call call) {
  const std::vector<llmguard_str> roles = given(from.roles);
  const std::vector<llmguard_str> labels = given(from.source_labels);
  const std::vector<llmguard_str> sources = given(from.sources);
  const std::vector<llmguard_str> grants = given(from.grants);
  llmguard_request raw = sized<llmguard_request>();
  raw.direction = static_cast<std::uint32_t>(from.direction);
  raw.roles = roles.data();
  raw.roles_len = roles.size();
  raw.destination = given(from.destination);
  raw.purpose = given(from.purpose);
  raw.source_labels = labels.data();
  raw.source_labels_len = labels.size();
  raw.subject = given(from.subject);
  raw.model = given(from.model);
  raw.model_version = given(from.model_version);
  raw.trace_id = given(from.trace_id);
  raw.now = from.now.value_or(0);
  raw.has_now = from.now ? 1 : 0;
  raw.has_answer_confidence = from.answer_confidence ? 1 : 0;
  raw.answer_confidence = from.answer_confidence.value_or(0);
  raw.tool = given(from.tool);
  raw.sources = sources.data();
  raw.sources_len = sources.size();
  raw.grants = grants.data();
  raw.grants_len = grants.size();
  return call(&raw);
}

}  // namespace detail

inline result<text> decision::explain(llmguard::language language) const {
  return detail::wrap<llmguard::text, llmguard_text>([&](llmguard_text **out, llmguard_error **failed) {
    return llmguard_decision_explain(handle_.get(), static_cast<std::uint32_t>(language), out, failed);
  });
}

/// Signs a statement, written as JSON, with an Ed25519 secret key of 32 bytes: a grant, as JSON.
inline result<text> sign_grant(std::string_view statement, std::string_view secret) {
  return detail::wrap<text, llmguard_text>([&](llmguard_text **out, llmguard_error **failed) {
    return llmguard_grant_sign(detail::given(statement), detail::given(secret), out, failed);
  });
}

/// What may happen to a chat history.
class messages {
 public:
  explicit messages(llmguard_messages *handle) noexcept : handle_(handle) {}

  /// The strictest verdict of all parts.
  [[nodiscard]] llmguard::verdict verdict() const noexcept {
    return static_cast<llmguard::verdict>(llmguard_messages_verdict(handle_.get()));
  }
  [[nodiscard]] std::string_view level() const & noexcept {
    return detail::view(llmguard_messages_level(handle_.get()));
  }
  std::string_view level() const && = delete;
  /// The text of a part that may go; none unless the verdict is allow or transform.
  [[nodiscard]] std::optional<std::string_view> text(std::size_t part) const & noexcept {
    return detail::optional(llmguard_messages_text(handle_.get(), part));
  }
  std::optional<std::string_view> text(std::size_t part) const && = delete;
  /// The decision about a part.
  result<llmguard::decision> decision(std::size_t part) const {
    return detail::wrap<llmguard::decision, llmguard_decision>([&](llmguard_decision **out, llmguard_error **failed) {
      return llmguard_messages_decision(handle_.get(), part, out, failed);
    });
  }
  [[nodiscard]] const llmguard_messages *capi() const noexcept { return handle_.get(); }

 private:
  detail::owned<llmguard_messages, llmguard_messages_free> handle_;
};

/// How the text of a stream is written.
enum class notation : std::uint32_t { text = LLMGUARD_NOTATION_TEXT, json = LLMGUARD_NOTATION_JSON };

/// What a stream lets go. The text lives until the next call of the stream that pushes or finishes.
struct released {
  std::string_view text;
  /// Whether the text has ended here because the rest may not go.
  bool denied;
  /// How many bytes are held.
  std::uint64_t held;
};

/// A text that arrives in pieces and leaves as soon as nothing that follows can change it. For one thread at a time.
class stream {
 public:
  explicit stream(llmguard_stream *handle) noexcept : handle_(handle) {}

  /// Takes a piece of UTF-8, which may be cut inside a character.
  result<released> push(std::string_view piece) {
    return step([&](llmguard_released *out, llmguard_error **failed) {
      return llmguard_stream_push(handle_.get(), detail::given(piece), out, failed);
    });
  }

  /// Ends the text and releases what was held.
  result<released> finish() {
    return step([&](llmguard_released *out, llmguard_error **failed) {
      return llmguard_stream_finish(handle_.get(), out, failed);
    });
  }

  /// What was decided about the text, once it has ended and if a policy was asked.
  result<llmguard::decision> decision() const {
    return detail::wrap<llmguard::decision, llmguard_decision>([&](llmguard_decision **out, llmguard_error **failed) {
      return llmguard_stream_decision(handle_.get(), out, failed);
    });
  }

  /// What is reported of the text, once it has ended. Offsets count bytes.
  result<findings> found() const {
    return detail::wrap<findings, llmguard_findings>([&](llmguard_findings **out, llmguard_error **failed) {
      return llmguard_stream_findings(handle_.get(), out, failed);
    });
  }

  /// How many bytes of the text are held.
  [[nodiscard]] std::uint64_t held() const noexcept { return llmguard_stream_held(handle_.get()); }
  /// How many tokens were turned back so far.
  [[nodiscard]] std::uint64_t restored() const noexcept { return llmguard_stream_restored(handle_.get()); }
  /// How many read as tokens so far but belong to no value of the session.
  [[nodiscard]] std::uint64_t unknown() const noexcept { return llmguard_stream_unknown(handle_.get()); }
  [[nodiscard]] const llmguard_stream *capi() const noexcept { return handle_.get(); }

 private:
  template <class Call>
  result<released> step(Call call) {
    llmguard_released raw = detail::sized<llmguard_released>();
    llmguard_error *failed = nullptr;
    const std::uint32_t status = call(&raw, &failed);
    if (status != LLMGUARD_STATUS_OK) return error(status, failed);
    return released{detail::view(raw.text), raw.denied != 0, raw.held};
  }

  detail::owned<llmguard_stream, llmguard_stream_free> handle_;
};

/// How records are written down.
enum class record_format : std::uint32_t {
  json = LLMGUARD_FORMAT_JSON,
  json_lines = LLMGUARD_FORMAT_JSON_LINES,
  csv = LLMGUARD_FORMAT_CSV,
  csv_without_header = LLMGUARD_FORMAT_CSV_WITHOUT_HEADER,
  logfmt = LLMGUARD_FORMAT_LOGFMT,
  line_protocol = LLMGUARD_FORMAT_LINE_PROTOCOL,
};

/// What was found in a value of a record, in bytes of the input. Its strings live until the next call of the records that
/// pushes or finishes.
struct record_finding {
  finding found;
  /// The number of its record, from 0; a header is number 0.
  std::uint64_t record;
  /// The JSON Pointer of its value, or the name of its column behind `/`.
  std::string_view path;
};

/// Records that come in pieces and are checked value by value. A record is released whole or not at all. For one thread at a
/// time.
class records {
 public:
  explicit records(llmguard_records *handle) noexcept : handle_(handle) {}

  /// Takes a piece of UTF-8, which may be cut anywhere, and releases the records that may go.
  result<llmguard::released> push(std::string_view piece) {
    return step([&](llmguard_released *out, llmguard_error **failed) {
      return llmguard_records_push(handle_.get(), detail::given(piece), out, failed);
    });
  }

  /// Ends the input and releases its last record.
  result<llmguard::released> finish() {
    return step([&](llmguard_released *out, llmguard_error **failed) {
      return llmguard_records_finish(handle_.get(), out, failed);
    });
  }

  /// What was found in what the last call released, and in a record that may not go.
  [[nodiscard]] std::vector<record_finding> findings() const {
    std::vector<record_finding> all;
    all.reserve(llmguard_records_findings(handle_.get()));
    auto raw = detail::sized<llmguard_record_finding>();
    for (std::size_t at = 0; llmguard_records_finding(handle_.get(), at, &raw) == LLMGUARD_STATUS_OK; ++at) {
      const finding found{detail::view(raw.detector), detail::view(raw.entity_label), raw.entity,
                          static_cast<llmguard::confidence>(raw.confidence), raw.evidence, raw.start, raw.end};
      all.push_back({found, raw.record, detail::view(raw.path)});
    }
    return all;
  }

  /// What was decided about all records, once the input has ended.
  result<llmguard::decision> decision() const {
    return detail::wrap<llmguard::decision, llmguard_decision>([&](llmguard_decision **out, llmguard_error **failed) {
      return llmguard_records_decision(handle_.get(), out, failed);
    });
  }

  /// How many records were released. Of a run that is denied, the next one may not go.
  [[nodiscard]] std::uint64_t count() const noexcept { return llmguard_records_released(handle_.get()); }
  /// How many bytes of the input are held.
  [[nodiscard]] std::uint64_t held() const noexcept { return llmguard_records_held(handle_.get()); }
  [[nodiscard]] const llmguard_records *capi() const noexcept { return handle_.get(); }

 private:
  template <class Call>
  result<llmguard::released> step(Call call) {
    llmguard_released raw = detail::sized<llmguard_released>();
    llmguard_error *failed = nullptr;
    const std::uint32_t status = call(&raw, &failed);
    if (status != LLMGUARD_STATUS_OK) return error(status, failed);
    return llmguard::released{detail::view(raw.text), raw.denied != 0, raw.held};
  }

  detail::owned<llmguard_records, llmguard_records_free> handle_;
};

/// One conversation: the same value gets the same token, and tokens lead back. Threads may share it.
class session {
 public:
  explicit session(llmguard_session *handle) noexcept : handle_(handle) {}

  /// Decides about a text, with the tokens of this conversation.
  result<decision> check(std::string_view text, const request &request, unit unit = unit::byte) const {
    return detail::with(request, [&](const llmguard_request *raw) {
      return detail::wrap<decision, llmguard_decision>([&](llmguard_decision **out, llmguard_error **failed) {
        return llmguard_session_check(handle_.get(), detail::given(text), raw, static_cast<std::uint32_t>(unit), out,
                                      failed);
      });
    });
  }

  /// Decides about a chat history as a whole, each part as what it is.
  result<messages> check_messages(const std::vector<part> &parts, const request &request, unit unit = unit::byte) const {
    std::vector<llmguard_part> list;
    list.reserve(parts.size());
    for (const part &one : parts) {
      list.push_back({static_cast<std::uint32_t>(one.kind), 0, detail::given(one.name), detail::given(one.text)});
    }
    return detail::with(request, [&](const llmguard_request *raw) {
      return detail::wrap<messages, llmguard_messages>([&](llmguard_messages **out, llmguard_error **failed) {
        return llmguard_session_check_messages(handle_.get(), list.data(), list.size(), raw,
                                               static_cast<std::uint32_t>(unit), out, failed);
      });
    });
  }

  /// Begins records that are decided about value by value. `delimiter` stands between the fields of a CSV, 0 has it told from
  /// the first line; or between the pairs of logfmt, 0 means blanks.
  result<llmguard::records> records(record_format format, const request &request, char32_t delimiter = 0) const {
    return detail::with(request, [&](const llmguard_request *raw) {
      return detail::wrap<llmguard::records, llmguard_records>([&](llmguard_records **out, llmguard_error **failed) {
        return llmguard_session_records(handle_.get(), raw, static_cast<std::uint32_t>(format), delimiter, out, failed);
      });
    });
  }

  /// Replaces what is in a text by tokens, whatever the policy says.
  result<llmguard::text> protect(std::string_view text, unit unit = unit::byte) const {
    return detail::wrap<llmguard::text, llmguard_text>([&](llmguard_text **out, llmguard_error **failed) {
      return llmguard_session_protect(handle_.get(), detail::given(text), static_cast<std::uint32_t>(unit), out, failed);
    });
  }

  /// Turns tokens back into the values they stand for.
  result<llmguard::text> reveal(std::string_view text) const {
    return detail::wrap<llmguard::text, llmguard_text>([&](llmguard_text **out, llmguard_error **failed) {
      return llmguard_session_reveal(handle_.get(), detail::given(text), out, failed);
    });
  }

  /// Puts a text of others between marks that nobody can guess; `text::instruction` says so to the model.
  result<llmguard::text> mark_untrusted(std::string_view text) const {
    return detail::wrap<llmguard::text, llmguard_text>([&](llmguard_text **out, llmguard_error **failed) {
      return llmguard_session_mark_untrusted(handle_.get(), detail::given(text), out, failed);
    });
  }

  /// A word to put into a confidential prompt; every guard finds it as `output.leak.canary`.
  result<llmguard::text> canary() const {
    return detail::wrap<llmguard::text, llmguard_text>([&](llmguard_text **out, llmguard_error **failed) {
      return llmguard_session_canary(handle_.get(), out, failed);
    });
  }

  /// Begins a text that arrives in pieces and is decided about as `check` decides about a whole one. `max_hold_bytes` is 0
  /// for the default.
  result<llmguard::stream> stream(const request &request, notation notation = notation::text,
                                  std::uint64_t max_hold_bytes = 0) const {
    return detail::with(request, [&](const llmguard_request *raw) {
      return detail::wrap<llmguard::stream, llmguard_stream>([&](llmguard_stream **out, llmguard_error **failed) {
        return llmguard_session_stream(handle_.get(), raw, static_cast<std::uint32_t>(notation), max_hold_bytes, out,
                                       failed);
      });
    });
  }

  /// Begins a text that arrives in pieces and is rewritten as `protect` rewrites a whole one.
  result<llmguard::stream> protect_stream(notation notation = notation::text, std::uint64_t max_hold_bytes = 0) const {
    return detail::wrap<llmguard::stream, llmguard_stream>([&](llmguard_stream **out, llmguard_error **failed) {
      return llmguard_session_protect_stream(handle_.get(), static_cast<std::uint32_t>(notation), max_hold_bytes, out,
                                             failed);
    });
  }

  /// Begins a text that arrives in pieces and whose tokens are turned back as `reveal` does.
  result<llmguard::stream> reveal_stream(notation notation = notation::text, std::uint64_t max_hold_bytes = 0) const {
    return detail::wrap<llmguard::stream, llmguard_stream>([&](llmguard_stream **out, llmguard_error **failed) {
      return llmguard_session_reveal_stream(handle_.get(), static_cast<std::uint32_t>(notation), max_hold_bytes, out,
                                            failed);
    });
  }

  /// Says what time it is, in milliseconds since 1970-01-01 UTC: what has expired is not revealed any more.
  result<done> tell_time(std::uint64_t now) const {
    return detail::act([&](llmguard_error **failed) { return llmguard_session_tell_time(handle_.get(), now, failed); });
  }

  /// Erases a value of the conversation, in all the ways it was written; its tokens are unknown from then on. Whoever has a
  /// token reveals it first. Not a failure if there is no such value.
  result<done> shred_value(std::string_view value) const {
    return detail::act(
        [&](llmguard_error **failed) { return llmguard_session_shred_value(handle_.get(), detail::given(value), failed); });
  }

  [[nodiscard]] const llmguard_session *capi() const noexcept { return handle_.get(); }

 private:
  detail::owned<llmguard_session, llmguard_session_free> handle_;
};

/// Where the records of a vault lie if not in a file: a table with the columns name, place and record will do. Records are
/// sealed before they come here and may hold any byte. Called from the threads that use the vault, for several names at once.
class store {
 public:
  virtual ~store() = default;
  /// The records under a name, in their order; nothing at all if they cannot be read.
  virtual std::optional<std::vector<std::string>> read(std::string_view name) noexcept = 0;
  /// If there are `count` records under a name, keeps the first `keep` of them, puts `records` behind those, and returns true;
  /// otherwise changes nothing and returns false. Done or not done at all, and then it survives a power loss; nothing at all if
  /// that is not known. What is not kept is to be deleted for good.
  virtual std::optional<bool> write(std::string_view name, std::size_t count, std::size_t keep,
                                    const std::vector<std::string_view> &records) noexcept = 0;
};

namespace detail {

extern "C" inline std::uint32_t llmguard_hpp_read(void *context, llmguard_str name, llmguard_stored *records) {
  const auto read = static_cast<store *>(context)->read(view(name));
  if (!read) return LLMGUARD_STORE_FAILED;
  for (const std::string &record : *read) {
    if (llmguard_stored_add(records, given(std::string_view(record))) != LLMGUARD_STATUS_OK) return LLMGUARD_STORE_FAILED;
  }
  return LLMGUARD_STORE_DONE;
}

extern "C" inline std::uint32_t llmguard_hpp_write(void *context, llmguard_str name, std::size_t count, std::size_t keep,
                                                   const llmguard_str *records, std::size_t len) {
  std::vector<std::string_view> list;
  list.reserve(len);
  for (std::size_t at = 0; at < len; ++at) list.push_back(view(records[at]));
  const auto written = static_cast<store *>(context)->write(view(name), count, keep, list);
  if (!written) return LLMGUARD_STORE_FAILED;
  return *written ? LLMGUARD_STORE_DONE : LLMGUARD_STORE_OTHER_COUNT;
}

}  // namespace detail

/// A sealed file of the values behind tokens. Threads may share it, processes may not.
class vault {
 public:
  explicit vault(llmguard_vault *handle) noexcept : handle_(handle) {}

  /// Opens a vault under a key of 32 bytes whose records lie in a store of yours. The store outlives the vault and its
  /// sessions. To sweep, rotate, export and import needs a file and fails with V009.
  static result<vault> open(store &records, std::string_view key) {
    llmguard_store functions = detail::sized<llmguard_store>();
    functions.context = &records;
    functions.read = detail::llmguard_hpp_read;
    functions.write = detail::llmguard_hpp_write;
    return detail::wrap<vault, llmguard_vault>([&](llmguard_vault **out, llmguard_error **failed) {
      return llmguard_vault_open_store(&functions, detail::given(key), out, failed);
    });
  }

  /// Opens a vault under a key of 32 bytes, or makes an empty one where there is no file.
  static result<vault> open(std::string_view path, std::string_view key) {
    return detail::wrap<vault, llmguard_vault>([&](llmguard_vault **out, llmguard_error **failed) {
      return llmguard_vault_open(detail::given(path), detail::given(key), out, failed);
    });
  }

  /// Erases a conversation of a tenant for good; its open session fails with V007 from here on.
  result<done> shred_conversation(std::string_view tenant, std::string_view conversation) const {
    return detail::act([&](llmguard_error **failed) {
      return llmguard_vault_shred_conversation(handle_.get(), detail::given(tenant), detail::given(conversation), failed);
    });
  }

  /// Erases the values of a person in every conversation of a tenant.
  result<done> shred_subject(std::string_view tenant, std::string_view subject) const {
    return detail::act([&](llmguard_error **failed) {
      return llmguard_vault_shred_subject(handle_.get(), detail::given(tenant), detail::given(subject), failed);
    });
  }

  /// Removes from the file what has expired at a time, in milliseconds since 1970-01-01 UTC, and what was erased.
  result<done> sweep(std::uint64_t now) const {
    return detail::act([&](llmguard_error **failed) { return llmguard_vault_sweep(handle_.get(), now, failed); });
  }

  /// Writes the file anew under another key.
  result<done> rotate(std::string_view key) const {
    return detail::act(
        [&](llmguard_error **failed) { return llmguard_vault_rotate(handle_.get(), detail::given(key), failed); });
  }

  /// Everything that has not expired at a time, in clear: JSON, an object a line.
  result<text> export_lines(std::uint64_t now) const {
    return detail::wrap<text, llmguard_text>([&](llmguard_text **out, llmguard_error **failed) {
      return llmguard_vault_export(handle_.get(), now, out, failed);
    });
  }

  /// Takes in what `export_lines` wrote: all of it, or nothing.
  result<done> import_lines(std::string_view lines) const {
    return detail::act(
        [&](llmguard_error **failed) { return llmguard_vault_import(handle_.get(), detail::given(lines), failed); });
  }

  [[nodiscard]] const llmguard_vault *capi() const noexcept { return handle_.get(); }

 private:
  detail::owned<llmguard_vault, llmguard_vault_free> handle_;
};

/// Whose values these are: a conversation of a tenant, and within it those of a person.
struct scope {
  std::string_view tenant{};
  std::string_view conversation{};
  std::optional<std::string_view> subject{};
};

/// Somebody who may sign approvals and unlocks.
struct signer {
  std::string_view name{};
  std::vector<std::string_view> roles{};
  /// An Ed25519 public key, 32 bytes.
  std::string_view key{};
};

/// A list of your own.
struct list_file {
  /// `dict:suppliers`, `match:customers` or `fingerprint:contracts`.
  std::string_view name{};
  /// The path of the file that the command llmguard built.
  std::string_view file{};
};

/// How to set up a guard. At most one policy and one detector file.
struct options {
  std::optional<std::string_view> policy_template{};
  std::optional<std::string_view> policy_text{};
  std::optional<std::string_view> policy_file{};
  std::optional<std::string_view> detectors_text{};
  std::optional<std::string_view> detectors_file{};
  std::optional<llmguard::confidence> threshold{};
  /// 0 is the default, 32 MiB.
  std::uint64_t max_text_bytes = 0;
  /// 32 secret bytes for digests of requests, texts and people.
  std::optional<std::string_view> key{};
  /// Which grants were used is remembered in memory.
  std::vector<signer> signers{};
  std::vector<list_file> lists{};
  /// The 32 bytes all lists were built with.
  std::optional<std::string_view> list_key{};
  /// Otherwise the policy says so.
  std::optional<llmguard::names> names{};
  /// Where addresses in answers and tool calls may lead, beside the hosts of the policy: `example.com`, `*.example.com`.
  std::vector<std::string_view> allow_hosts{};
  /// What becomes of others: `generalize` if there are hosts, or `redact`.
  std::optional<transform> other_hosts{};
  /// What a model is told in confidence: a passage of it in an answer is found as `output.leak.prompt`.
  std::optional<std::string_view> confidential_prompt{};
};

/// Compiled detectors and a policy. Threads may share it.
class guard {
 public:
  explicit guard(llmguard_guard *handle) noexcept : handle_(handle) {}

  /// A guard with the built-in detectors and, unless told otherwise, the embedded default policy.
  static result<guard> create(const options &options = llmguard::options{}) {
    llmguard_guard_options raw = detail::sized<llmguard_guard_options>();
    raw.threshold = options.threshold ? static_cast<std::uint32_t>(*options.threshold) : 0;
    raw.max_text_bytes = options.max_text_bytes;
    raw.policy_template = detail::given(options.policy_template);
    raw.policy_text = detail::given(options.policy_text);
    raw.policy_file = detail::given(options.policy_file);
    raw.detectors_text = detail::given(options.detectors_text);
    raw.detectors_file = detail::given(options.detectors_file);
    raw.key = detail::given(options.key);
    std::vector<std::vector<llmguard_str>> roles;
    std::vector<llmguard_signer> signers;
    for (const signer &one : options.signers) {
      roles.push_back(detail::given(one.roles));
      signers.push_back({detail::given(one.name), roles.back().data(), roles.back().size(), detail::given(one.key)});
    }
    raw.signers = signers.data();
    raw.signers_len = signers.size();
    std::vector<llmguard_list> lists;
    for (const list_file &one : options.lists) lists.push_back({detail::given(one.name), detail::given(one.file)});
    raw.lists = lists.data();
    raw.lists_len = lists.size();
    raw.list_key = detail::given(options.list_key);
    raw.names = options.names ? static_cast<std::uint32_t>(*options.names) : 0;
    const std::vector<llmguard_str> hosts = detail::given(options.allow_hosts);
    raw.allow_hosts = hosts.data();
    raw.allow_hosts_len = hosts.size();
    raw.other_hosts = options.other_hosts ? static_cast<std::uint32_t>(*options.other_hosts) : 0;
    raw.confidential_prompt = detail::given(options.confidential_prompt);
    return detail::wrap<guard, llmguard_guard>(
        [&](llmguard_guard **out, llmguard_error **failed) { return llmguard_guard_new(&raw, out, failed); });
  }

  /// What is in a text.
  result<findings> scan(std::string_view text, unit unit = unit::byte) const {
    return detail::wrap<findings, llmguard_findings>([&](llmguard_findings **out, llmguard_error **failed) {
      return llmguard_scan(handle_.get(), detail::given(text), static_cast<std::uint32_t>(unit), out, failed);
    });
  }

  /// The text without what is in it, whatever the policy says.
  result<llmguard::text> redact(std::string_view text, unit unit = unit::byte) const {
    return detail::wrap<llmguard::text, llmguard_text>([&](llmguard_text **out, llmguard_error **failed) {
      return llmguard_redact(handle_.get(), detail::given(text), static_cast<std::uint32_t>(unit), out, failed);
    });
  }

  /// Decides what may happen to a text. A denial is a decision, not an error.
  result<decision> check(std::string_view text, const request &request, unit unit = unit::byte) const {
    return detail::with(request, [&](const llmguard_request *raw) {
      return detail::wrap<decision, llmguard_decision>([&](llmguard_decision **out, llmguard_error **failed) {
        return llmguard_check(handle_.get(), detail::given(text), raw, static_cast<std::uint32_t>(unit), out, failed);
      });
    });
  }

  /// What the policy says: its SHA-256 digest, in hexadecimal.
  [[nodiscard]] std::string_view policy_digest() const & noexcept {
    return detail::view(llmguard_guard_policy_digest(handle_.get()));
  }
  std::string_view policy_digest() const && = delete;

  /// Begins a conversation, which may outlive this object.
  result<llmguard::session> session() const {
    return detail::wrap<llmguard::session, llmguard_session>([&](llmguard_session **out, llmguard_error **failed) {
      return llmguard_session_new(handle_.get(), out, failed);
    });
  }

  /// Begins a session of a conversation that goes on where it ended; `now` in milliseconds since 1970-01-01 UTC.
  result<llmguard::session> session_in(const vault &vault, const scope &scope, std::uint64_t now) const {
    return detail::wrap<llmguard::session, llmguard_session>([&](llmguard_session **out, llmguard_error **failed) {
      return llmguard_session_new_in(handle_.get(), vault.capi(), detail::given(scope.tenant),
                                     detail::given(scope.conversation), detail::given(scope.subject), now, out, failed);
    });
  }

  [[nodiscard]] const llmguard_guard *capi() const noexcept { return handle_.get(); }

 private:
  detail::owned<llmguard_guard, llmguard_guard_free> handle_;
};

/// What an answer cites, in order; the last is missing if nothing of it is permitted.
inline result<std::vector<citation>> citations(std::string_view answer, const std::vector<std::string_view> &sources,
                                               const std::vector<std::string_view> &hosts = {}, unit unit = unit::byte) {
  const std::vector<llmguard_str> ids = detail::given(sources), names = detail::given(hosts);
  llmguard_citations *handle = nullptr;
  llmguard_error *failed = nullptr;
  const std::uint32_t status =
      llmguard_citations_new(detail::given(answer), ids.data(), ids.size(), names.data(), names.size(),
                             static_cast<std::uint32_t>(unit), &handle, &failed);
  const detail::owned<llmguard_citations, llmguard_citations_free> owned(handle);
  if (status != LLMGUARD_STATUS_OK) return error(status, failed);
  std::vector<citation> list;
  for (std::size_t at = 0; at < llmguard_citations_len(handle); ++at) {
    llmguard_citation raw = detail::sized<llmguard_citation>();
    if (llmguard_citations_get(handle, at, &raw) != LLMGUARD_STATUS_OK) break;
    list.push_back({static_cast<citation_kind>(raw.kind), raw.start, raw.end});
  }
  return list;
}

/// The version of the library at run time.
[[nodiscard]] inline std::string_view version() noexcept { return detail::view(llmguard_version()); }

#ifdef LLMGUARD_EXCEPTIONS
/// A failure as an exception.
class failure : public std::runtime_error {
 public:
  explicit failure(const llmguard::error &error)
      : std::runtime_error(std::string(error.code()) + ": " + std::string(error.message())), status_(error.status()) {}
  /// LLMGUARD_STATUS_*.
  [[nodiscard]] std::uint32_t status() const noexcept { return status_; }

 private:
  std::uint32_t status_;
};

/// The value, or failure is thrown.
template <class T>
T or_throw(result<T> from) {
  if (!from) throw failure(from.error());
  return *std::move(from);
}
#endif

}  // namespace llmguard

#endif
