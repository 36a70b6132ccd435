//! Views: text that hides, read as what it says.
//!
//! # The idea
//!
//! A value may be written in characters that only look like its own, with invisible ones in between, spelled out, or
//! encoded, once or several times. A detector would need to know every disguise. Instead, a *view* proposes **changes** to
//! the text (`%40` → `@`), and the text around a change is scanned again, with the changes applied: a **reading**. What is
//! found there comes back as the bytes it was read from, so that exactly these are edited.
//!
//! | view | modules | example |
//! |---|---|---|
//! | characters | `chars`, `table` | fullwidth, zero width, control characters, lookalikes, marks, blanks, hyphens |
//! | mojibake | `mojibake` | `MÃ¼ller` |
//! | units | `units`, `quoted` | `%40`, `&#64;`, `\u0040`, `=40` |
//! | underscores | `emphasis`, `joined`, `files` | `_Sabine Becker_`, `rechnung_DE89….pdf`, `Vertrag_Sabine_Becker.docx` |
//! | spaced | `spaced` | `D E 8 9`, `4d 61 78` |
//! | spoken | `spoken`, `leet` | `null eins fünf`, `max at firma dot de`, `p4ssw0rt` |
//! | islands | `islands`, `base` | base64, base32, hexadecimal, gzip and UTF-16 within |
//! | columns | `columns`, `inserts`, `elements` | `user;password` above `admin;hunter2`, rows of SQL, `<iban>…</iban>` |
//! | payloads | `payload` | tags, variation selectors, zero-width bits |
//!
//! # One worked example
//!
//! `Konto: REU4OSAzNzA0%20MDA0NCAwNTMyIDAxMzAgMDA=` holds one unit and, once that is read, …
//!
//! 1. `reasons`: one pass says where a closer look may pay: at the `%`, and in two runs of base64.
//! 2. Each view looks closer and proposes changes: `units` a blank for `%20`, `islands` nothing but `DE89 3704` for the
//!    first run and so on.
//! 3. `walk`: the text is taken in stretches that end where nothing is changed, each as far as it is decided, so that a
//!    text in [`Pieces`] is read as the whole. `pending` says what the end of a text may yet be the beginning of, and `past`
//!    what a change that follows could have to do with what stands before it.
//! 4. `reading`: changes that stand close together share a window of the text; the window with its changes applied is a
//!    reading, and it knows the way back.
//! 5. `look`: each reading is scanned, and then looked through like any other text, up to [`DEPTH`] times. What is new in
//!    it is a finding, with [`Evidence::DECODED`](llmguard_types::Evidence::DECODED).
//!
//! # What a reading may depend on
//!
//! On a stretch of [`MAX_STRETCH`] bytes at most, which the views see by itself, and on what surrounds its window. A
//! window begins with the last blank [`CONTEXT`] bytes before a change and ends with the first as far behind it, if there is
//! one within 1 KiB, and has [`MAX_WINDOW`] bytes between first and last change at most. Everything else is arithmetic on what is in
//! it.
//!
//! # Untrusted input
//!
//! Time and memory are linear in the text for every text: windows are bounded, each change is in one window of a view,
//! and what is read below one window is limited ([`FACTOR`], [`ALLOWANCE`]). What is packed is unpacked up to 64 KiB;
//! more is reported ([`Seen::oversize`]) and not read.

mod base;
mod changes;
mod chars;
mod columns;
mod elements;
mod emphasis;
mod files;
mod inserts;
mod islands;
mod joined;
mod leet;
mod look;
mod mojibake;
mod past;
mod payload;
mod pending;
mod pieces;
mod quoted;
mod reading;
mod reasons;
mod spaced;
mod spoken;
mod table;
mod units;
mod views;
mod walk;

use llmguard_types::{Finding, Span};

use look::{Looking, decoded, tidy};
use past::Past;
pub use pieces::Pieces;
use walk::{Known, Walk};

/// A text is looked through in stretches of so many bytes at most; none that hides something goes on behind one.
pub const MAX_STRETCH: usize = 64 * 1024;

/// How much of the text around a change is read with it, in bytes. Cue words are looked for within 64.
pub const CONTEXT: usize = 128;
/// The longest stretch from the first to the last change of a window, in bytes.
pub const MAX_WINDOW: usize = 64 * 1024;
/// How often a reading is read again.
pub const DEPTH: usize = 5;
/// All readings below one window of the text have so many times its bytes …
pub const FACTOR: usize = 16;
/// … and so many bytes more at most.
pub const ALLOWANCE: usize = 32 * 1024;

