//! Letters: what the character at a place is, and what it folds to.
//!
//! Case is that of Latin, Greek and Cyrillic letters of two bytes of UTF-8, by their order in Unicode and not by a table,
//! so that it is the same for ever. Letters of three bytes that names have (`ễ`) count as lower-case ones.
//!
//! ```text
//! M ü l l e r        upper lower …, folded to müller
//! Ł ó d ź            upper lower …, folded to łódź
//! ```

/// What a character is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Lower,
    Upper,
    Digit,
    Other,
}

/// A character of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Letter {
    /// How many bytes it has; 0 at the end of the text.
    pub(crate) len: usize,
    pub(crate) class: Class,
    /// Its number, that of the lower-case letter for a letter.
    pub(crate) folded: u32,
}

impl Letter {
    pub(crate) fn is_word(self) -> bool {
        self.class != Class::Other
    }

    pub(crate) fn is_letter(self) -> bool {
        matches!(self.class, Class::Lower | Class::Upper)
    }
}

/// The byte at a place; 0 behind the end.
#[inline]
pub(crate) fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// The character that begins at a place.
#[inline]
pub(crate) fn letter(bytes: &[u8], at: usize) -> Letter {
    let Some(&first) = bytes.get(at) else { return Letter { len: 0, class: Class::Other, folded: 0 } };
    let (class, folded) = match first {
        b'a'..=b'z' => (Class::Lower, first),
        b'A'..=b'Z' => (Class::Upper, first | 0x20),
        b'0'..=b'9' => (Class::Digit, first),
        0..0x80 => (Class::Other, first),
        _ => return long(bytes, at, first),
    };
    Letter { len: 1, class, folded: u32::from(folded) }
}

/// A character of two bytes or more.
fn long(bytes: &[u8], at: usize, first: u8) -> Letter {
    let low = |at| u32::from(byte(bytes, at) & 0x3f);
    let lead = u32::from(first);
    match first {
        0xc0..0xe0 => {
            let (class, folded) = two((lead & 0x1f) << 6 | low(at + 1));
            Letter { len: 2, class, folded }
        }
        0xe0..0xf0 => {
            let number = (lead & 0x0f) << 12 | low(at + 1) << 6 | low(at + 2);
            let class = if (0x1e00..0x2000).contains(&number) { Class::Lower } else { Class::Other };
            Letter { len: 3, class, folded: number }
        }
        0xf0.. => {
            let number = (lead & 7) << 18 | low(at + 1) << 12 | low(at + 2) << 6 | low(at + 3);
            Letter { len: 4, class: Class::Other, folded: number }
        }
        _ => Letter { len: 1, class: Class::Other, folded: lead },
    }
}

/// A character of two bytes by its number: its class, and what it folds to.
fn two(number: u32) -> (Class, u32) {
    let cased = |upper: bool, by: u32| if upper { (Class::Upper, number + by) } else { (Class::Lower, number) };
    match number {
        ..0xc0 | 0xd7 | 0xf7 => (Class::Other, number),
        0xc0..0x100 => cased(number < 0xdf, 0x20),
        // Upper and lower case take turns; where a letter has no partner, odd and even change places.
        0x139..0x149 | 0x179..0x17f => cased(!number.is_multiple_of(2), 1),
        0x100..0x180 => cased(number.is_multiple_of(2), 1),
        0x386..0x400 => cased((0x391..0x3ac).contains(&number), 0x20),
        0x400..0x410 => cased(true, 0x50),
        0x410..0x430 => cased(true, 0x20),
        0x180..0x250 | 0x430..0x530 => (Class::Lower, number),
        _ => (Class::Other, number),
    }
}

/// Where the character begins that ends before a place.
#[inline]
pub(crate) fn previous(bytes: &[u8], at: usize) -> usize {
    let mut from = at.saturating_sub(1);
    while from > 0 && byte(bytes, from) & 0xc0 == 0x80 && at - from < 4 {
        from -= 1;
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_those_of_unicode() {
        for upper in "AZÄÖÜÉŁŚŻŽŐČĎŇŸΑΩЖЯЁ".chars() {
            let mut text = [0; 4];
            let found = letter(upper.encode_utf8(&mut text).as_bytes(), 0);
            let lower = upper.to_lowercase().next().map(u32::from);
            let folded = if upper == 'Ÿ' { None } else { lower };
            assert!(found.class == Class::Upper || upper == 'Ÿ', "{upper}");
            assert!(folded.is_none_or(|folded| folded == found.folded), "{upper}");
        }
        for lower in "azäöüßéłśżžőčďňαωжяёễ".chars() {
            let mut text = [0; 4];
            let found = letter(lower.encode_utf8(&mut text).as_bytes(), 0);
            assert_eq!((found.class, found.folded), (Class::Lower, u32::from(lower)), "{lower}");
        }
        for other in " .-_\n×÷–’€中😀".chars() {
            let mut text = [0; 4];
            let found = letter(other.encode_utf8(&mut text).as_bytes(), 0);
            assert_eq!((found.class, found.len), (Class::Other, other.len_utf8()), "{other}");
        }
    }

    #[test]
    fn steps_back_are_steps_forth() {
        let text = "a Ä–😀ł".as_bytes();
        let mut at = 0;
        while at < text.len() {
            let len = letter(text, at).len;
            assert_eq!(previous(text, at + len), at);
            at += len;
        }
    }
}
