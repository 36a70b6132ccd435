// The other unit, without exceptions.
#include "llmguard.hpp"

std::string redacted_elsewhere(const llmguard::guard &guard, std::string_view text);

std::string redacted_elsewhere(const llmguard::guard &guard, std::string_view text) {
  const auto redacted = guard.redact(text);
  return redacted ? std::string(redacted->value()) : std::string();
}
