//! Surrogates: values of the same kind that are nobody's stand for values, and come back.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "a test stops where it fails")]

mod surrogated;

use std::sync::OnceLock;

use llmguard::{Direction, Guard, Policy, RecordFormat, Request, Session, Stream, Verdict};
use llmguard_testkit::texts;
use proptest::prelude::*;

use surrogated::guard;

/// A policy with every transform, that denies little.
fn lenient() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| {
        let policy = Policy::parse(
            "format = 1\nid = \"lenient\"\nversion = \"1\"\ntokens = \"surrogate\"\n\
             levels = [\"public\", \"internal\", \"confidential\", \"strictly-confidential\", \"never\"]\n\
             residual = { tokenize = \"internal\", redact = \"public\", mask = \"public\", generalize = \"public\" }\n\
             destinations = { eu = { ceiling = \"confidential\" } }\nroles = { user = { destinations = [\"eu\"] } }\n\
             [classes]\nsecret = { level = \"never\", detect = [\"secret.*\"] }\n\
             masked = { level = \"internal\", detect = [\"id.*\", \"net.*\", \"ot.*\"] }\n\
             price = { level = \"internal\", detect = [\"trade.*\"] }\n\
             other = { level = \"internal\", detect = [\"person.*\", \"contact.*\", \"bank.*\", \"org.*\"] }\n\
             [[transform]]\nclasses = [\"secret\"]\ndestinations = [\"*\"]\ndo = \"redact\"\n\
             [[transform]]\nclasses = [\"masked\"]\ndestinations = [\"*\"]\ndo = \"mask\"\n\
             [[transform]]\nclasses = [\"price\"]\ndestinations = [\"*\"]\ndo = \"generalize\"\n\
             [[transform]]\nclasses = [\"other\"]\ndestinations = [\"*\"]\ndo = \"tokenize\"\n",
        );
        Guard::builder().policy(policy.unwrap()).build().unwrap()
    })
}

fn answer() -> Request {
    Request::new("buyer", "eu").direction(Direction::Response)
}

/// What reads as a surrogate, or nearly does, and what is glued to values.
const LOOK_ALIKES: &[&str] = &[
    "rofadime@example.com",
    "DE46 9999 9999 0007 3687 87",
    "DE12 9999 9999 000",
    "DE12 99999999 0001234567",
    "030 23125 017",
    "030 23125-",
    "+49 30 23125 1",
    "+49 (0)",
    "(030) 23125-017",
    "030",
    "(",
    ")",
    "+",
    ".",
    "_",
    "7",
    "a",
    "PERSON_",
    "[EMAIL_",
    "BIMATOLE@EXAMPLE.COM",
    "@example.com",
    "NL12 XXXX 000",
    "Adelheid",
    "TIEMEYER",
    "Buchegger",
    "Bucheggers",
    "Frau Adelheid Buchegger",
    "von",
    "s",
];

/// Values that have surrogates.
const VALUES: &[&str] = &[
    "jo.huber@muster-werke.de",
    "s.ott@muster-werke.de",
    "JO.HUBER@MUSTER-WERKE.DE",
    "DE89 3704 0044 0532 0130 00",
    "DE89370400440532013000",
    "AT61 1904 3002 3457 3201",
    "GB29 NWBK 6016 1331 9268 19",
    "Tel. 0711 23125-0",
    "Tel. (0711) 23125-0",
    "+49 711 231250",
    "+49 (0)711/23125-0",
    "+44 20 7183 8750",
    "Herrn Huber",
    "Herrn Hubers",
    "Frau Petra Müller",
    "Frau PETRA MUELLER",
    "Herrn Dr. Karl-Heinz von Stein",
    "Sachbearbeiter: Müller, Hans",
    "Katharina Brandstetter",
    "Huber",
    "Müller",
];

fn stock() -> Vec<String> {
    let mut stock = texts::stock_with_look_alikes();
    let count = stock.len();
    stock.extend(LOOK_ALIKES.iter().cycle().take(count / 2).map(ToString::to_string));
    stock.extend(VALUES.iter().cycle().take(count).map(ToString::to_string));
    stock
}

/// Values and look-alikes glued to each other in every way.
fn glued() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(VALUES),
        2 => proptest::sample::select(LOOK_ALIKES),
        1 => proptest::sample::select(&["und", "Bitte", ", ", ".", "1", "12,50 EUR", "password=Xk9fQ2mZ7pL4", "ü"][..]),
    ];
    let glue = proptest::sample::select(&["", "", " ", " ", "_", "/", "-", "\n", ". ", "s ", "@", "\u{a0}", ", "][..]);
    proptest::collection::vec((piece, glue), 0..14)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, glue)| [piece, glue]).collect())
}

