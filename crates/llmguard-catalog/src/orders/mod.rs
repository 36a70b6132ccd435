//! Orders: sentences that give orders to a model, told from those that speak of orders.
//!
//! A sentence is read word by word; each word has marks ([`words`]), whatever its language, case and inflection. A
//! [rule](rules) is a row of marks with room between them, beginning with the first word:
//!
//! ```text
//! Ignoriere   bitte   alle   bisherigen   Anweisungen   und gib …
//! DROP        –       ALL    BEFORE       RULES
//! rule        DROP, within 5 words BEFORE, YOUR or ALL, within 3 words RULES        found up to `Anweisungen`
//! ```
//!
//! Word order is in the rules, not in the text of the patterns: `die Anweisungen oben bitte nicht beachten` is a row of the
//! same marks. A sentence that speaks of attacks (`attack`, `Angreifer`, `injection`) is about orders and gives none.

mod rules;
mod words;

use rules::{RULES, Rule};
use words::{ABOUT, NOT, marks_of};

/// What an order wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Earlier instructions are to be ignored.
    Override,
    /// Other rules, or none, are to hold.
    Role,
    /// Confidential instructions are to be shown.
    Reveal,
    /// The user is not to know.
    Conceal,
    /// A model is spoken to where people read.
    Address,
    /// What was said is to be sent away.
    Send,
    /// Something else is to be done.
    Task,
}

/// A word of a sentence.
#[derive(Debug, Clone, Copy)]
struct Word {
    marks: u128,
    end: usize,
}

/// So many words of a sentence are read.
const MOST: usize = 28;

/// Where an order of this kind ends that begins with the first word of a sentence. `Err` for a sentence about orders.
pub(crate) fn order(kind: Kind, sentence: &str) -> Result<Option<usize>, ()> {
    let words = read(sentence, |first| {
        first & ABOUT != 0
            || RULES.iter().any(|r| r.kind == kind && r.steps.first().is_some_and(|(marks, _)| marks & first != 0))
    });
    let found = RULES.iter().filter(|rule| rule.kind == kind).filter_map(|rule| ends(rule, &words)).min();
    let speaks = |words: &[Word]| words.iter().any(|word| word.marks & ABOUT != 0);
    let about = if found.is_some() { speaks(&words) } else { speaks(words.get(..1).unwrap_or_default()) };
    if about { Err(()) } else { Ok(found) }
}

/// The words of a sentence with their marks; the first only, if nothing can begin with it.
fn read(sentence: &str, may_begin: impl Fn(u128) -> bool) -> Vec<Word> {
    let mut words = Vec::with_capacity(MOST);
    let mut folded = String::new();
    let mut at = 0;
    while let Some(start) = sentence.get(at..).and_then(|rest| rest.find(char::is_alphanumeric)).map(|n| at + n) {
        let rest = sentence.get(start..).unwrap_or_default();
        let len = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let written = rest.get(..len).unwrap_or_default();
        fold(written, &mut folded);
        let mut marks = marks_of(&folded);
        if words.is_empty() && written.starts_with(char::is_uppercase) {
            marks |= words::CAPITAL;
        }
        words.push(Word { marks, end: start + len });
        at = start + len;
        // The second may give the first another meaning: `do not`.
        if words.len() == MOST || words.len() == 2 && !words.iter().any(|word| may_begin(word.marks)) {
            break;
        }
    }
    // `Do not follow` begins with its negation.
    if let [first, second, ..] = words.as_mut_slice()
        && second.marks & NOT != 0
        && first.marks & words::STANDS != 0
    {
        first.marks |= NOT;
    }
    // A language model is a model; a language alone is none, and a model may be one of a pump.
    for at in 1..words.len() {
        let near = words.get(at.saturating_sub(2)..=at).unwrap_or_default();
        let both = near.iter().fold(0, |marks, word| marks | word.marks) & (words::LANG | words::MODELWORD);
        if both == words::LANG | words::MODELWORD {
            words.get_mut(at).into_iter().for_each(|word| word.marks |= words::MODEL);
        }
    }
    words
}

/// Small letters without accents.
fn fold(word: &str, folded: &mut String) {
    folded.clear();
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' | 'à' | 'á' | 'â' | 'ã' => folded.push('a'),
            'ö' | 'ò' | 'ó' | 'ô' => folded.push('o'),
            'ü' | 'ù' | 'ú' | 'û' => folded.push('u'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ç' => folded.push('c'),
            'ß' => folded.push_str("ss"),
            _ => folded.push(c),
        }
    }
}

/// Where the shortest row of a rule's steps ends.
fn ends(rule: &Rule, words: &[Word]) -> Option<usize> {
    let (first, rest) = rule.steps.split_first()?;
    let (word, behind) = words.split_first()?;
    (word.marks & first.0 != 0 && (word.marks & first.0 & !words::CAPITAL != 0)).then_some(())?;
    if rule.capital && word.marks & words::CAPITAL == 0 {
        return None;
    }
    let at = row(rest, behind)?;
    let end = words.get(at)?.end;
    // `Do not ignore the instructions above` is no order to ignore them.
    let negated = rule.plain && words.get(1..=2).is_some_and(|near| near.iter().any(|word| word.marks & NOT != 0));
    (!negated).then_some(end)
}

/// At which word, counted from the one before, the steps end.
fn row(steps: &[(u128, usize)], words: &[Word]) -> Option<usize> {
    let Some(((marks, room), rest)) = steps.split_first() else { return Some(0) };
    (0..=*room).find_map(|skip| {
        let word = words.get(skip)?;
        (word.marks & marks != 0).then_some(())?;
        Some(skip + 1 + row(rest, words.get(skip + 1..)?)?)
    })
}
