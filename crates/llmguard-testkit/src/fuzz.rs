//! Fuzz: what must hold for any bytes whatever, as plain functions.
//!
//! Each [`Body`] takes bytes as a fuzzer gives them and panics where a promise is broken. `cargo test` runs every body on
//! [`inputs`] made from its stock; the targets in `fuzz/` are one line each and call the same functions:
//!
//! ```
//! use llmguard_testkit::fuzz::{BODIES, inputs};
//! for body in BODIES {
//!     inputs(&(body.stock)(), 2, 1).for_each(|data| (body.run)(&data));
//! }
//! ```

use std::borrow::Cow;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use llmguard::{DEFAULT_POLICY, Direction, Finding, Guard, Policy, Request, Span, Verdict};
use llmguard_catalog::template::expand;
use llmguard_scan::{Program, Scanner, Stream};
use llmguard_types::Detector;
use llmguard_view::Views;

use crate::disguise::{DISGUISES, Disguise};
use crate::fakes;
use crate::oracle::Oracle;
use crate::streams;
use crate::texts::FILLER;
use crate::vault_file::exported;

pub use crate::vault_file::vault_file;

/// One property of any bytes.
pub struct Body {
    /// The name of the function, and of the target in `fuzz/`.
    pub name: &'static str,
    /// Panics where the property does not hold.
    pub run: fn(&[u8]),
    /// Pieces worth beginning with.
    pub stock: fn() -> Vec<String>,
}

/// Every body.
pub const BODIES: &[Body] = &[
    Body { name: "scan_equals_oracle", run: scan_equals_oracle, stock: fake_pieces },
    Body { name: "catalog_equals_oracle", run: catalog_equals_oracle, stock: vectors },
    Body { name: "views_equal_oracle", run: views_equal_oracle, stock: disguised },
    Body { name: "stream_equals_scan", run: stream_equals_scan, stock: vectors },
    Body { name: "findings_are_sound", run: findings_are_sound, stock: vectors },
    Body { name: "protect_reveal", run: protect_reveal, stock: conversation },
    Body { name: "stream_equals_whole", run: stream_equals_whole, stock: hidden_conversation },
    Body { name: "check_never_leaks_on_deny", run: check_never_leaks_on_deny, stock: vectors },
    Body { name: "policy_parse", run: policy_parse, stock: policies },
    Body { name: "detector_file", run: detector_file, stock: detector_files },
    Body { name: "vault_file", run: vault_file, stock: exported },
];

/// The engine finds what the oracle finds, with fake detectors.
pub fn scan_equals_oracle(data: &[u8]) {
    static FAKES: Pair = Pair::new(fakes::detectors);
    FAKES.compare(data);
}

/// The engine finds what the oracle finds, with the built-in detectors.
pub fn catalog_equals_oracle(data: &[u8]) {
    static BUILT_IN: Pair = Pair::new(|| llmguard_catalog::detectors().to_vec());
    BUILT_IN.compare(data);
}

/// What the engine finds in a text and its readings is what the oracle finds in them, with some of the built-in detectors
/// (the oracle reads a text once for each, and a text has many readings); and no reading makes the work grow without bound.
pub fn views_equal_oracle(data: &[u8]) {
    const FAMILIES: &[&str] =
        &["contact.email", "bank.iban", "bank.card", "id.de.steuer-id", "secret.github.", "secret.aws.", "marking."];
    let some = |detector: &&Detector| FAMILIES.iter().any(|family| detector.id.starts_with(family));
    static MADE: OnceLock<(Mutex<Scanner>, Oracle)> = OnceLock::new();
    let (scanner, oracle) = MADE.get_or_init(|| {
        let detectors: Vec<Detector> = llmguard_catalog::detectors().iter().filter(some).cloned().collect();
        let program = Program::compile(detectors.clone()).expect("the detectors compile");
        (Mutex::new(Scanner::new(Arc::new(program))), Oracle::new(detectors))
    });
    let text = text(data);
    let mut scanner = scanner.lock().unwrap_or_else(PoisonError::into_inner);
    let mut found = scanner.scan_all(&text).expect("the text is short").findings;
    let mut bytes = 0;
    let scan = |reading: &str| {
        bytes += reading.len();
        scanner.scan_all(reading).map(|scan| scan.findings)
    };
    let seen = Views::default().look(&text, &found, scan, |_, _| false).expect("the text is short");
    found.extend(seen.reads.into_iter().map(|read| read.finding));
    found.sort_by_key(|f| (f.span.start, f.span.end, f.detector, std::cmp::Reverse(f.confidence), f.evidence.bits()));
    found.dedup_by_key(|f| (f.span, f.detector));
    assert_eq!(found, oracle.look(&text), "in {text:?}");
    assert!(bytes <= most_read(text.len()), "{bytes} of {} bytes of {text:?}", text.len());
}