/// What was found by looking through a text.
#[derive(Debug, Default)]
pub struct Seen {
    /// What readings hold.
    pub reads: Vec<Read>,
    /// Runs that hold more than is read, packed.
    pub oversize: Vec<Span>,
}

/// Something that a reading holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    /// The finding, with [`Evidence::DECODED`](llmguard_types::Evidence::DECODED), at the bytes of the text that it was
    /// read from.
    pub finding: Finding,
    /// Whether the value, as it reads, is set aside.
    pub excluded: bool,
}

/// Which views a text is looked through with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Views {
    /// Every view of the table above, each where there is a reason.
    pub usual: bool,
    /// Also reads every letter as the one 13 further on.
    pub rot13: bool,
    /// Also reads the text from its end. That is not local: it works on whole texts only.
    pub reversed: bool,
}

impl Default for Views {
    /// The usual views and no others.
    fn default() -> Views {
        Views { usual: true, rot13: false, reversed: false }
    }
}

impl Views {
    /// Finds what is hidden in a text, given what was found in it as it is (ordered by start), how a text is scanned and
    /// which values, as they read, are set aside.
    ///
    /// # Errors
    ///
    /// Those of `scan`.
    ///
    /// # Example
    ///
    /// ```
    /// use llmguard_types::{Confidence, DetectorIndex, Entity, Evidence, Finding, Span};
    /// use llmguard_view::Views;
    ///
    /// // Any scanner will do: this one knows one word.
    /// let scan = |text: &str| -> Result<Vec<Finding>, ()> {
    ///     let found = text.match_indices("secret").map(|(at, word)| Finding {
    ///         span: Span::new(at, at + word.len()),
    ///         detector: DetectorIndex(0),
    ///         entity: Entity::OTHER_PII,
    ///         confidence: Confidence::High,
    ///         evidence: Evidence::PATTERN,
    ///     });
    ///     Ok(found.collect())
    /// };
    /// let seen = Views::default().look("it is s\u{200b}ecr&#101;t", &[], scan, |_, value| value == "known")?;
    /// assert_eq!(seen.reads[0].finding.span, Span::new(6, 20));
    /// assert!(!seen.reads[0].excluded); // it reads `secret`
    /// # Ok::<(), ()>(())
    /// ```
    pub fn look<E>(
        self,
        text: &str,
        plain: &[Finding],
        mut scan: impl FnMut(&str) -> Result<Vec<Finding>, E>,
        mut excludes: impl FnMut(&Finding, &str) -> bool,
    ) -> Result<Seen, E> {
        let mut seen = Seen::default();
        if self.usual {
            let past = &mut Past::default();
            let known = Known { text, base: 0, plain, plain_to: usize::MAX, over: true };
            Walk::new().advance(&mut Looking::new(&mut scan, &mut excludes), known, past, &mut seen)?;
        }
        for (read, reversed) in self.opted(text) {
            let original =
                |span: Span| if reversed { Span::new(text.len() - span.end, text.len() - span.start) } else { span };
            for found in scan(&read)? {
                let finding = Finding { span: original(found.span), ..decoded(found) };
                let excluded = excludes(&finding, found.span.of(&read).unwrap_or_default());
                seen.reads.push(Read { finding, excluded });
            }
        }
        tidy(&mut seen);
        Ok(seen)
    }

    /// Readings of the whole text, and whether they run backwards.
    fn opted(self, text: &str) -> Vec<(String, bool)> {
        let rot13 = self.rot13.then(|| (rotated(text), false));
        let reversed = self.reversed.then(|| (text.chars().rev().collect(), true));
        rot13.into_iter().chain(reversed).collect()
    }
}

/// A text with every letter of ASCII 13 further on.
#[must_use]
pub fn rotated(text: &str) -> String {
    let letter = |c: char| match c {
        'A'..='M' | 'a'..='m' => char::from_u32(u32::from(c) + 13).unwrap_or(c),
        'N'..='Z' | 'n'..='z' => char::from_u32(u32::from(c) - 13).unwrap_or(c),
        c => c,
    };
    text.chars().map(letter).collect()
}

#[cfg(test)]
mod tests_support {
    use crate::changes::Changes;
    use crate::reasons::Reasons;

    /// A text with the changes of one view applied.
    pub(crate) fn read_by(view: impl Fn(&str, &Reasons, &mut Changes), text: &str) -> String {
        let mut changes = Changes::default();
        let mut reasons = Reasons::default();
        reasons.read(text, 0);
        view(text, &reasons, &mut changes);
        let mut read = String::new();
        let mut at = 0;
        for change in changes.list() {
            read.push_str(text.get(at..change.span.start).unwrap());
            read.push_str(changes.with(change));
            at = change.span.end;
        }
        read + text.get(at..).unwrap()
    }
}
