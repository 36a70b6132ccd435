"""Check digits against python-stdnum, which knows the same numbers by other code.

python-stdnum is LGPL: it is run here as an oracle and is no part of llmguard. Compact numbers are drawn from the shape of
each kind until both halves, valid and invalid, are there; then each is asked whether it is one. Where the two mean to differ
(births to come, numbers nobody was given), shape or `LEFT_OUT` leaves that out.
"""

import importlib
import random

import pytest

import llmguard

stdnum = pytest.importorskip("stdnum", reason="python-stdnum is not installed: no oracle for check digits")

# Detector, module of python-stdnum, shape: `9` a digit, `A` a capital, `X` either, `{…|…}` one of several, others themselves.
KINDS = [
    ("id.at.svnr", "at.vnr", "{1|2|3|4|5|6|7|8|9}999{01|12|28|30}{01|02|06|11|12}99"),
    ("id.at.vat", "at.uid", "ATU99999999"),
    ("id.be.vat", "be.vat", "BE0999999999"),
    ("id.bg.egn", "bg.egn", "99{01|07|12|41|50|52}{01|15|28}9999"),
    ("id.bg.lnch", "bg.pnf", "9999999999"),
    ("id.bg.vat", "bg.vat", "BG999999999"),
    ("id.br.cpf", "br.cpf", "99999999999"),
    ("id.br.cnpj", "br.cnpj", "99999999999999"),
    ("id.ca.sin", "ca.sin", "{1|2|3|4|5|6|7|9}99999999"),
    ("id.ch.ahv", "ch.ssn", "7569999999999"),
    ("id.ch.uid", "ch.uid", "CHE999999999"),
    ("id.cy.vat", "cy.vat", "CY{0|1|3|4|5|9}{0|1|3|4|5|6|7|8|9}999999A"),
    ("id.cz.ico", "cz.dic", "99999999"),
    ("id.de.steuer-id", "de.idnr", "99999999999"),
    ("id.de.vat", "de.vat", "DE999999999"),
    ("id.de.leitweg-id", "de.leitweg", "991-99999-99"),
    ("id.dk.vat", "dk.cvr", "DK99999999"),
    ("id.ee.isikukood", "ee.ik", "{3|4}99{01|06|12}{01|15|28}9999"),
    ("id.ee.vat", "ee.kmkr", "EE999999999"),
    ("id.ee.registrikood", "ee.registrikood", "99999999"),
    ("id.es.dni", "es.dni", "99999999A"),
    ("id.es.nie", "es.nie", "{X|Y|Z}9999999A"),
    ("id.es.cif", "es.cif", "{A|B|G|H|P|Q|S}9999999X"),
    ("id.es.ccc", "es.ccc", "99999999999999999999"),
    ("id.fi.vat", "fi.alv", "FI99999999"),
    ("id.fi.ytunnus", "fi.ytunnus", "99999999"),
    ("id.fr.siren", "fr.siren", "999999999"),
    ("id.fr.siret", "fr.siret", "99999999999999"),
    ("id.gb.nhs", "gb.nhs", "9999999999"),
    ("id.gb.utr", "gb.utr", "9999999999"),
    ("id.gb.vat", "gb.vat", "999999999"),
    ("id.gr.afm", "gr.vat", "EL999999999"),
    ("id.hr.oib", "hr.oib", "99999999999"),
    ("id.hu.vat", "hu.anum", "HU99999999"),
    ("id.ie.pps", "ie.pps", "9999999A"),
    ("id.ie.vat", "ie.vat", "IE9999999A"),
    ("id.in.aadhaar", "in_.aadhaar", "{2|3|4|5|6|7|8|9}99999999999"),
    ("id.it.vat", "it.iva", "IT99999999999"),
    ("id.lt.asmens-kodas", "lt.asmens", "{3|4}99{01|06|12}{01|15|28}9999"),
    ("id.lt.vat", "lt.pvm", "LT9999999{1}9"),
    ("id.lu.vat", "lu.tva", "LU99999999"),
    ("id.mt.vat", "mt.vat", "MT{1|2|3|4|5|6|7|8|9}9999999"),
    ("id.nl.bsn", "nl.bsn", "{1|2|3|4|5|6|7|8|9}99999999"),
    ("id.no.orgnr", "no.orgnr", "999999999"),
    ("id.pl.pesel", "pl.pesel", "99{01|06|12}{01|15|28}99999"),
    ("id.pl.nip", "pl.nip", "9999999999"),
    ("id.pl.regon", "pl.regon", "999999999"),
    ("id.pt.nif", "pt.nif", "{1|2|5|6}99999999"),
    ("id.ro.cnp", "ro.cnp", "{1|2}99{01|06|12}{01|15|28}{01|12|40}9999"),
    ("id.se.orgnr", "se.orgnr", "99{2|3|4|5|6|7|8|9}9999999"),
    ("id.si.vat", "si.ddv", "SI{1|2|3|4|5|6|7|8|9}9999999"),
    ("id.si.emso", "si.emso", "{01|15|28}{01|06|12}9{50|77|99}{50}9999"),
    ("id.sk.vat", "sk.dph", "SK{1|2|5|9}9{2|3|4|7|8|9}9999999"),
    ("bank.isin", "isin", "{DE|US|FR|AT}X99999999{0|1|2|3|4|5|6|7|8|9}"),
    ("bank.rf-reference", "iso11649", "RF99999999999999"),
    ("org.lei", "lei", "5299X9XX999999XX9999"),
    ("contact.imei", "imei", "359999999999999"),
    ("asset.container", "iso6346", "{MSC|HLB|AAA}U9999999"),
]
# Digits that are found behind a cue only.
CUES = {
    "id.bg.egn": "ЕГН", "id.bg.lnch": "ЛНЧ", "id.ca.sin": "SIN", "id.cz.ico": "IČO", "id.ee.registrikood": "registrikood",
    "id.fi.ytunnus": "Y-tunnus", "id.fr.siren": "SIREN", "id.gb.nhs": "NHS number", "id.gb.utr": "UTR", "id.gb.vat": "VAT",
    "id.hr.oib": "OIB", "id.in.aadhaar": "Aadhaar", "id.nl.bsn": "BSN", "id.no.orgnr": "orgnr", "id.pl.nip": "NIP",
    "id.pl.regon": "REGON", "id.pt.nif": "NIF", "id.se.orgnr": "organisationsnummer",
}
# Where the two mean to differ.
LEFT_OUT = {
    "id.be.vat": lambda text: text[-2:] in ("98", "99", "00"),  # 97 minus a remainder is none of these
    "id.de.steuer-id": lambda text: any(a == b == c for a, b, c in zip(text, text[1:], text[2:])),  # § 139b AO: never three in a row
}
VALID, INVALID = 60, 140


