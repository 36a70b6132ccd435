//! Grants: approvals and unlocks let through what they are for, and everything else is refused with its code.
#![cfg(feature = "grants")]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::sync::{Arc, Barrier};

use llmguard::{
    Code, Decision, Grant, GrantKind, GrantLedger, Guard, MemoryLedger, MemorySink, Policy, RecordFormat, Request,
    Signer, SpendError, Spending, Statement, Verdict,
};

const POLICY: &str = r#"
format = 1
id = "grants"
version = "1"
levels = ["public", "internal", "confidential", "strictly-confidential", "never"]
[classes]
price = { level = "confidential", detect = ["trade.price"] }
secret = { level = "never", detect = ["secret.*"] }
[destinations]
plant = { ceiling = "strictly-confidential" }
cloud = { ceiling = "internal" }
[roles]
buyer = { destinations = ["plant", "cloud"], may_unlock = ["price"] }
lead = { destinations = ["plant"] }
[[approval]]
id = "out"
when = { destinations = ["plant"], classes = ["price"] }
by = "lead"
valid_minutes = 10
[[unlock]]
id = "prices"
roles = ["buyer"]
classes = ["price"]
destinations = ["cloud"]
lowers_to = "keep"
justification = { min_chars = 10, reason_codes = ["AUDIT"] }
max_minutes = 60
max_uses = 2
[audit]
subject = "pseudonym"
content = "digest-only"
"#;

const TEXT: &str = "Das Angebot lautet 12.500 EUR.";
const NOW: u64 = 1_000_000_000;
const LEAD: [u8; 32] = [7; 32];
const BUYER: [u8; 32] = [8; 32];

fn signers() -> Vec<Signer> {
    let signer = |name: &str, role: &str, secret: &[u8; 32]| Signer {
        name: name.into(),
        roles: vec![role.into()],
        key: Signer::public_key(secret),
    };
    vec![signer("el", "lead", &LEAD), signer("mb", "buyer", &BUYER), signer("kw", "buyer", &[9; 32])]
}

fn guard(ledger: Arc<dyn GrantLedger>) -> Guard {
    let policy = Policy::parse(POLICY).unwrap();
    Guard::builder().policy(policy).key([1; 32]).grants(signers(), ledger).build().unwrap()
}

fn request(destination: &str) -> Request {
    Request::new("buyer", destination).subject("mb").now(NOW)
}

fn approval(guard: &Guard) -> Statement {
    Statement {
        destination: "plant".into(),
        expires: NOW + 60_000,
        issued: NOW - 1_000,
        justification: None,
        kind: GrantKind::Approval,
        policy_digest: guard.policy().digest().into(),
        reason_code: None,
        request_digest: Some(guard.request_digest(TEXT, &request("plant")).unwrap()),
        requester: "mb".into(),
        rule: "out".into(),
        serial: "a1".into(),
        signer: "el".into(),
    }
}

fn unlock(guard: &Guard) -> Statement {
    Statement {
        destination: "cloud".into(),
        justification: Some("yearly audit of prices".into()),
        kind: GrantKind::Unlock,
        reason_code: Some("AUDIT".into()),
        request_digest: None,
        rule: "prices".into(),
        serial: "u1".into(),
        signer: "kw".into(),
        ..approval(guard)
    }
}

fn check(guard: &Guard, request: Request, grant: Grant) -> Decision {
    guard.check(TEXT, &request.grant(grant)).unwrap()
}

fn code(decision: &Decision) -> Option<&'static str> {
    assert!(decision.verdict == Verdict::Deny && decision.output.is_none() && decision.used.is_empty());
    decision.reasons.first().and_then(|reason| reason.code).map(Code::as_str)
}

#[test]
fn an_approval_lets_one_text_go_once() {
    let guard = guard(Arc::new(MemoryLedger::default()));
    assert_eq!(guard.check(TEXT, &request("plant")).unwrap().verdict, Verdict::Approval);
    let grant = approval(&guard).sign(&LEAD);
    let grant = Grant::from_json(&grant.to_json()).unwrap();
    let approved = check(&guard, request("plant"), grant.clone());
    assert_eq!((approved.verdict, approved.output.as_deref()), (Verdict::Allow, Some(TEXT)));
    assert_eq!(approved.used, ["out"]);
    assert_eq!(code(&check(&guard, request("plant"), grant)), Some("G011"), "a replay");
}

#[test]
fn an_unlock_lets_a_class_go_as_often_as_it_says() {
    let guard = guard(Arc::new(MemoryLedger::default()));
    assert_eq!(guard.check(TEXT, &request("cloud")).unwrap().verdict, Verdict::Deny);
    let grant = unlock(&guard).sign(&[9; 32]);
    for other in ["für 3 EUR", TEXT] {
        let text = format!("{TEXT} {other}");
        let decision = guard.check(&text, &request("cloud").grant(grant.clone())).unwrap();
        assert_eq!((decision.verdict, decision.used.as_slice()), (Verdict::Allow, ["prices".to_owned()].as_slice()));
    }
    let harmless = guard.check("Guten Tag", &request("cloud").grant(grant.clone())).unwrap();
    assert!(harmless.verdict == Verdict::Allow && harmless.used.is_empty(), "what makes no difference is not spent");
    assert_eq!(code(&check(&guard, request("cloud"), grant)), Some("G011"));
}

