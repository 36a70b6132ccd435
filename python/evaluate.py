"""Evaluate: how well the release binary finds what is marked in ../shared/data, one table.

    evaluate.py                    every set, a line each, then plant text, identifiers, templates and reliability
    evaluate.py --json now.json    the same, and every figure for a later comparison
    evaluate.py --against old.json what changed since, by set and type
    evaluate.py --names off        without the names that nothing announces

Figures are those of ../shared/tools/score_pii.py: `exact` and `overlap` F1, `leak` (marked characters that no finding covers)
and false alarms per 10,000 characters. Sets that mark names only are judged on those types only. Plant text is our own, see
plant.py.
"""

import argparse
import collections
import gzip
import importlib.util
import json
import os
import subprocess
import sys
import types
from pathlib import Path

import plant

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("LLMGUARD_SHARED", ROOT.parent / "shared"))
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
# Secrets have a scorer of their own, see `make eval`.
NOT_HERE = {"secrets"}
# Kinds of identifiers.jsonl whose value no public rule can check.
UNCHECKED = ("phone.", "li.peid", "is.vsk", "ro.onrc", "fi.associationid", "at.businessid", "de.stnr", "de.handelsregister",
             "gb.nino", "nl.identiteitskaart", "bic", "meid", "imsi", "eu.excise", "fr.accise", "es.cae", "mac", "imo")
BANDS = ("medium", "high", "verified")


