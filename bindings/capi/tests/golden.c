/* The golden cases through the C door. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "llmguard.h"

static const golden_case *current;
static unsigned differs;

static void differ(const char *what) {
  ++differs;
  fprintf(stderr, "golden.c: %.*s: %s differs\n", (int)current->name.len, current->name.ptr, what);
}

static llmguard_str str(golden_str from) {
  llmguard_str to;
  to.ptr = from.ptr;
  to.len = from.len;
  return to;
}

static int is(golden_str stated, const char *word) {
  return stated.len == strlen(word) && memcmp(stated.ptr, word, stated.len) == 0;
}

static void same(const char *what, golden_str stated, llmguard_str got) {
  if (stated.ptr != NULL && (stated.len != got.len || (got.len != 0 && memcmp(stated.ptr, got.ptr, got.len) != 0))) {
    differ(what);
  }
}

static void same_number(const char *what, int64_t stated, uint64_t got) {
  if (stated >= 0 && (uint64_t)stated != got) differ(what);
}

/* The whole text in memory of its own, so that a read behind its end is seen by sanitizers. */
static llmguard_str expand(golden_text text) {
  llmguard_str whole;
  size_t at;
  char *to;
  whole.len = text.piece.len * text.times + text.tail.len;
  to = malloc(whole.len + 1);
  if (to == NULL) abort();
  whole.ptr = to;
  for (at = 0; at < text.times; ++at, to += text.piece.len) memcpy(to, text.piece.ptr, text.piece.len);
  if (text.tail.len != 0) memcpy(to, text.tail.ptr, text.tail.len);
  return whole;
}

static void same_text(golden_text stated, llmguard_str got) {
  llmguard_str whole;
  if (stated.piece.ptr == NULL) return;
  whole = expand(stated);
  if (whole.len != got.len || memcmp(whole.ptr, got.ptr, got.len) != 0) differ("output");
  free((void *)whole.ptr);
}

typedef uint32_t (*finding_at)(const void *, size_t, llmguard_finding *);

static uint32_t of_findings(const void *from, size_t at, llmguard_finding *to) { return llmguard_findings_get(from, at, to); }
static uint32_t of_text(const void *from, size_t at, llmguard_finding *to) { return llmguard_text_finding(from, at, to); }
static uint32_t of_decision(const void *from, size_t at, llmguard_finding *to) {
  return llmguard_decision_finding(from, at, to);
}

static void same_spans(const void *from, size_t len, finding_at get, uint32_t unit) {
  static const char *const words[] = {"", "low", "medium", "high", "verified"};
  size_t at;
  if (current->spans_len == GOLDEN_UNSTATED) return;
  if (current->spans_len != len) {
    differ("number of spans");
    return;
  }
  for (at = 0; at < len; ++at) {
    const golden_span *stated = &current->spans[at];
    llmguard_finding finding = LLMGUARD_INIT(llmguard_finding);
    if (get(from, at, &finding) != LLMGUARD_STATUS_OK) {
      differ("status of a finding");
      return;
    }
    same("type", stated->type, finding.entity_label);
    same("detector", stated->detector, finding.detector);
    same("confidence", stated->confidence, llmguard_str_of(words[finding.confidence]));
    if (stated->start[unit] != finding.start || stated->end[unit] != finding.end) differ("span");
  }
}

static void refused(llmguard_error *error) {
  if (current->error.ptr == NULL) {
    llmguard_str message = llmguard_error_message(error);
    fprintf(stderr, "%.*s\n", (int)message.len, message.ptr);
    differ("error");
  } else {
    same("error code", current->error, llmguard_error_code(error));
    same_number("error line", current->error_line, llmguard_error_line(error));
    same_number("error offset", current->error_offset, llmguard_error_offset(error));
    if (llmguard_error_status(error) < 1000) differ("error status");
  }
  llmguard_error_free(error);
}

static void decided(const llmguard_decision *decision, uint32_t unit, int streamed) {
  static const char *const words[] = {"", "allow", "transform", "approval", "deny"};
  llmguard_reason reason = LLMGUARD_INIT(llmguard_reason);
  llmguard_str output = llmguard_decision_output(decision), none = {NULL, 0};
  uint32_t verdict = llmguard_decision_verdict(decision);
  size_t at, len = llmguard_decision_permitted_len(decision);
  same("verdict", current->verdict, llmguard_str_of(words[verdict]));
  same("level", current->level, llmguard_decision_level(decision));
  same("residual level", current->residual_level, llmguard_decision_residual_level(decision));
  if (!streamed) {
    if ((verdict <= LLMGUARD_VERDICT_TRANSFORM) != (output.ptr != NULL)) differ("whether there is output");
    same_text(current->output, output);
  }
  if (llmguard_decision_reasons_len(decision) > 0 &&
      llmguard_decision_reason(decision, 0, &reason) != LLMGUARD_STATUS_OK) {
    differ("status of a reason");
  }
  same("reason code", current->reason_code, reason.code.ptr == NULL ? none : reason.code);
  same("reason rule", current->reason_rule, reason.rule);
  same_number("excluded", current->excluded, llmguard_decision_excluded(decision));
  if (current->permitted.len != GOLDEN_UNSTATED) {
    if (current->permitted.len != len) differ("number of permitted destinations");
    for (at = 0; at < len && at < current->permitted.len; ++at) {
      same("permitted destination", current->permitted.ptr[at], llmguard_decision_permitted(decision, at));
    }
  }
  same_spans(decision, llmguard_decision_findings_len(decision), of_decision, unit);
}

