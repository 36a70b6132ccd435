//! Part codes: what stands behind "Artikelnummer" or "S/N" and is no date, no price and no word.
//!
//! `100.234-56` and `M-20417/3` are codes, `12.50` is a price, `12.08.2024` a date and `fehlt` a word. Blanks belong to a code
//! only in the manner of vehicle makers: `5Q0 199 262 BL`, `11 42 7 508 969`.

use llmguard_types::Accept;

use crate::calendar::is_date;

/// Extensions that other files have as well.
const AMBIGUOUS: &[&str] = &["step", "asm", "par", "jt", "model", "prt"];
/// Extensions of drawings and models.
#[rustfmt::skip]
const CAD: &[&str] = &[
    "3dm", "3mf", "ap15", "ap16", "ap17", "ap18", "ap19", "ap20", "catdrawing", "catpart", "catproduct", "dwg", "dxf", "e3d", "iam", "idw",
    "iges", "igs", "ipt", "psm", "qif", "slddrw", "sldasm", "sldprt", "stl", "stp", "x_b", "x_t", "zw1",
];
/// How words begin that look like the code of a project.
const NO_PROJECT: &[&str] =
    &["ARM", "X86", "X64", "X32", "WIN", "IOS", "AMD", "IE", "V", "Q", "KW", "AP", "TOP", "ISO", "DIN", "EN", "COVID"];

/// A code of at least four characters and two digits; worth what its label is.
#[must_use]
pub fn code_number(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    is_code(text).then_some(())?;
    Accept::structure(candidate, 1)
}

/// The same, with blanks between the groups of a vehicle maker's number.
#[must_use]
pub fn part_number(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let end = grouped_len(text);
    let code = text.get(..end)?;
    is_code(code).then_some(())?;
    Some(Accept::structure(candidate, 1)?.shortened(end))
}

/// Forms with a letter at the second place count as 20, others as 1.
#[must_use]
pub fn oem_number(candidate: &[u8]) -> Option<Accept> {
    let telling = candidate.first()?.is_ascii_digit() && candidate.get(1)?.is_ascii_alphabetic();
    Accept::structure(candidate, if telling { 20 } else { 1 })
}

/// The number of a report: no year and no date.
#[must_use]
pub fn report_number(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    (is_code(text) && !is_year(text)).then_some(())?;
    Accept::structure(candidate, 1)
}

/// The code of a project: no version, quarter, week or processor.
#[must_use]
pub fn project_code(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?.to_ascii_uppercase();
    let letters: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    let machine = NO_PROJECT.iter().any(|word| letters == *word || (word.len() > 2 && text.starts_with(word)));
    (!machine).then_some(())?;
    Accept::structure(candidate, 1)
}

/// A file of a drawing or a model. Extensions that nothing else has count as 20, others as 1; where more follows it is something else.
#[must_use]
pub fn cad_file(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?.to_ascii_lowercase();
    let extension = text.rsplit('.').find(|part| !part.bytes().all(|c| c.is_ascii_digit()))?;
    if AMBIGUOUS.contains(&extension) {
        return Accept::structure(candidate, 1);
    }
    if CAD.contains(&extension) { Accept::structure(candidate, 20) } else { Accept::other(candidate) }
}

fn is_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.len() >= 4 && digits >= 2 && !is_amount(text) && !is_written_date(text)
}

/// `12.50`: digits, a point and two digits.
fn is_amount(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|c| c.is_ascii_digit());
    text.split_once(['.', ','])
        .is_some_and(|(whole, cents)| whole.len() <= 4 && digits(whole) && cents.len() == 2 && digits(cents))
}

/// `12.08.2024`, `2024-05-03`, `05/2024`.
fn is_written_date(text: &str) -> bool {
    let groups: Option<Vec<u32>> = text.split(['.', '-', '/']).map(|group| group.parse().ok()).collect();
    match groups.as_deref() {
        Some(&[a, b, c]) => is_date(c, b, a) && is_recent(c) || is_date(a, b, c) && is_recent(a),
        Some(&[month, year]) => (1..=12).contains(&month) && is_recent(year),
        _ => false,
    }
}

fn is_recent(year: u32) -> bool {
    (1900..2100).contains(&year)
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(is_recent)
}

/// How much of a text with blanks is one number: all that looks like a group, if the first one is short.
fn grouped_len(text: &str) -> usize {
    let groups: Vec<&str> = text.split([' ', '\u{a0}']).collect();
    let Some(first) = groups.first() else { return 0 };
    let mut end = first.len();
    if first.len() > 4 {
        return end;
    }
    for (at, group) in groups.iter().enumerate().skip(1) {
        let digits = group.bytes().all(|c| c.is_ascii_digit());
        let suffix = group.len() <= 2 && group.bytes().all(|c| c.is_ascii_uppercase());
        let lone = digits && group.len() == 1 && groups.get(at + 1).is_some_and(|next| next.len() == 3);
        if !(digits && group.len() >= 2 || suffix || lone) {
            break;
        }
        let blank = text.get(end..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        end += blank + group.len();
        if suffix {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_belong_to_a_number_only_in_groups() {
        for (text, code) in [
            ("5Q0 199 262 BL", "5Q0 199 262 BL"),
            ("11 42 7 508 969", "11 42 7 508 969"),
            ("4711 8", "4711"),
            ("100.234-56 4", "100.234-56"),
            ("A 204 820 03 42", "A 204 820 03 42"),
        ] {
            assert_eq!(text.get(..grouped_len(text)), Some(code));
        }
    }
}
