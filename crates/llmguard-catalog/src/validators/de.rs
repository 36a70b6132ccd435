//! Germany: numbers of firms, practices, drivers, courts and taxpayers.
//!
//! Numbers that had files of their own before (Steuer-ID, USt-IdNr., RVNR, KVNR, documents, plates) keep them. Worked
//! example, the Institutionskennzeichen `260326822`: digits 3 to 8 are 0 3 2 6 8 2, times 2 1 2 1 2 1 in cross sums
//! 0 + 3 + 4 + 6 + 7 + 2 = 22, modulo ten the ninth digit, 2.

use llmguard_types::Accept;

use crate::checks::{cross_weighted, mod_11_10, mod_97, weighted};
use crate::courts::is_court;
use crate::digits::{alnums, digits, runs, value};

/// What the 13 digits of the federal form of a Steuernummer begin with, by Land.
const TAX_LANDS: [&[u8]; 16] = [
    &[1, 0],
    &[1, 1],
    &[2, 1],
    &[2, 2],
    &[2, 3],
    &[2, 4],
    &[2, 6],
    &[2, 7],
    &[2, 8],
    &[3, 0],
    &[3, 1],
    &[3, 2],
    &[4, 0],
    &[4, 1],
    &[5],
    &[9],
];

/// ELSTER, "Aufbau der Steuernummer": forms of the Länder with 10 or 11 digits, the federal form with 13. The check digits
/// differ by Land and are not looked at. The federal form begins with its Land and has a 0 in fifth place, as one of 29
/// candidates does, but so do German article numbers: counted as 5.
#[must_use]
pub fn de_steuernummer(candidate: &[u8]) -> Option<Accept> {
    if let Some(federal) = digits::<13>(candidate) {
        let land = TAX_LANDS.iter().any(|land| federal.starts_with(land));
        (land && federal.get(4) == Some(&0)).then_some(())?;
        return Accept::structure(candidate, 5);
    }
    let lengths: Vec<usize> = runs(candidate).map(|(from, to)| to - from).collect();
    let strength = match lengths.as_slice() {
        [10 | 11] => 1,
        [5, 5] | [2 | 3, 3, 5] | [3, 4, 4] => 5,
        _ => return None,
    };
    Accept::structure(candidate, strength)
}

/// § 139c AO; BZSt. A USt-IdNr. with the number of the activity behind a hyphen. One of 1000 candidates of this rare shape
/// has a good check digit and five digits that are not all 0.
#[must_use]
pub fn de_widnr(candidate: &[u8]) -> Option<Accept> {
    let number = digits::<14>(candidate.strip_prefix(b"DE")?)?;
    let (base, activity) = number.split_at_checked(9)?;
    (mod_11_10(base) && activity.iter().any(|d| *d != 0)).then_some(())?;
    Accept::checksum(candidate, 1000)
}

