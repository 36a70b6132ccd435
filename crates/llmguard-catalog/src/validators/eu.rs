//! European Union: numbers of traders, travellers, patients and energy markets.
//!
//! The machine-readable zone of a travel document, ICAO Doc 9303, has a check digit behind every date and number and one over
//! all of them. `22XWATTPLUS----G`, an energy identification code: weights 16 to 2 make 2944, 36 − 2943 mod 37 = 16, which
//! is `G`.

use llmguard_types::Accept;

use crate::calendar::{is_day, two};
use crate::checks::{luhn, mrz};
use crate::digits::{digits, number, value};

/// Member States by letters, Northern Ireland included.
const MEMBERS: &str = "AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI";

/// The same by the numbers of ISO 3166-1.
const MEMBER_NUMBERS: [u64; 28] = [
    40, 56, 100, 191, 196, 203, 208, 233, 246, 250, 276, 300, 348, 372, 380, 428, 440, 442, 470, 528, 616, 620, 642,
    703, 705, 724, 752, 900,
];

/// States beyond the Union whose insured carry the European card: Iceland, Liechtenstein, Norway, Switzerland and the
/// United Kingdom.
const CARD_NUMBERS: [u64; 5] = [352, 438, 578, 756, 826];

/// Regulation (EU) 952/2013 Art. 9; European Commission, EORI. A Member State or the United Kingdom and three digits or more;
/// one of 20 candidates passes, but there is no check digit.
#[must_use]
pub fn eu_eori(candidate: &[u8]) -> Option<Accept> {
    let country = candidate.first_chunk::<2>()?;
    let digits = candidate.iter().filter(|c| c.is_ascii_digit()).count();
    (digits >= 3 && (is_member(*country) || country == b"GB")).then_some(())?;
    Accept::structure(candidate, 10)
}

/// Commission Regulation (EU) 389/2013, SEED. A Member State and some digits, no general check digit.
#[must_use]
pub fn eu_excise(candidate: &[u8]) -> Option<Accept> {
    let country = candidate.first_chunk::<2>()?;
    let digits = candidate.iter().filter(|c| c.is_ascii_digit()).count();
    (digits >= 4 && is_member(*country)).then_some(())?;
    Accept::structure(candidate, 10)
}

/// Directive 2006/112/EC Art. 362 and 369q: `EU` or `IM` and the number of the Member State of identification. One of 36
/// candidates passes, but how the check digit is made is not public. Numbers of 2015 with 826, the United Kingdom, are
/// still on old invoices.
#[must_use]
pub fn eu_oss(candidate: &[u8]) -> Option<Accept> {
    let digits: Vec<u8> = candidate.iter().filter(|c| c.is_ascii_digit()).map(|c| c - b'0').collect();
    let state = number(digits.get(..3)?);
    (MEMBER_NUMBERS.contains(&state) || state == 826).then_some(())?;
    Accept::structure(candidate, 15)
}

/// Decision S2 of the Administrative Commission (2010/C 106/09), field 8: 80, the country, its institution, a serial number.
/// One of 3,000 candidates of 20 digits passes. The Luhn digit of ISO/IEC 7812 is usual and not prescribed: with it a
/// number counts 1000, without it 15.
#[must_use]
pub fn ehic(candidate: &[u8]) -> Option<Accept> {
    let card = digits::<20>(candidate)?;
    let [8, 0, a, b, c, ..] = card else { return None };
    let state = number(&[a, b, c]);
    (MEMBER_NUMBERS.contains(&state) || CARD_NUMBERS.contains(&state)).then_some(())?;
    if luhn(&card) { Accept::checksum(candidate, 1000) } else { Accept::structure(candidate, 15) }
}

