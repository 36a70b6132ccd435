//! Views: each of them asked what it would change in a text.

use llmguard_types::Span;

use crate::changes::Changes;
use crate::pending::pending;
use crate::reasons::Reasons;
use crate::{
    chars, columns, elements, emphasis, files, inserts, islands, joined, leet, mojibake, payload, quoted, spaced,
    spoken, units,
};

/// How many lists of changes there are.
pub(crate) const LISTS: usize = 2 + VIEWS.len();

/// Every view but that of characters, which reads marks in two ways.
const VIEWS: &[fn(&str, &Reasons, &mut Changes)] = &[
    mojibake::mojibake,
    units::units,
    quoted::quoted,
    emphasis::emphasis,
    joined::joined,
    files::files,
    spaced::spaced,
    spaced::pairs,
    spoken::digits,
    spoken::addresses,
    leet::leet,
    payload::payloads,
    islands::islands,
    columns::columns,
    inserts::inserts,
    elements::elements,
];

/// What the views would change in one text.
#[derive(Default)]
pub(crate) struct Look {
    reasons: Reasons,
    lists: [Changes; LISTS],
}

impl Look {
    /// Takes another text.
    pub(crate) fn read(&mut self, text: &str) {
        self.read_behind(text, 0);
    }

    /// The same where nothing before a multiple of [`BLOCK`](crate::reasons::BLOCK) is a reason to change anything.
    pub(crate) fn read_behind(&mut self, text: &str, from: usize) {
        self.reasons.read(text, from);
        self.lists.iter_mut().for_each(Changes::clear);
        let [composed, stripped, others @ ..] = &mut self.lists;
        chars::characters(text, &self.reasons, composed, stripped);
        for (view, changes) in VIEWS.iter().zip(others) {
            view(text, &self.reasons, changes);
        }
    }

    /// The changes of each view, and of marks taken away.
    pub(crate) fn lists(&self) -> &[Changes; LISTS] {
        &self.lists
    }

    /// Up to where no change begins that a text longer than this one, which was read last, would not have, or the other way
    /// about.
    pub(crate) fn decided(&self, text: &str) -> usize {
        self.lists.iter().map(Changes::open).min().unwrap_or(usize::MAX).min(pending(text))
    }

    /// Whether nothing is to be changed.
    pub(crate) fn is_empty(&self) -> bool {
        self.lists.iter().all(Changes::is_empty)
    }

    /// The tables of the text, and where their heads stand.
    pub(crate) fn tables(&self) -> impl Iterator<Item = (Span, Option<Span>)> {
        self.lists.iter().flat_map(|changes| &changes.tables).copied()
    }

    /// The next text begins at `end` of one in which this began at `start`.
    pub(crate) fn ends(&mut self, text: &str, start: usize, end: usize) {
        let amid = self.tables().find(|(table, _)| table.start < end && end < table.end);
        match amid {
            Some((table, None)) if table.start == start => {}
            Some((_, Some(head))) => self.reasons.head = head.of(text).unwrap_or_default().to_owned(),
            _ => self.reasons.head.clear(),
        }
    }