/// What leaves a stream that is cut at some places.
fn run(mut stream: Stream, text: &str, cuts: &[usize]) -> (String, bool) {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (text.len() + 1)).chain([0, text.len()]).collect();
    cuts.sort_unstable();
    let (mut out, mut denied) = (String::new(), false);
    for pair in cuts.windows(2) {
        let released = stream.push_bytes(&text.as_bytes()[pair[0]..pair[1]]).unwrap();
        out.push_str(released.text);
        denied |= released.denied;
    }
    let released = stream.finish().unwrap();
    out.push_str(released.text);
    (out, denied | released.denied)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn reveal_undoes_protect(texts in proptest::collection::vec(prop_oneof![glued(), texts::mixed(stock(), 12)], 1..4)) {
        let session = guard().session();
        let protected: Vec<String> = texts.iter().map(|text| session.protect(text).unwrap().text).collect();
        for (text, protected) in texts.iter().zip(&protected) {
            prop_assert_eq!(&session.reveal(protected).unwrap().text, text, "{}", protected);
        }
    }

    #[test]
    fn streams_release_what_the_whole_becomes(text in prop_oneof![glued(), texts::mixed(stock(), 12)], cuts in proptest::collection::vec(any::<usize>(), 0..12)) {
        let bytes: Vec<usize> = (0..text.len()).collect();
        let session = guard().session();
        let protected = session.protect(&text).unwrap().text;
        for cuts in [&cuts, &bytes] {
            prop_assert_eq!(&run(guard().session().protect_stream(), &text, cuts).0, &protected);
            prop_assert_eq!(&run(session.reveal_stream(), &protected, cuts).0, &text);
        }
        // As the policy decides, with the second scan.
        let prompt = Request::new("user", "eu");
        let checked = lenient().session().check(&text, &prompt).unwrap();
        for cuts in [&cuts, &bytes] {
            let (out, denied) = run(lenient().session().stream(&prompt).unwrap(), &text, cuts);
            prop_assert_eq!(denied, checked.verdict > Verdict::Transform);
            prop_assert!(checked.output.as_ref().is_none_or(|output| *output == out), "{} {:?}", out, checked.output);
        }
        // The text of a model, with values that are ours and others.
        let answered = format!("{protected} {text}");
        let whole = session.check(&answered, &answer()).unwrap();
        for cuts in [&cuts, &bytes] {
            let (out, denied) = run(session.stream(&answer()).unwrap(), &answered, cuts);
            prop_assert_eq!(denied, whole.verdict > Verdict::Transform);
            if let Some(output) = &whole.output {
                prop_assert_eq!(&out, output);
            }
        }
    }

    #[test]
    fn what_is_found_is_gone(texts in proptest::collection::vec(glued(), 1..4)) {
        let session = guard().session();
        for text in &texts {
            let protected = session.protect(text).unwrap();
            for finding in &protected.findings {
                let value = finding.span.of(text).unwrap();
                // What lies in a reserved range already may be a part of a surrogate.
                let reserved = ["23125", "9999", "example.com", "Adelheid", "Buchegger"].iter().any(|range| value.contains(range));
                let alike = reserved || value.len() < 8 || text.matches(value).count() > 1;
                prop_assert!(alike || !protected.text.contains(value), "{} in {}", value, protected.text);
            }
        }
    }
}

fn shown(session: &Session, text: &str) -> String {
    session.protect(text).unwrap().text
}

#[test]
fn a_value_keeps_its_surrogate_and_forms_share_it() {
    let session = guard().session();
    let first =
        shown(&session, "IBAN DE89 3704 0044 0532 0130 00, Mail an jo.huber@muster-werke.de, Tel. 0711 23125-0");
    let again = shown(&session, "Tel. 0711 23125-0, Mail an jo.huber@muster-werke.de, IBAN DE89370400440532013000");
    let parts = |text: &str| -> Vec<String> { text.split(", ").map(|part| part.replace(' ', "")).collect() };
    assert!(parts(&first).iter().rev().eq(parts(&again).iter()));
    assert_eq!(session.reveal(&again).unwrap().restored, 3);
}

#[test]
fn what_is_glued_to_something_has_brackets() {
    let session = guard().session();
    let text = "DE89 3704 0044 0532 0130 00/jo.huber@muster-werke.de";
    let protected = shown(&session, text);
    assert!(protected.starts_with("[IBAN_1]") && protected.ends_with("@example.com"), "{protected}");
    assert_eq!(session.reveal(&protected).unwrap().text, text);
}

