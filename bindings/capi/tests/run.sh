#!/usr/bin/env bash
# The C and C++ doors: builds and installs libllmguard under target/capi, then compiles and runs the golden cases, the
# samples and the tests against that tree, plain, under sanitizers and valgrind, and through pkg-config and CMake.
#
# `run.sh`: some seconds of threads; `LLMGUARD_LONG=1 run.sh`: ten.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
work=$target/capi
prefix=$work/prefix
samples=$here/../samples
milliseconds=$([ -n "${LLMGUARD_LONG:-}" ] && echo 10000 || echo 1000)
passed=0
strict=(-Wall -Wextra -Wpedantic -Werror -g)
c11=(${CC:-cc} -std=c11 "${strict[@]}")
cpp17=(${CXX:-c++} -std=c++17 "${strict[@]}")

phase() { echo "== capi: $1 (after $SECONDS s)"; }
pass() { passed=$((passed + 1)); echo "   $1"; }
skip() { echo "   SKIPPED $1: $2"; }

# Compiles and links: compile OUT COMPILER...
compile() { local out=$1; shift; "$@" -I"$prefix/include" -I"$work" -o "$out" -L"$prefix/lib" -lllmguard; }
# Runs a command that must succeed: try NAME COMMAND...
try() { local name=$1; shift; "$@" || { echo "FAILED $name" >&2; exit 1; }; pass "$name"; }
# Runs a command whose chatter goes to a file.
quiet() { "$@" >>"$work/chatter.log"; }

for tool in "${CC:-cc}" "${CXX:-c++}"; do
  command -v "$tool" >/dev/null || { skip 'the C and C++ doors' "there is no $tool"; echo '== capi: 0 passed'; exit 0; }
done

phase 'build and install under target/capi'
cd "$root"
cargo build -q --release -p llmguard-capi
rm -rf "$work"
mkdir -p "$work"
cargo run -q -p llmguard-testkit --example golden -- header "$work/golden.h"
CARGO_TARGET_DIR=$target "$here/../install.sh" "$prefix"
export LD_LIBRARY_PATH=$prefix/lib

phase 'what the shared library shows'
if command -v nm >/dev/null && [ -e "$prefix/lib/libllmguard.so" ]; then
  shown=$(nm -D --defined-only "$prefix/lib/libllmguard.so" | awk '{ print $3 }' | sort)
  stated=$(grep -oE '\bllmguard_[a-z0-9_]+\(' "$prefix/include/llmguard.h" | tr -d '(' | grep -v '^llmguard_str_of$' | sort -u)
  try 'it exports the functions of llmguard.h and nothing else' diff <(echo "$shown") <(echo "$stated")
else skip 'exported names' 'no nm, or no ELF library'; fi
if command -v readelf >/dev/null && [ -e "$prefix/lib/libllmguard.so" ]; then
  try 'its SONAME is libllmguard.so.0' grep -q '\[libllmguard.so.0\]' <(readelf -d "$prefix/lib/libllmguard.so")
else skip 'SONAME' 'no readelf, or no ELF library'; fi

build() { # every program, with further compiler arguments, into a folder
  local to=$work/$1; shift; mkdir -p "$to"
  compile "$to/golden_c" "${c11[@]}" "$@" "$here/golden.c"
  compile "$to/golden_cpp" "${cpp17[@]}" "$@" "$here/golden.cpp"
  compile "$to/units" "${cpp17[@]}" "$@" "$here/units_a.cpp" "$here/units_b.cpp"
  compile "$to/grants" "${cpp17[@]}" "$@" "$here/grants.cpp"
  compile "$to/vault" "${cpp17[@]}" "$@" "$here/vault.cpp"
  compile "$to/output" "${cpp17[@]}" "$@" "$here/output.cpp"
  compile "$to/records" "${cpp17[@]}" "$@" "$here/records.cpp"
  compile "$to/misuse" "${c11[@]}" "$@" "$here/misuse.c"
  compile "$to/random_calls" "${c11[@]}" "$@" "$here/random_calls.c"
  compile "$to/threads" "${c11[@]}" "$@" -pthread "$here/threads.c"
  compile "$to/threads_cpp" "${cpp17[@]}" "$@" -pthread "$here/threads.cpp"
  compile "$to/sample_c" "${c11[@]}" "$@" "$samples/mes_gateway.c"
  compile "$to/sample_cpp" "${cpp17[@]}" "$@" "$samples/mes_gateway.cpp"
}

phase 'plain'
build plain -O1
sample='to the model: {"order": "4711", "machine": "[OT_ADDRESS_1]", "note": "Rückfragen an [EMAIL_1], Zahlung auf [IBAN_1]"}
to the operator: Bitte jo.huber@muster-werke.de fragen.'
says() { [ "$("$@")" = "$sample" ]; }
for program in golden_c golden_cpp units grants output records misuse; do try "$program" "$work/plain/$program"; done
try vault "$work/plain/vault" "$work/plain/chats.vault"
try 'random_calls, 50000 calls' "$work/plain/random_calls" 50000 1
try 'threads in C' "$work/plain/threads" "$milliseconds"
try 'threads in C++' "$work/plain/threads_cpp" "$milliseconds"
try 'sample in C' says "$work/plain/sample_c"
try 'sample in C++' says "$work/plain/sample_cpp"

