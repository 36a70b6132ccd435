#!/usr/bin/env bash
# Installs libraries, headers, llmguard.pc and the CMake package: `install.sh PREFIX`, without root where PREFIX permits.
# DESTDIR is put before PREFIX, as packagers expect. It installs what `cargo build --release -p llmguard-capi` built.
set -euo pipefail

prefix=${1:?usage: install.sh PREFIX}
case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$here/../..
built=${CARGO_TARGET_DIR:-$root/target}/release
header=$root/include/llmguard.h
number() { sed -n "s/^#define LLMGUARD_$1 //p" "$header"; }
version=$(number VERSION_MAJOR).$(number VERSION_MINOR).$(number VERSION_PATCH)
abi=$(number ABI_VERSION)
to=${DESTDIR:-}$prefix

[ -e "$built/libllmguard_capi.a" ] || { echo "install.sh: run cargo build --release -p llmguard-capi first" >&2; exit 1; }
mkdir -p "$to/lib/pkgconfig" "$to/lib/cmake/llmguard" "$to/include"
install -m 644 "$header" "$root/include/llmguard.hpp" "$to/include/"
install -m 644 "$built/libllmguard_capi.a" "$to/lib/libllmguard.a"
if [ -e "$built/libllmguard_capi.dylib" ]; then
  install -m 755 "$built/libllmguard_capi.dylib" "$to/lib/libllmguard.$abi.dylib"
  ln -sf "libllmguard.$abi.dylib" "$to/lib/libllmguard.dylib"
  shared=libllmguard.$abi.dylib
else
  install -m 755 "$built/libllmguard_capi.so" "$to/lib/libllmguard.so.$version"
  ln -sf "libllmguard.so.$version" "$to/lib/libllmguard.so.$abi"
  ln -sf "libllmguard.so.$abi" "$to/lib/libllmguard.so"
  shared=libllmguard.so.$abi
fi

fill() { sed -e "s|@PREFIX@|$prefix|g; s|@VERSION@|$version|g; s|@SHARED@|$shared|g" "$1"; }
fill "$here/cmake/llmguard.pc.in" > "$to/lib/pkgconfig/llmguard.pc"
fill "$here/cmake/llmguard-config.cmake.in" > "$to/lib/cmake/llmguard/llmguard-config.cmake"
fill "$here/cmake/llmguard-config-version.cmake.in" > "$to/lib/cmake/llmguard/llmguard-config-version.cmake"
echo "llmguard $version installed in $to"
