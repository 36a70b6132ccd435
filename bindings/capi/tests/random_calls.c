/* Random sequences of calls with live, null and wrong handles and damaged arguments: statuses, never a crash, and no
 * leak. `random_calls [CALLS [SEED]]`; one seed is one sequence. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "llmguard.h"

enum { SLOTS = 24, KINDS = 6 };
enum kind { NOTHING, GUARD, SESSION, FINDINGS, TEXT, DECISION };

static struct slot {
  enum kind kind;
  void *handle;
} slots[SLOTS];

static uint64_t state;

/* splitmix64 */
static uint64_t draw(uint64_t below) {
  uint64_t z = (state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return (z ^ (z >> 31)) % below;
}

static void release(struct slot *slot) {
  switch (slot->kind) {
    case GUARD: llmguard_guard_free(slot->handle); break;
    case SESSION: llmguard_session_free(slot->handle); break;
    case FINDINGS: llmguard_findings_free(slot->handle); break;
    case TEXT: llmguard_text_free(slot->handle); break;
    case DECISION: llmguard_decision_free(slot->handle); break;
    case NOTHING: break;
  }
  slot->kind = NOTHING;
  slot->handle = NULL;
}

static void keep(enum kind kind, void *handle) {
  struct slot *slot = &slots[draw(SLOTS)];
  if (handle == NULL) return;
  release(slot);
  slot->kind = kind;
  slot->handle = handle;
}

static uint64_t foreign[4];

/* A handle: mostly of the kind that is asked for, sometimes of another one, null or no handle at all. */
static void *some(enum kind kind) {
  size_t at = (size_t)draw(SLOTS), tries;
  switch (draw(16)) {
    case 0: return NULL;
    case 1: return foreign;
    case 2: return slots[at].handle;
    default: break;
  }
  for (tries = 0; tries < SLOTS; ++tries, at = (at + 1) % SLOTS) {
    if (slots[at].kind == kind) return slots[at].handle;
  }
  return NULL;
}

static llmguard_str some_text(void) {
  static const char *const texts[] = {
      "", "Konto DE89 3704 0044 0532 0130 00", "jo.huber@muster-werke.de [EMAIL_1] \xf0\x9f\x98\x80", "a\xff" "b",
      "Muster Stahl GmbH, 12.500 EUR, DB10.DBX4.3", "[PERSON_1] PERSON_2b [TEXT_1]", "buyer", "eu", "\xed\xa0\x80"};
  llmguard_str text = llmguard_str_of(texts[draw(sizeof texts / sizeof texts[0])]);
  if (draw(8) == 0 && text.len > 0) text.len = (size_t)draw(text.len);
  if (draw(64) == 0) text.ptr = NULL;
  return text;
}

int main(int argc, char **argv) {
  unsigned long calls = argc > 1 ? strtoul(argv[1], NULL, 10) : 20000, at;
  uint64_t statuses[8] = {0}, codes = 0;
  llmguard_guard *first = NULL;
  size_t slot;
  state = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
  if (llmguard_guard_new(NULL, &first, NULL) != LLMGUARD_STATUS_OK) return 1;
  slots[0].kind = GUARD;
  slots[0].handle = first;
  for (at = 0; at < calls; ++at) {
    llmguard_error *error = NULL, **wanted = draw(2) ? &error : NULL;
    llmguard_guard *guard = NULL;
    llmguard_session *session = NULL;
    llmguard_findings *findings = NULL;
    llmguard_text *text = NULL;
    llmguard_decision *decision = NULL;
    llmguard_request request = LLMGUARD_INIT(llmguard_request);
    llmguard_finding finding = LLMGUARD_INIT(llmguard_finding);
    llmguard_reason reason = LLMGUARD_INIT(llmguard_reason);
    llmguard_edit edit = LLMGUARD_INIT(llmguard_edit);
    llmguard_str role = draw(4) ? llmguard_str_of("buyer") : some_text();
    uint32_t unit = (uint32_t)draw(4), status = LLMGUARD_STATUS_OK;
    size_t index = (size_t)draw(4);
    request.roles = draw(16) ? &role : NULL;
    request.roles_len = draw(8) ? 1 : 0;
    request.destination = draw(4) ? llmguard_str_of("eu") : some_text();
    if (draw(8) == 0) request.purpose = some_text();
    request.direction = (uint32_t)draw(6);
    if (draw(16) == 0) request.size = (uint32_t)draw(sizeof request);
    switch (draw(14)) {
      case 0:
        if (draw(100) == 0) status = llmguard_guard_new(NULL, draw(4) ? &guard : NULL, wanted);
        break;
      case 1: status = llmguard_session_new(some(GUARD), draw(16) ? &session : NULL, wanted); break;
      case 2: status = llmguard_scan(some(GUARD), some_text(), unit, draw(16) ? &findings : NULL, wanted); break;
      case 3: status = llmguard_redact(some(GUARD), some_text(), unit, &text, wanted); break;
      case 4: status = llmguard_check(some(GUARD), some_text(), &request, unit, &decision, wanted); break;
      case 5: status = llmguard_session_check(some(SESSION), some_text(), &request, unit, &decision, wanted); break;
      case 6: status = llmguard_session_protect(some(SESSION), some_text(), unit, &text, wanted); break;
      case 7: status = llmguard_session_reveal(some(SESSION), some_text(), &text, wanted); break;
      case 8: status = llmguard_findings_get(some(FINDINGS), index, draw(16) ? &finding : NULL); break;
      case 9: status = llmguard_text_finding(some(TEXT), index, &finding); break;
      case 10: status = llmguard_decision_finding(some(DECISION), index, &finding); break;
      case 11: status = llmguard_decision_reason(some(DECISION), index, &reason); break;
      case 12: status = llmguard_decision_edit(some(DECISION), index, &edit); break;
      default: {
        const llmguard_decision *one = some(DECISION);
        uint32_t verdict = llmguard_decision_verdict(one);
        llmguard_str output = llmguard_decision_output(one);
        if ((output.ptr != NULL) != (verdict <= LLMGUARD_VERDICT_TRANSFORM)) return 1;
        if (verdict < LLMGUARD_VERDICT_ALLOW || verdict > LLMGUARD_VERDICT_DENY) return 1;
        (void)llmguard_text_value(some(TEXT));
        if (draw(4) == 0) {
          slot = (size_t)draw(SLOTS);
          if (slots[slot].handle != first) release(&slots[slot]);
        }
      }
    }
    if ((status == LLMGUARD_STATUS_OK) && error != NULL) return 1;
    if (status != LLMGUARD_STATUS_OK && (guard || session || findings || text || decision)) return 1;
    if (status == LLMGUARD_STATUS_PANIC || status == LLMGUARD_STATUS_POISONED) return 1;
    if (error != NULL && llmguard_error_status(error) != status) return 1;
    if (status < 8) ++statuses[status]; else ++codes;
    llmguard_error_free(error);
    keep(GUARD, guard);
    keep(SESSION, session);
    keep(FINDINGS, findings);
    keep(TEXT, text);
    keep(DECISION, decision);
    if (some(GUARD) == NULL && slots[0].kind != GUARD) {
      release(&slots[0]);
      if (llmguard_guard_new(NULL, &first, NULL) != LLMGUARD_STATUS_OK) return 1;
      slots[0].kind = GUARD;
      slots[0].handle = first;
    }
  }
  for (slot = 0; slot < SLOTS; ++slot) release(&slots[slot]);
  printf("random_calls.c: %lu calls, %lu ok, %lu refused by code\n", calls, (unsigned long)statuses[0], (unsigned long)codes);
  return statuses[0] > calls / 8 ? 0 : 1;
}
