//! Numbers of Spain beside DNI and CIF: every NIF, VAT, social security, bank accounts, supply points and land.
//!
//! A NIF is a DNI, a NIE, the number of a person without either (K, L or M, seven digits, the letter of modulo 23) or that
//! of a legal entity. The social security number ends in the rest of 97: `28/12345678/40`, 2812345678 mod 97 = 40.

use llmguard_types::Accept;

use super::dni::LETTERS;
use super::{dni, nie, nif_es};
use crate::checks::weighted;
use crate::digits::{alnums, digits, number};

/// RD 1065/2007 art. 19 to 22; Orden EHA/451/2008. One of 23 candidates passes for persons, one of 10 for entities.
#[must_use]
pub fn es_nif(candidate: &[u8]) -> Option<Accept> {
    dni(candidate).or_else(|| nie(candidate)).or_else(|| klm(candidate)).or_else(|| nif_es(candidate))
}

/// RD 1065/2007 art. 25: a NIF behind the country code, which is counted as another factor of ten.
#[must_use]
pub fn es_vat(candidate: &[u8]) -> Option<Accept> {
    let bare = es_nif(candidate.strip_prefix(b"ES")?)?;
    Accept::checksum(candidate, 10 * bare.strength)
}

/// Tesorería General de la Seguridad Social; a number below ten million is written without its leading zero when the rest
/// is taken. One of 97 candidates passes; twelve digits in a row count 15.
#[must_use]
pub fn es_nuss(candidate: &[u8]) -> Option<Accept> {
    let digits = digits::<12>(candidate)?;
    let [province @ .., _, _, _, _, _, _, _, _, _, _] = &digits;
    let [_, _, serial @ .., c1, c2] = &digits;
    let (province, serial) = (number(province), number(serial));
    let scale = if serial < 10_000_000 { 10_000_000 } else { 100_000_000 };
    (province != 0 && (province * scale + serial) % 97 == number(&[*c1, *c2])).then_some(())?;
    Accept::checksum(candidate, if candidate.len() > digits.len() { 97 } else { 15 })
}

/// Consejo Superior Bancario, código cuenta cliente: bank, branch, two check digits, account. The first check digit is of
/// bank and branch, the second of the account, both modulo 11. One of 100 candidates passes.
#[must_use]
pub fn es_ccc(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<20>(candidate)?;
    let (office, account) = (number.first_chunk::<8>()?, number.last_chunk::<10>()?);
    let check = |digits: &[u8], weights: &[u32]| match 11 - weighted(digits, weights) % 11 {
        11 => 0,
        10 => 1,
        other => other,
    };
    let found = [check(office, &[4, 8, 5, 10, 9, 7, 3, 6]), check(account, &[1, 2, 4, 8, 5, 10, 9, 7, 3, 6])];
    let [_, _, _, _, _, _, _, _, c1, c2, ..] = number;
    (number.iter().any(|d| *d != 0) && found == [u32::from(c1), u32::from(c2)]).then_some(())?;
    Accept::checksum(candidate, 100)
}

/// RD 1435/2002, código universal del punto de suministro: sixteen digits, two letters for the rest of 529, and perhaps the
/// frontier point (a digit and a letter). One of 529 candidates passes; the country code is counted as a factor of ten.
#[must_use]
pub fn es_cups(candidate: &[u8]) -> Option<Accept> {
    let [b'E', b'S', point @ .., l1, l2] =
        alnums::<20>(candidate).or_else(|| Some(*alnums::<22>(candidate)?.first_chunk()?))?
    else {
        return None;
    };
    let rest = (number(&digits::<16>(&point)?) % 529) as usize;
    ([LETTERS.get(rest / 23), LETTERS.get(rest % 23)] == [Some(&l1), Some(&l2)]).then_some(())?;
    Accept::checksum(candidate, 5290)
}

/// RDL 1/2004 art. 6 (Ley del Catastro): parcel (7), map sheet (7), unit (4), two control letters. Each is taken over half of
/// the parcel and the unit, letters counting by the Spanish alphabet (`Ñ` = 15), modulo 23. One of 529 candidates passes.
#[must_use]
pub fn es_catastro(candidate: &[u8]) -> Option<Accept> {
    const CONTROL: &[u8; 23] = b"MQWERTYUIOPASDFGHJKLBZX";
    let text = alnums::<20>(candidate)?;
    let [body @ .., l1, l2] = text;
    let value = |c: u8| match c {
        b'0'..=b'9' => c - b'0',
        b'A'..=b'N' => c - b'A' + 1,
        _ => c - b'A' + 2,
    };
    let body: [u8; 18] = body.map(value);
    let unit = body.last_chunk::<4>()?;
    let letter = |half: &[u8]| {
        let sum = weighted(half, &[13, 15, 12, 5, 4, 17, 9]) + weighted(unit, &[21, 3, 7, 1]);
        CONTROL.get((sum % 23) as usize).copied()
    };
    let (first, second) = (body.get(..7)?, body.get(7..14)?);
    ([letter(first), letter(second)] == [Some(l1), Some(l2)]).then_some(())?;
    Accept::checksum(candidate, 529)
}

/// A person without DNI or NIE: children under 14 (K), Spaniards abroad (L), foreigners (M).
fn klm(candidate: &[u8]) -> Option<Accept> {
    let [b'K'..=b'M', body @ .., letter] = alnums::<9>(candidate)? else { return None };
    let rest = number(&digits::<7>(&body)?) % 23;
    (LETTERS.get(rest as usize) == Some(&letter)).then_some(())?;
    Accept::checksum(candidate, 23)
}
