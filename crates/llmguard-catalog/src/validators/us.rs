//! United States: tax numbers without check digits. Social security numbers are in `ssn`.
//!
//! `912-70-1234`: begins with 9, the fourth and fifth digit are of the ranges given to foreigners. `12-3456789`: a firm's; the
//! first two digits name the office, and some of them none.

use llmguard_types::Accept;

use crate::calendar::two;
use crate::digits::digits;

/// IRS Publication 1915, Internal Revenue Manual 3.21.263. One of 14 candidates passes; the hyphenated shape is rare and
/// counted as 20, as for social security numbers.
#[must_use]
pub fn us_itin(candidate: &[u8]) -> Option<Accept> {
    let [a, _, _, d, e, ..] = digits::<9>(candidate)?;
    (a == 9 && matches!(two(d, e), 50..=65 | 70..=88 | 90..=92 | 94..=99)).then_some(())?;
    Accept::structure(candidate, if candidate.contains(&b'-') { 20 } else { 14 })
}

/// IRS, "How EINs are assigned and valid EIN prefixes". Five of six candidates pass.
#[must_use]
pub fn us_ein(candidate: &[u8]) -> Option<Accept> {
    let [a, b, ..] = digits::<9>(candidate)?;
    let unused = matches!(two(a, b), 0 | 7..=9 | 17..=19 | 28 | 29 | 49 | 69 | 70 | 78 | 79 | 89 | 96 | 97);
    (!unused).then_some(())?;
    Accept::structure(candidate, 1)
}
