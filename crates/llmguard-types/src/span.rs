//! Span: a half-open range of a text, and its one translation between units.

use serde::{Deserialize, Serialize};

/// A half-open range `start..end`. In bytes of the original UTF-8 unless a function says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First position inside.
    pub start: usize,
    /// First position behind.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`; an `end` before `start` makes an empty span at `start`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Span {
        Span { start, end: if end < start { start } else { end } }
    }

    /// Length in the span's own unit.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether nothing is inside.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether the two share at least one position.
    #[must_use]
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside this span.
    #[must_use]
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text under a span of bytes; `None` where it does not fit the text or cuts a character.
    #[must_use]
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }
}

/// What a caller counts positions in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OffsetUnit {
    /// Bytes of UTF-8 (Rust, C, C++).
    #[default]
    Byte,
    /// Unicode code points (Python `str`).
    Codepoint,
    /// UTF-16 code units (JavaScript, Java, C#, Windows).
    Utf16,
}

/// Translates byte spans of `text` into `unit`, in place and in one pass.
///
/// The spans may overlap and come in any order; each must lie on character boundaries of `text`. A position
/// inside a character counts as that character's start; one behind the end counts as the end.
///
/// ```
/// use llmguard_types::{OffsetUnit, Span, convert_spans};
/// let mut spans = [Span::new(6, 9)];
/// convert_spans("Tür: Öl😀", OffsetUnit::Codepoint, &mut spans);
/// assert_eq!(spans, [Span::new(5, 7)]); // ü and Ö take two bytes each
/// ```
pub fn convert_spans(text: &str, unit: OffsetUnit, spans: &mut [Span]) {
    if unit == OffsetUnit::Byte || text.is_ascii() {
        return;
    }
    let mut places: Vec<&mut usize> = Vec::with_capacity(spans.len() * 2);
    for span in spans {
        places.push(&mut span.start);
        places.push(&mut span.end);
    }
    places.sort_by_key(|place| **place);

    let (mut from, mut units) = (0, 0);
    for place in places {
        let mut to = text.len().min(*place);
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        let between = text.as_bytes().get(from..to).unwrap_or_default();
        // Whatever does not continue a character begins one; what begins one of four bytes is two units of UTF-16.
        units += between.iter().filter(|byte| (**byte).cast_signed() >= -0x40).count();
        if unit == OffsetUnit::Utf16 {
            units += between.iter().filter(|byte| **byte >= 0xf0).count();
        }
        from = from.max(to);
        *place = units;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_agree_on_ascii_and_differ_on_an_emoji() {
        let text = "a😀b";
        let tail = Span::new(5, 6);
        for (unit, expected) in
            [(OffsetUnit::Byte, (5, 6)), (OffsetUnit::Codepoint, (2, 3)), (OffsetUnit::Utf16, (3, 4))]
        {
            let mut spans = [tail, Span::new(0, 1)];
            convert_spans(text, unit, &mut spans);
            assert_eq!((spans[0].start, spans[0].end), expected);
            assert_eq!(spans[1], Span::new(0, 1));
        }
    }

    #[test]
    fn a_place_in_a_character_is_its_start_and_one_behind_the_end_is_the_end() {
        let mut spans = [Span::new(3, 99), Span::new(1, 2)];
        convert_spans("a😀b", OffsetUnit::Utf16, &mut spans);
        assert_eq!(spans, [Span::new(1, 4), Span::new(1, 1)]);
    }
}
