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
    std::vector<reason> list;
    const std::size_t len = llmguard_decision_reasons_len(handle_.get());
    for (std::size_t at = 0; at < len; ++at) {
      llmguard_reason raw = detail::sized<llmguard_reason>();
      if (llmguard_decision_reason(handle_.get(), at, &raw) != LLMGUARD_STATUS_OK) break;
      std::vector<std::string_view> classes;
      for (std::uint32_t one = 0; one < raw.classes_len; ++one) {
        classes.push_back(detail::view(llmguard_decision_reason_class(handle_.get(), at, one)));
      }
      list.push_back({static_cast<llmguard::verdict>(raw.verdict), raw.status, detail::optional(raw.code),
                      detail::view(raw.rule), detail::view(raw.message), std::move(classes)});
    }
    return list;
  }
  std::vector<reason> reasons() const && = delete;
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
  detail::owned<llmguard_decision, llmguard_decision_free> handle_;
};

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

/// Runs a call that takes a request.
template <class Call>
auto with(const request &from, Call call) {
  const std::vector<llmguard_str> roles = given(from.roles);
  const std::vector<llmguard_str> labels = given(from.source_labels);
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
  return call(&raw);
}

}  // namespace detail

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

  [[nodiscard]] const llmguard_session *capi() const noexcept { return handle_.get(); }

 private:
  detail::owned<llmguard_session, llmguard_session_free> handle_;
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

  /// Begins a conversation, which may outlive this object.
  result<llmguard::session> session() const {
    return detail::wrap<llmguard::session, llmguard_session>([&](llmguard_session **out, llmguard_error **failed) {
      return llmguard_session_new(handle_.get(), out, failed);
    });
  }

  [[nodiscard]] const llmguard_guard *capi() const noexcept { return handle_.get(); }

 private:
  detail::owned<llmguard_guard, llmguard_guard_free> handle_;
};

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
