//! Vaults: conversations that go on where they ended, and those that may not.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use llmguard::{Code, Direction, Guard, Policy, Request, Scope, Session, Store, StoreError, Vault, VaultKey, Verdict};

/// A vault in a folder that goes with its test.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let folder = std::env::temp_dir().join(format!("llmguard-session-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Place(folder)
    }

    fn open(&self) -> Vault {
        Vault::open(self.0.join("chats.vault"), &VaultKey::new(&[7; 32]).unwrap()).unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn guard() -> &'static Guard {
    static GUARD: OnceLock<Guard> = OnceLock::new();
    GUARD.get_or_init(|| Guard::new().unwrap())
}

fn chat(name: &str) -> Scope {
    Scope::new("werk-1", name)
}

const NOW: u64 = 1_795_000_000_000;
const DAY: u64 = 86_400_000;

fn session(vault: &Vault, name: &str) -> Session {
    guard().session_in(vault, &chat(name), NOW).unwrap()
}

#[test]
fn a_conversation_goes_on_where_it_ended() {
    let place = Place::new("again");
    let texts = ["an jo.huber@muster-werke.de", "DE89 3704 0044 0532 0130 00 oder DE89370400440532013000", "[EMAIL_1]"];
    let protected: Vec<String> = {
        let session = session(&place.open(), "a");
        texts.iter().map(|text| session.protect(text).unwrap().text).collect()
    };
    assert_eq!(protected, ["an [EMAIL_1]", "[IBAN_1] oder [IBAN_1b]", "[TEXT_1]"]);
    let session = session(&place.open(), "a");
    for (text, protected) in texts.iter().zip(&protected) {
        assert_eq!(session.reveal(protected).unwrap().text, *text);
    }
    // Known values keep their tokens, others take up the count.
    let more = session.protect("jo.huber@muster-werke.de, s.ott@muster-werke.de, DE89370400440532013000").unwrap();
    assert_eq!(more.text, "[EMAIL_1], [EMAIL_2], [IBAN_1b]");
}

#[test]
fn decisions_and_streams_keep_what_they_hand_out() {
    let place = Place::new("ways");
    let request = Request::new("buyer", "eu");
    {
        let session = session(&place.open(), "a");
        session.check("an jo.huber@muster-werke.de", &request).unwrap();
        let mut stream = session.stream(&request).unwrap();
        stream.push("an s.ott@muster-werke.de und ").unwrap();
        stream.finish().unwrap();
        let mut stream = session.protect_stream();
        stream.push("an t.berger@muster-werke.de").unwrap();
        stream.finish().unwrap();
    }
    let session = session(&place.open(), "a");
    let answer = Request::new("buyer", "eu").direction(Direction::Response);
    let read = session.check("[EMAIL_1], [EMAIL_2], [EMAIL_3], [EMAIL_4]", &answer).unwrap();
    let expected = "jo.huber@muster-werke.de, s.ott@muster-werke.de, t.berger@muster-werke.de, [EMAIL_4]";
    assert_eq!(read.output.as_deref(), Some(expected));
}

#[test]
fn a_token_says_nothing_in_another_conversation_or_for_another_tenant() {
    let place = Place::new("scopes");
    let vault = place.open();
    let here = session(&vault, "a");
    here.protect("an jo.huber@muster-werke.de").unwrap();
    for scope in [chat("b"), Scope::new("werk-2", "a")] {
        let there = guard().session_in(&vault, &scope, NOW).unwrap();
        let revealed = there.reveal("an [EMAIL_1]").unwrap();
        assert_eq!((revealed.text.as_str(), revealed.restored, revealed.unknown), ("an [EMAIL_1]", 0, 1));
        // Each counts for itself.
        assert_eq!(there.protect("an s.ott@muster-werke.de").unwrap().text, "an [EMAIL_1]");
    }
    assert_eq!(here.reveal("[EMAIL_1]").unwrap().text, "jo.huber@muster-werke.de");
}

