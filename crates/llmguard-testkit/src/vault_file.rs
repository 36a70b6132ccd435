//! Vault file: the fuzz body of vaults: whatever becomes of a file, nothing is read wrongly.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use llmguard::{Code, Error, Guard, Scope, Vault, VaultKey};

/// A vault as it lies on the disk while it is open, and what it held before and after the last call.
struct Lying {
    file: Vec<u8>,
    states: [String; 2],
}

/// A vault file of which bytes were changed, added or cut off holds what it held, now or a call before, or is refused; and
/// so are lines to be imported that are none. Three bytes of the input are a change: where (two of them), and which.
pub fn vault_file(data: &[u8]) {
    static LYING: OnceLock<Lying> = OnceLock::new();
    let lying = LYING.get_or_init(|| in_a_file(None, lying).expect("a new vault opens"));
    let mut file = lying.file.clone();
    data.chunks_exact(3).for_each(|change| apply(&mut file, change));
    match in_a_file(Some(&file), |vault, _| vault.export_lines(0)) {
        Ok(state) => assert!(lying.states.iter().any(|known| **known == **state), "{data:?}"),
        Err(error) => {
            let codes = [Code::VaultFile, Code::VaultVersion, Code::VaultKey];
            assert!(codes.contains(&error.code()), "{error}: {data:?}");
        }
    }
    let lines = String::from_utf8_lossy(data);
    match in_a_file(None, |vault, _| vault.import_lines(&lines).and_then(|()| vault.export(0))) {
        Ok(entries) => assert!(entries.len() <= lines.lines().count()),
        Err(error) => assert_eq!(error.code(), Code::VaultImport, "{lines:?}"),
    }
}

/// A vault in which a value was erased, after a call that no mark in the file knows of yet.
fn lying(vault: &Vault, path: &PathBuf) -> Result<Lying, Error> {
    let session = Guard::new()?.session_in(vault, &Scope::new("werk-1", "chat-17"), 0)?;
    session.protect("an jo.huber@muster-werke.de, nicht an m.kern@muster-werke.de")?;
    session.shred_value("m.kern@muster-werke.de")?;
    let before = vault.export_lines(0)?.to_string();
    session.protect("an s.ott@muster-werke.de und t.berger@muster-werke.de")?;
    let file = std::fs::read(path).expect("the file was just written");
    Ok(Lying { file, states: [before, vault.export_lines(0)?.to_string()] })
}

fn apply(file: &mut Vec<u8>, change: &[u8]) {
    let [high, low, what] = change else { return };
    let at = usize::from(u16::from_be_bytes([*high, *low])) % file.len().max(1);
    match what {
        0 => file.truncate(at),
        1 => file.insert(at, *low),
        what => file.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= what),
    }
}

/// Opens a vault that lies in a file of its own for so long; without bytes, an empty one is made.
fn in_a_file<T>(bytes: Option<&[u8]>, work: impl FnOnce(&Vault, &PathBuf) -> Result<T, Error>) -> Result<T, Error> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let (process, count) = (std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let path = std::env::temp_dir().join(format!("llmguard-fuzz-{process}-{count}.vault"));
    if let Some(bytes) = bytes {
        std::fs::write(&path, bytes).expect("there is a folder for temporary files");
    }
    let vault = VaultKey::new(&[7; 32]).and_then(|key| Vault::open(&path, &key));
    let worked = vault.and_then(|vault| work(&vault, &path));
    for ending in ["", ".lock", ".new"] {
        // Not all of them are there.
        drop(std::fs::remove_file(format!("{}{ending}", path.display())));
    }
    worked
}

/// Lines as a vault exports them, whole and in parts.
pub(crate) fn exported() -> Vec<String> {
    let line =
        r#"{"tenant":"werk-1","conversation":"a","subject":"mb","type":"EMAIL","number":1,"form":0,"value":"x@y.de"}"#;
    let parts = line.split_inclusive(',').map(String::from);
    let changed = [("\"a\"", "\"b\""), ("1,", "0,"), ("EMAIL", "e"), ("0,", "4000000000,"), ("mb", "")];
    let changed = changed.map(|(from, to)| format!("\n{}\n", line.replacen(from, to, 1)));
    [format!("\n{line}\n"), "\0\u{1}\0".to_owned()].into_iter().chain(changed).chain(parts).collect()
}