/// ENTSO-E, EIC reference manual. Two digits for the issuing office, a letter for the kind, twelve characters, one to check;
/// `-` counts 36. One of 37 candidates passes, with one of the kinds in use one of 130.
#[must_use]
pub fn eu_eic(candidate: &[u8]) -> Option<Accept> {
    let [body @ .., check] = <[u8; 16]>::try_from(candidate).ok()?;
    let sum: u32 = body.iter().zip((2..=16).rev()).map(|(c, w)| w * if *c == b'-' { 36 } else { value(*c) }).sum();
    let [_, _, kind, ..] = body;
    (36 - (sum + 36) % 37 == value(check) && check != b'-').then_some(())?;
    Accept::checksum(candidate, if b"ATVWXYZ".contains(&kind) { 130 } else { 37 })
}

/// ICAO Doc 9303 parts 4 to 7: three lines of 30 characters, two of 36 or 44, or the second of 44 alone. One of 10,000
/// candidates passes: number, birth date, expiry and the whole have a check digit each; visas have no last one. A pattern
/// cannot count across lines and takes too many of them; as many as hold are the finding.
#[must_use]
pub fn eu_mrz(candidate: &[u8]) -> Option<Accept> {
    let inside = |c: &u8| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == b'<';
    let is_end = |end: &usize| candidate.get(end - 1).is_some_and(inside) && !candidate.get(*end).is_some_and(inside);
    (1..=candidate.len()).rev().filter(is_end).find_map(|end| {
        let lines = candidate.get(..end)?.split(|c| !inside(c)).filter(|line| !line.is_empty());
        is_zone(&lines.collect::<Vec<_>>())?.then_some(())?;
        Some(Accept::checksum(candidate, 10_000)?.shortened(end))
    })
}

/// Whether lines are a zone whose check digits hold; `None` where they are too short.
fn is_zone(lines: &[&[u8]]) -> Option<bool> {
    match lines {
        [first, second, third] if [first, second, third].iter().all(|line| line.len() == 30) => {
            let whole = [first.get(5..)?, second.get(..7)?, second.get(8..15)?, second.get(18..29)?].concat();
            Some(holds(first, 5..14) && dates(second, 0, 8) && mrz(&whole) == value(*second.get(29)?))
        }
        [second] if second.len() == 44 => is_second(second, false),
        [first, second] if first.len() == second.len() && matches!(second.len(), 36 | 44) => {
            is_second(second, first.starts_with(b"V"))
        }
        _ => None,
    }
}

/// Whether the second line of two holds.
fn is_second(line: &[u8], visa: bool) -> Option<bool> {
    let last = line.len() - 1;
    let whole = [line.get(..10)?, line.get(13..20)?, line.get(21..last)?].concat();
    let whole = visa || mrz(&whole) == value(*line.get(last)?);
    let personal = visa || last == 35 || holds(line, 28..42);
    let state = line.get(10..13)?.iter().all(|c| !c.is_ascii_digit());
    Some(state && holds(line, 0..9) && dates(line, 13, 21) && personal && whole)
}

/// Whether the character behind a field is its check digit. A filler stands for the check digit of an empty field, and of a
/// number that goes on elsewhere.
fn holds(line: &[u8], field: std::ops::Range<usize>) -> bool {
    let check = line.get(field.end).copied();
    check.is_some_and(|c| c == b'<' || line.get(field).is_some_and(|field| mrz(field) == value(c)))
}

/// Whether birth date and expiry exist and their check digits hold. What is unknown of a birth date is filled.
fn dates(line: &[u8], birth: usize, expiry: usize) -> bool {
    [birth, expiry].iter().all(|at| {
        let Some([_, _, m1, m2, d1, d2, check]) = line.get(*at..).and_then(|rest| rest.first_chunk::<7>()) else {
            return false;
        };
        let [month, day] = [(m1, m2), (d1, d2)].map(|(a, b)| two(a.wrapping_sub(b'0'), b.wrapping_sub(b'0')));
        let exists = [m1, m2, d1, d2].contains(&&b'<') || is_day(month, day);
        exists && *check != b'<' && holds(line, *at..at + 6)
    })
}

fn is_member(country: [u8; 2]) -> bool {
    MEMBERS.split(' ').any(|known| known.as_bytes() == country)
}
