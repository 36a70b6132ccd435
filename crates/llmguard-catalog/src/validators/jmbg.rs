//! JMBG and EMŠO: the citizens' number of Yugoslavia, thirteen digits, of which Slovenia's EMŠO is the living form.
//!
//! Birth date DDMMYYY without the thousands, two digits of the region, serial, check digit with weights 7 6 5 4 3 2 7 6 5 4
//! 3 2: `0101006500006`. The region is where somebody was registered first, so each country knows all of them.

use llmguard_types::Accept;

use crate::calendar::{is_date, two};
use crate::checks::checked;
use crate::digits::digits;

/// Zakon o centralnem registru prebivalstva; Zakon o matičnom broju (Croatia, until 2009). One of 2,000 candidates has
/// the check digit and a birth date from 1900 to 2029. Times in milliseconds begin like people born on the 16th, 17th
/// and 18th and count as 15, other years as 10, the check digit alone.
#[must_use]
pub fn jmbg(candidate: &[u8]) -> Option<Accept> {
    let all = digits::<13>(candidate)?;
    let [d1, d2, m1, m2, y1, y2, y3, ..] = all;
    let year = match u32::from(y1) * 100 + two(y2, y3) {
        late @ 0..800 => 2000 + late,
        early => 1000 + early,
    };
    let holds = checked(&all, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], |sum| (11 - sum % 11) % 11 % 10);
    (holds && is_date(year, two(m1, m2), two(d1, d2))).then_some(())?;
    let alive = (1900..2030).contains(&year);
    let time = candidate.len() == 13 && (16..=18).contains(&two(d1, d2));
    let dated = if time { 15 } else { 2000 };
    Accept::checksum(candidate, if alive { dated } else { 10 })
}
