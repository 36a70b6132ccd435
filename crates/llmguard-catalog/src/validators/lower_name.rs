//! Name in small letters: what people write in chats, where only a lexicon tells a name from the word beside it.
//!
//! `frau becker aus der buchhaltung` names somebody, `frau hat angerufen` does not. Behind a title a family name counts, ordinary
//! word or not; behind a greeting a given name that is no ordinary word. Pattern and validator take one word more: it belongs to
//! the name if it is a family name and no ordinary word.

use llmguard_types::Accept;

use crate::lexicon::{FAMILY, GIVEN, ORDINARY, marks_of};
use crate::words::is_particle;

/// Words that follow `frau` and `herr` and are family names too. Lower case.
const FOLLOWS: &[&str] = &["auch", "kann", "oder", "schon", "war", "will"];

/// Behind a title. Only vetoes and shortens.
#[must_use]
pub fn lower_family(candidate: &[u8]) -> Option<Accept> {
    let (first, second) = split(candidate)?;
    let known = |part: &str| part.len() >= 3 && marks_of(part.as_bytes()) & (FAMILY | GIVEN) != 0;
    let known = first.split(['-', '\'', '’']).any(|part| known(part) || turkish(part).iter().any(|part| known(part)));
    (known && !is_particle(first) && !FOLLOWS.contains(&first)).then_some(())?;
    let given = marks_of(first.as_bytes()) & (GIVEN | ORDINARY) == GIVEN;
    accept(candidate, first, second.filter(|_| given))
}

/// Behind a greeting, or who one is. Only vetoes and shortens.
#[must_use]
pub fn lower_given(candidate: &[u8]) -> Option<Accept> {
    let (first, second) = split(candidate)?;
    let given = |part: &str| marks_of(part.as_bytes()) & (GIVEN | ORDINARY) == GIVEN;
    let known = |part: &str| given(part) || !ordinary(part) && turkish(part).iter().any(|part| given(part));
    (first.len() >= 3 && first.split('-').all(known)).then_some(())?;
    accept(candidate, first, second)
}

/// Behind `@`: a given name that is no ordinary word. Only vetoes.
#[must_use]
pub fn addressed(candidate: &[u8]) -> Option<Accept> {
    let only_given = candidate.len() >= 4 && marks_of(candidate) & (GIVEN | ORDINARY) == GIVEN;
    only_given.then(|| Accept::structure(candidate, 1))?
}

/// The first word, and the second if there is one.
fn split(candidate: &[u8]) -> Option<(&str, Option<&str>)> {
    let mut words = std::str::from_utf8(candidate).ok()?.split([' ', '\u{a0}']);
    Some((words.next()?, words.next()))
}

fn ordinary(word: &str) -> bool {
    marks_of(word.as_bytes()) & ORDINARY != 0
}

/// What somebody may mean who has no Turkish letters on the keyboard: `ayse`, `yilmaz`, `cagla`.
fn turkish(word: &str) -> [String; 4] {
    [("i", "ı"), ("s", "ş"), ("c", "ç"), ("g", "ğ")].map(|(typed, meant)| word.replace(typed, meant))
}

fn accept(candidate: &[u8], first: &str, second: Option<&str>) -> Option<Accept> {
    let family = |word: &str| marks_of(word.as_bytes()) & (FAMILY | ORDINARY) == FAMILY;
    let known = |word: &str| family(word) || !ordinary(word) && turkish(word).iter().any(|word| family(word));
    let named = |word: &&str| word.len() >= 3 && known(word);
    let end = if second.is_some_and(|word| named(&word)) { candidate.len() } else { first.len() };
    Some(Accept::structure(candidate, 1)?.shortened(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_follow_are_known_as_names() {
        let unknown: Vec<_> = FOLLOWS.iter().filter(|word| marks_of(word.as_bytes()) & (FAMILY | GIVEN) == 0).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn names_are_told_from_the_words_beside_them() {
        let kept = |accept: Option<Accept>, text: &'static str| accept.and_then(|accept| text.get(..accept.len));
        let family = |text| kept(lower_family(str::as_bytes(text)), text);
        let given = |text| kept(lower_given(str::as_bytes(text)), text);
        assert_eq!([family("becker aus"), family("al-masri"), family("hat")], [Some("becker"), Some("al-masri"), None]);
        assert_eq!([family("sabine schmidt"), family("sommer ist")], [Some("sabine schmidt"), Some("sommer")]);
        assert_eq!(
            [given("peter müller"), given("peter kurze"), given("zusammen")],
            [Some("peter müller"), Some("peter"), None]
        );
    }
}
