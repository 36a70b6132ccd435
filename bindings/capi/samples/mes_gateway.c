/* A MES gateway in C: a message from the shop floor is checked before it goes to a model, and the answer is turned
 * back before an operator reads it. */
#include <stdio.h>

#include "llmguard.h"

static int fail(llmguard_error *error) {
  llmguard_str code = llmguard_error_code(error), message = llmguard_error_message(error);
  fprintf(stderr, "%.*s %.*s\n", (int)code.len, code.ptr, (int)message.len, message.ptr);
  llmguard_error_free(error);
  return 1;
}

int main(void) {
  const char *message =
      "{\"order\": \"4711\", \"machine\": \"DB10.DBX4.3\", \"note\": \"R\xc3\xbc" "ckfragen an jo.huber@muster-werke.de, "
      "Zahlung auf DE89 3704 0044 0532 0130 00\"}";
  llmguard_str role = llmguard_str_of("buyer");
  llmguard_request request = LLMGUARD_INIT(llmguard_request);
  llmguard_guard *guard = NULL;
  llmguard_session *session = NULL;
  llmguard_decision *decision = NULL;
  llmguard_text *answer = NULL;
  llmguard_error *error = NULL;
  llmguard_str output;

  if (llmguard_guard_new(NULL, &guard, &error) != LLMGUARD_STATUS_OK) return fail(error);
  if (llmguard_session_new(guard, &session, &error) != LLMGUARD_STATUS_OK) return fail(error);

  request.roles = &role;
  request.roles_len = 1;
  request.destination = llmguard_str_of("eu");
  if (llmguard_session_check(session, llmguard_str_of(message), &request, LLMGUARD_UNIT_BYTE, &decision, &error) !=
      LLMGUARD_STATUS_OK) {
    return fail(error);
  }
  output = llmguard_decision_output(decision);
  if (output.ptr == NULL) {
    puts("not sent");
  } else {
    printf("to the model: %.*s\n", (int)output.len, output.ptr);
  }

  if (llmguard_session_reveal(session, llmguard_str_of("Bitte [EMAIL_1] fragen."), &answer, &error) !=
      LLMGUARD_STATUS_OK) {
    return fail(error);
  }
  output = llmguard_text_value(answer);
  printf("to the operator: %.*s\n", (int)output.len, output.ptr);

  llmguard_text_free(answer);
  llmguard_decision_free(decision);
  llmguard_session_free(session);
  llmguard_guard_free(guard);
  return 0;
}
