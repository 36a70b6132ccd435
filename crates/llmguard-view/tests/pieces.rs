//! Pieces: what is seen in a text that arrives in pieces is what is seen in the whole, and nothing is seen late.

#![expect(clippy::indexing_slicing, clippy::string_slice, reason = "a test stops where it fails")]

use std::convert::Infallible;

use llmguard_types::{Confidence, DetectorIndex, Entity, Evidence, Finding, Span};
use llmguard_view::{Pieces, Read, Views};
use proptest::prelude::*;

/// Everything between two blanks that has an `@` or four digits, and the word `streng`: plain enough to be found in any reading.
fn scan(text: &str) -> Result<Vec<Finding>, Infallible> {
    let mut found = Vec::new();
    for word in text.split(char::is_whitespace) {
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let (detector, sure) = match word {
            _ if word.contains('@') => (0, Confidence::High),
            _ if digits > 3 => (1, Confidence::Medium),
            _ if word.eq_ignore_ascii_case("streng") => (2, Confidence::Verified),
            _ => continue,
        };
        found.push(Finding {
            span: Span::new(start, start + word.len()),
            detector: DetectorIndex(detector),
            entity: Entity::OTHER_PII,
            confidence: sure,
            evidence: Evidence::PATTERN,
        });
    }
    Ok(found)
}

fn excludes(_: &Finding, value: &str) -> bool {
    value.contains("max@")
}

fn whole(text: &str) -> (Vec<Read>, Vec<Span>) {
    let plain = scan(text).unwrap();
    let seen = Views::default().look(text, &plain, scan, excludes).unwrap();
    (seen.reads, seen.oversize)
}

/// The same in pieces, with the findings of the text as it is so many bytes late.
fn cut(text: &str, cuts: &[usize], late: usize) -> (Vec<Read>, Vec<Span>) {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (text.len() + 1)).chain([0, text.len()]).collect();
    cuts.retain(|cut| text.is_char_boundary(*cut));
    cuts.sort_unstable();
    let plain = scan(text).unwrap();
    let mut pieces = Pieces::new(Views::default());
    let (mut reads, mut oversize) = (Vec::new(), Vec::new());
    let mut told = 0;
    for pair in cuts.windows(2) {
        let open = pieces.open_from();
        pieces.push(&text[pair[0]..pair[1]]);
        // A word may go on.
        let known = pair[1].saturating_sub(late);
        let known = text[..pair[1]].rfind(char::is_whitespace).map_or(0, |blank| known.min(blank + 1));
        let upto = plain.partition_point(|f| f.span.start < known);
        pieces.learn(&plain[told.min(upto)..upto], known);
        told = told.max(upto);
        let seen = pieces.look(false, scan, excludes).unwrap();
        for start in seen.reads.iter().map(|r| r.finding.span.start).chain(seen.oversize.iter().map(|s| s.start)) {
            assert!(start >= open, "{start} was decided up to {open}");
        }
        assert!(pieces.open_from() >= open && pieces.open_from() <= pieces.len());
        reads.extend(seen.reads);
        oversize.extend(seen.oversize);
    }
    let open = pieces.open_from();
    pieces.learn(&plain[told..], usize::MAX);
    let seen = pieces.look(true, scan, excludes).unwrap();
    assert!(seen.reads.iter().all(|r| r.finding.span.start >= open));
    reads.extend(seen.reads);
    oversize.extend(seen.oversize);
    let key = |r: &Read| {
        let f = r.finding;
        (f.span.start, f.span.end, f.detector, std::cmp::Reverse(f.confidence), f.evidence.bits())
    };
    reads.sort_by_key(key);
    reads.dedup_by(|other, kept| {
        let same = (other.finding.span, other.finding.detector) == (kept.finding.span, kept.finding.detector);
        kept.excluded &= !same || other.excluded;
        same
    });
    oversize.sort_unstable();
    oversize.dedup();
    (reads, oversize)
}

