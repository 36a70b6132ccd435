//! Streams: what leaves in pieces is what leaves as a whole, however it was cut.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "a test stops where it fails")]

use std::sync::OnceLock;

use llmguard::{Direction, Finding, Guard, Policy, Request, Session, Stream, Verdict, Views};
use llmguard_testkit::disguise::{DISGUISES, Disguise};
use llmguard_testkit::texts;
use proptest::prelude::*;

const LEVELS: &str = "levels = [\"public\", \"internal\", \"confidential\", \"strictly-confidential\", \"never\"]";

/// Letters rotated besides everything else that is local.
const VIEWS: Views = Views { usual: true, rot13: true, reversed: false };

fn guard() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| Guard::builder().views(VIEWS).build().unwrap())
}

/// Reads a text as it is.
fn plain() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| Guard::builder().views(Views { usual: false, ..Views::default() }).build().unwrap())
}

/// A policy with every transform, that denies little.
fn lenient() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| {
        let policy = Policy::parse(&format!(
            "format = 1\nid = \"lenient\"\nversion = \"1\"\n{LEVELS}\n\
             residual = {{ tokenize = \"internal\", redact = \"public\", mask = \"public\", generalize = \"public\" }}\n\
             destinations = {{ eu = {{ ceiling = \"confidential\" }} }}\nroles = {{ user = {{ destinations = [\"eu\"] }} }}\n\
             [classes]\nsecret = {{ level = \"never\", detect = [\"secret.*\"] }}\n\
             masked = {{ level = \"internal\", detect = [\"id.*\", \"net.*\", \"ot.*\"] }}\n\
             price = {{ level = \"internal\", detect = [\"trade.*\"] }}\n\
             other = {{ level = \"internal\", detect = [\"person.*\", \"contact.*\", \"bank.*\", \"org.*\", \"eng.*\", \"marking.*\"] }}\n\
             [[transform]]\nclasses = [\"secret\"]\ndestinations = [\"*\"]\ndo = \"redact\"\n\
             [[transform]]\nclasses = [\"masked\"]\ndestinations = [\"*\"]\ndo = \"mask\"\n\
             [[transform]]\nclasses = [\"price\"]\ndestinations = [\"*\"]\ndo = \"generalize\"\n\
             [[transform]]\nclasses = [\"other\"]\ndestinations = [\"*\"]\ndo = \"tokenize\"\n"
        ));
        Guard::builder().policy(policy.unwrap()).build().unwrap()
    })
}

/// What is found, what reads as a token or nearly does, and what may go on in the next piece.
fn stock() -> Vec<String> {
    let mut stock = texts::stock_with_look_alikes();
    let more = [
        "12.500 EUR",
        "Frau Erika Mustermann",
        "Mustermann",
        "\nuser;password",
        "\njo;Sommer2024!\n",
        "\n| Name | Passwort |\n|---|---|",
        "\n| Passwort | Sommer2024! |\n",
        "(id, passwort) VALUES (1, 'Sommer2024!'), (2, 'x')",
        "<geburtsdatum>12.04.1979</geburtsdatum>",
    ];
    stock.extend(more.iter().cycle().take(70).map(ToString::to_string));
    let hidden =
        ["an max.muster@muster-werke.de ", "IBAN DE89 3704 0044 0532 0130 00", "Das Passwort lautet Sommer2024!"];
    let written = |disguise: &Disguise| {
        let disguise = *disguise;
        hidden.into_iter().filter(move |text| disguise.fits(text)).map(move |text| (disguise.write)(text))
    };
    let hidden: Vec<String> = DISGUISES.iter().flat_map(written).collect();
    stock.extend(hidden.iter().cycle().take(400).cloned());
    stock
}

/// What leaves a stream: the text, and whether it was denied.
fn run(mut stream: Stream, text: &str, cuts: &[usize]) -> (String, bool, Vec<Finding>, Option<Verdict>) {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (text.len() + 1)).chain([0, text.len()]).collect();
    cuts.sort_unstable();
    let (mut out, mut denied) = (String::new(), false);
    for pair in cuts.windows(2) {
        let released = stream.push_bytes(&text.as_bytes()[pair[0]..pair[1]]).unwrap();
        assert!(!denied || released.text.is_empty());
        out.push_str(released.text);
        denied = released.denied;
    }
    let released = stream.finish().unwrap();
    out.push_str(released.text);
    denied |= released.denied;
    assert_eq!(stream.held(), 0);
    (out, denied, stream.findings(), stream.decision().map(|decision| decision.verdict))
}

