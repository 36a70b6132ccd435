//! Places: whether a name is that of a place.
//!
//! `build.rs` reads `lexicons/*.txt` and writes one table of 65,536 slots of four bytes: where a name's hash leads stands
//! a fingerprint of 30 bits and in the lowest two what kind of name it is. Two names in a thousand million are taken for
//! another. Without the feature `places` the table is empty.

use crate::place_hash::{SEED, SLOTS, add, slot};

static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/places.bin"));

/// More words than this, full stops counted, are no place.
const MAX_WORDS: usize = 6;

/// What else a place's name may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing that matters.
    Plain,
    /// A name people bear: Florence.
    Borne,
    /// An ordinary word: Regen.
    Word,
}

/// The longest place's name a text begins with, in bytes, and its kind. A German genitive is one too: `Deutschlands`.
pub(crate) fn place(text: &str) -> Option<(usize, Kind)> {
    let (mut hash, mut words, mut found) = (SEED, 0, None);
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let before = hash;
        hash = add(hash, c);
        if rest.peek().is_some_and(|(_, next)| next.is_alphanumeric()) || !(c.is_alphabetic() || c == '.') {
            continue;
        }
        let genitive = || if c == 's' { kind(before).filter(|kind| *kind == Kind::Plain) } else { None };
        if let Some(kind) = kind(hash).or_else(genitive) {
            found = Some((at + c.len_utf8(), kind));
        }
        words += 1;
        if words == MAX_WORDS {
            break;
        }
    }
    found
}

/// The kind of the name with this hash.
fn kind(hash: u64) -> Option<Kind> {
    let (first, print) = slot(hash);
    for at in (first..SLOTS).chain(0..first) {
        let slot = TABLE.get(4 * at..4 * at + 4)?;
        let slot = u32::from_le_bytes(slot.try_into().ok()?);
        match (slot & !3 == print, slot & 3) {
            (_, 0) => return None,
            (true, 1) => return Some(Kind::Plain),
            (true, 2) => return Some(Kind::Borne),
            (true, _) => return Some(Kind::Word),
            (false, _) => {}
        }
    }
    None
}

#[cfg(all(test, feature = "places"))]
mod tests {
    use super::*;

    #[test]
    fn the_longest_name_is_found_whatever_its_case() {
        assert_eq!(place("Frankfurt am Main ist"), Some((17, Kind::Plain)));
        assert_eq!(place("Frankfurt am Montag"), Some((9, Kind::Plain)));
        assert_eq!(place("St. Gallen"), Some((10, Kind::Plain)));
        assert_eq!(place("MÜNCHEN"), Some((8, Kind::Plain)));
        assert_eq!(place("Duesseldorf"), Some((11, Kind::Plain)));
        assert_eq!(place("Regen"), Some((5, Kind::Word)));
        assert_eq!(place("Deutschlands Norden"), Some((12, Kind::Plain)));
        assert_eq!(place("Ulmer"), None);
        assert_eq!(place(""), None);
    }
}
