// Records through the C++ door: a table of a machine on its way to a model, what may not go, and what is wrong.
#include <iostream>
#include <string>

#include "llmguard.hpp"

namespace {

unsigned failed = 0;

void holds(bool condition, const char *what) {
  if (!condition) ++failed, std::cerr << "records.cpp: " << what << '\n';
}

}  // namespace

int main() {
  const auto guard = llmguard::guard::create();
  if (!guard) return std::cerr << guard.error().message() << '\n', 1;
  const auto session = guard->session();
  if (!session) return std::cerr << session.error().message() << '\n', 1;
  llmguard::request request;
  request.roles = {"buyer"};
  request.destination = "eu";

  auto records = session->records(llmguard::record_format::csv, request);
  if (!records) return std::cerr << records.error().message() << '\n', 1;
  const auto released = records->push("Nr;Kontakt\n1;jo.huber@muster-werke.de\n2;STRENG VERTRAULICH\n3;x\n");
  holds(released && released->text == "Nr;Kontakt\n1;[EMAIL_1]\n" && released->denied, "what is released ends before the record");
  const auto found = records->findings();
  holds(found.size() == 2 && found[0].record == 1 && found[0].path == "/Kontakt", "where it was found");
  holds(found.size() == 2 && found[0].found.start == 13 && found[0].found.entity == "EMAIL", "what was found");
  holds(found.size() == 2 && found[1].record == records->count(), "the record that may not go");
  const auto decision = records->decision();
  holds(decision && decision->verdict() == llmguard::verdict::deny && !decision->output(), "the decision");

  auto plain = session->records(llmguard::record_format::csv_without_header, request, U'|');
  holds(plain && plain->push("Passwort|x\n")->text == "Passwort|x\n" && plain->held() == 0, "a table without a header");
  const auto wrong = session->records(llmguard::record_format::json, request, U'|');
  holds(!wrong && wrong.error().status() == LLMGUARD_STATUS_I026, "JSON has no delimiter");
  auto broken = session->records(llmguard::record_format::json, request);
  holds(broken && broken->push("[1, 2")->text == "[1, ", "an element goes when it has ended");
  holds(broken && !broken->finish() && !broken->decision(), "a document that ends early is refused");

  llmguard_records *handle = nullptr;
  llmguard_request raw = {};
  raw.size = sizeof raw;
  holds(llmguard_session_records(session->capi(), &raw, 9, 0, &handle, nullptr) == LLMGUARD_STATUS_BAD_VALUE && !handle,
        "a format that is none");
  holds(llmguard_records_findings(nullptr) == 0 && llmguard_records_released(nullptr) == 0, "null is answered");
  llmguard_records_free(nullptr);
  if (failed == 0) std::cout << "records.cpp: all held\n";
  return failed == 0 ? 0 : 1;
}