/// The same text, whole and cut: byte by byte and at some places.
fn compare(
    text: &str,
    cuts: &[usize],
    begin: impl Fn(&Session) -> Stream,
    session: impl Fn() -> Session,
) -> (String, bool) {
    let whole = run(begin(&session()), text, &[]);
    let bytes: Vec<usize> = (0..text.len()).collect();
    assert_eq!(run(begin(&session()), text, cuts), whole, "cut at {cuts:?} in {text:?}");
    assert_eq!(run(begin(&session()), text, &bytes), whole, "byte by byte in {text:?}");
    (whole.0, whole.1)
}

/// A stream by a policy against `Session::check`.
fn as_checked(guard: &Guard, text: &str, cuts: &[usize], request: &Request, session: impl Fn() -> Session) {
    let (out, denied) = compare(text, cuts, |session| session.stream(request).unwrap(), &session);
    let checked = session().check(text, request).unwrap();
    assert_eq!(checked.verdict > Verdict::Transform, denied, "{text:?} {:?}", checked.reasons);
    match &checked.output {
        Some(output) => assert_eq!(output, &out, "of {text:?}"),
        None => assert!(guard.detectors().len() > 100),
    }
    let mut stream = session().stream(request).unwrap();
    stream.push(text).unwrap();
    stream.finish().unwrap();
    if !denied {
        let streamed = stream.decision().unwrap();
        assert_eq!(
            (&streamed.findings, &streamed.edits, &streamed.level),
            (&checked.findings, &checked.edits, &checked.level)
        );
        assert_eq!(
            (&streamed.reasons, streamed.verdict, streamed.excluded),
            (&checked.reasons, checked.verdict, checked.excluded)
        );
    }
}

fn cuts() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(any::<usize>(), 0..12)
}

