//! Czechia: the organisation number IČO, the tax number DIČ and account numbers. The birth number is in `rodne_cislo.rs`.
//!
//! IČO has eight digits and weights 8 to 2: `25123891`. DIČ is `CZ` and the IČO of a firm or the birth number of a
//! person. An account is a prefix, a number and the code of the bank: `19-2000145399/0800`; prefix and number are each
//! divisible by 11 when weighed 6 3 7 9 10 5 8 4 2 1 from the right.

use llmguard_types::Accept;

use super::rodne_cislo::rodne_cislo;
use crate::checks::{checked, weighted_from_right};
use crate::digits::{bare, behind, digits, number};

/// Codes of banks, old and new, as the Czech Wikipedia ("Kód banky") and finance.cz ("Kódy bank v ČR") list them.
const BANKS: &[u64] = &[
    100, 300, 600, 710, 800, 2010, 2020, 2030, 2050, 2060, 2070, 2100, 2200, 2210, 2220, 2230, 2240, 2250, 2260, 2275,
    2310, 2600, 2700, 3030, 3040, 3050, 3060, 3500, 4000, 4300, 5400, 5500, 5800, 6000, 6100, 6200, 6210, 6300, 6363,
    6700, 6800, 7910, 7940, 7950, 7960, 7970, 7980, 7990, 8030, 8040, 8060, 8090, 8150, 8211,
];

/// Zákon č. 111/2009 Sb., § 24; Český statistický úřad. One of 10 candidates passes.
#[must_use]
pub fn cz_ico(candidate: &[u8]) -> Option<Accept> {
    let check = |sum: u32| match 11 - sum % 11 {
        10 => 0,
        11 => 1,
        digit => digit,
    };
    checked(&digits::<8>(candidate)?, &[8, 7, 6, 5, 4, 3, 2], check).then_some(())?;
    Accept::checksum(candidate, 10)
}

/// Zákon č. 280/2009 Sb., § 130; European Commission, VIES. One of 11 bare candidates of eight digits passes (none begins
/// with 9), one of 75 of ten (a birth number). Nine digits are an old birth number, which has no check digit, or begin
/// with 6 and are weighed as the eight behind it. The country code counts as another factor of ten where there is a check digit.
#[must_use]
pub fn cz_vat(candidate: &[u8]) -> Option<Accept> {
    let (plain, rarer) = behind(candidate, "CZ");
    if let Some(firm) = digits::<8>(plain) {
        (firm.first() != Some(&9)).then_some(())?;
        cz_ico(plain)?;
        return Accept::checksum(candidate, rarer * 11);
    }
    if let Some([6, body @ ..]) = digits::<9>(plain)
        && checked(&body, &[8, 7, 6, 5, 4, 3, 2], |sum| (sum % 11 + 8) % 10)
    {
        return Accept::checksum(candidate, bare(candidate, 100));
    }
    let person = rodne_cislo(plain)?;
    if digits::<9>(plain).is_some() {
        return Accept::structure(candidate, person.strength);
    }
    Accept::checksum(candidate, bare(candidate, rarer * 75))
}

/// Vyhláška č. 169/2011 Sb., Příloha. One of 11 candidates passes, with a prefix one of 121; of the codes one of 190 is a
/// bank's. A prefix and a known bank are counted together, neither alone: what stands behind a wrong prefix would be as
/// good as an account without one, and banks are founded.
#[must_use]
pub fn cz_account(candidate: &[u8]) -> Option<Accept> {
    let mut halves = candidate.split(|c| *c == b'/');
    let (account, bank) = (halves.next()?, halves.next()?);
    let mut parts = account.rsplit(|c| *c == b'-');
    let (main, prefix) = (parts.next()?, parts.next());
    (main.iter().filter(|c| (b'1'..=b'9').contains(c)).count() >= 2).then_some(())?;
    (divisible(main) && prefix.is_none_or(divisible)).then_some(())?;
    let known = BANKS.contains(&number(&digits::<4>(bank)?));
    Accept::checksum(candidate, if known && prefix.is_some() { 20_000 } else { 11 })
}

/// Whether one part of an account is divisible by 11, weighed from the right by the powers of two.
fn divisible(part: &[u8]) -> bool {
    weighted_from_right(part, &[1, 2, 4, 8, 5, 10, 9, 7, 3, 6]).is_multiple_of(11)
}
