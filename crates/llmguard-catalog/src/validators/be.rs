//! Belgium: national, BIS, enterprise and identity card numbers and the structured payment reference.
//!
//! All of them carry a remainder or a complement modulo 97 in their last two digits. National number: birth date YYMMDD,
//! serial (3), 97 minus the first nine digits modulo 97; whoever is born from 2000 on has a 2 put before the nine:
//! `85.07.30-033.28`, 97 − 850730033 mod 97 = 28. BIS numbers add 20 or 40 to the month: `98.47.28-997.65`.

use llmguard_types::Accept;

use crate::calendar::{is_day, two};
use crate::digits::{digits, number};

/// Arrêté royal du 3 avril 1984. Check digits and birth date: one of 1900 candidates passes, where 2000 to 2039 are the
/// years with a 2 before. Unknown and used-up dates are numbered on (month 00, days beyond the month), so a date that is
/// none does not veto: it counts as the check digits alone, 69, and 15 without a printed separator.
#[must_use]
pub fn be_nrn(candidate: &[u8]) -> Option<Accept> {
    let (month, day) = registered(candidate)?;
    (month <= 12).then_some(())?;
    Accept::checksum(candidate, if is_day(month, day) { 1900 } else { numbered_on(candidate) })
}

/// Arrêté royal du 8 février 1991 (BIS): the same with 20 (sex unknown) or 40 added to the month. One of 950 candidates
/// passes.
#[must_use]
pub fn be_bis(candidate: &[u8]) -> Option<Accept> {
    let (month, day) = registered(candidate)?;
    let month = match month {
        20..=32 => month - 20,
        40..=52 => month - 40,
        _ => return None,
    };
    Accept::checksum(candidate, if is_day(month, day) { 950 } else { numbered_on(candidate) })
}

/// Arrêté royal du 24 juin 2003 (Banque-Carrefour des Entreprises); VIES. Begins with 0 or 1; the last two digits are 97
/// minus the first eight modulo 97. One of 97 candidates passes; ten digits in a row count 15, `BE` another factor of
/// ten.
#[must_use]
pub fn be_vat(candidate: &[u8]) -> Option<Accept> {
    let bare = candidate.strip_prefix(b"BE");
    let [first, b, c, d, e, f, g, h, check @ ..] = digits::<10>(bare.unwrap_or(candidate))?;
    let body = number(&[first, b, c, d, e, f, g, h]);
    (first <= 1 && body != 0 && 97 - body % 97 == number(&check)).then_some(())?;
    let strength = match bare {
        Some(_) => 970,
        None if candidate.len() > 10 => 97,
        None => 15,
    };
    Accept::checksum(candidate, strength)
}

/// The number of the identity card, twelve digits `591-1917064-58`: the last two are the first ten modulo 97, or 97 where
/// nothing remains. One of 97 candidates passes; twelve digits in a row count 15.
#[must_use]
pub fn be_eid(candidate: &[u8]) -> Option<Accept> {
    remainder(candidate)
}

/// OGM-VCS, Febelfin: the structured communication of a credit transfer, `+++090/9337/55493+++`, with the same check as
/// the identity card. One of 97 candidates passes; twelve digits in a row count 15.
#[must_use]
pub fn be_ogm_vcs(candidate: &[u8]) -> Option<Accept> {
    remainder(candidate)
}

/// Twelve digits of which the last two are the remainder of the others, 97 instead of 0.
fn remainder(candidate: &[u8]) -> Option<Accept> {
    let [body @ .., c1, c2] = digits::<12>(candidate)?;
    let body = number(&body);
    let rest = body % 97;
    (body != 0 && (if rest == 0 { 97 } else { rest }) == number(&[c1, c2])).then_some(())?;
    Accept::checksum(candidate, if candidate.len() > 12 { 97 } else { 15 })
}

/// What a number without a date is worth.
fn numbered_on(candidate: &[u8]) -> u32 {
    if candidate.len() > 11 { 69 } else { 15 }
}

/// Month and day of a national or BIS number, if its check digits hold for one of the two centuries.
fn registered(candidate: &[u8]) -> Option<(u32, u32)> {
    let [y1, y2, m1, m2, d1, d2, s1, s2, s3, c1, c2] = digits::<11>(candidate)?;
    let (year, serial) = (two(y1, y2), number(&[s1, s2, s3]));
    let body = number(&[y1, y2, m1, m2, d1, d2, s1, s2, s3]);
    let check = |body: u64| 97 - body % 97 == number(&[c1, c2]);
    let holds = check(body) || (year < 40 && check(2_000_000_000 + body));
    (holds && (1..=998).contains(&serial)).then_some((two(m1, m2), two(d1, d2)))
}
