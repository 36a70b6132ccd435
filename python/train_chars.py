#!/usr/bin/env python3
"""Character model: how like a word or how random is a token? Trains crates/llmguard-catalog/src/characters.bin.

A token becomes a row of classes: a to z (case folded), 26 any other letter, 27 a digit, 28 a boundary. A boundary
stands at both ends, for every other sign, and between a small letter and a capital (`clientSecret`). A trigram's weight is

    8 * log2( P(class | two before, random text) / P(class | two before, words) )

rounded into an i8, so that the sum over a token is positive for random text; 29^3 weights are 24 389 bytes. The words are
german-words.tsv.gz, given and family names (licences: README of the lexicons) and python/chars/words.txt, which
`--collect` takes from this repository. The random texts are drawn by splitmix64: the result is the same everywhere.

    train_chars.py [--lexicons DIR]             writes the weights
    train_chars.py --check [--lexicons DIR]     exits with 1 if they are not what training gives
    train_chars.py --collect                    writes python/chars/words.txt from the sources and documents of the repository
    train_chars.py --score TOKEN...             what the weights say
"""

import argparse
import collections
import gzip
import math
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "crates/llmguard-catalog/src/characters.bin"
WORDS = ROOT / "python/chars/words.txt"
LEXICONS = ROOT.parent / "shared/data/lexicons"
FOREIGN, DIGIT, BOUNDARY, CLASSES = 26, 27, 28, 29
# How much a shorter context counts against a longer one.
BACKOFF = 6.0
SHARES = [("a word of a law", 0.35), ("names", 0.15), ("words of this repository", 0.5)]
LOWER, UPPER, DIGITS = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
ALPHABETS = [
    LOWER + UPPER + DIGITS,
    LOWER + UPPER + DIGITS,
    LOWER + DIGITS,
    UPPER + DIGITS,
    "0123456789abcdef",
    LOWER + UPPER + DIGITS + "+/",
    LOWER + UPPER + DIGITS + "-_",
    LOWER,
]


def classes(token):
    """The row of classes of a token, boundaries at both ends."""
    row, small = [BOUNDARY], False
    for c in token:
        if small and c.isupper():
            row.append(BOUNDARY)
        small = c.islower()
        if c.isascii() and c.isalpha():
            row.append(ord(c.lower()) - ord("a"))
        elif c.isalpha():
            row.append(FOREIGN)
        elif "0" <= c <= "9":
            row.append(DIGIT)
        elif row[-1] != BOUNDARY:
            row.append(BOUNDARY)
    return row if row[-1] == BOUNDARY else row + [BOUNDARY]


class Counts:
    """How often each class follows two, one and no other."""

    def __init__(self):
        self.by = [collections.defaultdict(float) for _ in range(3)]

    def add(self, token, weight):
        row = classes(token)
        for at in range(1, len(row)):
            two = (row[at - 2] if at > 1 else BOUNDARY, row[at - 1])
            for order, context in enumerate([(), two[1:], two]):
                self.by[order][context + (row[at],)] += weight
                self.by[order][context] += weight

    def share(self, context, c):
        """The probability of a class behind a context, each order leaning on the shorter one."""
        p = 1 / CLASSES
        for order in range(3):
            behind = context[2 - order :] if order else ()
            p = (self.by[order][behind + (c,)] + BACKOFF * p) / (self.by[order][behind] + BACKOFF)
        return p


def splitmix(state=1):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & (2**64 - 1)
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & (2**64 - 1)
        yield z ^ (z >> 31)


def random_texts(count=60000):
    draw = splitmix()
    for n in range(count):
        alphabet = ALPHABETS[n % len(ALPHABETS)]
        yield "".join(alphabet[next(draw) % len(alphabet)] for _ in range(8 + next(draw) % 33))


def lines(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def word_lists(lexicons):
    laws = [(word, math.log2(1 + int(count))) for word, count in lines(lexicons / "german-words.tsv.gz")]
    names = [(row[0], 1.0) for part in ("given", "family") for row in lines(lexicons / f"{part}-names.tsv.gz")]
    own = [(word, 1.0) for word in WORDS.read_text("utf-8").split()]
    return [laws, names, own]


def train(lexicons):
    words, chance = Counts(), Counts()
    for (_, share), part in zip(SHARES, word_lists(lexicons)):
        total = sum(weight for _, weight in part)
        for word, weight in part:
            words.add(word, 60000 * share * weight / total)
    for text in random_texts():
        chance.add(text, 0.25)
    weights = bytearray()
    for a in range(CLASSES):
        for b in range(CLASSES):
            for c in range(CLASSES):
                bits = math.log2(chance.share((a, b), c) / words.share((a, b), c))
                weights.append(max(-127, min(127, round(8 * bits))) & 0xFF)
    return bytes(weights)


def score(weights, token):
    row = classes(token)
    total = 0
    for at in range(1, len(row)):
        a = row[at - 2] if at > 1 else BOUNDARY
        weight = weights[(a * CLASSES + row[at - 1]) * CLASSES + row[at]]
        total += weight - 256 if weight > 127 else weight
    return total


def collect():
    """Words and identifiers that occur at least three times in the tracked sources and documents, vectors left out."""
    names = subprocess.check_output(["git", "ls-files", "*.rs", "*.md", "*.py", "*.h", "*.c"], cwd=ROOT, text=True)
    count = collections.Counter()
    for name in names.split():
        text = (ROOT / name).read_text("utf-8")
        text = re.sub(r"\$\{[^}]*\}|\"[^\"\n]*\"", " ", text) if name.endswith(".rs") else text
        count.update(re.findall(r"[^\W\d_][\w-]*[^\W_]", text))
    kept = sorted(word for word, n in count.items() if n >= 3 and len(word) <= 32 and sum(map(str.isdigit, word)) <= 3)
    WORDS.write_text("\n".join(kept) + "\n", "utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lexicons", type=pathlib.Path, default=LEXICONS)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--collect", action="store_true")
    parser.add_argument("--score", nargs="+")
    arguments = parser.parse_args()
    if arguments.collect:
        return collect()
    if arguments.score:
        for token in arguments.score:
            print(f"{score(WEIGHTS.read_bytes(), token) / 8:8.1f} bits  {token}")
        return None
    weights = train(arguments.lexicons)
    if not arguments.check:
        WEIGHTS.write_bytes(weights)
        return None
    return None if WEIGHTS.read_bytes() == weights else f"{WEIGHTS}: not what training gives; run train_chars.py"


if __name__ == "__main__":
    sys.exit(main())
