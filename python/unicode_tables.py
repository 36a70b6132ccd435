#!/usr/bin/env python3
"""Unicode tables: what a view puts in place of a character. Writes crates/llmguard-view/src/{characters,entities}.bin.

`characters.bin` has one record of 8 bytes for each character that a view replaces, ordered by code point:

    code point (3 bytes, little endian) | class (1 byte) | replacement (up to 4 bytes of UTF-8, padded with zeros)

`entities.bin` has one record of 24 bytes for each named HTML entity, ordered by name: name (20 bytes, padded with zeros),
code point (4 bytes, little endian). The sources are `unicodedata` and `html.entities` of CPython, whose version of Unicode is
pinned below. Unicode's confusables.txt is no part of CPython: LOOKALIKES is written for this project and holds letters
of other scripts that are drawn like an ASCII letter in ordinary fonts.

    unicode_tables.py            writes the tables
    unicode_tables.py --check    exits with 1 if they are not what the sources give
"""

import html.entities
import pathlib
import sys
import unicodedata

PINNED = "14.0.0"
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "crates/llmguard-view/src"

# The numbers of `Class` in crates/llmguard-view/src/table.rs.
STRONG, WEAK, LOOKALIKE, DROP, MARK, SPACE, HYPHEN, DASH = range(1, 9)

LOOKALIKES = {
    # Cyrillic
    "a": "\u0430", "c": "\u0441", "d": "\u0501", "e": "\u0435", "h": "\u04bb", "i": "\u0456", "j": "\u0458",
    "l": "\u04cf", "o": "\u043e", "p": "\u0440", "q": "\u051b", "s": "\u0455", "v": "\u0475", "w": "\u051d",
    "x": "\u0445", "y": "\u0443",
    "A": "\u0410", "B": "\u0412", "C": "\u0421", "E": "\u0415", "G": "\u050c", "H": "\u041d", "I": "\u0406",
    "J": "\u0408", "K": "\u041a", "M": "\u041c", "O": "\u041e", "P": "\u0420", "Q": "\u051a", "S": "\u0405",
    "T": "\u0422", "V": "\u0474", "W": "\u051c", "X": "\u0425", "Y": "\u04ae",
}
LOOKALIKES_MORE = {
    # Cyrillic, Greek, Armenian, Cherokee, Latin beyond Latin-1
    "u": "\u057d", "a": "\u03b1\u0251", "c": "\u03f2", "g": "\u0581\u0261", "h": "\u0570", "i": "\u03b9\u0131",
    "j": "\u03f3", "n": "\u0578", "o": "\u03bf\u0585", "p": "\u03c1", "q": "\u0566", "v": "\u03bd", "w": "\u0561", "y": "\u03b3",
    "A": "\u0391\u13aa", "B": "\u0392\u13f4", "C": "\u13df", "D": "\u13a0", "E": "\u0395\u13ac", "G": "\u13c0",
    "H": "\u0397\u13bb", "I": "\u0399\u04c0", "J": "\u13ab\u037f", "K": "\u039a\u13e6", "L": "\u13de",
    "M": "\u039c\u13b7", "N": "\u039d", "O": "\u039f\u0555", "P": "\u03a1\u13e2", "R": "\u13a1", "S": "\u054f\u13da", "T": "\u03a4\u13a2",
    "U": "\u054d", "V": "\u13d9", "W": "\u13b3", "X": "\u03a7", "Y": "\u03a5", "Z": "\u0396\u13c3", "F": "\u03dc",
}

# Combining marks of no script: those of Arabic, Hebrew and Indic scripts are letters' own.
MARKS = [(0x300, 0x36F), (0x483, 0x489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F)]
# Written by honest people one at a time: they count only where two of them stand together.
ONE_AT_A_TIME = [(0, 0xFF), (0x2000, 0x2BFF), (0x3000, 0x33FF), (0xFE10, 0xFE6F), (0xFFE0, 0xFFEF)]
# Written for a hyphen by word processors and models.
HYPHENS = [0x2010, 0x2011]
DASHES = [0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE58]
GERMAN = set("äöüÄÖÜß")
# Control characters, but for blanks, escape, separators of fields, and what terminals take for an escape.
CONTROLS = [*range(0x09), *range(0x0E, 0x1B), 0x7F, *range(0x80, 0x85), *range(0x86, 0x90), *range(0x91, 0x9B), 0x9E, 0x9F]
IGNORED = [
    *(0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x2800, 0x3164, 0xFFA0, 0xFFFC),
    *range(0x180B, 0x1810),
    *range(0xFE00, 0xFE10),
]


def among(ranges, code):
    return any(low <= code <= high for low, high in ranges)


def characters():
    table = {code: (DROP, "") for code in CONTROLS}
    for code in range(0xA0, 0xE0000):
        c = chr(code)
        category = unicodedata.category(c)
        plain = unicodedata.normalize("NFKC", c)
        if category in ("Cn", "Co", "Cs") and code not in IGNORED:
            continue
        if code in HYPHENS or code in DASHES:
            table[code] = (HYPHEN if code in HYPHENS else DASH, "-")
        elif category == "Zs":
            table[code] = (SPACE, " ")
        elif category in ("Zl", "Zp"):
            table[code] = (SPACE, "\n")
        elif category == "Cf" and code not in range(0x600, 0x606) or code in IGNORED:
            table[code] = (DROP, "")
        elif category in ("Mn", "Me") and among(MARKS, code):
            table[code] = (MARK, "")
        elif plain != c and all(" " < p <= "~" or p in GERMAN for p in plain) and len(plain.encode()) <= 4:
            weak = among(ONE_AT_A_TIME, code) or not any(p.isalnum() for p in plain) and plain != "@"
            # An ellipsis says nothing but itself.
            if set(plain) != {"."} or len(plain) == 1:
                table[code] = (WEAK if weak else STRONG, plain)
    for lookalikes in (LOOKALIKES, LOOKALIKES_MORE):
        for letter, others in lookalikes.items():
            for other in others:
                table.setdefault(ord(other), (LOOKALIKE, letter))
    return b"".join(
        code.to_bytes(3, "little") + bytes([kind]) + text.encode().ljust(4, b"\0")
        for code, (kind, text) in sorted(table.items())
    )


def entities():
    named = {}
    for name, text in html.entities.html5.items():
        if name.endswith(";") and len(text) == 1 and len(name) <= 20 and (ord(text) < 0x250 or 0x2000 <= ord(text) < 0x2070):
            named[name[:-1]] = ord(text)
    return b"".join(name.encode().ljust(20, b"\0") + code.to_bytes(4, "little") for name, code in sorted(named.items()))


def main():
    if unicodedata.unidata_version != PINNED:
        sys.exit(f"this CPython has Unicode {unicodedata.unidata_version}, the tables are made from {PINNED}: CPython 3.11")
    stale = False
    for name, table in (("characters.bin", characters()), ("entities.bin", entities())):
        path = FOLDER / name
        if "--check" not in sys.argv[1:]:
            path.write_bytes(table)
        elif path.read_bytes() != table:
            print(f"{path} is stale: run python/unicode_tables.py", file=sys.stderr)
            stale = True
    sys.exit(stale)


if __name__ == "__main__":
    main()
