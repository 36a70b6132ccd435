#!/usr/bin/env bash
# Builds wheel, sdist and the wheel from the sdist, and tests the installed wheel. Needs cargo and python3 (3.10 or
# newer, or PYTHON=…), no root; the only network use is pip and cargo fetching what is pinned.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$(cd .. && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
python=${PYTHON:-python3}
work=$target/python
venv=$work/venv        # the tools, and later the wheel under test
dist=$work/dist
export PIP_DISABLE_PIP_VERSION_CHECK=1

if ! command -v "$python" >/dev/null; then echo "== python: SKIPPED, there is no $python"; exit 0; fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))'; then
  echo "== python: SKIPPED, $("$python" --version) is older than 3.10"; exit 0; fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  echo "== python: SKIPPED, $python has no venv (Debian: apt-get install python3-venv)"; exit 0; fi

echo "== python: tools for $("$python" --version)"
rm -rf "$venv" "$dist" "$work/sdist"
mkdir -p "$work"
"$python" -m venv "$venv"
if ! "$venv/bin/pip" install -q -r requirements-dev.txt; then
  echo '== python: SKIPPED, the pinned tools cannot be fetched'; exit 0; fi

echo '== python: wheel'
CARGO_TARGET_DIR=$target "$venv/bin/maturin" build -q --release --locked --strip --out "$dist"

echo '== python: sdist, and the wheel from it, outside the checkout'
"$venv/bin/maturin" sdist --out "$dist" 2>"$work/sdist.log" || { cat "$work/sdist.log"; exit 1; }
mkdir -p "$work/sdist"
outside=$(mktemp -d)
trap 'rm -rf "$outside"' EXIT
# With the time of now (m): an sdist's files are all as old, and cargo would take what it built from an earlier one.
tar -xzmf "$dist"/llmguard_rs-*.tar.gz -C "$outside"
(
  cd "$outside"/llmguard_rs-*/
  # The dev profile is enough to see that the sdist is complete; dependencies come from the same target folder.
  CARGO_TARGET_DIR=$target "$venv/bin/maturin" build -q --profile dev --out "$work/sdist"
)
"$venv/bin/python" tests/contents.py "$dist"/*.whl "$work"/sdist/*.whl
"$venv/bin/pip" install -q --no-deps --no-index --target "$work/sdist/site" "$work"/sdist/*.whl
PYTHONPATH=$work/sdist/site "$venv/bin/python" -c 'import llmguard; llmguard.Guard()'

echo '== python: pytest and stubtest against the installed wheel'
"$venv/bin/pip" install -q --no-deps --no-index "$dist"/*.whl
cd "$work"
"$venv/bin/python" -m mypy.stubtest llmguard --allowlist "$root/python/tests/stubtest-allowlist.txt"
"$venv/bin/mypy" --config-file "$root/python/pyproject.toml" --cache-dir "$work/mypy" "$root/python/tests" \
  "$root/python/bench.py"
golden=${LLMGUARD_GOLDEN:-}
if [ -z "$golden" ] && [ -e "$root/crates/llmguard-testkit/examples/golden.rs" ]; then
  golden=$work/golden.json
  cargo run -q --manifest-path "$root/Cargo.toml" -p llmguard-testkit --example golden -- json "$golden"
fi
LLMGUARD_GOLDEN=$golden "$venv/bin/pytest" -c "$root/python/pyproject.toml" --rootdir "$root/python" \
  -o cache_dir="$work/pytest" "$root/python/tests" "$@"
