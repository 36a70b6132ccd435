// Approvals through the C++ door: signed, bound to one request, spent once; what explains a decision; names and lists.
// Runs at the root of the repository.
#include <iostream>
#include <string>

#include "llmguard.hpp"

namespace {

unsigned failed = 0;

void holds(bool condition, const char *what) {
  if (!condition) ++failed, std::cerr << "grants.cpp: " << what << '\n';
}

constexpr std::string_view policy = R"(
format = 1
id = "p"
version = "1"
levels = ["public", "internal", "confidential", "strictly-confidential", "never"]
[classes]
price = { level = "confidential", detect = ["trade.price"] }
[destinations]
plant = { ceiling = "strictly-confidential" }
[roles]
buyer = { destinations = ["plant"] }
lead = { destinations = ["plant"] }
[[approval]]
id = "out"
when = { classes = ["price"] }
by = "lead"
valid_minutes = 10
[[transform]]
classes = ["price"]
destinations = ["*"]
do = "mask"
mode = "warn"
)";
constexpr std::string_view text = "Das Angebot lautet 12.500 EUR.";
// The Ed25519 public key of a secret of 32 bytes of value 7.
constexpr std::string_view public_key(
    "\xea\x4a\x6c\x63\xe2\x9c\x52\x0a\xbe\xf5\x50\x7b\x13\x2e\xc5\xf9"
    "\x95\x47\x76\xae\xbe\xbe\x7b\x92\x42\x1e\xea\x69\x14\x46\xd2\x2c",
    32);

std::string statement(const llmguard::guard &guard, std::string_view digest) {
  return std::string(R"({"kind":"approval","rule":"out","serial":"a1","requester":"mb","signer":"el",)") +
         R"("destination":"plant","request_digest":")" + std::string(digest) + R"(","policy_digest":")" +
         std::string(guard.policy_digest()) + R"(","issued":999999999,"expires":1000060000})";
}

}  // namespace

int main() {
  const std::string secret(32, '\x07'), key(32, '\x01');
  llmguard::options options;
  options.policy_text = policy;
  options.key = key;
  options.signers = {{"el", {"lead"}, public_key}};
  const auto guard = llmguard::guard::create(options);
  if (!guard) return std::cerr << guard.error().message() << '\n', 1;

  llmguard::request request;
  request.roles = {"buyer"};
  request.destination = "plant";
  request.subject = "mb";
  request.now = 1'000'000'000;
  const auto asked = guard->check(text, request);
  holds(asked && asked->verdict() == llmguard::verdict::approval && asked->request_digest(), "it asks for an approval");
  if (!asked || !asked->request_digest()) return 1;
  const auto observed = asked->observed();
  holds(observed.size() == 1 && observed[0].rule == "transform[0]" && observed[0].classes.size() == 1, "it warns");
  const auto sentences = asked->explain(llmguard::language::de);
  holds(sentences && sentences->value().find("`plant`") != std::string_view::npos, "it explains");

  const auto grant = llmguard::sign_grant(statement(*guard, *asked->request_digest()), secret);
  if (!grant) return std::cerr << grant.error().message() << '\n', 1;
  request.grants = {grant->value()};
  const auto approved = guard->check(text, request);
  holds(approved && approved->verdict() == llmguard::verdict::allow && approved->output() == text, "it goes once");
  holds(approved && approved->used().size() == 1 && approved->used()[0] == "out", "it says what was spent");
  const auto again = guard->check(text, request);
  holds(again && again->reasons()[0].code == "G011", "it does not go twice");
  holds(again && again->reasons()[0].status == LLMGUARD_STATUS_G011, "the status is that of the code");

  options.names = llmguard::names::balanced;
  const auto tagging = llmguard::guard::create(options);
  if (!tagging) return 1;
  const auto redacted = tagging->redact("Gestern hat Katharina Brandstetter angerufen.");
  holds(redacted && redacted->value() == "Gestern hat [REDACTED_PERSON] angerufen.", "names are tagged");
  const auto tagged = tagging->check("Guten Morgen", request);
  holds(tagged && tagged->names() && tagged->names()->find("balanced ") == 0, "it says which weights looked for names");

  const auto wrong = llmguard::sign_grant("{}", secret);
  holds(!wrong && wrong.error().code() == "G001", "what is no statement is not signed");
  holds(!llmguard::sign_grant(statement(*guard, ""), "short"), "a key has 32 bytes");
  options.lists = {{"dict:suppliers", "/nowhere/suppliers.dict"}};
  options.list_key = key;
  const auto listed = llmguard::guard::create(options);
  holds(!listed && listed.error().code() == "I007" && listed.error().file() == "/nowhere/suppliers.dict", "a list is read");
  options.lists = {{"dict:suppliers", "crates/llmguard-testkit/golden/suppliers.dict"}};
  options.list_key = secret;
  const auto finding = llmguard::guard::create(options);
  if (!finding) return std::cerr << finding.error().message() << '\n', 1;
  const auto supplier = finding->redact("von WEIDENBACH-Umformtechnik");
  holds(supplier && supplier->value() == "von [REDACTED_SUPPLIERS]", "what is on a list is found");
  std::cout << "grants.cpp: " << failed << " failed\n";
  return failed == 0 ? 0 : 1;
}
