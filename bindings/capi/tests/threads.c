/* Two threads share one guard and one session: equal results throughout. `threads [MILLISECONDS]` */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "llmguard.h"

static const llmguard_guard *guard;
static const llmguard_session *session;
static long budget;

static long now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

static int equal(llmguard_str got, const char *stated) {
  return got.len == strlen(stated) && memcmp(got.ptr, stated, got.len) == 0;
}

static int once(void) {
  llmguard_str text = llmguard_str_of("Von jo.huber@muster-werke.de, Konto DE89 3704 0044 0532 0130 00");
  llmguard_str role = llmguard_str_of("buyer");
  llmguard_request request = LLMGUARD_INIT(llmguard_request);
  llmguard_decision *decision = NULL;
  llmguard_text *protected_text = NULL, *revealed = NULL;
  int good;
  request.roles = &role;
  request.roles_len = 1;
  request.destination = llmguard_str_of("eu");
  good = llmguard_check(guard, text, &request, LLMGUARD_UNIT_UTF16, &decision, NULL) == LLMGUARD_STATUS_OK &&
         equal(llmguard_decision_output(decision), "Von [EMAIL_1], Konto [IBAN_1]") &&
         llmguard_session_protect(session, text, LLMGUARD_UNIT_BYTE, &protected_text, NULL) == LLMGUARD_STATUS_OK &&
         equal(llmguard_text_value(protected_text), "Von [EMAIL_1], Konto [IBAN_1]") &&
         llmguard_session_reveal(session, llmguard_text_value(protected_text), &revealed, NULL) == LLMGUARD_STATUS_OK &&
         llmguard_text_restored(revealed) == 2;
  llmguard_decision_free(decision);
  llmguard_text_free(protected_text);
  llmguard_text_free(revealed);
  return good;
}

static void *work(void *rounds) {
  long end = now() + budget;
  do {
    if (!once()) return NULL;
    ++*(unsigned long *)rounds;
  } while (now() < end);
  return rounds;
}

int main(int argc, char **argv) {
  unsigned long rounds[2] = {0, 0};
  void *good[2] = {NULL, NULL};
  pthread_t threads[2];
  llmguard_guard *own_guard = NULL;
  llmguard_session *own_session = NULL;
  int at;
  budget = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;
  if (llmguard_guard_new(NULL, &own_guard, NULL) != LLMGUARD_STATUS_OK) return 1;
  if (llmguard_session_new(own_guard, &own_session, NULL) != LLMGUARD_STATUS_OK) return 1;
  guard = own_guard;
  session = own_session;
  for (at = 0; at < 2; ++at) {
    if (pthread_create(&threads[at], NULL, work, &rounds[at]) != 0) return 1;
  }
  for (at = 0; at < 2; ++at) pthread_join(threads[at], &good[at]);
  llmguard_session_free(own_session);
  llmguard_guard_free(own_guard);
  printf("threads.c: %lu and %lu rounds in %ld ms\n", rounds[0], rounds[1], budget);
  return good[0] != NULL && good[1] != NULL ? 0 : 1;
}