static void fill_request(llmguard_request *request, llmguard_str *roles, llmguard_str *labels);

/* Pushes a text in pieces of `size` bytes; `out` has room for what is released. */
static uint32_t pieces(llmguard_stream *stream, llmguard_str text, size_t size, char *out, size_t room, size_t *len,
                       llmguard_error **error) {
  size_t at;
  int last;
  *len = 0;
  for (at = 0, last = 0; !last; at += size) {
    llmguard_released released = LLMGUARD_INIT(llmguard_released);
    llmguard_str piece;
    uint32_t status;
    last = at >= text.len;
    piece.ptr = text.ptr + (last ? 0 : at);
    piece.len = text.len - at < size ? text.len - at : size;
    status = last ? llmguard_stream_finish(stream, &released, error) : llmguard_stream_push(stream, piece, &released, error);
    if (status != LLMGUARD_STATUS_OK) return status;
    if (released.text.len > room - *len) abort();
    memcpy(out + *len, released.text.ptr, released.text.len);
    *len += released.text.len;
    if (released.held != llmguard_stream_held(stream)) differ("held");
  }
  return LLMGUARD_STATUS_OK;
}

static uint32_t direction(golden_str name) {
  static const char *const words[] = {"prompt", "response", "tool-call", "tool-result", "document"};
  uint32_t number;
  for (number = 0; name.ptr != NULL && number < 5; ++number) {
    if (is(name, words[number])) return number;
  }
  return LLMGUARD_DIRECTION_PROMPT;
}

static void fill_request(llmguard_request *request, llmguard_str *roles, llmguard_str *labels) {
  static llmguard_str sources[8];
  size_t at;
  for (at = 0; at < current->sources.len && at < 8; ++at) sources[at] = str(current->sources.ptr[at]);
  request->sources = sources;
  request->sources_len = current->sources.len;
  request->tool = str(current->tool);
  for (at = 0; at < current->roles.len && at < 8; ++at) roles[at] = str(current->roles.ptr[at]);
  for (at = 0; at < current->source_labels.len && at < 8; ++at) labels[at] = str(current->source_labels.ptr[at]);
  request->roles = roles;
  request->roles_len = current->roles.len;
  request->source_labels = labels;
  request->source_labels_len = current->source_labels.len;
  request->destination = str(current->destination);
  request->purpose = str(current->purpose);
  request->direction = direction(current->direction);
}

static uint32_t kind_of(golden_str name) {
  static const char *const words[] = {"text", "tool-call", "tool-result", "retrieved"};
  uint32_t number;
  for (number = 0; number < 4; ++number) {
    if (is(name, words[number])) return number;
  }
  differ("kind of a part");
  return LLMGUARD_PART_TEXT;
}

static uint32_t chat(const llmguard_guard *guard, uint32_t unit, llmguard_error **error) {
  static const char *const words[] = {"", "allow", "transform", "approval", "deny"};
  llmguard_str roles[8], labels[8];
  llmguard_request request = LLMGUARD_INIT(llmguard_request);
  llmguard_part parts[8];
  llmguard_session *session = NULL;
  llmguard_messages *messages = NULL;
  llmguard_decision *decision = NULL;
  uint32_t status;
  size_t at;
  memset(parts, 0, sizeof parts);
  for (at = 0; at < current->parts_len && at < 8; ++at) {
    parts[at].kind = kind_of(current->parts[at].kind);
    parts[at].name = str(current->parts[at].name);
    parts[at].text = str(current->parts[at].text);
  }
  fill_request(&request, roles, labels);
  status = llmguard_session_new(guard, &session, error);
  if (status == LLMGUARD_STATUS_OK) {
    status = llmguard_session_check_messages(session, parts, current->parts_len, &request, unit, &messages, error);
  }
  if (status == LLMGUARD_STATUS_OK) {
    same("verdict", current->verdict, llmguard_str_of(words[llmguard_messages_verdict(messages)]));
    same("level", current->level, llmguard_messages_level(messages));
    for (at = 0; current->outputs.len != GOLDEN_UNSTATED && at <= current->outputs.len; ++at) {
      if (at < current->outputs.len) {
        same("output of a part", current->outputs.ptr[at], llmguard_messages_text(messages, at));
      } else if (llmguard_messages_text(messages, at).ptr != NULL) {
        differ("number of outputs");
      }
    }
    status = llmguard_messages_decision(messages, 0, &decision, error);
  }
  if (status == LLMGUARD_STATUS_OK && llmguard_decision_verdict(decision) > llmguard_messages_verdict(messages)) {
    differ("verdict of a part");
  }
  llmguard_decision_free(decision);
  llmguard_messages_free(messages);
  llmguard_session_free(session);
  return status;
}

