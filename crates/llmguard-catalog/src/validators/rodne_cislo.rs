//! Rodné číslo: the birth number of Czechia and Slovakia, nine or ten digits.
//!
//! Birth date YYMMDD, then a serial of three digits; from 1954 on a tenth digit that makes the number divisible by 11.
//! Women are born 50 months later, and since 2004 both sexes another 20 when serials are used up:
//! `710319/2745` is a man of 19 March 1971.

use llmguard_types::Accept;

use crate::calendar::{is_day, two};
use crate::digits::{bare, digits, number};

/// Zákon č. 133/2000 Sb., § 13; zákon NR SR č. 301/1995 Z. z. One of 99 candidates of ten digits has a plausible birth
/// date and is divisible by 11; ten digits without the slash count as 15. A month that is 40 or 90 too high and a year to
/// come are accepted, as everybody's software accepts them, but count as 10. Nine digits have no check digit and count
/// as 10.
#[must_use]
pub fn rodne_cislo(candidate: &[u8]) -> Option<Accept> {
    if let Some([y1, y2, m1, m2, d1, d2, ..]) = digits::<9>(candidate) {
        // Nine digits were issued until 1953; 54 to 79 is no year of anybody's birth.
        let plausible = !(54..80).contains(&two(y1, y2)) && is_day(two(m1, m2) % 50 % 20, two(d1, d2));
        plausible.then_some(())?;
        return Accept::structure(candidate, 10);
    }
    let all = digits::<10>(candidate)?;
    let [y1, y2, m1, m2, d1, d2, .., check] = all;
    let (year, month) = (two(y1, y2), two(m1, m2));
    // Until 1985 some whose first nine digits leave ten got a 0.
    let legacy = check == 0 && number(&all) / 10 % 11 == 10;
    let holds = number(&all).is_multiple_of(11) || legacy;
    (holds && is_day(month % 50 % 20, two(d1, d2))).then_some(())?;
    let alive = month % 50 < 40 && !(30..54).contains(&year);
    Accept::checksum(candidate, bare(candidate, if alive { 99 } else { 10 }))
}