/// Plain text, and a value of which the end is hidden, once or twice over.
fn hidden_in_plain_text() -> impl Strategy<Value = String> {
    let sentences = ["Die Lieferung ist gestern eingetroffen. ", "Für die Prüfung reicht es, ", "as far as we know, "];
    let values = [
        "an max.muster@muster-werke.de ",
        "IBAN DE89 3704 0044 0532 0130 00",
        "Das Passwort lautet Sommer2024!",
        "Tel. 0221 4710 4560 ",
    ];
    let sentences = proptest::collection::vec(proptest::sample::select(sentences.to_vec()), 0..12);
    let disguise = || 0..DISGUISES.len();
    let part = (
        sentences,
        proptest::sample::select(values.to_vec()),
        any::<proptest::sample::Index>(),
        disguise(),
        proptest::option::of(disguise()),
    );
    let part = part.prop_map(|(plain, value, from, first, second)| {
        let from = from.index(value.len());
        let hide = |disguise: usize, text: &str| {
            if DISGUISES[disguise].fits(text) { (DISGUISES[disguise].write)(text) } else { text.to_owned() }
        };
        let once = hide(first, &value[from..]);
        let twice = second.filter(|_| once.len() < 200).map_or(once.clone(), |second| hide(second, &once));
        plain.concat() + &value[..from] + &twice + " "
    });
    proptest::collection::vec(part, 1..4).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// What stands before a disguise may leave before it comes, and may belong to it.
    #[test]
    fn what_is_hidden_in_plain_text_is_the_same_for_every_cut(text in hidden_in_plain_text(), size in 1_usize..24) {
        let whole = guard().session().protect(&text).unwrap().text;
        let cuts: Vec<usize> = (0..text.len()).step_by(size).collect();
        prop_assert_eq!(run(guard().session().protect_stream(), &text, &cuts).0, whole, "{} {:?}", size, text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_protected_text_is_the_same_for_every_cut(text in texts::mixed(stock(), 14), cuts in cuts()) {
        let (out, _) = compare(&text, &cuts, Session::protect_stream, || guard().session());
        let session = guard().session();
        let protected = session.protect(&text).unwrap();
        prop_assert_eq!(&out, &protected.text);
        let (back, _) = compare(&out, &cuts, Session::reveal_stream, || session.clone());
        prop_assert_eq!(&back, &text);
    }

    #[test]
    fn a_prompt_is_the_same_for_every_cut(text in texts::mixed(stock(), 12), cuts in cuts()) {
        as_checked(lenient(), &text, &cuts, &Request::new("user", "eu"), || lenient().session());
    }

    #[test]
    fn a_prompt_that_is_denied_ends_at_the_same_place(text in texts::mixed(stock(), 12), cuts in cuts()) {
        as_checked(guard(), &text, &cuts, &Request::new("buyer", "eu"), || guard().session());
    }

    #[test]
    fn an_answer_is_the_same_for_every_cut(text in texts::mixed(stock(), 10), told in texts::mixed(stock(), 10), cuts in cuts()) {
        let session = guard().session();
        let told = session.protect(&told).unwrap().text;
        let answer = format!("{told} {text} {told}");
        let request = Request::new("buyer", "eu").direction(Direction::Response);
        as_checked(guard(), &answer, &cuts, &request, || session.clone());
    }
}

#[test]
fn every_two_way_split_of_a_letter() {
    let text = "Sehr geehrte Frau Erika Mustermann,\nIhre IBAN DE89 3704 0044 0532 0130 00 (Konto von Müller & Söhne GmbH, \
                hans.mueller@werk-muenchen.example.de, Tel. +49 89 1234567) kostet 12.500 EUR. Mustermann und [PERSON_1] 😀.";
    let whole = lenient().session().check(text, &Request::new("user", "eu")).unwrap().output.unwrap();
    for cut in 0..=text.len() {
        let out = run(lenient().session().stream(&Request::new("user", "eu")).unwrap(), text, &[cut]).0;
        assert_eq!(out, whole, "cut at {cut}");
    }
    assert!(!whole.contains("Mustermann") && !whole.contains("3704") && whole.contains("[TEXT_1] 😀"), "{whole}");
}

#[test]
fn a_denied_stream_says_why_and_releases_nothing_more() {
    let secret = llmguard_catalog::template::expand("${crc62:ghp_}", 7).unwrap();
    let mut stream = plain().session().stream(&Request::new("buyer", "eu")).unwrap();
    let mut out = stream.push("Bitte prüfen: ").unwrap().text.to_owned();
    out.push_str(stream.push(&format!("{secret} und mehr")).unwrap().text);
    let released = stream.push(", was hier nichts zur Sache tut, aber doch dasteht.\n").unwrap();
    assert!(released.denied);
    out.push_str(released.text);
    assert_eq!(out, "Bitte prüfen: ");
    assert_eq!(stream.push("noch mehr").unwrap().text, "");
    let decision = stream.decision().unwrap();
    assert_eq!((decision.verdict, decision.reasons[0].rule.as_ref()), (Verdict::Deny, "transform[0]"));
    assert!(stream.finish().unwrap().denied);
}

#[test]
fn a_refused_request_is_denied_before_the_first_byte() {
    let mut stream = guard().session().stream(&Request::new("nobody", "eu")).unwrap();
    assert!(stream.push("Hallo").unwrap().denied);
    assert_eq!(stream.decision().unwrap().reasons[0].code.unwrap().as_str(), "I003");
}

#[test]
fn streams_of_one_session_share_its_tokens() {
    let session = guard().session();
    let request = Request::new("buyer", "eu");
    let (mut one, mut two) = (session.stream(&request).unwrap(), session.stream(&request).unwrap());
    let mut a = one.push("an t.berger@muster-werke.de ").unwrap().text.to_owned();
    let mut b = two.push("von t.berger@muster-werke.de und s.ott@muster-werke.de ").unwrap().text.to_owned();
    a.push_str(one.finish().unwrap().text);
    b.push_str(two.finish().unwrap().text);
    assert_eq!((a.as_str(), b.as_str()), ("an [EMAIL_1] ", "von [EMAIL_1] und [EMAIL_2] "));
}

#[test]
fn bytes_that_are_not_utf8_end_the_stream() {
    let mut stream = guard().session().protect_stream();
    stream.push_bytes(b"Gr\xc3").unwrap();
    let error = stream.push_bytes(b"\xff").unwrap_err();
    assert_eq!((error.code().as_str(), error.offset()), ("I002", Some(2)));
    assert_eq!(stream.push("x").unwrap_err().code().as_str(), "I002");
    let mut stream = guard().session().protect_stream();
    stream.push_bytes(b"a\xc3").unwrap();
    assert_eq!(stream.finish().unwrap_err().offset(), Some(1));
}

#[test]
fn what_is_plain_goes_at_once() {
    let text =
        "The machine was checked on the second floor and it runs as it should, so the order can go out. ".repeat(40);
    let held = |guard: &Guard| {
        let request = Request::new("buyer", "eu").direction(Direction::Response);
        let mut stream = guard.session().stream(&request).unwrap();
        let mut held: Vec<usize> = Vec::new();
        for at in (0..text.len()).step_by(4) {
            stream.push(&text[at..text.len().min(at + 4)]).unwrap();
            held.push(stream.held());
        }
        held.sort_unstable();
        (held[held.len() / 2], held[held.len() * 99 / 100])
    };
    let (median, most) = held(plain());
    assert!(median <= 8 && most <= 64, "{median}, {most}");
    // Where a disguise may begin with the next word, what is open before it is held, also in readings of readings.
    let (median, most) = held(guard());
    assert!(median <= 48 && most <= 160, "{median}, {most}");
}

/// A disguise may be cut anywhere, and be as long as a stretch.
#[test]
fn a_disguise_is_found_however_it_was_cut() {
    for disguise in DISGUISES.iter().filter(|disguise| disguise.fits("an max.muster@muster-werke.de")) {
        let filler = "Und das steht auch noch da. ".repeat(30);
        let text = format!("{filler}an {} und mehr. {filler}", (disguise.write)("max.muster@muster-werke.de"));
        let whole = guard().session().protect(&text).unwrap().text;
        assert!(whole.contains("[EMAIL_1]") || whole.contains("[HIDDEN_1]"), "{}: {whole}", disguise.name);
        for size in [1, 7, 64, 1000] {
            let cuts: Vec<usize> = (0..text.len()).step_by(size).collect();
            let out = run(guard().session().protect_stream(), &text, &cuts).0;
            assert_eq!(out, whole, "{} in pieces of {size}", disguise.name);
        }
    }
}

#[test]
fn a_hold_limit_ends_what_would_be_held_longer() {
    let stream = guard().session().protect_stream();
    assert_eq!(stream.max_hold_bytes(100).unwrap_err().code().as_str(), "I023");
    let mut stream = guard().session().stream(&Request::new("buyer", "eu")).unwrap().max_hold_bytes(8192).unwrap();
    // A private key that goes on and on is held until it is longer than any.
    stream.push("-----BEGIN RSA PRIVATE KEY-----\n").unwrap();
    let line = format!("{}\n", "MIIEowIBAAKCAQEA".repeat(4));
    let denied = (0..400).any(|_| stream.push(&line).unwrap().denied);
    assert!(denied || stream.held() <= 8192);
}

#[test]
fn the_policy_limits_what_an_answer_holds() {
    let policy = Policy::parse(&format!(
        "format = 1\nid = \"h\"\nversion = \"1\"\n{LEVELS}\nroles = {{ user = {{ destinations = [\"eu\"] }} }}\n\
         destinations = {{ eu = {{ ceiling = \"internal\" }} }}\noutput = {{ max_hold_bytes = 8192 }}\n\
         classes = {{ key = {{ level = \"never\", detect = [\"secret.*\"] }} }}\n"
    ));
    let guard =
        Guard::builder().policy(policy.unwrap()).views(Views { usual: false, ..Views::default() }).build().unwrap();
    let request = Request::new("user", "eu").direction(Direction::Response);
    let mut stream = guard.session().stream(&request).unwrap();
    stream.push("-----BEGIN RSA PRIVATE KEY-----\n").unwrap();
    let line = format!("{}\n", "MIIEowIBAAKCAQEA".repeat(4));
    for _ in 0..400 {
        stream.push(&line).unwrap();
        assert!(stream.held() <= 8192);
    }
}

/// JSON whose strings are cut anywhere stays JSON, and what its escapes mean is found.
#[test]
fn arguments_of_a_tool_call_are_read_through_their_escapes() {
    let text = r#"{"to":"j\u00f6rg.huber@muster-werke.de","cc":["\u0073.ott@muster-werke.de"],"text":"Zeile\nan \"Frau Erika Mustermann\"\n\ud83d\ude00","card":4111111111111111}"#;
    let run = |begin: &dyn Fn() -> Stream, text: &str, step: usize| {
        let mut stream = begin();
        let mut out = String::new();
        for piece in text.as_bytes().chunks(step) {
            out.push_str(stream.push_bytes(piece).unwrap().text);
        }
        out + stream.finish().unwrap().text
    };
    for step in [1, 2, 3, 5, 7, 1000] {
        let session = guard().session();
        let out = run(&|| session.protect_stream().json(), text, step);
        assert_eq!(
            out,
            r#"{"to":"[EMAIL_1]","cc":["[EMAIL_2]"],"text":"Zeile\nan \"Frau [PERSON_1]\"\n\ud83d\ude00","card":"[CREDIT_CARD_1]"}"#,
            "in pieces of {step}"
        );
        let back: serde_json::Value =
            serde_json::from_str(&run(&|| session.reveal_stream().json(), &out, step)).unwrap();
        assert_eq!(back["to"], "jörg.huber@muster-werke.de");
        assert_eq!(back["text"], "Zeile\nan \"Frau Erika Mustermann\"\n😀");
    }
    // What is revealed is escaped where it goes.
    let session = guard().session();
    let token = session.protect("password=\"Xk9\\fQ2mZ7pL4\"").unwrap().text;
    let token = token.trim_start_matches("password=").trim_matches('"');
    let read: serde_json::Value =
        serde_json::from_str(&run(&|| session.reveal_stream().json(), &format!("{{\"p\":\"{token}\"}}"), 3)).unwrap();
    assert_eq!(read["p"], "Xk9\\fQ2mZ7pL4");
}