/// What the readings of a text have at most, in bytes: for each window of each view its own bytes, what surrounds it and
/// what is below it. Windows of one view have a change each, which are further apart than [`llmguard_view::CONTEXT`].
pub fn most_read(len: usize) -> usize {
    use llmguard_view::{ALLOWANCE, CONTEXT, FACTOR};
    // Each window is read as it is besides, and what a view writes is not longer than eight times what stood there.
    let views = 12;
    let windows = views * (len / CONTEXT + 1);
    windows * (2 * (FACTOR + 2) * 4 * 1024 + ALLOWANCE) + views * len * 8 * (FACTOR + 2)
}

/// A text in pieces has the findings of the whole, with the built-in detectors, and none of them late. The first byte
/// says how long the pieces are.
pub fn stream_equals_scan(data: &[u8]) {
    static BUILT_IN: OnceLock<(Arc<Program>, Mutex<Stream>)> = OnceLock::new();
    let (program, stream) = BUILT_IN.get_or_init(|| {
        let program = Program::compile(llmguard_catalog::detectors().iter().cloned()).expect("the detectors compile");
        let program = Arc::new(program);
        (Arc::clone(&program), Mutex::new(Stream::new(program)))
    });
    let [piece, rest @ ..] = data else { return };
    let text = text(rest);
    let cuts = (0..text.len()).step_by(usize::from(*piece % 40) + 1);
    streams::check(program, &mut stream.lock().unwrap_or_else(PoisonError::into_inner), &text, cuts);
}

/// What is reported is ordered, disjoint and on character boundaries, and no two scans differ.
pub fn findings_are_sound(data: &[u8]) {
    let text = text(data);
    let found = guard().scan(&text).expect("the text is short");
    assert_sound(&text, found.iter().map(|finding| finding.span));
    assert_eq!(found, guard().scan(&text).expect("the text is short"));
    for Finding { span, .. } in guard().scan_all(&text).expect("the text is short").findings {
        assert!(span.of(&text).is_some_and(|value| !value.is_empty()), "{span:?} is no text");
    }
}

/// `reveal(protect(x)) == x`, also for a later text of the same conversation, with brackets and with surrogates.
pub fn protect_reveal(data: &[u8]) {
    let whole = text(data);
    let (first, second) = data.split_at(data.len() / 2);
    for session in [guard().session(), with_surrogates().session()] {
        for text in [&text(first), &text(second), &whole] {
            let protected = session.protect(text).expect("the text is short").text;
            assert_eq!(session.reveal(&protected).expect("no thread panicked").text, **text);
        }
    }
}

/// A text in pieces leaves as the whole one, protected and by the policy, and comes back in pieces; where it is denied, what
/// was released does not depend on the pieces. The first byte says how long the pieces are.
pub fn stream_equals_whole(data: &[u8]) {
    let [piece, rest @ ..] = data else { return };
    let (text, size) = (text(rest), usize::from(*piece % 40) + 1);
    for guard in [guard(), with_surrogates()] {
        pieces_equal_whole(guard, &text, size);
    }
}

fn pieces_equal_whole(guard: &Guard, text: &str, size: usize) {
    let session = guard.session();
    let protected = session.protect(text).expect("the text is short").text;
    let (out, _) = pushed(guard.session().protect_stream(), text, size);
    assert_eq!(out, protected, "in pieces of {size} of {text:?}");
    assert_eq!(pushed(session.reveal_stream(), &protected, size).0, *text, "back from {protected:?}");

    let request = Request::new("buyer", "eu");
    let stream = || guard.session().stream(&request).expect("the request is sound");
    let checked = guard.session().check(text, &request).expect("the text is short");
    let (out, denied) = pushed(stream(), text, size);
    assert_eq!(denied, checked.verdict > Verdict::Transform);
    assert_eq!((&out, denied), (&pushed(stream(), text, text.len() + 1).0, denied), "of {text:?}");
    assert!(checked.output.is_none_or(|output| output == out), "in pieces of {size} of {text:?}");
}

/// What leaves a stream, and whether it was denied.
fn pushed(mut stream: llmguard::Stream, text: &str, size: usize) -> (String, bool) {
    let mut out = String::new();
    for piece in text.as_bytes().chunks(size) {
        out.push_str(stream.push_bytes(piece).expect("pieces of a text are UTF-8").text);
    }
    let released = stream.finish().expect("the text is whole");
    out.push_str(released.text);
    (out, released.denied)
}