#[test]
fn every_grant_that_does_not_fit_is_refused_with_its_code() {
    let guard = guard(Arc::new(MemoryLedger::default()));
    let base = || approval(&guard);
    let buyer_signs = |statement: Statement| Statement { signer: "mb".into(), ..statement }.sign(&BUYER);
    let plant = || request("plant");
    let cases: Vec<(&str, Grant, Request)> = vec![
        ("G002", base().sign(&[3; 32]), plant()),
        ("G002", Statement { signer: "nobody".into(), ..base() }.sign(&LEAD), plant()),
        ("G003", Statement { rule: "prices".into(), ..base() }.sign(&LEAD), plant()),
        ("G004", Statement { policy_digest: "0".repeat(64), ..base() }.sign(&LEAD), plant()),
        ("G005", base().sign(&LEAD), plant().purpose("other")),
        ("G005", base().sign(&LEAD), plant().subject("kw")),
        ("G005", Statement { request_digest: None, ..base() }.sign(&LEAD), plant()),
        ("G005", unlock(&guard).sign(&[9; 32]), plant()),
        ("G006", base().sign(&LEAD), plant().now(NOW - 2_000)),
        ("G007", base().sign(&LEAD), plant().now(NOW + 60_000)),
        ("G007", Statement { expires: NOW + 601_000, ..base() }.sign(&LEAD), plant()),
        ("G008", buyer_signs(base()), plant()),
        ("G009", Statement { signer: "kw".into(), ..base() }.sign(&[9; 32]), plant()),
        (
            "G010",
            Statement { justification: Some("why not".into()), ..unlock(&guard) }.sign(&[9; 32]),
            request("cloud"),
        ),
        ("G010", Statement { reason_code: Some("FUN".into()), ..unlock(&guard) }.sign(&[9; 32]), request("cloud")),
        ("G008", buyer_signs(unlock(&guard)), request("cloud")),
        ("G009", Statement { signer: "el".into(), ..unlock(&guard) }.sign(&LEAD), request("cloud")),
    ];
    for (number, (expected, grant, request)) in cases.into_iter().enumerate() {
        assert_eq!(code(&check(&guard, request, grant)), Some(expected), "case {number}");
    }
    let mut no_clock = plant();
    no_clock.now = None;
    assert_eq!(code(&check(&guard, no_clock, base().sign(&LEAD))), Some("G006"));
    let mut forged = approval(&guard).sign(&LEAD).to_json();
    forged = forged.replace("\"serial\":\"a1\"", "\"serial\":\"a2\"");
    assert_eq!(code(&check(&guard, plant(), Grant::from_json(&forged).unwrap())), Some("G002"));
    for broken in ["", "{}", "[]", &forged.replace("\"signature\":\"", "\"signature\":\"z")] {
        assert_eq!(Grant::from_json(broken).unwrap_err().code(), Code::GrantUnreadable);
    }
    // Another text with the same grant.
    let other = guard.check("Das Angebot lautet 99.500 EUR.", &plant().grant(base().sign(&LEAD))).unwrap();
    assert_eq!(code(&other), Some("G005"));
}

const TABLE: &str = "Nr,Preis\n1,12.500 EUR\n2,13.500 EUR\n";

/// What was released in pieces, and the decision.
fn pieces(guard: &Guard, input: &str, request: &Request) -> (String, Decision) {
    let mut records = guard.session().records(RecordFormat::Csv, request);
    let mut out = String::new();
    for piece in input.as_bytes().chunks(7) {
        out.push_str(records.push_bytes(piece).unwrap().text);
    }
    out.push_str(records.finish().unwrap().text);
    (out, records.decision().unwrap().clone())
}

#[test]
fn an_unlock_lets_a_column_go_and_is_spent_once_for_all_records() {
    let guard = guard(Arc::new(MemoryLedger::default()));
    assert_eq!(pieces(&guard, TABLE, &request("cloud")).1.verdict, Verdict::Deny);
    let unlocked = request("cloud").grant(unlock(&guard).sign(&[9; 32]));
    let (out, decision) = pieces(&guard, TABLE, &unlocked);
    assert_eq!((out.as_str(), decision.verdict, decision.used), (TABLE, Verdict::Allow, vec!["prices".to_owned()]));
    let (out, decision) = pieces(&guard, "Nr\n1\n", &unlocked);
    assert_eq!((out.as_str(), decision.used.len()), ("Nr\n1\n", 0), "what makes no difference is not spent");
    // Of records that are whole, none leaves if one may not, and nothing is spent.
    let denied = format!("{TABLE}3,password: Blau7haus!\n");
    let whole = |input: &str| guard.check_records(input, RecordFormat::Csv, &unlocked).unwrap().decision;
    assert_eq!((whole(&denied).verdict, whole(&denied).used.len()), (Verdict::Deny, 0));
    assert_eq!((whole(TABLE).output.as_deref(), whole(TABLE).verdict), (Some(TABLE), Verdict::Deny));
}