#[test]
fn a_person_is_erased_and_no_token_comes_to_mean_another_value() {
    let place = Place::new("erase");
    let vault = place.open();
    let person = guard().session_in(&vault, &chat("a").subject("mb"), NOW).unwrap();
    assert_eq!(person.protect("an jo.huber@muster-werke.de").unwrap().text, "an [EMAIL_1]");
    drop(person);
    let others = session(&vault, "a");
    assert_eq!(others.protect("an s.ott@muster-werke.de").unwrap().text, "an [EMAIL_2]");
    assert!(vault.shred_subject("werk-1", "mb").unwrap());

    // Whoever had the values in memory has them no more.
    assert_eq!(others.reveal("[EMAIL_2]").unwrap_err().code(), Code::VaultErased);
    assert_eq!(others.protect("an s.ott@muster-werke.de").unwrap_err().code(), Code::VaultErased);
    let begun = others.stream(&Request::new("buyer", "eu"));
    assert_eq!(begun.unwrap_err().code(), Code::VaultErased);
    drop(others);
    let others = session(&vault, "a");
    assert_eq!(others.reveal("[EMAIL_1] [EMAIL_2]").unwrap().text, "[EMAIL_1] s.ott@muster-werke.de");
    assert_eq!(others.protect("jo.huber@muster-werke.de").unwrap().text, "[EMAIL_3]");
}

#[test]
fn a_value_is_erased_in_memory_and_on_disk_and_its_token_is_unknown() {
    let place = Place::new("value");
    let vault = place.open();
    let text = "Herr Müller und Herr Mueller an jo.huber@muster-werke.de";
    for session in [session(&vault, "a"), guard().session()] {
        let protected = session.protect(text).unwrap().text;
        assert_eq!(protected, "Herr [PERSON_1] und Herr [PERSON_1b] an [EMAIL_1]");
        assert!(!session.shred_value("[PERSON_1]").unwrap() && !session.shred_value("").unwrap());
        // Whichever way it is written, all ways are gone; others stay.
        assert!(session.shred_value("mueller").unwrap() && !session.shred_value("Müller").unwrap());
        let revealed = session.reveal(&protected).unwrap();
        assert_eq!(revealed.text, "Herr [PERSON_1] und Herr [PERSON_1b] an jo.huber@muster-werke.de");
        assert_eq!((revealed.restored, revealed.unknown), (1, 2));
        let mut stream = session.reveal_stream();
        assert_eq!(stream.push("an [PERSON_1]s Haus").unwrap().text, "an [PERSON_1]s Haus");
        stream.finish().unwrap();
        assert_eq!(stream.unknown(), 1);
        assert_eq!(session.protect("Herr Müller").unwrap().text, "Herr [PERSON_2]");
        assert!(session.shred_value("Müller").unwrap());
    }
    assert_eq!(vault.export(0).unwrap().len(), 1);
    drop(vault);
    let session = session(&place.open(), "a");
    let revealed = session.reveal("[PERSON_1] [PERSON_1b] [PERSON_2] [EMAIL_1]").unwrap();
    assert_eq!(revealed.text, "[PERSON_1] [PERSON_1b] [PERSON_2] jo.huber@muster-werke.de");
    assert_eq!(session.protect("Herr Müller und Frau Ott").unwrap().text, "Herr [PERSON_3] und Frau [PERSON_4]");
}

#[test]
fn a_value_that_has_expired_or_is_of_several_types_is_erased_too() {
    let place = Place::new("types");
    let vault = place.open();
    let line = |kind: &str, value: &str, expires: u64| {
        format!(
            r#"{{"tenant":"werk-1","conversation":"a","type":"{kind}","number":7,"expires":{expires},"value":"{value}"}}"#
        )
    };
    let lines = [line("PERSON", "Ott", NOW - 1), line("LOGIN", "ott", NOW + 1), line("SECRET", "ott", NOW + 1)];
    vault.import_lines(&lines.join("\n")).unwrap();
    let session = session(&vault, "a");
    assert!(session.shred_value("Ott").unwrap());
    // A secret is another if its letters are in another case.
    assert_eq!(session.reveal("[PERSON_7] [LOGIN_7] [SECRET_7]").unwrap().text, "[PERSON_7] [LOGIN_7] ott");
    assert_eq!(vault.export(0).unwrap().len(), 1);
    assert_eq!(session.protect("Frau Ott").unwrap().text, "Frau [PERSON_8]");
}