/// A denied text has no output, a permitted one has; what nobody knows is denied; the same question has one answer.
/// The first two bytes choose who asks and where to, the rest is the text.
pub fn check_never_leaks_on_deny(data: &[u8]) {
    let [who, way, rest @ ..] = data else { return };
    let text = text(rest);
    let pick = |names: &[&'static str], by: u8| names[usize::from(by) % names.len()];
    let (role, destination) = (pick(&["buyer", "buyer_lead", "mes_agent", "?"], *who), pick(PLACES, *who >> 4));
    let direction = Direction::ALL[usize::from(*way) % Direction::ALL.len()];
    let request = Request::new(role, destination).direction(direction);

    let decision = guard().check(&text, &request).expect("the text is short");
    assert_eq!(decision.output.is_some(), decision.verdict <= Verdict::Transform);
    assert!(decision.verdict == Verdict::Transform || decision.edits.is_empty());
    assert!(decision.verdict != Verdict::Allow || decision.output.as_deref() == Some(&*text));
    assert!(decision.verdict == Verdict::Deny || (role != "?" && destination != "?"));
    assert_sound(&text, decision.findings.iter().map(|finding| finding.span));
    assert_sound(&text, decision.edits.iter().map(|edit| edit.span));
    if let Some(output) = &decision.output {
        assert!(decision.edits.iter().all(|edit| edit.output.of(output).is_some()));
    }
    assert_eq!(decision, guard().check(&text, &request).expect("the text is short"));

    let again = guard().session().check(&text, &request).expect("the text is short");
    assert_eq!(again.output.is_some(), again.verdict <= Verdict::Transform);
}

/// The destinations of [`llmguard::DEFAULT_POLICY`], and one that it does not know.
const PLACES: &[&str] = &["eu", "us", "local", "?"];

/// A policy is parsed and tried, or refused with a code and a line that exists.
pub fn policy_parse(data: &[u8]) {
    let source = text(data);
    match Policy::parse(&source) {
        Ok(policy) => drop(policy.run_tests()),
        Err(error) => assert_refusal(&source, &error, &["P"]),
    }
}

/// A detector file is read, compiled and tried on its vectors, or refused with a code and a line that exists.
pub fn detector_file(data: &[u8]) {
    let source = text(data);
    match llmguard::parse_detectors(&source) {
        Ok(detectors) => {
            let errors = detectors.iter().flat_map(llmguard::lint);
            errors.for_each(|error| assert_refusal(&source, &error, &["C", "D"]));
        }
        Err(error) => assert_refusal(&source, &error, &["D"]),
    }
}

/// Engine and oracle over the same detectors, made once.
struct Pair {
    detectors: fn() -> Vec<Detector>,
    made: OnceLock<(Mutex<Scanner>, Oracle)>,
}

impl Pair {
    const fn new(detectors: fn() -> Vec<Detector>) -> Pair {
        Pair { detectors, made: OnceLock::new() }
    }

    fn compare(&self, data: &[u8]) {
        let (scanner, oracle) = self.made.get_or_init(|| {
            let program = Program::compile((self.detectors)()).expect("the detectors compile");
            (Mutex::new(Scanner::new(Arc::new(program))), Oracle::new((self.detectors)()))
        });
        let text = text(data);
        let mut scanner = scanner.lock().unwrap_or_else(PoisonError::into_inner);
        let found = scanner.scan_all(&text).expect("the text is short").findings;
        assert_eq!(found, oracle.scan_all(&text), "in {text:?}");
    }
}

fn guard() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| Guard::new().expect("the built-in detectors and policy are sound"))
}

/// With the default policy, but for what tokens look like.
fn with_surrogates() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| {
        let (_, source) = Policy::templates().iter().find(|(name, _)| *name == DEFAULT_POLICY).expect("it is embedded");
        let policy = Policy::parse(&format!("tokens = \"surrogate\"\n{source}")).expect("it is sound");
        Guard::builder().policy(policy).build().expect("the built-in detectors are sound")
    })
}

