//! Months: their names in the languages of Europe, told by how they begin.
//!
//! `marts`, `März`, `marca` and `MAR.` all begin as March does; that `mar` might be Tuesday in Spanish is no matter beside
//! a day and a year. Longer beginnings come first where a shorter one would be wrong: `juillet` before `jui`.

/// Beginnings of words in small letters, and the month.
#[rustfmt::skip]
const BEGINNINGS: &[(&str, u32)] = &[
    ("juil", 7), ("červenc", 7), ("jan", 1), ("jän", 1), ("jen", 1), ("gen", 1), ("ene", 1), ("sty", 1), ("led", 1), ("sau", 1),
    ("feb", 2), ("fév", 2), ("fev", 2), ("hel", 2), ("lut", 2), ("úno", 2), ("mär", 3), ("mar", 3), ("mae", 3), ("maa", 3), ("mrz", 3),
    ("bře", 3), ("apr", 4), ("avr", 4), ("abr", 4), ("kwi", 4), ("dub", 4), ("huh", 4), ("mai", 5), ("may", 5), ("mag", 5), ("mei", 5),
    ("maj", 5), ("máj", 5), ("kvě", 5), ("tou", 5), ("jun", 6), ("jui", 6), ("giu", 6), ("cze", 6), ("červe", 6), ("jul", 7),
    ("lug", 7), ("lip", 7), ("hei", 7), ("aug", 8), ("aoû", 8), ("aou", 8), ("ago", 8), ("sie", 8), ("srp", 8),
    ("sep", 9), ("set", 9), ("wrz", 9), ("zář", 9), ("syy", 9), ("okt", 10), ("oct", 10), ("ott", 10), ("out", 10),
    ("paź", 10), ("paz", 10), ("říj", 10), ("lok", 10), ("nov", 11), ("lis", 11), ("dez", 12), ("dec", 12), ("déc", 12), ("dic", 12),
    ("des", 12), ("gru", 12), ("pro", 12), ("jou", 12),
];

/// The month a word in small letters names.
pub(crate) fn month(word: &str) -> Option<u32> {
    BEGINNINGS.iter().find(|(beginning, _)| word.starts_with(beginning)).map(|(_, month)| *month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_many_languages() {
        for (word, number) in [("jänner", 1), ("února", 2), ("maart", 3), ("kwietnia", 4), ("maggio", 5), ("juin", 6)]
        {
            assert_eq!(month(word), Some(number), "{word}");
        }
        for (word, number) in [("juillet", 7), ("aout", 8), ("września", 9), ("ottobre", 10), ("déc", 12)] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        assert_eq!(month("stück"), None);
    }
}
