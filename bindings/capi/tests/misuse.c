/* Every mistake a caller can make without undefined behaviour: a status, never a crash. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "llmguard.h"

static unsigned failed, asserted;

#define HOLDS(condition)                                               \
  do {                                                                 \
    ++asserted;                                                        \
    if (!(condition)) {                                                \
      ++failed;                                                        \
      fprintf(stderr, "misuse.c:%d: %s\n", __LINE__, #condition);      \
    }                                                                  \
  } while (0)

static int code_is(llmguard_error *error, const char *code) {
  llmguard_str got = llmguard_error_code(error);
  int same = got.len == strlen(code) && memcmp(got.ptr, code, got.len) == 0;
  same = same && llmguard_error_message(error).len > 0 && llmguard_error_status(error) != LLMGUARD_STATUS_OK;
  llmguard_error_free(error);
  return same;
}

int main(void) {
  uint64_t foreign_bytes[8] = {0};
  const llmguard_guard *foreign = (const llmguard_guard *)(const void *)foreign_bytes;
  const llmguard_guard *crooked = (const llmguard_guard *)(const void *)((const char *)foreign_bytes + 1);
  llmguard_str text = llmguard_str_of("Konto DE89 3704 0044 0532 0130 00"), bad, role = llmguard_str_of("buyer");
  llmguard_guard_options options = LLMGUARD_INIT(llmguard_guard_options);
  llmguard_request request = LLMGUARD_INIT(llmguard_request);
  llmguard_finding finding = LLMGUARD_INIT(llmguard_finding);
  llmguard_reason reason = LLMGUARD_INIT(llmguard_reason);
  llmguard_edit edit = LLMGUARD_INIT(llmguard_edit);
  llmguard_guard *guard = NULL, *other = NULL;
  llmguard_session *session = NULL;
  llmguard_vault *vault = NULL;
  llmguard_findings *findings = NULL;
  llmguard_decision *decision = NULL;
  llmguard_text *redacted = NULL;
  llmguard_error *error = NULL;
  struct {
    llmguard_request known;
    uint64_t unknown;
  } newer;

  /* Null everywhere. */
  HOLDS(llmguard_guard_new(NULL, NULL, &error) == LLMGUARD_STATUS_NULL_ARGUMENT && code_is(error, "F001"));
  HOLDS(llmguard_guard_new(NULL, NULL, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT);
  HOLDS(llmguard_scan(NULL, text, 0, &findings, &error) == LLMGUARD_STATUS_NULL_ARGUMENT && code_is(error, "F001"));
  HOLDS(llmguard_redact(NULL, text, 0, &redacted, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT && redacted == NULL);
  HOLDS(llmguard_check(NULL, text, NULL, 0, &decision, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT && decision == NULL);
  HOLDS(llmguard_session_new(NULL, &session, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT && session == NULL);
  HOLDS(llmguard_session_check(NULL, text, &request, 0, &decision, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT);
  HOLDS(llmguard_session_protect(NULL, text, 0, &redacted, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT);
  HOLDS(llmguard_session_reveal(NULL, text, &redacted, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT);
  HOLDS(llmguard_session_new_in(NULL, NULL, text, text, text, 0, &session, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT);
  HOLDS(llmguard_session_tell_time(NULL, 0, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT);
  HOLDS(llmguard_session_shred_value(NULL, text, &error) == LLMGUARD_STATUS_NULL_ARGUMENT && code_is(error, "F001"));
  HOLDS(llmguard_vault_open(text, text, NULL, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT);
  HOLDS(llmguard_vault_open(text, text, &vault, &error) == LLMGUARD_STATUS_V004 && code_is(error, "V004") && vault == NULL);
  llmguard_store store = LLMGUARD_INIT(llmguard_store);
  HOLDS(llmguard_vault_open_store(NULL, text, &vault, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT);
  HOLDS(llmguard_vault_open_store(&store, text, &vault, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT && vault == NULL);
  HOLDS(llmguard_stored_add(NULL, text) == LLMGUARD_STATUS_NULL_ARGUMENT);
  HOLDS(llmguard_vault_sweep(NULL, 0, &error) == LLMGUARD_STATUS_NULL_ARGUMENT && code_is(error, "F001"));
  HOLDS(llmguard_vault_shred_subject((const llmguard_vault *)(const void *)foreign, text, text, NULL) == LLMGUARD_STATUS_BAD_HANDLE);
  HOLDS(llmguard_findings_get(NULL, 0, &finding) == LLMGUARD_STATUS_NULL_ARGUMENT);
  HOLDS(llmguard_findings_len(NULL) == 0 && llmguard_text_value(NULL).ptr == NULL);
  HOLDS(llmguard_decision_verdict(NULL) == LLMGUARD_VERDICT_DENY && llmguard_decision_would(NULL) == LLMGUARD_VERDICT_DENY);
  HOLDS(llmguard_decision_output(NULL).ptr == NULL && llmguard_decision_level(NULL).ptr == NULL);
  HOLDS(llmguard_decision_permitted_len(NULL) == 0 && llmguard_decision_permitted(NULL, 0).ptr == NULL);
  HOLDS(llmguard_error_status(NULL) == LLMGUARD_STATUS_OK && llmguard_error_code(NULL).ptr == NULL);
  HOLDS(llmguard_error_line(NULL) == 0 && llmguard_error_offset(NULL) == UINT64_MAX);
  llmguard_guard_free(NULL);
  llmguard_session_free(NULL);
  llmguard_decision_free(NULL);
  llmguard_findings_free(NULL);
  llmguard_text_free(NULL);
  llmguard_error_free(NULL);

  /* Foreign bytes, and handles of another kind; a _free of the wrong kind leaves the handle alone. */
  HOLDS(llmguard_scan(foreign, text, 0, &findings, &error) == LLMGUARD_STATUS_BAD_HANDLE && code_is(error, "F002"));
  HOLDS(llmguard_scan(crooked, text, 0, &findings, NULL) == LLMGUARD_STATUS_BAD_HANDLE);
  HOLDS(llmguard_guard_new(NULL, &guard, &error) == LLMGUARD_STATUS_OK && error == NULL);
  HOLDS(llmguard_session_new((const llmguard_guard *)(const void *)&error, &session, NULL) == LLMGUARD_STATUS_BAD_HANDLE);
  HOLDS(llmguard_session_protect((const llmguard_session *)(const void *)guard, text, 0, &redacted, NULL) ==
        LLMGUARD_STATUS_BAD_HANDLE);
  HOLDS(llmguard_decision_verdict((const llmguard_decision *)(const void *)guard) == LLMGUARD_VERDICT_DENY);
  llmguard_session_free((llmguard_session *)(void *)guard);
  llmguard_guard_free((llmguard_guard *)(void *)foreign_bytes);
  HOLDS(llmguard_scan(guard, text, 0, &findings, NULL) == LLMGUARD_STATUS_OK && llmguard_findings_len(findings) == 1);

  /* An out parameter is null after a failure, whatever stood there. */
  other = (llmguard_guard *)(void *)foreign_bytes;
  options.policy_text = llmguard_str_of("format = 1\nid = \n");
  HOLDS(llmguard_guard_new(&options, &other, &error) == LLMGUARD_STATUS_P001 && other == NULL);
  HOLDS(llmguard_error_line(error) == 2 && code_is(error, "P001"));
  options.policy_template = llmguard_str_of("observe");
  HOLDS(llmguard_guard_new(&options, &other, NULL) == LLMGUARD_STATUS_BAD_VALUE);
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.policy_file = llmguard_str_of("/there/is/no/such.toml");
  HOLDS(llmguard_guard_new(&options, &other, &error) == LLMGUARD_STATUS_I007 && llmguard_error_file(error).len == 22);
  HOLDS(code_is(error, "I007"));
  options.policy_file.ptr = NULL;
  options.policy_file.len = 0;
  options.threshold = 9;
  HOLDS(llmguard_guard_new(&options, &other, NULL) == LLMGUARD_STATUS_BAD_VALUE);
  options.threshold = 0;
  options.max_text_bytes = 8;
  HOLDS(llmguard_guard_new(&options, &other, NULL) == LLMGUARD_STATUS_OK);
  HOLDS(llmguard_redact(other, text, 0, &redacted, &error) == LLMGUARD_STATUS_I001 && code_is(error, "I001"));
  llmguard_guard_free(other);

  /* Sizes. */
  request.roles = &role;
  request.roles_len = 1;
  request.destination = llmguard_str_of("eu");
  request.size = 0;
  HOLDS(llmguard_check(guard, text, &request, 0, &decision, &error) == LLMGUARD_STATUS_BAD_SIZE && code_is(error, "F003"));
  request.size = sizeof request - 1;
  HOLDS(llmguard_check(guard, text, &request, 0, &decision, NULL) == LLMGUARD_STATUS_BAD_SIZE);
  request.size = UINT32_MAX;
  HOLDS(llmguard_check(guard, text, &request, 0, &decision, NULL) == LLMGUARD_STATUS_BAD_SIZE);
  request.size = sizeof request;
  memset(&newer, 0, sizeof newer);
  newer.known = request;
  newer.known.size = sizeof newer;
  HOLDS(llmguard_check(guard, text, &newer.known, 0, &decision, NULL) == LLMGUARD_STATUS_OK);
  llmguard_decision_free(decision);
  newer.unknown = 1;
  HOLDS(llmguard_check(guard, text, &newer.known, 0, &decision, NULL) == LLMGUARD_STATUS_BAD_SIZE && decision == NULL);
  finding.size = 4;
  HOLDS(llmguard_findings_get(findings, 0, &finding) == LLMGUARD_STATUS_BAD_SIZE);
  finding.size = sizeof finding;
  HOLDS(llmguard_findings_get(findings, 0, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT);
  HOLDS(llmguard_findings_get(findings, 1, &finding) == LLMGUARD_STATUS_OUT_OF_RANGE && finding.detector.ptr == NULL);
  HOLDS(llmguard_findings_get(findings, SIZE_MAX, &finding) == LLMGUARD_STATUS_OUT_OF_RANGE);
  HOLDS(llmguard_findings_get(findings, 0, &finding) == LLMGUARD_STATUS_OK && finding.start == 6 && finding.size == sizeof finding);

  /* Numbers and strings. */
  llmguard_findings_free(findings);
  HOLDS(llmguard_scan(guard, text, 3, &findings, NULL) == LLMGUARD_STATUS_BAD_VALUE && findings == NULL);
  request.direction = 77;
  HOLDS(llmguard_check(guard, text, &request, 0, &decision, &error) == LLMGUARD_STATUS_BAD_VALUE && code_is(error, "F004"));
  request.direction = 0;
  request.reserved = 1;
  HOLDS(llmguard_check(guard, text, &request, 0, &decision, NULL) == LLMGUARD_STATUS_BAD_VALUE);
  request.reserved = 0;
  request.roles = NULL;
  HOLDS(llmguard_check(guard, text, &request, 0, &decision, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT);
  request.roles = &role;
  request.roles_len = SIZE_MAX;
  HOLDS(llmguard_check(guard, text, &request, 0, &decision, NULL) == LLMGUARD_STATUS_BAD_VALUE);
  request.roles_len = 1;
  bad.ptr = NULL;
  bad.len = 5;
  HOLDS(llmguard_scan(guard, bad, 0, &findings, NULL) == LLMGUARD_STATUS_NULL_ARGUMENT);
  bad.ptr = "x";
  bad.len = SIZE_MAX;
  HOLDS(llmguard_scan(guard, bad, 0, &findings, NULL) == LLMGUARD_STATUS_BAD_VALUE);
  bad.ptr = "a\xff";
  bad.len = 2;
  HOLDS(llmguard_scan(guard, bad, 0, &findings, &error) == LLMGUARD_STATUS_I002 && llmguard_error_offset(error) == 1);
  HOLDS(code_is(error, "I002"));
  request.destination = bad;
  HOLDS(llmguard_check(guard, text, &request, 0, &decision, NULL) == LLMGUARD_STATUS_I002 && decision == NULL);
  request.destination = llmguard_str_of("eu");
  bad.ptr = NULL;
  bad.len = 0;
  HOLDS(llmguard_redact(guard, bad, 0, &redacted, NULL) == LLMGUARD_STATUS_OK);
  HOLDS(llmguard_text_value(redacted).ptr != NULL && llmguard_text_value(redacted).len == 0);
  HOLDS(llmguard_text_finding(redacted, 0, &finding) == LLMGUARD_STATUS_OUT_OF_RANGE);
  llmguard_text_free(redacted);

  /* What was made with a guard outlives its handle. */
  HOLDS(llmguard_session_new(guard, &session, NULL) == LLMGUARD_STATUS_OK);
  HOLDS(llmguard_scan(guard, text, 0, &findings, NULL) == LLMGUARD_STATUS_OK);
  llmguard_guard_free(guard);
  HOLDS(llmguard_session_check(session, text, &request, LLMGUARD_UNIT_UTF16, &decision, NULL) == LLMGUARD_STATUS_OK);
  llmguard_session_free(session);
  HOLDS(llmguard_findings_get(findings, 0, &finding) == LLMGUARD_STATUS_OK && memcmp(finding.detector.ptr, "bank.iban", 9) == 0);
  HOLDS(llmguard_decision_verdict(decision) == LLMGUARD_VERDICT_TRANSFORM);
  HOLDS(llmguard_decision_edits_len(decision) == 1 && llmguard_decision_edit(decision, 0, &edit) == LLMGUARD_STATUS_OK);
  HOLDS(edit.transform == LLMGUARD_TRANSFORM_TOKENIZE && edit.start == 6 && edit.end == 33 && edit.output_end == 14);
  HOLDS(llmguard_decision_edit(decision, 1, &edit) == LLMGUARD_STATUS_OUT_OF_RANGE);
  HOLDS(llmguard_decision_reasons_len(decision) > 0 && llmguard_decision_reason(decision, 0, &reason) == LLMGUARD_STATUS_OK);
  HOLDS(reason.status == 0 && reason.code.ptr == NULL && reason.message.len > 0 && reason.classes_len > 0);
  HOLDS(llmguard_decision_reason_class(decision, 0, 0).len > 0 && llmguard_decision_reason_class(decision, 9, 0).ptr == NULL);
  llmguard_findings_free(findings);
  llmguard_decision_free(decision);

  /* Versions. */
  HOLDS(llmguard_abi_version() == LLMGUARD_ABI_VERSION);
  HOLDS(llmguard_version_number() ==
        ((uint32_t)LLMGUARD_VERSION_MAJOR << 16 | LLMGUARD_VERSION_MINOR << 8 | LLMGUARD_VERSION_PATCH));
  HOLDS(llmguard_version().len >= 5);

  printf("misuse.c: %u of %u hold\n", asserted - failed, asserted);
  return failed == 0 ? 0 : 1;
}