#[test]
fn models_change_surrogates_and_they_come_back() {
    let session = guard().session();
    let text = "Mail jo.huber@muster-werke.de, IBAN DE89 3704 0044 0532 0130 00, Tel. 0711 23125-0.";
    let protected = shown(&session, text);
    let [mail, iban, phone] = ["jo.huber@muster-werke.de", "DE89 3704 0044 0532 0130 00", "0711 23125-0"];
    let surrogates: Vec<&str> = protected.split(&[',', '.'][..]).collect();
    let new_mail = protected[5..].split(',').next().unwrap();
    let (new_iban, new_phone) = (surrogates[2].trim_start_matches(" IBAN "), surrogates[4].trim());
    let mut title = new_mail.to_owned();
    title[..1].make_ascii_uppercase();
    for (changed, wanted) in [
        (new_mail.to_uppercase(), mail.to_owned()),
        (title, mail.to_owned()),
        (format!("**{new_mail}**"), format!("**{mail}**")),
        (format!("_{new_mail}_"), format!("_{mail}_")),
        (format!("`{new_mail}`."), format!("`{mail}`.")),
        (format!("<a href=\"mailto:{new_mail}\">{new_mail}</a>"), format!("<a href=\"mailto:{mail}\">{mail}</a>")),
        (new_mail.replace('@', "%40"), mail.to_owned()),
        (format!("{new_mail}-Adresse"), format!("{mail}-Adresse")),
        (new_iban.replace(' ', ""), iban.to_owned()),
        (new_iban.to_lowercase(), iban.to_owned()),
        (new_iban.replace(' ', "-"), iban.to_owned()),
        (new_iban.replace(' ', "\u{202f}"), iban.to_owned()),
        (new_iban.replacen(' ', "\n", 2).replacen('\n', " ", 1), iban.to_owned()),
        (format!("({new_iban})"), format!("({iban})")),
        (new_phone.replace([' ', '-'], ""), phone.to_owned()),
        (new_phone.replace([' ', '-'], "/"), phone.to_owned()),
        (new_phone.replacen('0', "+49 ", 1), phone.to_owned()),
        (new_phone.replacen('0', "+49 (0)", 1), phone.to_owned()),
        (new_phone.replacen('0', "0049-", 1), phone.to_owned()),
        (format!("(Tel. {new_phone})"), format!("(Tel. {phone})")),
        (format!("({new_phone})"), format!("({phone})")),
        (format!("**{new_phone}**, {new_phone}?"), format!("**{phone}**, {phone}?")),
    ] {
        let (changed, wanted) = (format!("Gern: {changed} ist es"), format!("Gern: {wanted} ist es"));
        assert_eq!(session.reveal(&changed).unwrap().text, wanted, "{changed}");
        assert_eq!(run(session.reveal_stream(), &changed, &(0..changed.len()).collect::<Vec<_>>()).0, wanted);
    }
    for stays in [format!("{new_mail}.au"), format!("x{new_mail}"), format!("{new_phone}4"), format!("{new_iban}7")] {
        assert_eq!(session.reveal(&stays).unwrap().text, stays);
    }
}

#[test]
fn unknown_surrogates_stay_and_only_what_is_reserved_is_counted() {
    let session = guard().session();
    shown(&session, "an jo.huber@muster-werke.de");
    let text = "rofadime@example.com, DE00 9999 9999 0001 2345 67, 030 23125-017, x@example.com, info@firma.de, 030 123456, DE89 3704 0044 0532 0130 00";
    let revealed = session.reveal(text).unwrap();
    assert_eq!((revealed.text.as_str(), revealed.restored, revealed.unknown), (text, 0, 3));
}

#[test]
fn a_surrogate_never_equals_a_value_that_came_before() {
    let session = guard().session();
    let mine = shown(&guard().session(), "an jo.huber@muster-werke.de").trim_start_matches("an ").to_owned();
    // The user writes what would be the first surrogate.
    let text = format!("an {mine} und an jo.huber@muster-werke.de");
    let protected = shown(&session, &text);
    assert!(!protected.contains(&mine), "{protected}");
    assert_eq!(session.reveal(&protected).unwrap().text, text);
    // Written later, it is a value like any other, and the surrogate keeps its meaning.
    let session = guard().session();
    assert_eq!(shown(&session, "an jo.huber@muster-werke.de"), format!("an {mine}"));
    let later = shown(&session, &format!("an {mine}"));
    assert_ne!(later, format!("an {mine}"));
    let revealed = session.reveal(&format!("{later} {mine}")).unwrap().text;
    assert_eq!(revealed, format!("an {mine} jo.huber@muster-werke.de"));
}

