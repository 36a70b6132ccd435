// The header in two units of one program, here with exceptions, and what its types promise.
#define LLMGUARD_EXCEPTIONS
#include "llmguard.hpp"

#include <iostream>
#include <type_traits>

#include "llmguard.hpp"

std::string redacted_elsewhere(const llmguard::guard &guard, std::string_view text);

static_assert(!std::is_copy_constructible_v<llmguard::guard> && std::is_nothrow_move_constructible_v<llmguard::guard>);
static_assert(!std::is_copy_constructible_v<llmguard::session> && !std::is_copy_constructible_v<llmguard::decision>);
static_assert(!std::is_copy_constructible_v<llmguard::error> && std::is_nothrow_move_constructible_v<llmguard::error>);
static_assert(sizeof(llmguard::guard) == sizeof(void *));

int main() {
  unsigned failed = 0;
  const auto holds = [&](bool condition, const char *what) {
    if (!condition) ++failed, std::cerr << "units_a.cpp: " << what << '\n';
  };
  llmguard::guard guard = llmguard::or_throw(llmguard::guard::create());
  holds(redacted_elsewhere(guard, "an jo.huber@muster-werke.de") == "an [REDACTED_EMAIL]", "the other unit");

  llmguard::options options;
  options.policy_text = "format = 1\nid = \n";
  try {
    (void)llmguard::or_throw(llmguard::guard::create(options));
    holds(false, "a bad policy throws");
  } catch (const llmguard::failure &failure) {
    holds(failure.status() == LLMGUARD_STATUS_P001, "status of a failure");
    holds(std::string_view(failure.what()).substr(0, 5) == "P001:", "text of a failure");
  }

  llmguard::request request;
  request.roles = {"buyer"};
  request.destination = "eu";
  request.now = 1;
  request.subject = "";
  auto decision = llmguard::or_throw(guard.check("an jo.huber@muster-werke.de", request));
  holds(decision.output() == "an [EMAIL_1]", "output");
  holds(decision.edits().size() == 1 && decision.edits()[0].output_end == 12, "edits");
  holds(!decision.reasons().empty() && !decision.reasons()[0].classes.empty(), "reasons");
  const auto taken = std::move(decision);
  holds(taken.verdict() == llmguard::verdict::transform, "moved");
  holds(decision.verdict() == llmguard::verdict::deny && !decision.output(), "moved from denies");  // NOLINT
  const llmguard::guard elsewhere = std::move(guard);
  const auto refused = guard.scan("x");  // NOLINT
  holds(!refused && refused.error().status() == LLMGUARD_STATUS_NULL_ARGUMENT, "moved from refuses");
  holds(elsewhere.scan("x").has_value() && elsewhere.scan(std::string_view{}).has_value(), "empty text");
  holds(!llmguard::version().empty(), "version");
  std::cout << "units_a.cpp: " << (failed == 0 ? "holds" : "fails") << '\n';
  return failed == 0 ? 0 : 1;
}
