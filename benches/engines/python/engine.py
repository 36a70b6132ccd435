"""Engine: tools for Python speak the protocol of the benchmarks, see ../../protocol/src/lib.rs.

    engine.py presidio | detect-secrets | kingfisher | datafog | datafog-core | fastscrub

The clock is CPU time of the whole process, because some of them start threads; that is never less than what one thread
needs, and for those that have no threads it is the same.
"""

import gc
import json
import re
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

Count = Callable[[str], int]


def presidio() -> tuple[str, int, Count]:
    """All pattern recognisers for English. No model of a language: none can be had without a download."""
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

    # The list of public suffixes that the package ships, instead of a download.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    blank = spacy.blank("en")
    blank.max_length = 1 << 30

    class Words(NlpEngine):
        """Splits words, which context words need, and recognises nothing."""

        def load(self) -> None: ...

        def is_loaded(self) -> bool:
            return True

        def process_text(self, text: str, language: str) -> NlpArtifacts:
            doc = blank(text)
            return NlpArtifacts([], doc, [t.idx for t in doc], [t.lower_ for t in doc], self, language)

        def process_batch(self, texts, language, batch_size=1, n_process=1, **rest):  # type: ignore[no-untyped-def]
            return ((text, self.process_text(text, language)) for text in texts)

        def is_stopword(self, word: str, language: str) -> bool:
            return blank.vocab[word].is_stop

        def is_punct(self, word: str, language: str) -> bool:
            return blank.vocab[word].is_punct

        def get_supported_entities(self) -> list[str]:
            return []

        def get_supported_languages(self) -> list[str]:
            return ["en"]

    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])
    registry.recognizers = [r for r in registry.recognizers if r.name != "SpacyRecognizer"]
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=Words(), supported_languages=["en"])
    return "presidio-analyzer", len(registry.recognizers), lambda text: len(analyzer.analyze(text, "en"))


def detect_secrets() -> tuple[str, int, Count]:
    """All plugins with their default settings, a line at a time."""
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
    from detect_secrets.core.scan import get_plugins, scan_line
    from detect_secrets.settings import get_settings

    plugins = get_mapping_from_secret_type_to_class().values()
    get_settings().configure_plugins([{"name": plugin.__name__} for plugin in plugins])
    return "detect-secrets", len(get_plugins()), lambda text: sum(1 for line in text.split("\n") for _ in scan_line(line))


def kingfisher() -> tuple[str, int, Count]:
    """Its own catalogue, found again if found twice, so that calls do not depend on each other."""
    from kingfisher_sdk import Rules, Scanner

    rules = Rules()
    scanner = Scanner(rules, dedup=False)
    return "kingfisher-secret-scanner", len(rules), lambda text: len(list(scanner.scan(text.encode())))


def datafog() -> tuple[str, int, Count]:
    """Its regular expressions, as `datafog.detect` runs them."""
    from datafog import detect

    return "datafog", 1, lambda text: len(detect(text))


def datafog_core() -> tuple[str, int, Count]:
    """The wheel of DataFog's core in Rust, with its own rules."""
    from datafog_core import scan

    return "datafog-core", 1, lambda text: len(scan(text))


def fastscrub() -> tuple[str, int, Count]:
    """Rewrites; one engine with one worker."""
    from fastscrub import Engine

    engine = Engine(worker_count=1)
    mark = re.compile(r"\[REDACTED_[A-Z_]+\]")
    return "fastscrub", 1, lambda text: len(mark.findall(engine.scrub(text)))


ENGINES = {
    "presidio": presidio,
    "detect-secrets": detect_secrets,
    "kingfisher": kingfisher,
    "datafog": datafog,
    "datafog-core": datafog_core,
    "fastscrub": fastscrub,
}


def pieces(text: str, size: int) -> list[str]:
    """A text cut every `size` bytes of UTF-8, or a little before where that would split a character."""
    data, at, cut = text.encode(), 0, []
    while len(data) - at >= size:
        end = at + size
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        cut.append(data[at:end].decode())
        at = end
    return cut


def clock(run: Callable[[], int]) -> tuple[int, int]:
    """What a run gives and the CPU time it takes, in nanoseconds."""
    gc.collect()
    start = time.process_time_ns()
    found = run()
    return found, time.process_time_ns() - start


def peak() -> int:
    """The most memory the process ever had resident, in bytes."""
    status = Path("/proc/self/status").read_text() if Path("/proc/self/status").exists() else ""
    match = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(match[1]) * 1024 if match else 0


def answer(make: Callable[[], tuple[str, int, Count]], count: Count, line: str) -> dict[str, object]:
    """Does one job."""
    mode, rounds, path = line.rstrip("\n").split(" ", 2)
    mode, _, size = mode.partition(":")
    if mode == "pieces":
        return {"unable": "has no stream"}
    if mode == "build":
        runs, calls = [clock(lambda: make() and 0) for _ in range(int(rounds))], 1
    else:
        text = Path(path).read_text("utf-8")
        texts = pieces(text, int(size)) if mode == "calls" else [text]
        runs, calls = [clock(lambda: sum(map(count, texts))) for _ in range(int(rounds))], max(1, len(texts))
    return {"findings": runs[-1][0], "ns": statistics.median(ns for _, ns in runs) / calls, "peak": peak()}


def main() -> None:
    warnings.simplefilter("ignore")
    make = ENGINES[sys.argv[1]]
    package, rules, count = make()
    print(json.dumps({"engine": f"{package} {version(package)}", "rules": rules, "peak": peak()}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(make, count, line)), flush=True)


if __name__ == "__main__":
    main()
