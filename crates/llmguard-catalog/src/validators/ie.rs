//! Ireland: the number of a person and of a taxable one.
//!
//! `6433435F`: weights 8 to 2 make 144, 144 mod 23 = 6, the sixth letter. A second letter counts nine times its place in the
//! alphabet, `W` nothing: `6433435OA`. VAT numbers until 2013 had a letter or a sign at the second place: `8D79739I`.

use llmguard_types::Accept;

use crate::checks::weighted;
use crate::digits::{alnums, digits};

/// Social Welfare Consolidation Act 2005 s. 262; Revenue. One of 23 candidates passes. The suffixes `T`, `W` and `X` of former
/// times do not count.
#[must_use]
pub fn ie_pps(candidate: &[u8]) -> Option<Accept> {
    let suffix = *candidate.get(8).unwrap_or(&b'W');
    check(candidate.get(..8)?, if b"TWX".contains(&suffix) { b'W' } else { suffix })?;
    Accept::checksum(candidate, 23)
}

/// Value-Added Tax Consolidation Act 2010; European Commission, VIES. One of 23 candidates passes, and bare ones look like the
/// numbers of persons; with the country code the shape itself is rare, which is counted as another factor of ten.
#[must_use]
pub fn ie_vat(candidate: &[u8]) -> Option<Accept> {
    let national = candidate.strip_prefix(b"IE");
    let text = national.unwrap_or(candidate);
    let text = text.strip_prefix(b" ").unwrap_or(text);
    match text {
        [first, second, rest @ .., letter] if rest.len() == 5 && !second.is_ascii_digit() => {
            let [a, b, c, d, e] = *rest.first_chunk()?;
            check(&[b'0', a, b, c, d, e, *first, *letter], b'W')?;
        }
        _ => check(text.get(..8)?, *text.get(8).unwrap_or(&b'W'))?,
    }
    Accept::checksum(candidate, if national.is_some() { 230 } else { 23 })
}

/// Seven digits and their letter; the second letter comes along.
fn check(number: &[u8], second: u8) -> Option<()> {
    let [head @ .., letter] = alnums::<8>(number)?;
    let extra = if second == b'W' { 0 } else { u32::from(second.checked_sub(b'@')?) };
    let sum = weighted(&digits::<7>(&head)?, &[8, 7, 6, 5, 4, 3, 2]) + 9 * extra;
    (b"WABCDEFGHIJKLMNOPQRSTUV".get(sum as usize % 23) == Some(&letter)).then_some(())
}
