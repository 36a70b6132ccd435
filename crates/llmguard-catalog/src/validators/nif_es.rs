//! NIF of a legal entity: the Spanish tax number of firms and authorities, formerly CIF.
//!
//! A letter for the kind of entity, seven digits, a control character: Luhn over the seven digits, written as a digit or
//! as a letter (`J` = 0, `A` = 1 …): `B94749892`, `P2807900B` (Ayuntamiento de Madrid).

use llmguard_types::Accept;

use crate::digits::alnums;

/// Orden EHA/451/2008 fixes for some kinds whether the control character is a digit or a letter; both are met, so either is
/// accepted for every kind. One of 10 candidates passes.
#[must_use]
pub fn nif_es(candidate: &[u8]) -> Option<Accept> {
    let [kind, body @ .., control] = alnums::<9>(candidate)?;
    (b"ABCDEFGHJNPQRSUVW".contains(&kind) && body.iter().all(u8::is_ascii_digit)).then_some(())?;
    let doubled = |d: u8| 2 * d / 10 + 2 * d % 10;
    let sum: u8 = body.iter().map(|c| c - b'0').enumerate().map(|(i, d)| if i % 2 == 0 { doubled(d) } else { d }).sum();
    let check = (10 - sum % 10) % 10;
    let letter = b"JABCDEFGHI".get(usize::from(check));
    (control == b'0' + check || Some(&control) == letter).then_some(())?;
    Accept::checksum(candidate, 10)
}