    /// The text begins `by` bytes earlier, for the changes.
    pub(crate) fn shift(&mut self, by: usize) {
        self.lists.iter_mut().for_each(|changes| changes.shift(by));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Plain text, every view's own signs, and what only looks like them.
    const PIECES: &[&str] = &[
        " ",
        "\n",
        ", ",
        ". ",
        "- ",
        " – ",
        "„so“ ",
        "and so on ",
        "Für die Größe ",
        "x",
        "é",
        "a b ",
        "! ",
        "(",
        "wir reichen ",
        "max%40firma.de",
        "max&#64;firma.de",
        r"max\u0040firma.de",
        "=40",
        "%",
        "&amp;",
        r"\n",
        "=\n",
        "%C3",
        "&#x4",
        "\\x4",
        "m a x @ f i r m a ",
        "D E 8 9 ",
        "1-2-3-4-5-6-7",
        "s.t.r.e.n.g ",
        "+ 4 9 ",
        "ü ö ",
        "4d 61 78 40 66 66 ",
        "be ad ",
        "4d:61:78:40",
        "null eins fünf eins zwei drei vier ",
        "eins ",
        "one two ",
        "vier, ",
        "acht",
        "max at firma dot de ",
        " at ",
        "at",
        " dot ",
        "punkt ",
        "max ",
        "[at]",
        "the ",
        "max.muster-",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmn",
        "                  ",
        "bWF4QGZpcm1hLmRlIG1heEBmaXJtYS5kZQ==",
        "bWF4QGZpcm1hLmRl",
        "bWF4QGZp",
        "6d6178406669726d61",
        "JVQXQQDGNFZG2YJOMRSQ",
        "0x",
        "/",
        "_",
        "__",
        " _",
        "_ ",
        "_12 ",
        " 34_",
        "_Sabine Becker_",
        "__init__",
        "rechnung_",
        "_DE89",
        "12345",
        "_+",
        "4111111111111111",
        "Donaudampfschifffahrtsgesellschaft",
        "lib/x86_64-linux-gnu/",
        "m\u{200b}ax",
        "m\u{430}x@firma.de",
        "ｍａｘ＠",
        "Ko\u{308}ln",
        "s\u{335}t\u{335}reng",
        "12\u{a0}34",
        "0711\u{2011}23",
        "47–11",
        "–",
        "ma\u{1}x",
        "\u{200b}\u{200c}",
        "\u{e006d}\u{e0061}",
        "MÃ¼ller",
        "Ã",
        "√º",
        "\u{301}",
        "\0",
        "str3ng",
        "p4ssw0rt ",
        "p4ss",
        "w0rd",
        "pa$$",
        "Kont",
        "o",
        "4ccess",
        "\nuser;password",
        "\nadmin;x",
        "\n| Name | Passwort |",
        "\n|---|---|",
        "\n| Jo | x |",
        " | ",
        "|",
        "\t",
        "Vertrag_Sabine_Becker.docx",
        "(id, password) VALUES ",
        "('1', 'x')",
        ", (",
        "values(",
        "<vorname>",
        "</vorname>",
        "<iban x>",
        "</",
        "<",
        ">",
        "_Ä",
        ".pdf",
        ".",
    ];

    /// What addresses and numbers in words are made of.
    const WORDS: &[&str] = &[
        "max ",
        "at ",
        "ät ",
        "dot ",
        "punkt ",
        "[at]",
        " (dot) ",
        "firma ",
        "muster-",
        ".",
        "-",
        "--at-- ",
        "the ",
        "de",
        ", ",
        "  ",
        "d",
        "eins ",
        "zwei-",
        "fünf, ",
        "acht",
        "1 ",
        "a ",
        "ü ",
        "kl",
        "                  ",
    ];

    fn text() -> impl Strategy<Value = String> {
        let of =
            |pieces: &'static [&'static str]| prop::collection::vec((prop::sample::select(pieces), 1_usize..3), 0..40);
        let joined = |picks: Vec<(&str, usize)>| picks.iter().map(|(piece, times)| piece.repeat(*times)).collect();
        prop_oneof![of(PIECES), of(WORDS)].prop_map(joined)
    }

    fn changes(look: &Look, before: usize) -> Vec<Vec<(usize, usize, String)>> {
        let one = |list: &Changes| {
            let all = list.list().iter().filter(|change| change.span.start < before);
            all.map(|change| (change.span.start, change.span.end, list.with(change).to_owned())).collect()
        };
        look.lists().iter().map(one).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

        /// What is decided stays, whatever follows.
        #[test]
        fn what_is_decided_is_that_of_any_longer_text(
            text in text(),
            ends in prop::collection::vec(any::<prop::sample::Index>(), 24),
        ) {
            let (mut whole, mut part) = (Look::default(), Look::default());
            whole.read(&text);
            for end in ends {
                let end = crate::reading::floor(&text, end.index(text.len() + 1));
                let (begun, rest) = text.split_at(end);
                part.read(begun);
                let decided = part.decided(begun);
                prop_assert_eq!(changes(&part, decided), changes(&whole, decided), "{:?} + {:?}", begun, rest);
            }
        }
    }

    #[test]
    fn plain_text_waits_for_its_last_word_at_most() {
        let text = "Die Lieferung ist gestern eingetroffen und wurde im Lager geprüft. Bitte beachten Sie, dass die Unterlagen \
            noch nicht vollständig sind; we will send them as soon as they are back from production. ";
        let mut look = Look::default();
        let held = |end: usize| {
            let begun = text.split_at(end).0;
            look.read(begun);
            end - look.decided(begun)
        };
        let held: Vec<usize> = (1..=text.len()).filter(|end| text.is_char_boundary(*end)).map(held).collect();
        assert!(held.iter().all(|held| *held <= 16), "{held:?}");
        assert!(held.iter().sum::<usize>() <= 4 * held.len(), "{held:?}");
    }
}
