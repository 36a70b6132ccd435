//! Iceland: kennitala, the number of every person and firm.
//!
//! Birth date DDMMYY (firms: founding date with 40 added to the day), serial (2, from 20 on), check digit with weights
//! 3 2 7 6 5 4 3 2 1 and sum divisible by 11, century (8, 9 or 0): `120174-3399`.

use llmguard_types::Accept;

use crate::calendar::{is_date, two};
use crate::checks::weighted;
use crate::digits::digits;

/// Lög um skráningu einstaklinga nr. 140/2019; Þjóðskrá. Of 1350 candidates one has a good check digit, a serial from 20
/// on and a date from 1900 to 2039; without the hyphen they count 15, other dates and serials 10.
#[must_use]
pub fn is_kennitala(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<10>(candidate)?;
    let [d1, d2, m1, m2, y1, y2, s1, _, _, century] = number;
    let day = two(d1, d2);
    let day = if day > 40 { day - 40 } else { day };
    let year = match century {
        8 => 1800,
        9 => 1900,
        0 => 2000,
        _ => return None,
    } + two(y1, y2);
    let sum = weighted(&number, &[3, 2, 7, 6, 5, 4, 3, 2, 1]);
    (is_date(year, two(m1, m2), day) && sum.is_multiple_of(11)).then_some(())?;
    let strength = match year {
        1900..2040 if s1 >= 2 && candidate.contains(&b'-') => 1350,
        1900..2040 if s1 >= 2 => 15,
        _ => 10,
    };
    Accept::checksum(candidate, strength)
}