def scorer() -> types.ModuleType:
    """../shared/tools/score_pii.py as a module."""
    spec = importlib.util.spec_from_file_location("score_pii", SHARED / "tools" / "score_pii.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(path: Path) -> list[dict]:
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as lines:
        return [json.loads(line) for line in lines if line.strip()]


def scan(records: list[dict], names: str) -> list[list[dict]]:
    """What `llmguard scan --jsonl` reports, record by record; `names` says how eagerly names are looked for."""
    lines = "".join(json.dumps({"id": str(n), "text": r["text"]}) + "\n" for n, r in enumerate(records))
    command = [TARGET / "release" / "llmguard", "scan", "--names", names, "--jsonl"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, encoding="utf-8")
    return [json.loads(line)["spans"] for line in done.stdout.splitlines()]


def base(label: str) -> str:
    return label.split(":")[0]


def sets(names: str) -> dict[str, tuple[list[dict], list[list[dict]]]]:
    """Every set with what is found in it."""
    found = {}
    for path in sorted((SHARED / "data").glob("*.jsonl*")):
        name = path.name.split(".")[0]
        if name not in NOT_HERE:
            records = read(path)
            found[name] = (records, scan(records, names))
    records = plant.records()
    found["plant"] = (records, scan(records, names))
    return found


def identifiers(records: list[dict], found: list[list[dict]]) -> dict[str, float]:
    """Labelled and sentence forms of kinds with a public check, and how many near misses are taken for the real thing."""
    count = collections.Counter()
    for record, spans in zip(records, found):
        checked = not record["kind"].startswith(UNCHECKED)
        if record["spans"]:
            gold = record["spans"][0]
            if not checked or record["form"] == "bare":
                continue
            hits = [s for s in spans if s["start"] < gold["end"] and gold["start"] < s["end"]]
            count["valid"] += 1
            count["found"] += bool(hits)
            count["right type"] += any(s["type"] == base(gold["type"]) for s in hits)
        elif record["kind"] not in ("ean", "isbn", "issn"):
            labelled = record["form"] != "bare"
            best = max((BANDS.index(s["confidence"]) for s in spans), default=-1)
            count["near misses"] += 1
            count["near misses, high"] += best >= 1
            count["near misses with a check"] += checked
            count["near misses with a check, high"] += checked and best >= 1
            count["near misses labelled"] += labelled
            count["near misses labelled, medium"] += labelled and best == 0
    share = lambda part, whole: count[part] / count[whole] if count[whole] else 0.0
    return {
        "found": share("found", "valid"),
        "right type": share("right type", "valid"),
        "near misses at high or above": share("near misses, high", "near misses"),
        "near misses at high or above, kinds with a public check": share("near misses with a check, high", "near misses with a check"),
        "near misses at medium with their label": share("near misses labelled, medium", "near misses labelled"),
    }


def alarms(records: list[dict], found: list[list[dict]], kinds: set[str]) -> dict[str, tuple[int, int]]:
    """By source: findings of these kinds and characters, where nothing is to be found."""
    count = collections.defaultdict(lambda: [0, 0])
    for record, spans in zip(records, found):
        if not record["spans"]:
            cell = count[record["source"]]
            cell[0] += sum(span["type"] in kinds for span in spans)
            cell[1] += len(record["text"])
    return {source: tuple(cell) for source, cell in sorted(count.items())}


def plant_alarms(found: dict) -> dict[str, dict[str, tuple[int, int]]]:
    """What the kinds of plant text raise on our look-alikes and on benign text, by source."""
    kinds = {base(kind) for record in found["plant"][0] for kind in record["annotated"]} - {"IP", "OTHER_PII"}
    return {name: alarms(*found[name], kinds) for name in ("plant", "benign")}


def templates(score: types.ModuleType, records: list[dict], found: list[list[dict]], options: object) -> float:
    """The mean over templates of the exact F1: the set has few, and some are long."""
    by_template = collections.defaultdict(lambda: ([], []))
    for record, spans in zip(records, found):
        by_template[record["template"]][0].append(record)
        by_template[record["template"]][1].append(spans)
    figures = [score.score(*pair, options, {})["all"]["micro"]["exact"]["f1"] for pair in by_template.values()]
    return sum(figures) / len(figures)


def reliability(found: dict) -> dict[str, dict[str, tuple[int, int]]]:
    """By type and confidence: how many findings touch something marked with their type, of how many."""
    table = collections.defaultdict(lambda: {band: [0, 0] for band in BANDS})
    for records, predictions in found.values():
        for record, spans in zip(records, predictions):
            marked = {base(s["type"]) for s in record["spans"]}
            judged = record.get("annotated")
            for span in spans:
                if judged is not None and span["type"] not in {base(t) for t in judged} | marked:
                    continue
                right = any(base(g["type"]) == span["type"] and g["start"] < span["end"] and span["start"] < g["end"]
                            for g in record["spans"])
                cell = table[span["type"]][span["confidence"]]
                cell[0] += right
                cell[1] += 1
    return {kind: {band: tuple(cell) for band, cell in bands.items()} for kind, bands in sorted(table.items())}


def evaluate(names: str) -> dict:
    score = scorer()
    options = types.SimpleNamespace(full=False, coarse=False, untyped=False, types=None, ignore=None, by=None, unit="char")
    found = sets(names)
    triples = {name: (records, [[score.norm_span(s) for s in spans] for spans in found]) for name, (records, found) in found.items()}
    figures = {name: score.score(*pair, options, {})["all"] for name, pair in triples.items()}
    return {
        "sets": figures,
        "plant": plant_alarms(found),
        "identifiers": identifiers(*found["identifiers"]),
        "macro over templates": templates(score, *triples["prompts"], options),
        "reliability": reliability(found),
    }


def show(result: dict) -> None:
    print(f"{'set':<20} {'gold':>6} {'found':>6} {'exact F1':>9} {'overlap F1':>11} {'leak':>6} {'alarms/10k':>11}")
    for name, rows in result["sets"].items():
        m = rows["micro"]
        print(f"{name:<20} {m['gold']:>6} {m['pred']:>6} {m['exact']['f1']:>9.3f} {m['overlap']['f1']:>11.3f} {m['leak']:>6.3f} "
              f"{m['fp_per_10k']:>11.2f}")
    print(f"\nprompts, macro over templates, exact F1 {result['macro over templates']:.3f}")
    for name in ("identifiers", "prompts", "plant"):
        print(f"\n{name}, by type: gold, found, exact P R F1, leak")
        for kind, row in result["sets"][name].items():
            e = row["exact"]
            print(f"  {kind:<16} {row['gold']:>5} {row['pred']:>5} {e['p']:>7.3f} {e['r']:>6.3f} {e['f1']:>6.3f} {row['leak']:>7.3f}")
    for name, sources in result["plant"].items():
        print(f"\nplant types where nothing is marked, {name}: alarms, per 10,000 characters")
        for source, (count, size) in sources.items():
            print(f"  {source:<28} {count:>5} {1e4 * count / size:>7.2f}")
    print("\nidentifiers, labelled and in sentences, kinds with a public check")
    for what, share in result["identifiers"].items():
        print(f"  {what:<58} {share:.3f}")
    print("\nreliability: share of findings that touch a mark of their type (of how many)")
    print(f"  {'type':<16}" + "".join(f"{band:>18}" for band in BANDS))
    for kind, bands in result["reliability"].items():
        cells = (f"{right / all_:>10.3f} ({all_:>5})" if all_ else f"{'-':>18}" for right, all_ in (bands[b] for b in BANDS))
        print(f"  {kind:<16}" + "".join(cells))


def compare(old: dict, new: dict) -> None:
    """Every exact F1 that moved by a thousandth or more."""
    print("\nchanged: set, type, exact F1 before and after, leak before and after")
    for name, rows in new["sets"].items():
        for kind, row in rows.items():
            was = old["sets"].get(name, {}).get(kind, {"exact": {"f1": 0.0}, "leak": 1.0})
            if abs(was["exact"]["f1"] - row["exact"]["f1"]) >= 0.001 or abs(was["leak"] - row["leak"]) >= 0.001:
                print(f"  {name:<18} {kind:<16} {was['exact']['f1']:.3f} -> {row['exact']['f1']:.3f}   "
                      f"{was['leak']:.3f} -> {row['leak']:.3f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    parser.add_argument("--against", type=Path, help="compare with a file that --json wrote")
    parser.add_argument("--names", default="balanced", choices=("off", "precise", "balanced", "thorough"),
                        help="how eagerly to look for names that nothing announces")
    arguments = parser.parse_args()
    if not (SHARED / "data").is_dir():
        print(f"SKIPPED: no evaluation data in {SHARED / 'data'}, no figures")
        return 0
    result = evaluate(arguments.names)
    show(result)
    if arguments.against:
        compare(json.loads(arguments.against.read_text(encoding="utf-8")), result)
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