/// A guard of the embedded default policy with a line before it.
fn guard_with(line: &str) -> Guard {
    let source = Policy::templates().iter().find(|(name, _)| *name == "einkauf-copilot").unwrap().1;
    Guard::builder().policy(Policy::parse(&format!("{line}\n{source}")).unwrap()).build().unwrap()
}

#[test]
fn keyed_tokens_depend_on_value_and_conversation_alone() {
    let guard = guard_with("tokens = \"keyed\"");
    let place = Place::new("keyed");
    let vault = place.open();
    let (first, second) = ("an jo.huber@muster-werke.de", "an s.ott@muster-werke.de und [EMAIL_1]");
    let protect = |session: &Session, texts: [&str; 2]| texts.map(|text| session.protect(text).unwrap().text);
    let [one, other] = protect(&guard.session_in(&vault, &chat("a"), NOW).unwrap(), [first, second]);
    assert_eq!(one.len(), "an [EMAIL_482913067]".len());

    // In another session and another order, the same.
    let session = guard.session_in(&vault, &chat("a"), NOW).unwrap();
    assert_eq!(protect(&session, [second, first]), [other.clone(), one.clone()]);
    assert_eq!(session.reveal(&one.to_lowercase().replace(['[', ']'], "**")).unwrap().restored, 0);
    assert_eq!(session.reveal(&one.replace(['[', ']'], "**")).unwrap().text, "an **jo.huber@muster-werke.de**");
    assert_eq!(session.reveal(&other).unwrap().text, second);
    // Another conversation makes other tokens, and knows none of these.
    let elsewhere = guard.session_in(&vault, &chat("b"), NOW).unwrap();
    let [there, _] = protect(&elsewhere, [first, second]);
    assert_ne!(there, one);
    assert_eq!((elsewhere.reveal(&one).unwrap().unknown, session.reveal(&there).unwrap().unknown), (1, 1));
    let in_memory = guard.session();
    assert_ne!(protect(&in_memory, [first, second])[0], one);
    assert_eq!(in_memory.reveal(&in_memory.protect(second).unwrap().text).unwrap().text, second);
    let mut stream = session.protect_stream();
    let streamed = stream.push(first).unwrap().text.to_owned() + stream.finish().unwrap().text;
    assert_eq!(streamed, one);
}

#[test]
fn a_keyed_token_of_what_was_erased_is_not_made_again() {
    let guard = guard_with("tokens = \"keyed\"");
    let place = Place::new("keyed-erased");
    let vault = place.open();
    let text = "an jo.huber@muster-werke.de";
    let session = || guard.session_in(&vault, &chat("a"), NOW).unwrap();
    let one = session().protect(text).unwrap().text;
    assert!(session().shred_value("jo.huber@muster-werke.de").unwrap());
    let again = session();
    let other = again.protect(text).unwrap().text;
    assert_ne!(other, one);
    assert_eq!((again.reveal(&one).unwrap().unknown, again.reveal(&other).unwrap().text.as_str()), (1, text));
    again.shred_value("jo.huber@muster-werke.de").unwrap();
    vault.sweep(NOW).unwrap();
    let third = again.protect(text).unwrap().text;
    assert!(third != one && third != other);
    drop(again);
    assert_eq!(session().reveal(&third).unwrap().text, text);
}

#[test]
fn the_style_of_tokens_may_change_within_a_conversation() {
    let keyed = guard_with("tokens = \"keyed\"");
    let place = Place::new("styles");
    let vault = place.open();
    let scope = chat("a").subject("mb");
    let text = "an jo.huber@muster-werke.de";
    let one = keyed.session_in(&vault, &scope, NOW).unwrap().protect(text).unwrap().text;
    let session = session(&vault, "a");
    // What has a token keeps it; what has none is counted.
    assert_eq!(session.protect(text).unwrap().text, one);
    assert_eq!(session.protect("an s.ott@muster-werke.de").unwrap().text, "an [EMAIL_1]");
    drop(session);
    vault.shred_subject("werk-1", "mb").unwrap();
    let session = guard().session_in(&vault, &chat("a"), NOW).unwrap();
    let next = session.protect("an t.berger@muster-werke.de").unwrap().text;
    assert_eq!(session.reveal(&format!("[EMAIL_1] {one} {next}")).unwrap().restored, 2);
    assert!(next != one && next != "an [EMAIL_1]");
}

