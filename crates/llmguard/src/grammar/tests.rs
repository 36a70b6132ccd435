//! Tests of the grammar: what reads as a token, and what may yet.

use super::*;

fn grammar() -> Grammar {
    Grammar::new(&Entities::default(), std::iter::empty(), true)
}

fn read(text: &str) -> Vec<String> {
    let (grammar, mut tokens) = (grammar(), Vec::new());
    grammar.read(text, 0, true, |t| {
        let Form::Suffix(letters) = t.form else { return };
        tokens.push(format!("{}/{}/{letters}@{}", t.kind, t.number, t.span.start));
    });
    tokens
}

#[test]
fn two_of_three_marks_are_a_token_and_one_is_not() {
    assert_eq!(
        read("Hallo [PERSON_1], PERSON_2b und [person_3]s [PERSON 4]"),
        ["PERSON/1/@6", "PERSON/2/b@18", "PERSON/3/@32", "PERSON/4/@44"]
    );
    assert!(read("person_1 Person 1 [Person 1] XPERSON_1 PERSON_1x_ PERSON_0 [DATE OF] PERSON_1234567890").is_empty());
}

#[test]
fn half_a_bracket_is_not_part_of_a_token() {
    assert_eq!(read("[PERSON_1 geht"), ["PERSON/1/@1"]);
    assert_eq!(read("[[PERSON_1]]"), ["PERSON/1/@1"]);
    assert_eq!(read("[DATE_OF_BIRTH_1]"), ["DATE_OF_BIRTH/1/@0"]);
}

#[test]
fn a_stream_waits_where_a_token_may_be_and_nowhere_else() {
    let open = |text: &str| grammar().read(text, 0, false, |_| {});
    for (text, expected) in [
        ("Das ist ", 8),
        ("Das [", 4),
        ("Das [PERS", 4),
        ("Das [PERSON_1", 4),
        ("Das [PERSON_1]", 14),
        ("Das PERSON_1", 4),
        ("Das PERSON_1,", 13),
        ("Das ist Pers", 8),
        ("Das ist Persil", 14),
        ("Das \\", 4),
    ] {
        assert_eq!(open(text), expected, "{text}");
    }
}

#[test]
fn all_prefixes_agree_with_the_whole() {
    let text =
        "a [PERSON_1]s \\[EMAIL\\_2\\] __PERSON_3__ [credit card_4] %5BIBAN_5%5D PERSON_6en [ IBAN_7 ] [DATE_8's]";
    let (grammar, whole) = (grammar(), read(text));
    assert_eq!(whole.len(), 8);
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let mut ends = Vec::new();
        let start = text.get(..end).unwrap();
        let decided = grammar.read(start, 0, false, |token| ends.push(token.span.end));
        let mut known = Vec::new();
        grammar.read(text, 0, true, |token| known.push(token.span));
        let before = known.iter().filter(|span| span.end <= decided).count();
        assert_eq!(ends.len(), before, "{start:?}");
        assert!(known.iter().all(|span| span.end <= decided || span.start >= decided), "{start:?}");
    }
}
