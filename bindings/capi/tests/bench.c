/* What a call costs through the C door, to be held against benches/src/door.rs, which makes the same calls in Rust. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "llmguard.h"

enum { RUNS = 41, CALLS = 5000 };

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
  return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(void) {
  llmguard_str text = llmguard_str_of("Bitte die Presse bis morgen wieder anfahren, die Teile fehlen uns");
  llmguard_guard *guard = NULL;
  double runs[RUNS];
  int run, call;
  text.len = 64;
  if (llmguard_guard_new(NULL, &guard, NULL) != LLMGUARD_STATUS_OK) return 1;
  for (run = 0; run < RUNS; ++run) {
    double start = now();
    for (call = 0; call < CALLS; ++call) {
      llmguard_findings *findings = NULL;
      if (llmguard_scan(guard, text, LLMGUARD_UNIT_BYTE, &findings, NULL) != LLMGUARD_STATUS_OK) return 1;
      if (llmguard_findings_len(findings) != 0) return 1;
      llmguard_findings_free(findings);
    }
    runs[run] = (now() - start) / CALLS;
  }
  qsort(runs, RUNS, sizeof *runs, ascending);
  printf("C     scan, 64 bytes, nothing found: %.0f ns (median of %d)\n", runs[RUNS / 2], RUNS);
  llmguard_guard_free(guard);
  return 0;
}
