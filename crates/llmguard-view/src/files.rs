//! Files: names of people in names of files, where underscores join them to the words beside them.
//!
//! ```text
//! Vertrag_Sabine_Becker_2024.docx        Vertrag Sabine Becker 2024 docx
//! __init__.py, Grace_Period.count        stay
//! ```
//!
//! Only underscores beside a word that begins with a capital are read as blanks, and the last dot, and only in what ends like
//! the name of a document.

use llmguard_types::Span;

use crate::changes::Changes;
use crate::reasons::Reasons;

/// The longest name of a file, in bytes, before and behind a place in it.
const MAX_NAME: usize = 128;

/// What the name of a document ends with, small.
const ENDINGS: &[&str] = &[
    "avi", "bmp", "csv", "doc", "docm", "docx", "eml", "gif", "heic", "html", "ics", "jpeg", "jpg", "json", "m4a",
    "md", "mov", "mp3", "mp4", "msg", "odp", "ods", "odt", "pdf", "png", "ppt", "pptx", "rtf", "tif", "tiff", "txt",
    "vcf", "wav", "webp", "xls", "xlsm", "xlsx", "xml", "zip",
];

pub(crate) fn files(text: &str, reasons: &Reasons, changes: &mut Changes) {
    let bytes = text.as_bytes();
    let mut read = 0;
    for at in reasons.joints.iter().copied() {
        if at < read {
            continue;
        }
        let before = bytes.get(read..at).unwrap_or_default().iter().rev().take(MAX_NAME).take_while(|b| is_part(**b));
        let behind = bytes.get(at..).unwrap_or_default().iter().take(MAX_NAME).take_while(|b| is_part(**b));
        let name = Span::new(at - before.count(), at + behind.count());
        read = name.end;
        let places = || (name.start..name.end).filter(|at| is_joint(bytes, name, *at));
        if name.end == text.len() {
            changes.goes_on(places().next().unwrap_or(at), name.end, text);
        }
        if let Some(dot) = name.of(text).and_then(document) {
            places().chain([name.start + dot]).for_each(|at| changes.add(Span::new(at, at + 1), " "));
        }
    }
}

/// Where the first underscore stands that may yet be read in the name at the end of a text.
pub(crate) fn pending(text: &str) -> usize {
    let bytes = text.as_bytes();
    let last = bytes.iter().rev().take(MAX_NAME + 2);
    let name = Span::new(bytes.len() - last.take_while(|b| is_part(**b)).count(), bytes.len());
    (name.start..name.end).find(|at| is_joint(bytes, name, *at)).unwrap_or(bytes.len())
}

/// Whether an underscore stands at a place of a name, beside a word that begins with a capital.
fn is_joint(bytes: &[u8], name: Span, at: usize) -> bool {
    if bytes.get(at) != Some(&b'_') {
        return false;
    }
    let inside = bytes.get(name.start..at).unwrap_or_default();
    let word = inside.iter().rposition(|b| !b.is_ascii_alphanumeric() && *b < 0x80).map_or(0, |before| before + 1);
    let first_before = inside.get(word);
    let capital = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80);
    capital(first_before) || capital(bytes.get(at + 1))
}

/// Where the dot stands before what a name ends with, if it is that of a document; what ends the sentence may stand behind.
fn document(name: &str) -> Option<usize> {
    let (name, ending) = name.trim_end_matches('.').rsplit_once('.')?;
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)).then_some(name.len())
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_support::read_by;

    #[test]
    fn names_in_names_of_files_are_read_apart() {
        for (text, meant) in [
            ("siehe Vertrag_Sabine_Becker_2024.docx.", "siehe Vertrag Sabine Becker 2024 docx."),
            ("lebenslauf_Mustermann_Erika.PDF", "lebenslauf Mustermann Erika PDF"),
            ("a_b_Jörg_Huber_c_d.jpg", "a_b Jörg Huber c_d jpg"),
        ] {
            assert_eq!(read_by(files, text), meant, "{text}");
        }
    }

    #[test]
    fn other_names_stay() {
        for text in ["Max_Value", "Grace_Period.count", "snake_case_name.txt", "__init__.py", "A_B.pdfx", "_Max.x"] {
            assert_eq!(read_by(files, text), text);
        }
    }
}