/// FeV Anlage 8, field 5: authority, serial number, check character, issue. One of 11 candidates passes.
#[must_use]
pub fn de_fuehrerschein(candidate: &[u8]) -> Option<Accept> {
    let [body @ .., check, _] = alnums::<11>(candidate)?;
    let values = body.map(|c| value(c) as u8);
    let sum = weighted(&values, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11;
    let written = if check == b'X' { 10 } else { value(check) };
    let shape = body.iter().filter(|c| c.is_ascii_digit()).count() >= 2;
    (shape && sum == written).then_some(())?;
    Accept::checksum(candidate, 11)
}

/// HRV: register and number, the court before it if it is one of the register courts. `HRB` is a hardness, `PR` a change
/// request: without its court a number needs a cue. One of 300 pairs of words is a court.
#[must_use]
pub fn de_handelsregister(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let register = ["HRA", "HRB", "GnR", "GsR", "VR", "PR", "EWIV"].iter().find_map(|kind| {
        text.match_indices(kind).map(|(at, _)| at).find(|at| text.get(at + kind.len()..).is_some_and(starts_a_number))
    })?;
    match text.get(..register)?.trim_end() {
        "" => Accept::structure(candidate, if digits >= 3 { 10 } else { 1 }),
        court if is_court(court) => Accept::structure(candidate, 300),
        _ => None,
    }
}

fn starts_a_number(rest: &str) -> bool {
    rest.trim_start_matches([' ', '\u{a0}']).starts_with(|c: char| c.is_ascii_digit())
}

/// DEÜV: weights 1 2 1 2 1 2 1 in cross sums, the sum modulo ten or that plus five. One of 5 candidates passes.
#[must_use]
pub fn de_betriebsnummer(candidate: &[u8]) -> Option<Accept> {
    let [body @ .., check] = digits::<8>(candidate)?;
    let sum = cross_weighted(&body, &[1, 2, 1, 2, 1, 2, 1]) % 10;
    (u32::from(check) == sum || u32::from(check) == (sum + 5) % 10).then_some(())?;
    Accept::checksum(candidate, 5)
}

/// Gemeinsames Rundschreiben Institutionskennzeichen (ARGE·IK). One of 10 candidates passes.
#[must_use]
pub fn de_ik(candidate: &[u8]) -> Option<Accept> {
    let [_, _, body @ .., check] = digits::<9>(candidate)?;
    (cross_weighted(&body, &[2, 1, 2, 1, 2, 1]) % 10 == u32::from(check)).then_some(())?;
    Accept::checksum(candidate, 10)
}

/// KBV, Richtlinie nach § 75 Abs. 7 SGB V: weights 4 9 4 9 4 9. One of 10 candidates passes.
#[must_use]
pub fn de_lanr(candidate: &[u8]) -> Option<Accept> {
    let [body @ .., check, _, _] = digits::<9>(candidate)?;
    ((10 - weighted(&body, &[4, 9, 4, 9, 4, 9]) % 10) % 10 == u32::from(check)).then_some(())?;
    Accept::checksum(candidate, 10)
}

/// KBV: the first two digits name the region. 19 of 100 candidates pass.
#[must_use]
pub fn de_bsnr(candidate: &[u8]) -> Option<Accept> {
    let [region_1, region_2, ..] = digits::<9>(candidate)?;
    let region = region_1 * 10 + region_2;
    let known = [1, 2, 3, 17, 20, 35, 38, 46, 51, 52, 71, 72, 73, 74, 78, 83, 88, 93, 98];
    known.contains(&region).then_some(())?;
    Accept::structure(candidate, 5)
}

/// IFA, Technische Informationen zur PZN: weights 1 to 7, modulo 11; 10 is not issued. One of 11 candidates passes.
#[must_use]
pub fn de_pzn(candidate: &[u8]) -> Option<Accept> {
    let number = candidate.strip_prefix(b"PZN")?;
    let [body @ .., check] = digits::<8>(number).or_else(|| {
        let [a, b, c, d, e, f, g] = digits::<7>(number)?;
        Some([0, a, b, c, d, e, f, g])
    })?;
    (weighted(&body, &[1, 2, 3, 4, 5, 6, 7]) % 11 == u32::from(check)).then_some(())?;
    Accept::checksum(candidate, 11)
}

/// KoSIT, Leitweg-ID Formatspezifikation 2.0.2: ISO 7064 MOD 97-10 over everything; begins with a Land (01 to 16) or 99. One
/// of 97 candidates has the check digits, one of 6 the beginning.
#[must_use]
pub fn de_leitweg_id(candidate: &[u8]) -> Option<Accept> {
    let [a, b, ..] = candidate else { return None };
    let land = matches!((a, b), (b'0', b'1'..=b'9') | (b'1', b'0'..=b'6') | (b'9', b'9'));
    (land && mod_97(candidate.iter().copied().filter(u8::is_ascii_alphanumeric)) == 1).then_some(())?;
    Accept::checksum(candidate, 580)
}

/// EPC rulebook AT-01: 35 characters at most. The validator wants a digit and leaves closing punctuation to the sentence.
#[must_use]
pub fn sepa_mandate(candidate: &[u8]) -> Option<Accept> {
    let end = candidate.iter().rposition(|c| c.is_ascii_alphanumeric())? + 1;
    let digits = candidate.iter().take(end).filter(|c| c.is_ascii_digit()).count();
    (digits >= 2).then_some(())?;
    Some(Accept::structure(candidate, 1)?.shortened(end))
}

/// Register letters of the courts, Aktenordnung; a known one with two letters or more is counted as 10, a single one as 1.
#[must_use]
pub fn de_aktenzeichen(candidate: &[u8]) -> Option<Accept> {
    const REGISTERS: [&str; 67] = [
        "A", "ABN", "ABR", "ARs", "AS", "AZR", "AZN", "AZB", "AR", "B", "BV", "BVL", "BVGa", "BvR", "C", "Ca", "Cs",
        "Ds", "E", "F", "Ga", "Gs", "H", "IE", "IK", "IN", "Js", "K", "KLs", "KR", "Ks", "L", "Ls", "M", "N", "NZB",
        "Ns", "O", "OH", "OWi", "P", "Qs", "R", "RA", "S", "SB", "SO", "Sa", "SaGa", "StR", "StE", "T", "Ta", "TaBV",
        "U", "UF", "UR", "V", "VG", "VK", "W", "WF", "XI", "XVII", "ZB", "ZA", "ZR",
    ];
    let text = std::str::from_utf8(candidate).ok()?;
    let register = text.split([' ', '\u{a0}']).filter(|part| !part.is_empty()).nth(1)?;
    REGISTERS.contains(&register).then_some(())?;
    Accept::structure(candidate, if register.len() > 1 { 10 } else { 1 })
}
