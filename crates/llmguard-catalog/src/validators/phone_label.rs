//! Phone number behind a label: digits that are a number because "Tel." says so.
//!
//! Most countries write national numbers without any mark of their own: `Tel. 96 386754`, `phone: 579 322 563`. Behind a
//! label six digits are enough. Dates and addresses of machines stand there as well (`Telefon 12.08.2024`).

use llmguard_types::Accept;

use crate::calendar::is_date;
use crate::digits::{number, runs};

/// ITU-T E.164: at most 15 digits. The validator only vetoes.
#[must_use]
pub fn phone_label(candidate: &[u8]) -> Option<Accept> {
    let groups: Vec<&[u8]> = runs(candidate).filter_map(|(from, to)| candidate.get(from..to)).collect();
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    let value = |group: &[u8]| number(&group.iter().map(|c| c - b'0').collect::<Vec<u8>>()) as u32;
    let date = match groups.as_slice() {
        [year @ [_, _, _, _], month, day] | [day, month, year @ [_, _, _, _]] => {
            is_date(value(year), value(month), value(day))
        }
        [year @ [b'1' | b'2', _, _, _], [_, _]] => (1900..2100).contains(&value(year)),
        _ => false,
    };
    let machine = groups.len() == 4 && candidate.iter().filter(|c| **c == b'.').count() == 3;
    ((6..=15).contains(&digits) && !date && !machine).then_some(())?;
    Accept::structure(candidate, 1)
}