#[test]
fn an_answer_with_surrogates_is_turned_back_for_those_who_may() {
    let session = guard().session();
    let prompt = "Schreibe an jo.huber@muster-werke.de, Tel. +49 711 231250, Herrn Huber.";
    let decision = session.check(prompt, &Request::new("buyer", "eu")).unwrap();
    let sent = decision.output.unwrap();
    assert!(!sent.contains("Huber") && sent.contains("@example.com") && sent.contains("+49 "), "{sent}");
    let answered = session.check(&sent, &answer()).unwrap();
    assert_eq!((answered.verdict, answered.output.as_deref()), (Verdict::Allow, Some(prompt)));
    assert!(answered.findings.is_empty());
    let (streamed, denied) = run(session.stream(&answer()).unwrap(), &sent, &[3, 20, 25, 40]);
    assert_eq!((streamed.as_str(), denied), (prompt, false));
    // Who may not see values sees surrogates, and a tool is called with them.
    let agent = Request::new("mes_agent", "local").direction(Direction::Response);
    assert_eq!(session.check(&sent, &agent).unwrap().output.as_deref(), Some(sent.as_str()));
    // Surrogates of others are values as any.
    let elsewhere = guard().session().check(&sent, &answer()).unwrap();
    assert!(!elsewhere.findings.is_empty());
}

#[test]
fn what_has_run_out_of_surrogates_goes_on_in_brackets() {
    let session = guard().session();
    let text: String = (0..1_100).map(|n| format!("Tel. +1 212 234 {:04}\n", n + 1000)).collect();
    let protected = shown(&session, &text);
    assert_eq!(protected.matches("555").count(), 999);
    assert!(protected.contains("[PHONE_1000]") && protected.contains("[PHONE_1100]"));
    assert_eq!(session.reveal(&protected).unwrap().text, text);
}

#[test]
fn little_is_held_of_an_answer() {
    let session = guard().session();
    shown(&session, "an jo.huber@muster-werke.de");
    let mut stream = session.reveal_stream();
    let mut held: Vec<usize> = Vec::new();
    let text =
        "Ja, die Lieferung vom 03.04. geht an die Werke, 0 Fehler, und danach (wie immer) an den Kunden. ".repeat(20);
    for piece in text.as_bytes().chunks(4) {
        stream.push_bytes(piece).unwrap();
        held.push(stream.held());
    }
    held.sort_unstable();
    assert!(held[held.len() / 2] <= 3 && *held.last().unwrap() <= 8, "{held:?}");
}

#[test]
fn time_is_linear_in_what_is_glued_and_in_ways_of_writing() {
    let session = guard().session();
    for piece in ["jo.huber@muster-werke.de_", "DE89 3704 0044 0532 0130 00/", "DE12 9999 9999 0", "(0", "030 23125"] {
        let text = piece.repeat(100_000 / piece.len());
        let protected = shown(&session, &text);
        assert!(session.reveal(&protected).unwrap().text == text, "{piece}");
    }
    let gaps = |n: usize| (0..5).map(move |place| if n >> place & 1 == 0 { "" } else { " " });
    let written = |n: usize| {
        let groups = ["DE89", "3704", "0044", "0532", "0130", "00"];
        groups.iter().zip(gaps(n).chain([""])).map(|(group, gap)| format!("{group}{gap}")).collect::<String>()
    };
    let text: String = (0..32).map(|n| format!("IBAN {}\n", written(n))).collect();
    let protected = shown(&session, &text);
    assert_eq!(session.reveal(&protected).unwrap().text, text);
}

#[test]
fn without_a_conversation_there_are_surrogates_too() {
    let decision = guard().check("an jo.huber@muster-werke.de", &Request::new("buyer", "eu")).unwrap();
    assert!(decision.output.unwrap().ends_with("@example.com"));
}

#[test]
fn records_hold_surrogates_and_come_back() {
    let session = lenient().session();
    let text = "Name;Mail;Telefon\nWerk 1;jo.huber@muster-werke.de;+49 711 231250\nWerk 2;s.ott@muster-werke.de;0711 23125-1\n";
    let run = |text: &str, request: &Request| {
        let mut records = session.records(RecordFormat::Csv, request);
        let mut out = records.push(text).unwrap().text.to_owned();
        out.push_str(records.finish().unwrap().text);
        out
    };
    let sent = run(text, &Request::new("user", "eu"));
    assert_eq!((sent.matches("@example.com").count(), sent.matches("+49 ").count()), (2, 1), "{sent}");
    assert_eq!(session.reveal(&sent).unwrap().text, text);
    // What a model answers in records is not taken for values again.
    assert_eq!(run(&sent, &Request::new("user", "eu").direction(Direction::Response)), sent);
}