#[test]
fn surrogates_mean_the_same_when_a_conversation_goes_on() {
    let guard = guard_with("tokens = \"surrogate\"");
    let place = Place::new("surrogates");
    let text = "an jo.huber@muster-werke.de, IBAN DE89 3704 0044 0532 0130 00, Tel. 0711 23125-0, Frau Petra Müller";
    let session = |vault: &Vault| guard.session_in(vault, &chat("a"), NOW).unwrap();
    let protected = session(&place.open()).protect(text).unwrap().text;
    let vault = place.open();
    let again = session(&vault);
    assert_eq!(again.reveal(&protected).unwrap().text, text);
    assert_eq!(again.protect(text).unwrap().text, protected);
    let elsewhere = Place::new("surrogates-elsewhere");
    let imported = elsewhere.open();
    imported.import(vault.export(NOW).unwrap()).unwrap();
    assert_eq!(session(&imported).reveal(&protected).unwrap().text, text);
    // A value that somebody wrote before is no surrogate later, also after that.
    let mail = protected.split([' ', ',']).nth(1).unwrap();
    let other = guard.session_in(&vault, &chat("b"), NOW).unwrap();
    other.protect(&format!("an {mail}")).unwrap();
    drop(other);
    let other = guard.session_in(&vault, &chat("b"), NOW).unwrap();
    assert!(!other.protect("an s.ott@muster-werke.de").unwrap().text.contains(mail));
    // What is erased is not revealed, and its surrogate means nothing else.
    assert!(again.shred_value("jo.huber@muster-werke.de").unwrap());
    let erased = again.reveal(&protected).unwrap();
    assert_eq!((erased.restored, erased.unknown), (4, 1));
    let third = again.protect("an jo.huber@muster-werke.de").unwrap().text;
    assert!(!third.contains(mail), "{third}");
    // A name is erased with each of its words.
    assert!(again.shred_value("Petra Müller").unwrap());
    assert_eq!(again.reveal(&protected).unwrap().restored, 2);
    drop(again);
    assert_eq!(session(&vault).reveal(&protected).unwrap().restored, 2);
}

#[test]
fn values_are_gone_when_the_policy_says_so() {
    let guard = guard_with("retention.vault.max_days = 30");
    let place = Place::new("expiry");
    let vault = place.open();
    let in_vault = guard.session_in(&vault, &chat("a"), NOW).unwrap();
    let in_memory = guard.session();
    in_memory.tell_time(NOW).unwrap();
    for session in [&in_vault, &in_memory] {
        session.protect("an jo.huber@muster-werke.de").unwrap();
        session.tell_time(NOW + 30 * DAY - 1).unwrap();
        assert_eq!(session.reveal("[EMAIL_1]").unwrap().restored, 1);
        session.tell_time(NOW).unwrap(); // time does not go back
        let answer = Request::new("buyer", "eu").direction(Direction::Response);
        let later = answer.now(NOW + 30 * DAY);
        assert_eq!(session.check("[EMAIL_1]", &later).unwrap().output.as_deref(), Some("[EMAIL_1]"));
        assert_eq!(session.reveal("[EMAIL_1]").unwrap().unknown, 1);
        // Written again it is kept again, under another token.
        let again = session.protect("an jo.huber@muster-werke.de").unwrap().text;
        assert_eq!(again, "an [EMAIL_1b]");
        assert_eq!(session.reveal("[EMAIL_1] [EMAIL_1b]").unwrap().text, "[EMAIL_1] jo.huber@muster-werke.de");
    }
    drop(in_vault);
    vault.sweep(NOW + 30 * DAY).unwrap();
    assert_eq!(vault.export(0).unwrap().len(), 1);
    let in_vault = guard.session_in(&vault, &chat("a"), NOW + 31 * DAY).unwrap();
    assert_eq!(in_vault.reveal("[EMAIL_1] [EMAIL_1b]").unwrap().text, "[EMAIL_1] jo.huber@muster-werke.de");
    assert_eq!(in_vault.protect("an s.ott@muster-werke.de").unwrap().text, "an [EMAIL_2]");
}