/* Whether the paths of what was found since finding `from` are the stated ones; returns how many findings there are by now. */
static size_t same_paths(const llmguard_records *records, size_t from) {
  size_t at, len = llmguard_records_findings(records);
  for (at = 0; at < len; ++at) {
    llmguard_record_finding finding = LLMGUARD_INIT(llmguard_record_finding);
    char path[256];
    if (llmguard_records_finding(records, at, &finding) != LLMGUARD_STATUS_OK) differ("status of a finding");
    snprintf(path, sizeof path, "%u%.*s", (unsigned)finding.record, (int)finding.path.len, finding.path.ptr);
    if (current->paths.len == GOLDEN_UNSTATED) continue;
    if (from + at >= current->paths.len) differ("number of paths");
    else same("path", current->paths.ptr[from + at], llmguard_str_of(path));
  }
  return from + len;
}

/* Pushes records in pieces of `size` bytes. */
static uint32_t record_pieces(const llmguard_session *session, llmguard_str text, size_t size, char *out,
                              llmguard_error **error) {
  static const char *const formats[] = {"json", "jsonl", "csv", "", "logfmt", "influx"};
  llmguard_str roles[8], labels[8], all;
  llmguard_request request = LLMGUARD_INIT(llmguard_request);
  llmguard_records *records = NULL;
  llmguard_decision *decision = NULL;
  uint32_t status, format = 0;
  size_t at, found = 0;
  int last;
  while (format < 5 && !is(current->format, formats[format])) ++format;
  fill_request(&request, roles, labels);
  status = llmguard_session_records(session, &request, format, 0, &records, error);
  all.ptr = out;
  all.len = 0;
  for (at = 0, last = 0; !last && status == LLMGUARD_STATUS_OK; at += size) {
    llmguard_released released = LLMGUARD_INIT(llmguard_released);
    llmguard_str piece;
    last = at >= text.len;
    piece.ptr = text.ptr + (last ? 0 : at);
    piece.len = text.len - at < size ? text.len - at : size;
    status = last ? llmguard_records_finish(records, &released, error)
                  : llmguard_records_push(records, piece, &released, error);
    if (status != LLMGUARD_STATUS_OK) break;
    memcpy(out + all.len, released.text.ptr, released.text.len);
    all.len += released.text.len;
    found = same_paths(records, found);
    if (released.held != llmguard_records_held(records)) differ("held");
  }
  if (status == LLMGUARD_STATUS_OK) status = llmguard_records_decision(records, &decision, error);
  if (status == LLMGUARD_STATUS_OK) {
    same_text(current->output, all);
    decided(decision, LLMGUARD_UNIT_BYTE, 1);
    if (current->paths.len != GOLDEN_UNSTATED && current->paths.len != found) differ("number of paths");
  }
  llmguard_decision_free(decision);
  llmguard_records_free(records);
  return status;
}

/* Every size of pieces releases the same. */
static uint32_t record_sizes(const llmguard_guard *guard, llmguard_str text, llmguard_error **error) {
  size_t sizes[3], at;
  uint32_t status = LLMGUARD_STATUS_OK;
  char *out = malloc(text.len * 8 + 4096);
  if (out == NULL) abort();
  sizes[0] = 1, sizes[1] = 3, sizes[2] = text.len + 1;
  for (at = 0; at < 3 && status == LLMGUARD_STATUS_OK; ++at) {
    llmguard_session *session = NULL;
    status = llmguard_session_new(guard, &session, error);
    if (status == LLMGUARD_STATUS_OK) status = record_pieces(session, text, sizes[at], out, error);
    llmguard_session_free(session);
  }
  free(out);
  return status;
}

