/* Hyperscan, or Vectorscan: all rules in one database, spoken to in the protocol of ../../protocol/src/lib.rs.
 *
 * Block mode reports every end of every match; stream mode does the same over pieces. Nothing that is found is kept. */
#define _POSIX_C_SOURCE 200809L
#include <hs/hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_RULES = 1024, MAX_ROUNDS = 1024, MAX_LINE = 8192 };

static char *patterns[MAX_RULES];
static unsigned flags[MAX_RULES], ids[MAX_RULES], rules;
static hs_database_t *block, *stream;
static hs_scratch_t *scratch;

static void fail(const char *what) {
  fprintf(stderr, "engine-hyperscan: %s\n", what);
  exit(1);
}

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
  return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void read_rules(const char *path) {
  char line[MAX_LINE], *tab;
  FILE *file = fopen(path, "r");
  if (!file) fail("the rules cannot be read");
  while (rules < MAX_RULES && fgets(line, sizeof line, file)) {
    if (line[0] == '#' || !(tab = strchr(line, '\t'))) continue;
    tab[strcspn(tab, "\n")] = '\0';
    flags[rules] = HS_FLAG_DOTALL;
    ids[rules] = rules;
    patterns[rules++] = strdup(tab + 1);
  }
  fclose(file);
}

static hs_database_t *compile(unsigned mode) {
  hs_database_t *made = NULL;
  hs_compile_error_t *error = NULL;
  if (hs_compile_multi((const char *const *)patterns, flags, ids, rules, mode, NULL, &made, &error) != HS_SUCCESS)
    fail(error->message);
  return made;
}

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flag, void *count) {
  (void)id, (void)from, (void)to, (void)flag;
  ++*(unsigned long *)count;
  return 0;
}

static long peak(void) {
  char line[256];
  long kb = 0;
  FILE *file = fopen("/proc/self/status", "r");
  while (file && fgets(line, sizeof line, file))
    if (sscanf(line, "VmHWM: %ld kB", &kb) == 1) break;
  if (file) fclose(file);
  return kb * 1024;
}

/* Where a piece of `bytes` bytes ends that splits no character of UTF-8; 0 when less than a piece is left. */
static size_t piece(const char *text, size_t left, size_t bytes) {
  size_t end = bytes;
  if (left < bytes) return 0;
  while (end < left && ((unsigned char)text[end] & 0xC0) == 0x80) --end;
  return end;
}

/* One round over the text: how many pieces it had. */
static size_t round_of(char mode, const char *text, size_t length, size_t bytes, unsigned long *found) {
  size_t at = 0, end, count = 0;
  hs_stream_t *open = NULL;
  *found = 0;
  if (mode == 'w') {
    hs_scan(block, text, (unsigned)length, 0, scratch, on_match, found);
    return 1;
  }
  if (mode == 'p') hs_open_stream(stream, 0, &open);
  for (; (end = piece(text + at, length - at, bytes)) > 0; at += end, ++count) {
    if (mode == 'p')
      hs_scan_stream(open, text + at, (unsigned)end, 0, scratch, on_match, found);
    else
      hs_scan(block, text + at, (unsigned)end, 0, scratch, on_match, found);
  }
  if (mode == 'p') hs_close_stream(open, scratch, on_match, found);
  return count;
}

static void build(int rounds) {
  double times[MAX_ROUNDS];
  int i;
  for (i = 0; i < rounds; ++i) {
    double start = now();
    hs_free_database(compile(HS_MODE_BLOCK));
    times[i] = now() - start;
  }
  qsort(times, (size_t)rounds, sizeof *times, ascending);
  printf("{\"findings\":0,\"ns\":%.1f,\"peak\":%ld}\n", times[rounds / 2], peak());
}

static void scan(const char *mode, int rounds, const char *path) {
  double times[MAX_ROUNDS];
  unsigned long found = 0;
  const char *colon = strchr(mode, ':');
  size_t bytes = colon ? strtoul(colon + 1, NULL, 10) : 0, length;
  char *text;
  int i;
  FILE *file = fopen(path, "rb");
  if (!file) {
    printf("{\"unable\":\"the corpus cannot be read\"}\n");
    return;
  }
  fseek(file, 0, SEEK_END);
  length = (size_t)ftell(file);
  rewind(file);
  text = malloc(length + 1);
  if (!text || fread(text, 1, length, file) != length) fail("the corpus cannot be read");
  fclose(file);
  for (i = 0; i < rounds; ++i) {
    double start = now();
    size_t pieces = round_of(mode[0], text, length, bytes < 4 ? 4 : bytes, &found);
    times[i] = (now() - start) / (double)(pieces ? pieces : 1);
  }
  free(text);
  qsort(times, (size_t)rounds, sizeof *times, ascending);
  printf("{\"findings\":%lu,\"ns\":%.1f,\"peak\":%ld}\n", found, times[rounds / 2], peak());
}

int main(int count, char **arguments) {
  char line[MAX_LINE], mode[64], path[MAX_LINE];
  int rounds;
  if (count != 2) fail("usage: engine-hyperscan RULES");
  read_rules(arguments[1]);
  block = compile(HS_MODE_BLOCK);
  if (hs_alloc_scratch(block, &scratch) != HS_SUCCESS) fail("no scratch space");
  printf("{\"engine\":\"hyperscan %s\",\"rules\":%u,\"peak\":%ld}\n", hs_version(), rules, peak());
  fflush(stdout);
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "%63s %d %8191[^\n]", mode, &rounds, path) != 3 || rounds < 1 || rounds > MAX_ROUNDS) {
      printf("{\"unable\":\"a job is MODE ROUNDS PATH\"}\n");
    } else if (strcmp(mode, "build") == 0) {
      build(rounds);
    } else {
      if (mode[0] == 'p' && !stream) {
        stream = compile(HS_MODE_STREAM);
        if (hs_alloc_scratch(stream, &scratch) != HS_SUCCESS) fail("no scratch space");
      }
      scan(mode, rounds, path);
    }
    fflush(stdout);
  }
  return 0;
}