#[test]
fn a_grant_that_is_spent_or_refused_lets_no_record_go_that_needs_it() {
    let guard = guard(Arc::new(MemoryLedger::default()));
    let unlocked = request("cloud").grant(unlock(&guard).sign(&[9; 32]));
    assert_eq!([0; 2].map(|_| pieces(&guard, TABLE, &unlocked).1.verdict), [Verdict::Allow; 2]);
    let (out, decision) = pieces(&guard, TABLE, &unlocked);
    assert_eq!((out.as_str(), code(&decision)), ("Nr,Preis\n", Some("G011")));
    let forged = request("cloud").grant(unlock(&guard).sign(&[3; 32]));
    let (out, decision) = pieces(&guard, TABLE, &forged);
    assert_eq!((out.as_str(), code(&decision)), ("", Some("G002")));
}

#[test]
fn an_approval_is_for_records_that_are_whole() {
    let guard = guard(Arc::new(MemoryLedger::default()));
    let whole = |request: Request| guard.check_records(TABLE, RecordFormat::Csv, &request).unwrap().decision;
    let asked = whole(request("plant"));
    assert_eq!((asked.verdict, asked.output), (Verdict::Approval, None));
    assert_eq!(asked.request_digest, guard.request_digest(TABLE, &request("plant")).ok());
    let approved =
        request("plant").grant(Statement { request_digest: asked.request_digest, ..approval(&guard) }.sign(&LEAD));
    assert_eq!(pieces(&guard, TABLE, &approved).1.verdict, Verdict::Approval);
    let decision = whole(approved.clone());
    assert_eq!((decision.verdict, decision.output.as_deref()), (Verdict::Allow, Some(TABLE)));
    assert_eq!(decision.used, ["out"]);
    assert_eq!(code(&whole(approved)), Some("G011"));
}

#[test]
fn the_second_of_two_threads_gets_nothing() {
    for _ in 0..20 {
        let guard = guard(Arc::new(MemoryLedger::default()));
        let grant = approval(&guard).sign(&LEAD);
        let start = Arc::new(Barrier::new(2));
        let threads: Vec<_> = (0..2)
            .map(|_| {
                let (guard, grant, start) = (guard.clone(), grant.clone(), Arc::clone(&start));
                std::thread::spawn(move || {
                    start.wait();
                    check(&guard, request("plant"), grant)
                })
            })
            .collect();
        let decisions: Vec<Decision> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert_eq!(decisions.iter().filter(|decision| decision.verdict == Verdict::Allow).count(), 1);
        let refused = decisions.iter().find(|decision| decision.verdict == Verdict::Deny).unwrap();
        assert_eq!(code(refused), Some("G011"));
    }
}

#[test]
fn a_clock_that_goes_backwards_and_a_ledger_that_fails_refuse() {
    let ledger = Arc::new(MemoryLedger::default());
    let later = Spending { serial: "x", uses: 1, now: NOW + 30_000, expires: NOW + 40_000 };
    assert_eq!(ledger.spend(&later), Ok(()));
    let late = guard(ledger);
    assert_eq!(code(&check(&late, request("plant"), approval(&late).sign(&LEAD))), Some("G012"));

    struct Broken;
    impl GrantLedger for Broken {
        fn spend(&self, _: &Spending<'_>) -> Result<(), SpendError> {
            Err(SpendError::Unavailable)
        }
    }
    let broken = guard(Arc::new(Broken));
    assert_eq!(code(&check(&broken, request("plant"), approval(&broken).sign(&LEAD))), Some("G013"));
    let keyless = Guard::builder().policy(Policy::parse(POLICY).unwrap()).build().unwrap();
    assert_eq!(code(&check(&keyless, request("plant"), approval(&broken).sign(&LEAD))), Some("G013"));
}

#[test]
fn the_record_shows_a_pseudonym_digests_and_what_was_spent() {
    let sink = Arc::new(MemorySink::default());
    let policy = Policy::parse(POLICY).unwrap();
    let guard = Guard::builder().policy(policy).key([1; 32]).grants(signers(), Arc::new(MemoryLedger::default()));
    let guard = guard.audit_sink(sink.clone()).build().unwrap();
    check(&guard, request("plant"), approval(&guard).sign(&LEAD));
    let event = sink.events().remove(0);
    assert_eq!(event.grants, ["out"]);
    assert!(event.subject.is_some_and(|subject| subject.len() == 64) && event.input_digest.is_some());
    assert_eq!(event.policy_digest, guard.policy().digest());
    let keyless = Guard::builder().policy(Policy::parse(POLICY).unwrap()).audit_sink(sink.clone()).build().unwrap();
    keyless.check(TEXT, &request("plant")).unwrap();
    let event = sink.events().remove(1);
    assert_eq!((event.subject, event.input_digest), (None, None));
}
