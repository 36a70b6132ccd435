// The golden cases through the C++ door.
#include <array>
#include <iostream>
#include <string>

#include "golden.h"
#include "llmguard.hpp"
#include "llmguard.hpp"  // twice is permitted

namespace {

unsigned differs = 0;

std::string_view view(golden_str from) { return {from.ptr, from.len}; }

std::optional<std::string_view> stated(golden_str from) {
  return from.ptr == nullptr ? std::nullopt : std::optional<std::string_view>(view(from));
}

std::string expand(const golden_text &text) {
  std::string whole;
  for (std::size_t at = 0; at < text.times; ++at) whole += view(text.piece);
  return whole += view(text.tail);
}

struct runner {
  const golden_case &one;
  llmguard::unit unit;

  void differ(std::string_view what) const {
    ++differs;
    std::cerr << "golden.cpp: " << view(one.name) << ": " << what << " differs\n";
  }

  template <class T, class U>
  void same(std::string_view what, const std::optional<T> &stated, const U &got) const {
    if (stated && *stated != got) differ(what);
  }

  void same_number(std::string_view what, std::int64_t stated, std::uint64_t got) const {
    if (stated >= 0 && static_cast<std::uint64_t>(stated) != got) differ(what);
  }

  void same_text(std::string_view got) const {
    if (one.output.piece.ptr != nullptr && expand(one.output) != got) differ("output");
  }

  void same_spans(const std::vector<llmguard::finding> &got) const {
    static constexpr std::array<std::string_view, 5> words = {"", "low", "medium", "high", "verified"};
    if (one.spans_len == GOLDEN_UNSTATED) return;
    if (one.spans_len != got.size()) return differ("number of spans");
    for (std::size_t at = 0; at < got.size(); ++at) {
      const golden_span &span = one.spans[at];
      const auto index = static_cast<std::size_t>(unit);
      same("type", stated(span.type), got[at].entity);
      same("detector", stated(span.detector), got[at].detector);
      same("confidence", stated(span.confidence), words[static_cast<std::size_t>(got[at].confidence)]);
      if (span.start[index] != got[at].start || span.end[index] != got[at].end) differ("span");
    }
  }

  void refused(const llmguard::error &error) const {
    if (one.error.ptr == nullptr) std::cerr << error.message() << '\n', differ("error");
    same("error code", stated(one.error), error.code());
    same_number("error line", one.error_line, error.line().value_or(0));
    same_number("error offset", one.error_offset, error.offset().value_or(0));
  }

  void answered() const {
    if (one.error.ptr != nullptr) differ("missing error");
  }

  void scan(const llmguard::guard &guard, std::string_view text) const {
    const auto findings = guard.scan(text, unit);
    if (!findings) return refused(findings.error());
    answered();
    same_spans(findings->list());
  }

  void redact(const llmguard::guard &guard, std::string_view text) const {
    const auto redacted = guard.redact(text, unit);
    if (!redacted) return refused(redacted.error());
    answered();
    same_text(redacted->value());
    same_spans(redacted->findings());
  }

  llmguard::request request() const {
    static constexpr std::array<std::string_view, 5> directions = {"prompt", "response", "tool-call", "tool-result",
                                                                   "document"};
    llmguard::request request;
    for (std::size_t at = 0; at < one.roles.len; ++at) request.roles.push_back(view(one.roles.ptr[at]));
    for (std::size_t at = 0; at < one.source_labels.len; ++at) {
      request.source_labels.push_back(view(one.source_labels.ptr[at]));
    }
    for (std::size_t at = 0; at < one.sources.len; ++at) request.sources.push_back(view(one.sources.ptr[at]));
    request.tool = stated(one.tool);
    request.destination = view(one.destination);
    request.purpose = stated(one.purpose);
    for (std::size_t at = 0; at < directions.size(); ++at) {
      if (stated(one.direction) == directions[at]) request.direction = static_cast<llmguard::direction>(at);
    }
    return request;
  }

  void check(const llmguard::guard &guard, std::string_view text) const {
    const auto checked = guard.check(text, request(), unit);
    if (!checked) return refused(checked.error());
    answered();
    if ((checked->verdict() <= llmguard::verdict::transform) != checked->output().has_value()) differ("output");
    if (checked->output()) same_text(*checked->output());
    decided(*checked);
  }

  void chat(const llmguard::guard &guard) const {
    static constexpr std::array<std::string_view, 4> kinds = {"text", "tool-call", "tool-result", "retrieved"};
    static constexpr std::array<std::string_view, 5> verdicts = {"", "allow", "transform", "approval", "deny"};
    std::vector<llmguard::part> parts;
    for (std::size_t at = 0; at < one.parts_len; ++at) {
      const golden_part &from = one.parts[at];
      llmguard::part to;
      for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        if (view(from.kind) == kinds[kind]) to.kind = static_cast<llmguard::part_kind>(kind);
      }
      to.name = view(from.name);
      to.text = view(from.text);
      parts.push_back(to);
    }
    const auto session = guard.session();
    if (!session) return refused(session.error());
    const auto messages = session->check_messages(parts, request(), unit);
    if (!messages) return refused(messages.error());
    answered();
    same("verdict", stated(one.verdict), verdicts[static_cast<std::size_t>(messages->verdict())]);
    same("level", stated(one.level), messages->level());
    if (one.outputs.len == GOLDEN_UNSTATED) return;
    for (std::size_t at = 0; at < one.outputs.len; ++at) {
      same("output of a part", stated(one.outputs.ptr[at]), messages->text(at).value_or(std::string_view{}));
    }
    if (messages->text(one.outputs.len)) differ("number of outputs");
    const auto decision = messages->decision(0);
    if (!decision || decision->verdict() > messages->verdict()) differ("decision of a part");
  }

