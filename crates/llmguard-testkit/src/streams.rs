//! Streams: every promise of a stream, checked while a text goes through it in pieces.

use std::sync::Arc;

use llmguard_scan::{Program, Scanner, Stream};
use llmguard_types::Finding;

/// Streams a text that is cut at `cuts` (where these are no characters' bounds, it is not) and panics where a promise is
/// broken: the findings are those of the whole text, and nothing before `open_from` is still to come.
pub fn check(program: &Arc<Program>, stream: &mut Stream, text: &str, cuts: impl IntoIterator<Item = usize>) {
    let whole = Scanner::new(Arc::clone(program)).scan_all(text).expect("the text is short").findings;
    let mut bounds: Vec<usize> = cuts.into_iter().filter(|cut| text.is_char_boundary(*cut)).collect();
    bounds.push(text.len());
    bounds.sort_unstable();
    let (mut from, mut open_from, mut found) = (0, 0, Vec::new());
    for to in bounds {
        let new = stream.push(&text[from..to]).expect("the text is short");
        assert!(new.iter().all(|f| f.span.start >= open_from), "decided up to {open_from}, then {new:?} in {text:?}");
        found.extend(new);
        assert!((open_from..=to).contains(&stream.open_from()), "open from {} of {to}", stream.open_from());
        open_from = stream.open_from();
        let decided = |f: &&Finding| f.span.start < open_from;
        let (now, all) = (found.iter().filter(decided).count(), whole.iter().filter(decided).count());
        assert_eq!(now, all, "findings before {open_from} once {to} bytes are known, of {text:?}");
        from = to;
    }
    found.extend(stream.finish().expect("the text is short"));
    found.sort_by_key(|f| (f.span.start, f.span.end, f.detector));
    assert_eq!(found, whole, "in {text:?}");
}