def draw(shape: str, rng: random.Random) -> str:
    text, rest = "", shape
    while rest:
        if rest[0] == "{":
            choices, rest = rest[1:].split("}", 1)
            text += rng.choice(choices.split("|"))
            continue
        kinds = {"9": "0123456789", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "X": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
        text += rng.choice(kinds.get(rest[0], rest[0]))
        rest = rest[1:]
    return text


@pytest.mark.parametrize(("detector", "module", "shape"), KINDS, ids=[kind[0] for kind in KINDS])
def test_the_oracle_agrees(guard: llmguard.Guard, detector: str, module: str, shape: str) -> None:
    oracle = importlib.import_module(f"stdnum.{module}")
    rng = random.Random(detector)
    count = {True: 0, False: 0}
    differences = []
    for _ in range(60_000):
        if count[True] >= VALID and count[False] >= INVALID:
            break
        text = draw(shape, rng)
        if detector in LEFT_OUT and LEFT_OUT[detector](text):
            continue
        valid = bool(oracle.is_valid(text))
        if count[valid] >= (VALID if valid else INVALID):
            continue
        count[valid] += 1
        cue = f"{CUES[detector]} " if detector in CUES else ""
        whole = (len(cue), len(cue) + len(text))
        ours = any(f.detector == detector and (f.start, f.end) == whole for f in guard.scan_all(cue + text))
        if ours != valid:
            differences.append((text, "valid" if valid else "invalid"))
    assert count[True] >= 20, "too few valid numbers to say anything"
    assert differences == []