awk '/^```cpp$/ { on = 1; next } /^```$/ { on = 0 } on' README.md > "$work/readme.cpp"
compile "$work/plain/bench" "${c11[@]}" -O2 "$here/bench.c"
compile "$work/plain/readme" "${cpp17[@]}" "$work/readme.cpp"
readme() { [ "$("$work/plain/readme")" = 'Rückfragen an [EMAIL_1]' ]; }
try 'the C++ example of README.md' readme

phase 'strict C++ dialects'
for flags in '-fno-exceptions' '-fno-rtti' '-std=c++20' '-Wshadow=local -Wconversion -Wold-style-cast'; do
  # shellcheck disable=SC2086
  try "llmguard.hpp with $flags" "${cpp17[@]}" $flags -fsyntax-only -I"$prefix/include" "$samples/mes_gateway.cpp"
done

phase 'address and undefined behaviour sanitizers'
sanitized() { echo 'int main(void) { return 0; }' | ${CC:-cc} "$1" -x c - -o "$work/sane" 2>/dev/null && "$work/sane"; }
if sanitized -fsanitize=address,undefined; then
  build sanitized -O1 -fsanitize=address,undefined -fno-sanitize-recover=all
  for program in golden_c golden_cpp units grants output records misuse; do try "$program" "$work/sanitized/$program"; done
  try vault "$work/sanitized/vault" "$work/sanitized/chats.vault"
  try 'random_calls, 20000 calls' "$work/sanitized/random_calls" 20000 2
  try 'threads in C' "$work/sanitized/threads" 500
  try 'threads in C++' "$work/sanitized/threads_cpp" 500
  try 'sample in C' says "$work/sanitized/sample_c"
  try 'sample in C++' says "$work/sanitized/sample_cpp"
else skip 'sanitizers' 'this compiler has none'; fi

phase 'valgrind'
if command -v valgrind >/dev/null; then
  grind=(valgrind -q --leak-check=full --errors-for-leak-kinds=definite,indirect --error-exitcode=9)
  try 'misuse' "${grind[@]}" "$work/plain/misuse"
  try 'sample in C' says "${grind[@]}" "$work/plain/sample_c"
  try 'sample in C++' says "${grind[@]}" "$work/plain/sample_cpp"
  try 'random_calls, 1000 calls' "${grind[@]}" "$work/plain/random_calls" 1000 3
else skip 'valgrind' 'it is not installed'; fi
skip 'thread sanitizer' 'it needs a library built with a nightly toolchain; threads ran without it'

phase 'consumers of the install tree'
consumer=$work/consumer; mkdir -p "$consumer"
if command -v pkg-config >/dev/null; then
  export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
  try 'pkg-config knows the version' pkg-config --exact-version="$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)" llmguard
  # shellcheck disable=SC2046
  "${c11[@]}" "$samples/mes_gateway.c" -o "$consumer/pkg_c" $(pkg-config --cflags --libs llmguard)
  try 'pkg-config, C, shared' says "$consumer/pkg_c"
  # shellcheck disable=SC2046
  "${cpp17[@]}" "$samples/mes_gateway.cpp" -o "$consumer/pkg_cpp" $(pkg-config --cflags llmguard) "$prefix/lib/libllmguard.a" \
    $(pkg-config --libs-only-l --static llmguard | sed 's/-lllmguard//')
  try 'pkg-config, C++, static' says env -u LD_LIBRARY_PATH "$consumer/pkg_cpp"
else skip 'pkg-config' 'it is not installed'; fi
"${c11[@]}" "$samples/mes_gateway.c" -o "$consumer/plain" -I"$prefix/include" -L"$prefix/lib" -Wl,-rpath,"$prefix/lib" -lllmguard
try 'plain cc with an rpath' says env -u LD_LIBRARY_PATH "$consumer/plain"

cmake=$(command -v cmake || true)
if [ -z "$cmake" ]; then
  cmake=$target/venv-cmake/bin/cmake
  if [ ! -x "$cmake" ]; then
    { python3 -m venv "$target/venv-cmake" && "$target/venv-cmake/bin/pip" install -q cmake; } >"$work/pip.log" 2>&1 || true
  fi
fi
if [ -x "$cmake" ]; then
  moved=$work/moved; cp -a "$prefix" "$moved" # a CMake package may be moved
  try 'CMake configures' quiet "$cmake" -S "$here/consumer" -B "$consumer/cmake" -DCMAKE_PREFIX_PATH="$moved" -DSAMPLES="$samples"
  try 'CMake builds' quiet "$cmake" --build "$consumer/cmake"
  try 'CMake, shared' says env -u LD_LIBRARY_PATH "$consumer/cmake/shared"
  try 'CMake, static' says env -u LD_LIBRARY_PATH "$consumer/cmake/static"
else skip 'CMake' "it is not installed and pip cannot fetch it, see $work/pip.log"; fi

echo "== capi: $passed passed"
