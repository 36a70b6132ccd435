//! Numbers of Portugal: NIF, citizen card and social security.
//!
//! NIF: nine digits, weights 9 to 2, the check digit completes to a multiple of eleven (10 is written 0): `PT 501 964 843`.
//! The number of the citizen card continues that of the older identity card, which ends in the same kind of check digit,
//! by two letters of the version and a Luhn digit over letters too: `00000000 0 ZZ4`.

use llmguard_types::Accept;

use crate::checks::weighted;
use crate::digits::{alnums, digits, value};

/// Decreto-Lei 14/2013; European Commission, VIES. One of 11 bare candidates passes; the country code is counted as another
/// factor of ten, but not before a four: of those only 45 is given (taxed at the source, living abroad).
#[must_use]
pub fn pt_nif(candidate: &[u8]) -> Option<Accept> {
    let bare = candidate.strip_prefix(b"PT");
    let number = digits::<9>(bare.unwrap_or(candidate))?;
    let [first, second, ..] = number;
    (first != 0 && completes_to_eleven(&number)).then_some(())?;
    let given = first != 4 || second == 5;
    Accept::checksum(candidate, if bare.is_some() && given { 110 } else { 11 })
}

/// Lei 7/2007; Instituto dos Registos e do Notariado. One of 10 candidates passes by the last digit, one of 110 when the
/// older check digit, the ninth, holds as well.
#[must_use]
pub fn pt_cc(candidate: &[u8]) -> Option<Accept> {
    let text = alnums::<12>(candidate)?;
    let [number @ .., v1, v2, check] = text;
    (check.is_ascii_digit() && (v1.is_ascii_uppercase() || v2.is_ascii_uppercase())).then_some(())?;
    let counted = |(at, c): (usize, &u8)| {
        let doubled = value(*c) << (1 - at % 2);
        if at % 2 == 0 && doubled > 9 { doubled - 9 } else { doubled }
    };
    text.iter().enumerate().map(counted).sum::<u32>().is_multiple_of(10).then_some(())?;
    let older = completes_to_eleven(&digits(&number)?);
    Accept::checksum(candidate, if older { 110 } else { 10 })
}

/// Instituto da Segurança Social: prime weights 29 to 2, the check digit is 9 less the last digit of the sum. One of 10
/// candidates passes.
#[must_use]
pub fn pt_niss(candidate: &[u8]) -> Option<Accept> {
    let [body @ .., check] = digits::<11>(candidate)?;
    let sum = weighted(&body, &[29, 23, 19, 17, 13, 11, 7, 5, 3, 2]);
    (9 - sum % 10 == u32::from(check)).then_some(())?;
    Accept::checksum(candidate, 10)
}

fn completes_to_eleven(number: &[u8; 9]) -> bool {
    let [body @ .., check] = number;
    let rest = weighted(body, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    u32::from(*check) == if rest < 2 { 0 } else { 11 - rest }
}
