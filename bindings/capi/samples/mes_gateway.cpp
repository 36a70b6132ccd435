// A MES gateway in C++: a message from the shop floor is checked before it goes to a model, and the answer is turned
// back before an operator reads it.
#include <iostream>

#include "llmguard.hpp"

int main() {
  const auto guard = llmguard::guard::create();
  if (!guard) return std::cerr << guard.error().message() << '\n', 1;
  const auto session = guard->session();
  if (!session) return std::cerr << session.error().message() << '\n', 1;

  llmguard::request request;
  request.roles = {"buyer"};
  request.destination = "eu";
  const auto decision = session->check(
      "{\"order\": \"4711\", \"machine\": \"DB10.DBX4.3\", \"note\": \"R\xc3\xbc" "ckfragen an jo.huber@muster-werke.de, "
      "Zahlung auf DE89 3704 0044 0532 0130 00\"}",
      request);
  if (!decision) return std::cerr << decision.error().message() << '\n', 1;
  if (const auto output = decision->output()) {
    std::cout << "to the model: " << *output << '\n';
  } else {
    std::cout << "not sent\n";
  }

  const auto answer = session->reveal("Bitte [EMAIL_1] fragen.");
  if (!answer) return std::cerr << answer.error().message() << '\n', 1;
  std::cout << "to the operator: " << answer->value() << '\n';
}
