"""Names: makes names.tsv from ordinary/*.txt and the free lists in ../shared/data/lexicons.

    make-names.py            writes the file
    make-names.py --check    says whether the file is what this script makes; exit 1 if not

A line is a word and its marks, ordered by word: `g` a given name, `G` a frequent one, `f` a family name, `o` an ordinary
word of German or English. Ordinary words that are no name are kept too: behind a given name they say that no family name
follows. Sources and licences: NOTICE.
"""

import collections
import gzip
import os
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("LLMGUARD_SHARED", FOLDER.parents[3] / "shared")) / "data" / "lexicons"
# Rare given names of so few letters are mostly abbreviations.
RARE = 3
# A word that German law has as often is ordinary; a given name is, if law has it this often or also writes it small.
ORDINARY, ORDINARY_NAME = 8, 60
# Names that German law has often all the same, and words that are read as names first: trades that many are called by.
NO_WORDS = set("""
    Robert Max Müller Schneider Fischer Weber Wagner Becker Schäfer Koch Bauer Richter Zimmermann Braun Kaiser Fuchs Keller
    Vogel Schuster Jäger Krämer Ziegler Schreiber Winkler Berger Kuhn Krause Werner Hofmann Schubert Graf Busch Vogt Pfeiffer
    Kraus Böhm Franke Roth Jung Hahn Wolf Lange Schwarz König Schulz Klein Stein Beck Lorenz Baumann Groß
""".split())
# Words of grammar, which nobody is called, whatever a list says.
GRAMMAR = set("""
    Eine Ein Einer Eines Der Die Das Den Dem Des In An Am Im Auf Aus Bei Bis Für Mit Nach Von Vor Zu Zum Zur Und Oder Aber Als Wie
    Was Wer Wo Wenn Ob So Da Ja Nein Nicht Nur Noch Auch Sehr Mehr Man Es Er Sie Wir Ihr Ich Du Mein Dein Sein Ihre Unser Dann
    Darin Solange Einige Alle Bitte Danke Ab Um Über Unter The This That These Those My Your His Her Its Our Their A An And Or
    But If So No Not Yes All Any Some One Two We You He She It They I Me Us Them To Of At By On For From With As Is Are Was Be
    Do Did Has Had Can May Will Would Should Could New Old Young Good Great Dear Very More Most See Le La Les Un Une Des Du De
    El Los Las Una Uno Por Para Con Il Lo Gli Della Dello Di Da Al Het Een Van Naar Nie Tak Jak Art Tage Tag Euro Lage Wege Plan
""".split()) - {"Will", "May"}


def rows(name: str) -> list[tuple[str, list[str]]]:
    with gzip.open(SHARED / name, "rt", encoding="utf-8") as lines:
        return [(word, marks.split(",")) for word, marks in (line.rstrip("\n").split("\t") for line in lines)]


def is_word(text: str) -> bool:
    return text.isalpha() and len(text) >= 2 and len(text.encode()) <= 48


def lexicon() -> str:
    marks: dict[str, set[str]] = collections.defaultdict(set)
    for name, kinds in rows("given-names.tsv.gz"):
        frequent = {"census", "popular"} & set(kinds)
        if is_word(name) and name[0].isupper() and name.capitalize() not in GRAMMAR and (frequent or len(name) > RARE):
            marks[name].add("G" if frequent else "g")
    for name, _ in rows("family-names.tsv.gz"):
        if is_word(name) and name[0].isupper():
            marks[name].add("f")
    law = {word: int(count[0]) for word, count in rows("german-words.tsv.gz")}
    for word, count in law.items():
        given = {"g", "G"} & marks.get(word.capitalize(), set())
        rare = given and count < ORDINARY_NAME and word.lower() not in law
        if is_word(word) and count >= ORDINARY and not rare and word not in NO_WORDS:
            marks[word.capitalize()].add("o")
    for file in sorted((FOLDER / "ordinary").glob("*.txt")):
        for word in file.read_text(encoding="utf-8").split():
            if is_word(word) and word.capitalize() not in NO_WORDS:
                marks[word.capitalize()].add("o")
    return "".join(f"{word}\t{''.join(sorted(marks[word]))}\n" for word in sorted(marks))


def main() -> int:
    made, file = lexicon(), FOLDER / "names.tsv"
    if "--check" not in sys.argv[1:]:
        file.write_text(made, encoding="utf-8")
        return 0
    same = file.read_text(encoding="utf-8") == made
    print(f"{file.name}: {'as made' if same else 'differs from what make-names.py makes'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
