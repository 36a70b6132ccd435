//! Reveal: tokens come back however a model returned them, and nothing else is taken for one.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::sync::OnceLock;

use llmguard::{Guard, Session};
use llmguard_testkit::rewriting::{NO_TOKENS, SENTENCES, WAYS, write};

/// Types, their tokens' numbers and the values behind them.
const VALUES: &[(&str, &str, &str)] = &[
    ("PERSON", "1", "Erika Mustermann"),
    ("EMAIL", "1", "jo.huber@muster-werke.de"),
    ("EMAIL", "2", "s.ott@muster-werke.de"),
    ("IBAN", "1", "DE89 3704 0044 0532 0130 00"),
    ("IBAN", "1b", "DE89370400440532013000"),
    ("CREDIT_CARD", "1", "4111 1111 1111 1111"),
];

fn session() -> &'static Session {
    static SESSION: OnceLock<Session> = OnceLock::new();
    SESSION.get_or_init(|| {
        let session = Guard::new().unwrap().session();
        let text = "Frau Erika Mustermann, jo.huber@muster-werke.de, s.ott@muster-werke.de, IBAN DE89 3704 0044 0532 0130 00, \
                    IBAN DE89370400440532013000, Kreditkarte 4111 1111 1111 1111";
        let protected = session.protect(text).unwrap().text;
        for (kind, number, _) in VALUES {
            assert!(protected.contains(&format!("[{kind}_{number}]")), "{protected}");
        }
        session
    })
}

/// The same through a stream of single bytes.
fn streamed(text: &str) -> String {
    let mut stream = session().reveal_stream();
    let mut out = String::new();
    for byte in text.as_bytes() {
        out.push_str(stream.push_bytes(std::slice::from_ref(byte)).unwrap().text);
    }
    out.push_str(stream.finish().unwrap().text);
    out
}

#[test]
fn tokens_come_back_however_they_were_returned() {
    let (mut ways, mut wrong) = (0, Vec::new());
    for (at, (way, expected)) in WAYS.iter().enumerate() {
        for (turn, (kind, number, value)) in VALUES.iter().enumerate() {
            let sentence = SENTENCES[(at + turn) % SENTENCES.len()];
            let given = sentence.replace("{}", &write(way, kind, number, value));
            let wanted = sentence.replace("{}", &write(expected, kind, number, value));
            let revealed = session().reveal(&given).unwrap().text;
            assert_eq!(streamed(&given), revealed, "{given}");
            ways += 1;
            if revealed != wanted {
                wrong.push(format!("{given:?}: {revealed:?}"));
            }
        }
    }
    println!("{} of {ways} ways restored", ways - wrong.len());
    assert!(ways >= 300, "only {ways} ways");
    assert!(wrong.len() * 100 <= ways, "{} of {ways} ways are not restored:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_no_token_stays() {
    let mut wrong = Vec::new();
    for way in NO_TOKENS {
        for (kind, number, value) in VALUES {
            for sentence in SENTENCES {
                let given = sentence.replace("{}", &write(way, kind, number, value));
                let revealed = session().reveal(&given).unwrap();
                assert_eq!(streamed(&given), revealed.text, "{given}");
                if revealed.text != given {
                    wrong.push(format!("{given:?}: {:?}", revealed.text));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrongly restored:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_way_typed_by_a_user_comes_back_as_it_was() {
    let session = Guard::new().unwrap().session();
    let ways = WAYS.iter().map(|(way, _)| *way).chain(NO_TOKENS.iter().copied());
    for way in ways {
        for (kind, number, value) in VALUES {
            for glue in ["", " ", "_", "[", "\\", "s", "1", "]"] {
                let typed = write(way, kind, number, value);
                let text = format!("{glue}{typed}{glue}{value}{glue}{typed}");
                let protected = session.protect(&text).unwrap().text;
                assert_eq!(session.reveal(&protected).unwrap().text, text, "{protected}");
            }
        }
    }
}

#[test]
fn unknown_and_forged_tokens_stay_and_are_counted() {
    let revealed = session().reveal("[PERSON_1] [PERSON_99] [EMAIL_1zz] SECRET_4").unwrap();
    assert_eq!(revealed.text, "Erika Mustermann [PERSON_99] [EMAIL_1zz] SECRET_4");
    assert_eq!((revealed.restored, revealed.unknown), (1, 3));
    let mut stream = session().reveal_stream();
    stream.push("[PERSON_1] [PERSON_99] [EMAIL_1zz] SEC").unwrap();
    stream.push("RET_4").unwrap();
    stream.finish().unwrap();
    assert_eq!((stream.restored(), stream.unknown()), (1, 3));
}

#[test]
fn what_follows_a_token_is_read_alike_whole_in_pieces_and_behind_what_hides_it() {
    for text in ["[EMAIL_1]PERSON_1, ok", "__IBAN_1__PERSON_1__", "[IBAN_1]_PERSON_1_ und [EMAIL_2]IBAN_1b"] {
        assert_eq!(streamed(text), session().reveal(text).unwrap().text, "{text}");
        let protected = session().protect(text).unwrap().text;
        assert_eq!(session().reveal(&protected).unwrap().text, text, "{protected}");
    }
}
