"""Plant text: the documents of crates/llmguard-testkit/data/plant as records of an evaluation set.

    plant.py > plant.jsonl     {"id", "lang", "source", "text", "annotated", "spans": [{"start", "end", "type", "value"}]}

A file `tickets.de.txt` holds documents that end with a line `====`; `[[PRICE|1,27 EUR]]` marks a span. Offsets count code points.
"""

import json
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "crates" / "llmguard-testkit" / "data" / "plant"
MARK = re.compile(r"\[\[([A-Z_]+)\|(.*?)\]\]")


def parse(marked: str) -> tuple[str, list[dict]]:
    """The text without its marks, and the spans they mark."""
    text, spans, at = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        spans.append({"start": len(text), "end": len(text) + len(mark[2]), "type": mark[1], "value": mark[2]})
        text += mark[2]
        at = mark.end()
    return text + marked[at:], spans


def records(folder: Path = FOLDER) -> list[dict]:
    """Every document, with the types that any document is marked with: all of them were looked for in each."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        source, lang, _ = path.name.split(".")
        for number, marked in enumerate(path.read_text(encoding="utf-8").split("\n====\n"), 1):
            text, spans = parse(marked.rstrip("\n"))
            found.append({"id": f"{source}.{lang}.{number}", "lang": lang, "source": source, "text": text, "spans": spans})
    kinds = sorted({span["type"] for record in found for span in record["spans"]})
    return [record | {"annotated": kinds} for record in found]


if __name__ == "__main__":
    for record in records():
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
