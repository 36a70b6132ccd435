//! Numbers of France: firms (SIREN, SIRET, RCS, TVA), taxpayers (SPI) and identity cards.
//!
//! A firm is its SIREN, nine digits with a Luhn digit: `732 829 320`. Five more digits name the establishment, again with
//! a Luhn digit: SIRET `732 829 320 00074`. The VAT number puts a key of two characters before the SIREN: `FR 83 404 833 048`
//! because (12 + 3 · (404833048 mod 97)) mod 97 = 83. The taxpayer's SPI ends in its own remainder:
//! 3023217600 mod 511 = 53, so `30 23 217 600 053`.

use llmguard_types::Accept;

use crate::calendar::is_time;
use crate::checks::luhn;
use crate::digits::{alnums, digits, number};

/// The characters of a VAT key, by value: I and O are left out.
const KEY: &[u8; 34] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Code de commerce R123-221; INSEE. One of 10 candidates passes.
#[must_use]
pub fn fr_siren(candidate: &[u8]) -> Option<Accept> {
    is_siren(&digits(candidate)?).then_some(())?;
    Accept::checksum(candidate, 10)
}

/// Code de commerce R123-221; INSEE. The establishments of La Poste but its seat have a digit sum that five divides instead
/// of the second Luhn digit. One of 100 candidates passes; what reads as a time (`20261231235959`) counts 10.
#[must_use]
pub fn fr_siret(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<14>(candidate)?;
    let holds = match number {
        [3, 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 8] => true,
        [3, 5, 6, 0, 0, 0, 0, 0, 0, ..] => number.iter().sum::<u8>().is_multiple_of(5),
        _ => luhn(&number),
    };
    (is_siren(number.first_chunk()?) && holds).then_some(())?;
    let time = matches!(number, [1, 9, ..] | [2, 0, ..]) && number.last_chunk::<12>().is_some_and(|rest| is_time(rest));
    Accept::checksum(candidate, if time { 10 } else { 100 })
}

/// Code de commerce R123-237: `RCS`, the town of the register, perhaps a letter, the SIREN. One of 10 candidates
/// passes; the words before it are rare, which is counted as another factor of ten. In `RCS : RCS Paris …` the first word
/// is a label, which is refused.
#[must_use]
pub fn fr_rcs(candidate: &[u8]) -> Option<Accept> {
    let at = candidate.iter().position(u8::is_ascii_digit)?;
    candidate.windows(3).skip(1).all(|word| word != b"RCS").then_some(())?;
    is_siren(&digits(candidate.get(at..)?)?).then_some(())?;
    Accept::checksum(candidate, 100)
}

/// CGI art. 286 ter; European Commission, VIES. One of 970 bare candidates passes by key and SIREN, one of 110 where the
/// key has a letter; numbers of Monaco (`000` …) are no SIREN, which costs the factor ten. The country code adds one.
#[must_use]
pub fn fr_vat(candidate: &[u8]) -> Option<Accept> {
    let (text, prefix) = match alnums::<13>(candidate) {
        Some([b'F', b'R', text @ ..]) => (text, 10),
        Some(_) => return None,
        None => (alnums::<11>(candidate)?, 1),
    };
    let [k1, k2, siren @ ..] = text;
    let siren = digits::<9>(&siren)?;
    let monaco = siren.starts_with(&[0, 0, 0]);
    (siren.iter().any(|d| *d != 0) && (monaco || luhn(&siren))).then_some(())?;
    let key = |c: u8| KEY.iter().position(|known| *known == c).map(|at| at as u64);
    let (v1, v2, number) = (key(k1)?, key(k2)?, number(&siren));
    let numeric = k1.is_ascii_digit() && k2.is_ascii_digit();
    let holds = if numeric {
        v1 * 10 + v2 == (12 + 3 * (number % 97)) % 97
    } else {
        // A digit and a letter come first, 24 letters each, then all that begin with a letter.
        let ordinal = if k1.is_ascii_digit() { v1 * 24 + v2 - 10 } else { v1 * 34 + v2 - 100 };
        (number + 1 + ordinal / 11) % 11 == ordinal % 11
    };
    holds.then_some(())?;
    let strength = if numeric { 97 } else { 11 } * if monaco { 1 } else { 10 };
    Accept::checksum(candidate, strength * prefix)
}

/// DGFiP, numéro fiscal de référence; OECD, TIN of France. One of 1000 candidates passes in the
/// printed groups. Thirteen digits in a row may be an article number, EAN 300 to 379 being French, and count 100; those
/// that read as milliseconds between 2014 and 2033 count 10.
#[must_use]
pub fn fr_spi(candidate: &[u8]) -> Option<Accept> {
    let digits = digits::<13>(candidate)?;
    let [body @ .., _, _, _] = &digits;
    let (body, all) = (number(body), number(&digits));
    (body != 0 && body % 511 == all % 1000).then_some(())?;
    let compact = candidate.len() == digits.len();
    let time = (1_400_000_000_000..2_000_000_000_000).contains(&all);
    Accept::checksum(
        candidate,
        if !compact {
            1000
        } else if time {
            10
        } else {
            100
        },
    )
}

/// Décret n° 55-1397; PRADO. No check digit is printed on a carte nationale d'identité; the nine characters of
/// the new card hold a digit, or every word of nine letters would be one. Every candidate with one passes.
#[must_use]
pub fn fr_cni(candidate: &[u8]) -> Option<Accept> {
    candidate.iter().any(u8::is_ascii_digit).then_some(())?;
    Accept::structure(candidate, 1)
}

fn is_siren(number: &[u8; 9]) -> bool {
    number.iter().any(|d| *d != 0) && luhn(number)
}
