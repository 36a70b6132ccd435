// Two threads share one guard and one session through the C++ header: equal results throughout. `threads_cpp [MILLISECONDS]`
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "llmguard.hpp"

namespace {

constexpr std::string_view text = "Von jo.huber@muster-werke.de, Konto DE89 3704 0044 0532 0130 00";
constexpr std::string_view stated = "Von [EMAIL_1], Konto [IBAN_1]";

bool once(const llmguard::guard &guard, const llmguard::session &session) {
  llmguard::request request;
  request.roles = {"buyer"};
  request.destination = "eu";
  const auto decision = guard.check(text, request);
  if (!decision || decision->output() != stated) return false;
  const auto hidden = session.protect(text);
  if (!hidden || hidden->value() != stated) return false;
  const auto revealed = session.reveal(hidden->value());
  return revealed && revealed->value() == text && revealed->restored() == 2;
}

}  // namespace

int main(int argc, char **argv) {
  const std::chrono::milliseconds budget{argc > 1 ? std::strtol(argv[1], nullptr, 10) : 1000};
  const auto guard = llmguard::guard::create();
  if (!guard) return 1;
  const auto session = guard->session();
  if (!session) return 1;
  unsigned long rounds[2] = {0, 0};
  bool good[2] = {false, false};
  const auto work = [&](int at) {
    const auto end = std::chrono::steady_clock::now() + budget;
    do {
      good[at] = once(*guard, *session);
      ++rounds[at];
    } while (good[at] && std::chrono::steady_clock::now() < end);
  };
  std::thread first(work, 0), second(work, 1);
  first.join();
  second.join();
  std::printf("threads.cpp: %lu and %lu rounds in %ld ms\n", rounds[0], rounds[1], static_cast<long>(budget.count()));
  return good[0] && good[1] ? 0 : 1;
}
