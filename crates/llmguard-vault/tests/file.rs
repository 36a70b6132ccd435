//! Files: a vault on a real file system, with one process and with two.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use llmguard_types::{Code, Error};
use llmguard_vault::{Entry, Scope, Vault, VaultEntry, VaultKey};
use zeroize::Zeroizing;

/// A folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("llmguard-vault-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    fn vault(&self) -> PathBuf {
        self.0.join("chats.vault")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn key(byte: u8) -> VaultKey {
    VaultKey::new(&[byte; 32]).unwrap()
}

fn chat() -> Scope {
    Scope::new("werk-1", "chat-17")
}

fn entry(number: u32, text: &str, expires: u64) -> Entry {
    Entry { expires, number, form: 0, kind: "PERSON".to_owned(), text: Zeroizing::new(text.to_owned()) }
}

fn texts(vault: &Vault, now: u64) -> Vec<String> {
    vault.room(&chat()).unwrap().load(now).unwrap().0.iter().map(|entry| entry.text.to_string()).collect()
}

fn code<T>(result: Result<T, Error>) -> Option<Code> {
    result.err().map(|error| error.code())
}

#[test]
fn what_was_kept_is_there_when_the_vault_is_opened_again() {
    let folder = Folder::new("again");
    let vault = Vault::open(folder.vault(), &key(1)).unwrap();
    vault.room(&chat()).unwrap().keep(&[entry(1, "Huber", u64::MAX), entry(2, "Ott", 500)]).unwrap();
    drop(vault);
    let vault = Vault::open(folder.vault(), &key(1)).unwrap();
    assert_eq!(texts(&vault, 499), ["Huber", "Ott"]);
    // Expired, whoever asks; and once it is swept it is not in the file either, but for its number.
    assert_eq!(texts(&vault, 500), ["Huber"]);
    let before = std::fs::metadata(folder.vault()).unwrap().len();
    vault.sweep(500).unwrap();
    assert_eq!(texts(&vault, 0), ["Huber"]);
    assert_eq!(vault.room(&chat()).unwrap().load(0).unwrap().1.get("PERSON"), Some(&2));
    assert!(std::fs::metadata(folder.vault()).unwrap().len() <= before + 100);
}

#[test]
fn another_key_is_refused_also_after_the_key_was_changed() {
    let folder = Folder::new("key");
    let vault = Vault::open(folder.vault(), &key(1)).unwrap();
    vault.room(&chat()).unwrap().keep(&[entry(1, "Huber", u64::MAX)]).unwrap();
    vault.rotate(&key(2)).unwrap();
    vault.room(&chat()).unwrap().keep(&[entry(2, "Ott", u64::MAX)]).unwrap();
    drop(vault);
    assert_eq!(code(Vault::open(folder.vault(), &key(1))), Some(Code::VaultKey));
    assert_eq!(texts(&Vault::open(folder.vault(), &key(2)).unwrap(), 0), ["Huber", "Ott"]);
}

#[test]
fn a_file_that_is_no_vault_or_a_later_one_is_refused_and_left_alone() {
    let folder = Folder::new("other");
    for (bytes, expected) in [
        (Vec::new(), Code::VaultFile),
        (b"id = 1\n".repeat(80), Code::VaultFile),
        ([b"llmgvlt\0".as_slice(), &2_u32.to_le_bytes(), &[0; 300]].concat(), Code::VaultVersion),
    ] {
        std::fs::write(folder.vault(), &bytes).unwrap();
        let error = Vault::open(folder.vault(), &key(1)).unwrap_err();
        assert_eq!((error.code(), error.file().is_some()), (expected, true));
        assert_eq!(std::fs::read(folder.vault()).unwrap(), bytes);
    }
    assert_eq!(code(Vault::open(folder.0.join("missing").join("x"), &key(1))), Some(Code::VaultWrite));
}

