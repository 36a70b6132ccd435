//! Brazil: the numbers of persons and of firms, each with two check digits modulo 11.
//!
//! `390.533.447-05`: weights 10 to 2 over the first nine digits make 221, 221 mod 11 = 1, and 11 − 1 = 10 is written 0;
//! weights 11 to 2 over ten make 259, 259 mod 11 = 6, 11 − 6 = 5. From July 2026 the first twelve places of a firm's
//! number may be letters, which count their ASCII code minus 48: `12.ABC.345/01DE-35`.

use llmguard_types::Accept;

use crate::digits::{alnums, digits};

/// Instrução Normativa RFB 2.172/2024; Receita Federal. One of 100 candidates passes; one digit eleven times is refused. Compact
/// ones count 15: material numbers have eleven digits, too, and come by the thousand.
#[must_use]
pub fn br_cpf(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<11>(candidate)?;
    let distinct = number.iter().any(|d| Some(d) != number.first());
    let [.., first, last] = number;
    let weights = |count: u32| (2..count + 2).rev();
    let [head, longer] = [9, 10].map(|len| number.get(..len).unwrap_or_default());
    (distinct && check(head, weights(9)) == first && check(longer, weights(10)) == last).then_some(())?;
    Accept::checksum(candidate, if candidate.len() > 11 { 100 } else { 15 })
}

/// Instrução Normativa RFB 2.119/2022 and 2.229/2024 (letters); SERPRO. One of 100 candidates passes; compact ones, which may be
/// the time to the second, count 15.
#[must_use]
pub fn br_cnpj(candidate: &[u8]) -> Option<Accept> {
    let number = alnums::<14>(candidate)?.map(|c| c - b'0');
    let distinct = number.iter().any(|d| Some(d) != number.first());
    let [.., first, last] = number;
    let weights = |count: u32| (0..count).rev().map(|place| place % 8 + 2);
    let [head, longer] = [12, 13].map(|len| number.get(..len).unwrap_or_default());
    (distinct && check(head, weights(12)) == first && check(longer, weights(13)) == last).then_some(())?;
    Accept::checksum(candidate, if candidate.len() > 14 { 100 } else { 15 })
}

/// 11 minus the remainder of the weighted sum by 11; 10 and 11 become 0.
fn check(values: &[u8], weights: impl Iterator<Item = u32>) -> u8 {
    let sum: u32 = values.iter().zip(weights).map(|(v, w)| u32::from(*v) * w).sum();
    match 11 - (sum % 11) as u8 {
        10 | 11 => 0,
        check => check,
    }
}
