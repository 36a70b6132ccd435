//! Mobile devices and subscribers: IMEI, MEID, IMSI.
//!
//! `35-693803-564380-9`: body that assigned it, model, serial number, Luhn digit. With the version of the software it has 16
//! digits and none to check. A MEID is hexadecimal and begins with `A0` or more: `AF 01 23 45 0A BC DE`, with the check
//! digit `C`. An IMSI begins with the code of its country: `262 01 …` is German.

use llmguard_types::Accept;

use crate::checks::luhn;
use crate::digits::{number, value};

/// Codes of countries, ITU-T E.212, hundred by hundred.
const COUNTRIES: [&[u16]; 8] = [
    &[
        2, 4, 6, 8, 12, 13, 14, 16, 18, 19, 20, 21, 22, 25, 26, 28, 30, 31, 32, 34, 35, 38, 40, 42, 44, 46, 47, 48, 50,
        55, 57, 59, 60, 62, 66, 68, 70, 72, 74, 76, 78, 80, 82, 83, 84, 86, 88, 89, 90, 92, 93, 94, 95, 97,
    ],
    &[
        2, 8, 10, 11, 12, 13, 14, 15, 16, 30, 32, 34, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62, 63, 64, 65,
        66, 68, 70, 72, 74, 76,
    ],
    &[
        0, 1, 2, 4, 5, 6, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 24, 25, 26, 27, 28, 29, 30, 31, 32, 34, 36,
        37, 38, 40, 41, 50, 52, 54, 55, 56, 57, 60, 61, 66, 67, 70, 72,
    ],
    &[2, 5, 10, 14, 15, 20, 25, 28, 30, 36, 37, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55],
    &[
        2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 57, 58, 59,
    ],
    &[2, 4, 6, 8, 10, 12, 14, 16, 22, 24, 30, 32, 34, 36, 38, 40, 42, 44, 46, 48, 50],
    &[],
    &[1, 2, 91],
];

/// 3GPP TS 23.003 section 6; GSMA TS.06. One of 10 candidates passes, one of 200 that begins with a body in office: 01, 35, 86, 91
/// or 99. The printed shape is rare, which counts another factor of ten.
#[must_use]
pub fn imei(candidate: &[u8]) -> Option<Accept> {
    let digits: Vec<u8> = candidate.iter().filter(|c| c.is_ascii_digit()).map(|c| c - b'0').collect();
    match digits.as_slice() {
        [a, b, .., _, _] if digits.len() == 15 && luhn(&digits) && digits.iter().any(|d| *d != 0) => {
            let printed = candidate.len() > 15;
            let body = matches!([a, b], [0, 1] | [3, 5] | [8, 6] | [9, 1] | [9, 9]);
            Accept::checksum(
                candidate,
                if body {
                    200
                } else if printed {
                    100
                } else {
                    10
                },
            )
        }
        _ if digits.len() == 16 => Accept::structure(candidate, 1),
        _ => None,
    }
}

/// TIA-1187-A; 3GPP2 S.R0048. Without check digit any hexadecimal candidate passes, with it one of 16: Luhn to the base of 16.
/// The decimal form has 18 digits and neither part may be too great.
#[must_use]
pub fn meid(candidate: &[u8]) -> Option<Accept> {
    let digits: Vec<u8> = candidate.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
    if digits.len() == 18 {
        let decimal: Vec<u8> = digits.iter().map(|c| c.wrapping_sub(b'0')).collect();
        let (high, low) = (number(decimal.get(..10)?), number(decimal.get(10..)?));
        ((0xa000_0000..=0xffff_ffff).contains(&high) && low <= 0xff_ffff).then_some(())?;
        return Accept::structure(candidate, 15);
    }
    let Some((check, body)) = digits.split_last().filter(|_| digits.len() == 15) else {
        return Accept::structure(candidate, 1);
    };
    let doubled = |(place, c): (usize, &u8)| value(*c) * (1 + (place as u32 & 1));
    let sum: u32 = body.iter().enumerate().map(doubled).map(|v| v / 16 + v % 16).sum();
    (sum + value(*check)).is_multiple_of(16).then_some(())?;
    Accept::checksum(candidate, 16)
}

/// ITU-T E.212. One of 4 candidates passes: the country exists, or the network is private (999) or a test (001).
#[must_use]
pub fn imsi(candidate: &[u8]) -> Option<Accept> {
    let [a, b, c, ..] = *candidate else { return None };
    let [hundreds, code] =
        [&[a][..], &[b, c]].map(|part| part.iter().fold(0, |n, d| n * 10 + u16::from(d.wrapping_sub(b'0'))));
    let listed = usize::from(hundreds).checked_sub(2).and_then(|at| COUNTRIES.get(at));
    let known = listed.is_some_and(|codes| codes.contains(&code))
        || matches!([a, b, c], [b'0', b'0', b'1'] | [b'9', b'9', b'9']);
    known.then_some(())?;
    Accept::structure(candidate, 4)
}
