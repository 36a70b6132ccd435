// A vault through the C++ door: a conversation goes on, a value and a person are erased, a key
// changes; the same in a store of ours, which may fail. Takes the path of a new file.
#include <iostream>
#include <map>
#include <string>

#include "llmguard.hpp"

namespace {

unsigned failed = 0;

void holds(bool condition, const char *what) {
  if (!condition) ++failed, std::cerr << "vault.cpp: " << what << '\n';
}

template <class T>
bool fails(const llmguard::result<T> &result, std::string_view code) {
  return !result && result.error().code() == code;
}

constexpr std::uint64_t now = 1795000000000;
constexpr std::string_view text = "an jo.huber@muster-werke.de";

/// A database of ours: a table in memory, which may be out of reach.
struct table final : llmguard::store {
  std::map<std::string, std::vector<std::string>, std::less<>> rows;
  bool away = false;

  std::optional<std::vector<std::string>> read(std::string_view name) noexcept override {
    if (away) return std::nullopt;
    const auto found = rows.find(name);
    return found == rows.end() ? std::vector<std::string>{} : found->second;
  }

  std::optional<bool> write(std::string_view name, std::size_t count, std::size_t keep,
                            const std::vector<std::string_view> &records) noexcept override {
    if (away) return std::nullopt;
    auto &all = rows[std::string(name)];
    if (all.size() != count) return false;
    all.resize(keep);
    all.insert(all.end(), records.begin(), records.end());
    return true;
  }
};

void in_a_store(const llmguard::guard &guard, std::string_view key, std::string_view other) {
  table rows;
  {
    const auto vault = llmguard::vault::open(rows, key);
    holds(bool(vault), "a vault in a store");
    const auto session = guard.session_in(*vault, {"werk-1", "chat-17", "mb"}, now);
    rows.away = true;
    holds(fails(session->protect(text), "V006"), "no token leaves while the store is away");
    rows.away = false;
    holds(session->protect(text)->value() == "an [EMAIL_1]", "a session in a store protects");
    holds(fails(vault->sweep(now), "V009") && fails(vault->export_lines(now), "V009"), "some things need a file");
  }
  for (const auto &row : rows.rows) {
    for (const std::string &record : row.second) holds(record.find("huber") == std::string::npos, "records are sealed");
  }
  holds(fails(llmguard::vault::open(rows, other), "V004"), "another key is refused");
  const auto vault = llmguard::vault::open(rows, key);
  const auto again = llmguard::vault::open(rows, key);
  const auto session = guard.session_in(*vault, {"werk-1", "chat-17", {}}, now);
  const auto late = guard.session_in(*again, {"werk-1", "chat-17", {}}, now);
  holds(session->reveal("[EMAIL_1]")->value() == "jo.huber@muster-werke.de", "a conversation goes on from a store");
  holds(bool(session->protect("an s.ott@muster-werke.de")), "one process writes");
  holds(fails(late->protect("an t.kern@muster-werke.de"), "V005"), "the second one to write is refused");
  holds(bool(vault->shred_subject("werk-1", "mb")) && fails(session->reveal("[EMAIL_1]"), "V007"), "a person is erased");
}

}  // namespace

int main(int arguments, char **argument) {
  if (arguments != 2) return std::cerr << "usage: vault PATH\n", 2;
  const std::string path = argument[1], key(32, '\x07'), next(32, '\x08');
  const auto guard = llmguard::guard::create();
  if (!guard) return std::cerr << guard.error().message() << '\n', 1;
  std::string lines;
  {
    const auto vault = llmguard::vault::open(path, key);
    if (!vault) return std::cerr << vault.error().message() << '\n', 1;
    holds(fails(llmguard::vault::open(path, key), "V005"), "a second handle is refused");
    const auto session = guard->session_in(*vault, {"werk-1", "chat-17", "mb"}, now);
    holds(session && session->protect(text)->value() == "an [EMAIL_1]", "a session protects");
    holds(fails(guard->session_in(*vault, {"werk-1", "chat-17", {}}, now), "V005"), "a conversation is open once");
    holds(bool(session->tell_time(now + 1)), "a session is told the time");
    holds(session->protect("an s.ott@muster-werke.de")->value() == "an [EMAIL_2]", "another value has another token");
    holds(session->shred_value("s.ott@muster-werke.de") && session->shred_value("nobody"), "a value is erased");
    const auto revealed = session->reveal("[EMAIL_1] [EMAIL_2]");
    holds(revealed->value() == "jo.huber@muster-werke.de [EMAIL_2]" && revealed->unknown() == 1, "its token is unknown");
    holds(bool(vault->rotate(next)) && bool(vault->sweep(now)), "a vault is written anew");
    lines = vault->export_lines(now)->value();
    holds(lines.find("\"value\":\"jo.huber@muster-werke.de\"") != std::string::npos, "an export is in clear");
  }
  holds(fails(llmguard::vault::open(path, key), "V004") && fails(llmguard::vault::open(path, "short"), "V004"),
        "another key is refused");
  const auto vault = llmguard::vault::open(path, next);
  if (!vault) return std::cerr << vault.error().message() << '\n', 1;
  const auto session = guard->session_in(*vault, {"werk-1", "chat-17", {}}, now);
  holds(session && session->reveal("[EMAIL_1]")->value() == "jo.huber@muster-werke.de", "the conversation goes on");
  holds(bool(vault->shred_subject("werk-1", "mb")) && fails(session->reveal("[EMAIL_1]"), "V007"), "a person is erased");
  holds(fails(vault->import_lines(lines), "V008") && fails(vault->import_lines("{}"), "V008"), "what does not fit is refused");
  holds(bool(vault->shred_conversation("werk-1", "chat-17")) && bool(vault->import_lines(lines)), "an export is imported");
  in_a_store(*guard, key, next);
  return failed == 0 ? 0 : 1;
}