#[test]
fn one_handle_has_the_vault_and_one_room_the_conversation() {
    let folder = Folder::new("lock");
    let vault = Vault::open(folder.vault(), &key(1)).unwrap();
    assert_eq!(code(Vault::open(folder.vault(), &key(1))), Some(Code::VaultLocked));
    let room = vault.room(&chat()).unwrap();
    assert_eq!(code(vault.room(&chat().subject("mb"))), Some(Code::VaultLocked));
    drop(room);
    let room = vault.room(&chat().subject("mb")).unwrap();
    drop(vault);
    // The room still has it.
    assert_eq!(code(Vault::open(folder.vault(), &key(1))), Some(Code::VaultLocked));
    drop(room);
    Vault::open(folder.vault(), &key(1)).unwrap();
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("mode");
    drop(Vault::open(folder.vault(), &key(1)).unwrap());
    assert_eq!(std::fs::metadata(folder.vault()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_was_erased_is_gone_and_what_is_beside_it_stays() {
    let folder = Folder::new("erase");
    let vault = Vault::open(folder.vault(), &key(1)).unwrap();
    vault.room(&chat()).unwrap().keep(&[entry(1, "Huber", u64::MAX)]).unwrap();
    vault.room(&chat().subject("mb")).unwrap().keep(&[entry(2, "Berger", u64::MAX)]).unwrap();
    let room = vault.room(&chat().subject("mb")).unwrap();
    assert!(!vault.shred_subject("werk-2", "mb").unwrap() && vault.shred_subject("werk-1", "mb").unwrap());
    assert_eq!(code(room.keep(&[entry(3, "Berger", u64::MAX)])), Some(Code::VaultErased));
    assert_eq!((code(room.load(0)), code(room.usable())), (Some(Code::VaultErased), Some(Code::VaultErased)));
    drop((room, vault));

    let vault = Vault::open(folder.vault(), &key(1)).unwrap();
    assert_eq!(texts(&vault, 0), ["Huber"]);
    // The number of what is gone is remembered.
    assert_eq!(vault.room(&chat()).unwrap().load(0).unwrap().1.get("PERSON"), Some(&2));
    vault.room(&chat().subject("mb")).unwrap().keep(&[entry(3, "Lang", u64::MAX)]).unwrap();
    assert!(vault.shred_conversation("werk-1", "chat-17").unwrap());
    assert!(vault.export(0).unwrap().is_empty() && texts(&vault, 0).is_empty());
}

#[test]
fn a_value_is_erased_in_all_its_ways_and_its_number_is_remembered() {
    let folder = Folder::new("value");
    let vault = Vault::open(folder.vault(), &key(1)).unwrap();
    let second = |text: &str, expires| Entry { form: 1, ..entry(1, text, expires) };
    vault.room(&chat()).unwrap().keep(&[entry(1, "Müller", u64::MAX), entry(2, "Ott", u64::MAX)]).unwrap();
    vault.room(&chat().subject("mb")).unwrap().keep(&[second("Mueller", 500)]).unwrap();
    let elsewhere = Scope::new("werk-1", "chat-18");
    vault.room(&elsewhere).unwrap().keep(&[entry(1, "Müller", u64::MAX)]).unwrap();

    let room = vault.room(&chat()).unwrap();
    // One of the ways is known, and has expired: both are gone.
    let erased = room.erase(|kind, text| (kind, text) == ("PERSON", "Mueller")).unwrap();
    assert_eq!(erased.into_iter().collect::<Vec<_>>(), [("PERSON".to_owned(), 1)]);
    assert!(room.erase(|_, text| text.contains("ller")).unwrap().is_empty());
    drop(room);
    vault.sweep(1000).unwrap();
    drop(vault);
    let vault = Vault::open(folder.vault(), &key(1)).unwrap();
    let (entries, used) = vault.room(&chat()).unwrap().load(0).unwrap();
    let left = |entry: &Entry| (entry.number, entry.text.to_string(), entry.is_erased());
    let mut entries: Vec<_> = entries.iter().map(left).collect();
    entries.sort();
    let gone = || (1, String::new(), true);
    assert_eq!((entries, used.len()), (vec![gone(), gone(), (2, "Ott".to_owned(), false)], 0));
    let values: Vec<String> = vault.export(0).unwrap().into_iter().map(|entry| entry.value).collect();
    assert_eq!(values, ["Ott", "Müller"]);
    vault.shred_conversation("werk-1", "chat-17").unwrap();
    assert_eq!(vault.export(0).unwrap().len(), 1);
}

#[test]
fn an_export_is_imported_elsewhere_whole_or_not_at_all() {
    let folder = Folder::new("export");
    let vault = Vault::open(folder.vault(), &key(1)).unwrap();
    vault.room(&chat()).unwrap().keep(&[entry(1, "Huber", u64::MAX), entry(2, "Ott", 500)]).unwrap();
    vault.room(&chat().subject("mb")).unwrap().keep(&[entry(3, "Berger", 900)]).unwrap();
    let exported = vault.export(0).unwrap();
    assert_eq!((exported.len(), vault.export(600).unwrap().len()), (3, 2));
    assert!(!format!("{exported:?}").contains("Huber"));

    let other = Vault::open(folder.0.join("other.vault"), &key(2)).unwrap();
    other.import(exported.clone()).unwrap();
    assert_eq!(other.export(0).unwrap(), exported);
    assert_eq!(code(other.import(exported.clone())), Some(Code::VaultImport));
    let elsewhere = |change: &dyn Fn(&mut VaultEntry)| {
        let mut one = VaultEntry { conversation: "chat-18".to_owned(), ..exported[0].clone() };
        change(&mut one);
        one
    };
    let sound = elsewhere(&|_| {});
    for wrong in [
        vec![sound.clone(), sound.clone()],
        vec![sound.clone(), elsewhere(&|one| one.number = 0)],
        vec![sound.clone(), elsewhere(&|one| one.kind = "e-mail".to_owned())],
        vec![sound.clone(), elsewhere(&|one| one.form = 20_000)],
    ] {
        assert_eq!(code(other.import(wrong)), Some(Code::VaultImport));
    }
    assert_eq!(other.export(0).unwrap(), exported);
    other.import([sound]).unwrap();
    assert_eq!(other.export(0).unwrap().len(), 4);
}

#[test]
fn an_export_is_lines_of_json() {
    let folder = Folder::new("lines");
    let vault = Vault::open(folder.vault(), &key(1)).unwrap();
    vault.room(&chat().subject("mb")).unwrap().keep(&[entry(1, "Huber", 900)]).unwrap();
    let lines = vault.export_lines(0).unwrap();
    let object = r#"{"tenant":"werk-1","conversation":"chat-17","subject":"mb","type":"PERSON","number":1,"form":0,"expires":900,"value":"Huber"}"#;
    assert_eq!(*lines, format!("{object}\n"));
    let other = Vault::open(folder.0.join("other.vault"), &key(2)).unwrap();
    let error = other.import_lines(&format!("{object}\n\n{{\"value\":\"Huber\"}}\n")).unwrap_err();
    assert_eq!((error.code(), error.line(), error.to_string().contains("Huber")), (Code::VaultImport, Some(3), false));
    other.import_lines(&lines).unwrap();
    assert_eq!(other.export(0).unwrap(), vault.export(0).unwrap());
}

/// Where a second process is told which vault to use, and what to do with it.
const VAULT: &str = "LLMGUARD_TEST_VAULT";

/// What the second process does; on its own, nothing.
#[test]
fn second_process() {
    let Ok(path) = std::env::var(VAULT) else { return };
    let vault = match Vault::open(path, &key(1)) {
        Ok(vault) => vault,
        Err(error) => return println!("refused {}", error.code().as_str()),
    };
    let room = vault.room(&chat()).unwrap();
    for number in 1.. {
        room.keep(&[entry(number, &format!("Kunde {number}"), u64::MAX)]).unwrap();
        println!("kept {number}");
    }
}

fn second(path: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "second_process", "--nocapture"]).env(VAULT, path).stdout(Stdio::piped());
    command
}

#[test]
fn a_second_process_is_refused() {
    let folder = Folder::new("second");
    let _vault = Vault::open(folder.vault(), &key(1)).unwrap();
    let output = second(&folder.vault()).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("refused V005"));
}

#[test]
fn a_process_that_is_killed_loses_nothing_it_was_told_is_kept() {
    let folder = Folder::new("kill");
    for rounds in 1..=5_usize {
        let before = Vault::open(folder.vault(), &key(1)).unwrap().export(0).unwrap().len();
        let mut child = second(&folder.vault()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut kept = lines.filter_map(|line| line.strip_prefix("kept ").and_then(|n| n.parse::<usize>().ok()));
        let told = kept.nth(7 * rounds).unwrap();
        child.kill().unwrap();
        let told = kept.last().unwrap_or(told);
        child.wait().unwrap();
        let vault = Vault::open(folder.vault(), &key(1)).unwrap();
        let held = vault.export(0).unwrap().len() - before;
        assert!(held == told || held == told + 1, "{told} told, {held} there");
    }
}
