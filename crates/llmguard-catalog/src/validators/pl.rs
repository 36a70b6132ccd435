//! Poland: NIP, REGON, the identity card and the passport. PESEL has a file of its own.
//!
//! NIP, the tax number, has ten digits and weights 6 5 7 2 3 4 5 6 7 modulo 11: `856-734-62-15`. REGON, the number in
//! the register of firms, has nine digits, or fourteen for a branch: `192598184`. Documents have letters, which count
//! as `A` = 10, and their check digit stands inside: `ABA300000`, `ZS0000177`.

use llmguard_types::Accept;

use crate::checks::{checked, weighted};
use crate::digits::{alnums, behind, digits, value};

/// Ustawa o zasadach ewidencji i identyfikacji podatników, art. 2; European Commission, VIES. One of 11 bare candidates
/// passes: a remainder of ten is not issued. The country code counts as another factor of ten.
#[must_use]
pub fn pl_nip(candidate: &[u8]) -> Option<Accept> {
    let (number, rarer) = behind(candidate, "PL");
    checked(&digits::<10>(number)?, &[6, 5, 7, 2, 3, 4, 5, 6, 7], |sum| sum % 11).then_some(())?;
    Accept::checksum(candidate, rarer * 11)
}

/// Rozporządzenie Rady Ministrów w sprawie rejestru REGON. One of 10 candidates of nine digits passes, one of 100 of
/// fourteen: they hold the nine of the firm. Times look like those fourteen, so they count no more than the nine.
#[must_use]
pub fn pl_regon(candidate: &[u8]) -> Option<Accept> {
    let firm = |number: &[u8]| checked(number, &[8, 9, 2, 3, 4, 5, 6, 7], |sum| sum % 11 % 10);
    let holds = match digits::<9>(candidate) {
        Some(number) => firm(&number),
        None => {
            let number = digits::<14>(candidate)?;
            let [nine @ .., _, _, _, _, _] = &number;
            firm(nine) && checked(&number, &[2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8], |sum| sum % 11 % 10)
        }
    };
    holds.then_some(())?;
    Accept::checksum(candidate, 10)
}

/// Ustawa o dowodach osobistych; Wikipedia, "Dowód osobisty". One of 10 candidates passes.
#[must_use]
pub fn pl_id_card(candidate: &[u8]) -> Option<Accept> {
    document(candidate, [7, 3, 1, 9, 7, 3, 1, 7, 3])
}

/// Ustawa o dokumentach paszportowych; Wikipedia, "Paszport". One of 10 candidates passes.
#[must_use]
pub fn pl_passport(candidate: &[u8]) -> Option<Accept> {
    document(candidate, [7, 3, 9, 1, 7, 3, 1, 7, 3])
}

/// A document: the weighted sum is a multiple of ten, the check digit weighs 9, which is -1.
fn document(candidate: &[u8], weights: [u32; 9]) -> Option<Accept> {
    let values = alnums::<9>(candidate)?.map(|c| value(c) as u8);
    weighted(&values, &weights).is_multiple_of(10).then_some(())?;
    Accept::checksum(candidate, 10)
}