/// A database of the caller's: a table in memory, which may be out of reach.
#[derive(Clone, Default)]
struct Database {
    table: Arc<Mutex<HashMap<String, Vec<Vec<u8>>>>>,
    away: Arc<AtomicBool>,
}

impl Store for Database {
    fn read(&self, name: &str) -> Result<Vec<Vec<u8>>, StoreError> {
        if self.away.load(Ordering::Relaxed) {
            return Err("no route to the database".into());
        }
        Ok(self.table.lock().unwrap().get(name).cloned().unwrap_or_default())
    }

    fn write(&self, name: &str, count: usize, keep: usize, records: &[Vec<u8>]) -> Result<bool, StoreError> {
        let mut all = self.read(name)?;
        if all.len() != count {
            return Ok(false);
        }
        all.truncate(keep);
        all.extend_from_slice(records);
        self.table.lock().unwrap().insert(name.to_owned(), all);
        Ok(true)
    }
}

#[test]
fn a_conversation_goes_on_in_a_store_of_the_callers() {
    let database = Database::default();
    let vault = || Vault::in_store(database.clone(), &VaultKey::new(&[7; 32]).unwrap()).unwrap();
    let text = "Herr Müller und Herr Mueller an jo.huber@muster-werke.de";
    let protected = session(&vault(), "a").protect(text).unwrap().text;
    assert_eq!(protected, "Herr [PERSON_1] und Herr [PERSON_1b] an [EMAIL_1]");
    let (here, there) = (vault(), vault());
    let (one, other) = (session(&here, "a"), session(&there, "a"));
    assert_eq!(one.reveal(&protected).unwrap().text, text);
    assert_eq!(session(&here, "b").reveal(&protected).unwrap().unknown, 3);
    assert!(one.shred_value("Müller").unwrap());
    assert_eq!(one.protect("Herr Müller").unwrap().text, "Herr [PERSON_2]");
    // The other process may read on, and not write.
    assert_eq!(other.reveal("[EMAIL_1]").unwrap().restored, 1);
    assert_eq!(other.protect("Frau Ott").unwrap_err().code(), Code::VaultLocked);
    drop((one, other));
    let again = session(&there, "a").reveal("[PERSON_1] [PERSON_1b] [PERSON_2] [EMAIL_1]").unwrap();
    assert_eq!(again.text, "[PERSON_1] [PERSON_1b] Müller jo.huber@muster-werke.de");
    assert!(here.shred_conversation("werk-1", "a").unwrap());
    assert_eq!(session(&there, "a").reveal(&protected).unwrap().restored, 0);
}

#[test]
fn no_token_leaves_before_the_store_has_its_value() {
    let database = Database::default();
    let vault = Vault::in_store(database.clone(), &VaultKey::new(&[7; 32]).unwrap()).unwrap();
    let session = session(&vault, "a");
    let (text, request) = ("an jo.huber@muster-werke.de", Request::new("buyer", "eu"));
    database.away.store(true, Ordering::Relaxed);
    for error in [session.protect(text).unwrap_err(), session.check(text, &request).unwrap_err()] {
        assert_eq!((error.code(), error.to_string().contains("route")), (Code::VaultWrite, false));
    }
    let mut stream = session.stream(&request).unwrap();
    let streamed = stream.push(text).map(|released| released.text.to_owned());
    assert!(streamed.is_ok_and(|text| text.is_empty()) && stream.finish().is_err());
    database.away.store(false, Ordering::Relaxed);
    assert_eq!(session.check(text, &request).unwrap().verdict, Verdict::Transform);
    drop((stream, session));
    let again = guard().session_in(&vault, &chat("a"), NOW).unwrap();
    assert_eq!(again.reveal("an [EMAIL_1]").unwrap().text, text);
}