  void stream(const llmguard::guard &guard, std::string_view text) const {
    if (unit != llmguard::unit::byte) return;
    for (const std::size_t size : {std::size_t{1}, std::size_t{3}, text.size() + 1}) {
      const auto session = guard.session();
      if (!session) return refused(session.error());
      auto stream = session->stream(request());
      if (!stream) return refused(stream.error());
      std::string all;
      for (std::size_t at = 0; at < text.size(); at += size) {
        const auto released = stream->push(text.substr(at, size));
        if (!released) return refused(released.error());
        all += released->text;
      }
      const auto released = stream->finish();
      if (!released) return refused(released.error());
      answered();
      all += released->text;
      same_text(all);
      const auto decision = stream->decision();
      if (!decision) return refused(decision.error());
      decided(*decision);
    }
  }

  void records(const llmguard::guard &guard, std::string_view text) const {
    if (unit != llmguard::unit::byte) return;
    const std::string_view name = view(one.format);
    const auto format = name == "csv"      ? llmguard::record_format::csv
                        : name == "jsonl"  ? llmguard::record_format::json_lines
                        : name == "logfmt" ? llmguard::record_format::logfmt
                        : name == "influx" ? llmguard::record_format::line_protocol
                                           : llmguard::record_format::json;
    for (const std::size_t size : {std::size_t{1}, std::size_t{3}, text.size() + 1}) {
      const auto session = guard.session();
      if (!session) return refused(session.error());
      auto records = session->records(format, request());
      if (!records) return refused(records.error());
      std::string all;
      std::vector<std::string> paths;
      for (std::size_t at = 0; at < text.size() + size; at += size) {
        const auto released = at < text.size() ? records->push(text.substr(at, size)) : records->finish();
        if (!released) return refused(released.error());
        all += released->text;
        for (const auto &found : records->findings()) paths.push_back(std::to_string(found.record) + std::string(found.path));
      }
      answered();
      same_text(all);
      if (one.paths.len != GOLDEN_UNSTATED && one.paths.len != paths.size()) differ("number of paths");
      for (std::size_t at = 0; one.paths.len != GOLDEN_UNSTATED && at < one.paths.len && at < paths.size(); ++at) {
        same("path", stated(one.paths.ptr[at]), paths[at]);
      }
      const auto decision = records->decision();
      if (!decision) return refused(decision.error());
      decided(*decision);
    }
  }

  void decided(const llmguard::decision &decision) const {
    static constexpr std::array<std::string_view, 5> verdicts = {"", "allow", "transform", "approval", "deny"};
    same("verdict", stated(one.verdict), verdicts[static_cast<std::size_t>(decision.verdict())]);
    same("level", stated(one.level), decision.level());
    same("residual level", stated(one.residual_level), decision.residual_level());
    const auto reasons = decision.reasons();
    same("reason code", stated(one.reason_code),
         reasons.empty() ? std::string_view{} : reasons.front().code.value_or(std::string_view{}));
    same("reason rule", stated(one.reason_rule), reasons.empty() ? std::string_view{} : reasons.front().rule);
    same_number("excluded", one.excluded, decision.excluded());
    if (one.permitted.len != GOLDEN_UNSTATED) {
      std::vector<std::string_view> permitted;
      for (std::size_t at = 0; at < one.permitted.len; ++at) permitted.push_back(view(one.permitted.ptr[at]));
      if (permitted != decision.permitted()) differ("permitted");
    }
    same_spans(decision.findings());
  }

  void roundtrip(const llmguard::guard &guard, std::string_view text) const {
    const auto session = guard.session();
    if (!session) return refused(session.error());
    const auto protected_text = session->protect(text, unit);
    if (!protected_text) return refused(protected_text.error());
    answered();
    same_text(protected_text->value());
    same_spans(protected_text->findings());
    const auto revealed = session->reveal(protected_text->value());
    if (!revealed) return refused(revealed.error());
    if (revealed->value() != text) differ("revealed text");
    same_number("restored", one.restored, revealed->restored());
  }

  void run() const {
    llmguard::options options;
    options.policy_template = stated(one.policy_template);
    options.policy_text = stated(one.policy_text);
    options.detectors_text = stated(one.detectors);
    const auto guard = llmguard::guard::create(options);
    if (!guard) return refused(guard.error());
    const std::string text = expand(one.input);
    const std::string_view call = view(one.call);
    if (call == "scan") return scan(*guard, text);
    if (call == "redact") return redact(*guard, text);
    if (call == "check") return check(*guard, text);
    if (call == "stream") return stream(*guard, text);
    if (call == "records") return records(*guard, text);
    if (call == "chat") return chat(*guard);
    roundtrip(*guard, text);
  }
};

}  // namespace

int main() {
  for (const golden_case &one : golden_cases) {
    for (const auto unit : {llmguard::unit::byte, llmguard::unit::codepoint, llmguard::unit::utf16}) {
      runner{one, unit}.run();
    }
  }
  std::cout << "golden.cpp: " << golden_cases_len << " cases, " << differs << " differences\n";
  return differs == 0 && golden_cases_len >= 30 ? 0 : 1;
}