/* Runs the call of the case; returns the status. */
static uint32_t run(const llmguard_guard *guard, llmguard_str text, uint32_t unit, llmguard_error **error) {
  uint32_t status;
  if (is(current->call, "scan")) {
    llmguard_findings *findings = NULL;
    status = llmguard_scan(guard, text, unit, &findings, error);
    if (status == LLMGUARD_STATUS_OK) same_spans(findings, llmguard_findings_len(findings), of_findings, unit);
    llmguard_findings_free(findings);
  } else if (is(current->call, "redact")) {
    llmguard_text *redacted = NULL;
    status = llmguard_redact(guard, text, unit, &redacted, error);
    if (status == LLMGUARD_STATUS_OK) {
      same_text(current->output, llmguard_text_value(redacted));
      same_spans(redacted, llmguard_text_findings_len(redacted), of_text, unit);
    }
    llmguard_text_free(redacted);
  } else if (is(current->call, "check")) {
    llmguard_str roles[8], labels[8];
    llmguard_request request = LLMGUARD_INIT(llmguard_request);
    llmguard_decision *decision = NULL;
    fill_request(&request, roles, labels);
    status = llmguard_check(guard, text, &request, unit, &decision, error);
    if (status == LLMGUARD_STATUS_OK) decided(decision, unit, 0);
    llmguard_decision_free(decision);
  } else if (is(current->call, "chat")) {
    status = chat(guard, unit, error);
  } else if (is(current->call, "records")) {
    status = record_sizes(guard, text, error);
  } else if (is(current->call, "stream")) {
    llmguard_str roles[8], labels[8];
    llmguard_request request = LLMGUARD_INIT(llmguard_request);
    size_t sizes[3], at, room = text.len * 8 + 4096, len = 0;
    char *out = malloc(room);
    if (out == NULL) abort();
    sizes[0] = 1, sizes[1] = 3, sizes[2] = text.len + 1;
    fill_request(&request, roles, labels);
    status = LLMGUARD_STATUS_OK;
    for (at = 0; at < 3 && status == LLMGUARD_STATUS_OK; ++at) {
      llmguard_session *session = NULL;
      llmguard_stream *stream = NULL;
      llmguard_decision *decision = NULL;
      llmguard_str all;
      status = llmguard_session_new(guard, &session, error);
      if (status == LLMGUARD_STATUS_OK) {
        status = llmguard_session_stream(session, &request, LLMGUARD_NOTATION_TEXT, 0, &stream, error);
      }
      if (status == LLMGUARD_STATUS_OK) status = pieces(stream, text, sizes[at], out, room, &len, error);
      if (status == LLMGUARD_STATUS_OK) status = llmguard_stream_decision(stream, &decision, error);
      if (status == LLMGUARD_STATUS_OK) {
        all.ptr = out;
        all.len = len;
        same_text(current->output, all);
        if (unit == LLMGUARD_UNIT_BYTE) decided(decision, unit, 1);
      }
      llmguard_decision_free(decision);
      llmguard_stream_free(stream);
      llmguard_session_free(session);
    }
    free(out);
  } else {
    llmguard_session *session = NULL;
    llmguard_text *protected_text = NULL, *revealed = NULL;
    status = llmguard_session_new(guard, &session, error);
    if (status == LLMGUARD_STATUS_OK) status = llmguard_session_protect(session, text, unit, &protected_text, error);
    if (status == LLMGUARD_STATUS_OK) {
      same_text(current->output, llmguard_text_value(protected_text));
      same_spans(protected_text, llmguard_text_findings_len(protected_text), of_text, unit);
      status = llmguard_session_reveal(session, llmguard_text_value(protected_text), &revealed, error);
    }
    if (status == LLMGUARD_STATUS_OK) {
      llmguard_str back = llmguard_text_value(revealed);
      if (back.len != text.len || memcmp(back.ptr, text.ptr, text.len) != 0) differ("revealed text");
      same_number("restored", current->restored, llmguard_text_restored(revealed));
    }
    llmguard_text_free(revealed);
    llmguard_text_free(protected_text);
    llmguard_session_free(session);
  }
  return status;
}

int main(void) {
  size_t at;
  for (at = 0; at < golden_cases_len; ++at) {
    llmguard_guard_options options = LLMGUARD_INIT(llmguard_guard_options);
    llmguard_guard *guard = NULL;
    llmguard_error *error = NULL;
    uint32_t unit;
    current = &golden_cases[at];
    options.policy_template = str(current->policy_template);
    options.policy_text = str(current->policy_text);
    options.detectors_text = str(current->detectors);
    if (llmguard_guard_new(&options, &guard, &error) != LLMGUARD_STATUS_OK) {
      refused(error);
      continue;
    }
    for (unit = LLMGUARD_UNIT_BYTE; unit <= LLMGUARD_UNIT_UTF16; ++unit) {
      llmguard_str text = expand(current->input);
      if (run(guard, text, unit, &error) != LLMGUARD_STATUS_OK) {
        refused(error);
      } else if (current->error.ptr != NULL) {
        differ("missing error");
      }
      free((void *)text.ptr);
    }
    llmguard_guard_free(guard);
  }
  printf("golden.c: %u of %u cases, %u differences\n", (unsigned)golden_cases_len, (unsigned)golden_cases_len, differs);
  return differs == 0 && golden_cases_len >= 30 ? 0 : 1;
}