fn text(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

fn assert_sound(text: &str, spans: impl Iterator<Item = Span>) {
    let mut end = 0;
    for span in spans {
        assert!(end <= span.start && span.of(text).is_some_and(|value| !value.is_empty()), "{span:?} after {end}");
        end = span.end;
    }
}

fn assert_refusal(source: &str, error: &llmguard::Error, letters: &[&str]) {
    assert!(letters.iter().any(|letter| error.code().as_str().starts_with(letter)), "{error}");
    assert!(!error.message().is_empty());
    let lines = source.bytes().filter(|b| *b == b'\n').count() + 1;
    assert!(error.line().is_none_or(|line| (1..=lines).contains(&(line as usize))), "{error} of {lines} lines");
}

/// Inputs made of pieces of `stock`, half of them damaged, and some that are noise. One seed always gives the same.
pub fn inputs(stock: &[String], count: usize, seed: u64) -> impl Iterator<Item = Vec<u8>> {
    let mut random = Random(seed);
    (0..count).map(move |_| {
        if random.below(8) == 0 {
            return (0..random.below(200)).map(|_| random.byte()).collect();
        }
        let mut data = Vec::new();
        for _ in 0..=random.below(6) {
            data.extend_from_slice(stock[random.below(stock.len())].as_bytes());
            data.extend_from_slice([" ", " ", "", "\n", ": "][random.below(5)].as_bytes());
        }
        for _ in 0..[0, 0, 0, 1, 2, 5][random.below(6)] {
            damage(&mut data, &mut random);
        }
        data
    })
}

/// One edit: a byte changed, dropped or added, or a run of bytes repeated.
fn damage(data: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(data.len() + 1);
    let end = data.len().min(at + 1 + random.below(12));
    match random.below(4) {
        0 => data.insert(at, random.byte()),
        1 => data.extend_from_within(at..end),
        2 => drop(data.drain(at..end)),
        _ => data.iter_mut().skip(at).take(1).for_each(|b| *b ^= 1 << random.below(8)),
    }
}

/// splitmix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits fit") % limit
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }
}

fn fake_pieces() -> Vec<String> {
    fakes::PIECES.iter().map(ToString::to_string).collect()
}

/// What the built-in detectors must find and must not find, and words between.
fn vectors() -> Vec<String> {
    let detectors = llmguard_catalog::detectors().iter();
    let vectors = detectors.flat_map(|detector| detector.matches.iter().chain(detector.rejects.iter()));
    let expanded = vectors.map(|vector| expand(vector, 1).expect("a test of the catalogue expands every vector"));
    expanded.chain(FILLER.iter().map(ToString::to_string)).collect()
}

/// Some of them in every disguise.
fn disguised() -> Vec<String> {
    let plain =
        ["an max.muster@muster-werke.de", "IBAN DE89 3704 0044 0532 0130 00", "Das Passwort lautet Sommer2024!", "Tom"];
    let written = |disguise: &Disguise| {
        let disguise = *disguise;
        plain.into_iter().filter(move |text| disguise.fits(text)).map(move |text| (disguise.write)(text))
    };
    DISGUISES.iter().flat_map(written).chain(plain.map(String::from)).collect()
}

/// The same, and what reads as a token or nearly so.
fn conversation() -> Vec<String> {
    let tokens = ["[EMAIL_1]", "[TEXT_1]", "IBAN_1b", "[person_2]", "[PERSON 1]", "[[", "]", "_1", "EMAIL", "[TEXT_"];
    let surrogates =
        ["rudewodi@example.com", "DE56 9999 9999 0007", "030 23125-787", "+49 (0)30", "Frau Adelheid Sellmeyer", "s"];
    vectors().into_iter().chain(tokens.map(String::from)).chain(surrogates.map(String::from)).collect()
}

/// The same, and disguises.
fn hidden_conversation() -> Vec<String> {
    let disguised = disguised();
    // As often as everything else.
    let again = disguised.iter().cycle().take(conversation().len()).cloned();
    conversation().into_iter().chain(again).collect()
}

/// The embedded policies, whole and line by line.
fn policies() -> Vec<String> {
    let sources = Policy::templates().iter().map(|(_, source)| *source);
    let lines = sources.clone().flat_map(|source| source.lines().map(|line| format!("{line}\n")));
    sources.map(String::from).chain(lines).collect()
}

/// A detector file with every key, whole and line by line.
fn detector_files() -> Vec<String> {
    let source = "[[detector]]
id         = \"id.xx.badge\"
title      = \"Badge\"
entity     = \"BADGE_NUMBER\"
level      = \"confidential\"
regions    = [\"DE\"]
lead       = '(?i:badge) ?'
pattern    = 'B[0-9]{2,6}(?:-{letter}{2})?'
tail       = '[.,]'
bounds     = \"token\"
max_len    = 40
prefix     = true
strength   = 20
validate   = \"iban\"
cues       = [\"badge\", \"ausweis\"]
references = [\"plant handbook\"]
match      = [\"badge B${digits:4}.\"]
reject     = [\"B${hex:9}\"]
";
    let short = source.lines().filter(|line| !line.starts_with("validate")).map(|line| format!("{line}\n"));
    let lines: Vec<String> = source.lines().map(|line| format!("{line}\n")).collect();
    [source.to_owned(), short.collect()].into_iter().chain(lines).collect()
}