/// What a text may be made of: every view's own signs, in runs that begin, go on and end.
fn piece() -> impl Strategy<Value = String> {
    let some = |all: &'static [&'static str]| prop::sample::select(all).prop_map(String::from);
    prop_oneof![
        4 => some(&[" ", "\n", "and so on ", "the report of Monday ", "x", "é", "„so“ ", "\r\n", ", ", "- "]),
        3 => some(&["max%40firma.de", "max&#64;firma.de", r"max\u0040firma.de", "max=40firma.de", "%", "&amp;", r"\n", r"\", "=", "=\n", "%C3", "&#x4", "\\x4"]),
        3 => some(&["m a x @ f i r m a . d e ", "D E 8 9 ", "1-2-3-4-5-6-7", "s.t.r.e.n.g ", "a b ", "4d 61 78 40 66 66 ", "00 1b ", "4d:61:78:40:66:66"]),
        3 => some(&["null eins fünf eins zwei drei vier ", "eins ", "one two ", "max at firma dot de ", " at ", " dot ", "max ", "[at]"]),
        3 => some(&["bWF4QGZpcm1hLmRlIG1heEBmaXJtYS5kZQ==", "bWF4QGZpcm1hLmRl", "bWF4QGZp", "6d6178406669726d61", "JVQXQQDGNFZG2YJOMRSQ====", "QGZpcm1hLmRlIG1heEBmaXJtYS5kZSBtYXhAZmlybWEuZGUgbWF4QGZpcm1h\n", "0x"]),
        3 => some(&["m\u{200b}ax@fi\u{ad}rma.de", "m\u{430}x@firma.de", "ｍａｘ＠firma.de", "Ko\u{308}ln", "s\u{335}t\u{335}reng", "12\u{a0}34", "\u{200b}\u{200c}", "\u{e006d}\u{e0061}\u{e0078}\u{e0040}", "MÃ¼ller", "\u{301}", "\0"]),
        2 => some(&["str3ng", "p4ssw0rt ", "streng ", "max@firma.de ", "12345 "]),
        1 => "[a-z0-9 %=]{0,40}",
    ]
}

/// Sentences in which nothing hides, with words that something might begin with.
fn plain() -> impl Strategy<Value = String> {
    let some = |all: &'static [&'static str]| prop::sample::select(all).prop_map(String::from);
    prop_oneof![
        6 => some(&["Die Lieferung ist gestern eingetroffen und wurde geprüft. ", "we will send them as soon as they are back ",
            "für die nächste Woche, ", "no. 12 of the report\n", "Qualitätssicherungsvereinbarung ", "at the end of it ", "streng genommen "]),
        1 => some(&["eins oder zwei, ", "the dot at the end. ", "a b ", "see lib/x86_64/libstdc ", "„so“ – ", "Konto 4711 ", "max@firma.de ", "\n\n"]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Where little hides, a stream looks at the end of the text only, and lets go of nearly all.
    #[test]
    fn plain_text_with_little_in_it_is_the_whole(
        parts in prop::collection::vec((prop::collection::vec(plain(), 0..24), piece()), 1..6), size in 1_usize..40, late in 0_usize..9,
    ) {
        let text: String = parts.iter().flat_map(|(plain, hidden)| plain.iter().chain([hidden])).map(String::as_str).collect();
        let cuts: Vec<usize> = (0..text.len()).step_by(size).collect();
        prop_assert_eq!(cut(&text, &cuts, late), whole(&text), "{:?}", text);
    }
}

#[test]
fn plain_text_is_let_go_with_its_next_words() {
    let text = "Die Lieferung ist gestern eingetroffen und wurde im Lager geprüft, as far as we know. ".repeat(400);
    let mut pieces = Pieces::new(Views::default());
    let mut held = Vec::new();
    for (end, c) in text.char_indices().map(|(at, c)| (at + c.len_utf8(), c)) {
        pieces.push(c.encode_utf8(&mut [0; 4]));
        pieces.learn(&[], text[..end].rfind(' ').map_or(0, |blank| blank + 1));
        pieces.look(false, |_| Ok::<_, Infallible>(Vec::new()), excludes).unwrap();
        held.push(end - pieces.open_from());
    }
    held.sort_unstable();
    assert!(
        held[held.len() / 2] <= 40 && held[held.len() - 1] <= 160,
        "{} {}",
        held[held.len() / 2],
        held[held.len() - 1]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_are_the_whole(
        parts in prop::collection::vec((piece(), 1_usize..4), 0..40),
        cuts in prop::collection::vec(any::<usize>(), 0..12),
    ) {
        let text: String = parts.iter().map(|(part, times)| part.repeat(*times)).collect();
        prop_assert_eq!(cut(&text, &cuts, 20), whole(&text), "{:?}", text);
    }

    #[test]
    fn pieces_of_any_size_are_the_whole(parts in prop::collection::vec((piece(), 1_usize..9), 0..60), size in 1_usize..30) {
        let text: String = parts.iter().map(|(part, times)| part.repeat(*times)).collect();
        let cuts: Vec<usize> = (0..text.len()).step_by(size).collect();
        prop_assert_eq!(cut(&text, &cuts, 20), whole(&text), "{:?}", text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// Stretch after stretch: long plain text, and runs that are longer than any stretch.
    #[test]
    fn long_texts_in_pieces_are_the_whole(
        parts in prop::collection::vec((piece(), prop_oneof![3 => 1_usize..5, 2 => 100_usize..2000, 1 => 3000_usize..9000]), 1..12),
        cuts in prop::collection::vec(any::<usize>(), 0..40),
    ) {
        let text: String = parts.iter().map(|(part, times)| part.repeat(*times)).collect();
        prop_assert_eq!(cut(&text, &cuts, 20), whole(&text));
    }
}
