//! Faults: a disk that fails at any step and forgets what was not synced; and a file that is cut and changed at every byte.

mod erased;

use std::io;
use std::sync::{Arc, Mutex};

use llmguard_types::{Code, Error};
use zeroize::Zeroizing;

use crate::disk::{Bytes, Disk};
use crate::key::VaultKey;
use crate::record::Entry;
use crate::{Scope, Vault, VaultEntry};

/// A disk in memory. Clones are the same disk.
#[derive(Clone, Default)]
struct Sim(Arc<Mutex<World>>);

#[derive(Default)]
struct World {
    files: Vec<File>,
    place: Option<usize>,
    beside: Option<usize>,
    steps: usize,
    /// The step that fails, and whether every later one does too.
    fails: Option<(usize, bool)>,
}

#[derive(Clone, Default)]
struct File {
    synced: Vec<u8>,
    /// What was written since, in order.
    since: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    Write(u64, Vec<u8>),
    Len(u64),
}

/// What a power loss makes of what was not synced.
type Loss = fn(&[Change]) -> Vec<Change>;

const LOSSES: [Loss; 6] = [
    |_| Vec::new(),
    |all| all.to_vec(),
    |all| all.iter().map(torn).collect(),
    |all| all.iter().take(1).map(torn).collect(),
    |all| all.last().cloned().into_iter().collect(),
    |all| all.last().map(torn).into_iter().collect(),
];

/// The first half of a change.
fn torn(change: &Change) -> Change {
    match change {
        Change::Write(at, bytes) => Change::Write(*at, bytes[..bytes.len() / 2].to_vec()),
        Change::Len(len) => Change::Len(*len),
    }
}

impl File {
    fn with(&self, changes: &[Change]) -> Vec<u8> {
        let mut bytes = self.synced.clone();
        for change in changes {
            match change {
                Change::Len(len) => bytes.resize(usize::try_from(*len).unwrap(), 0),
                Change::Write(at, written) => {
                    let at = usize::try_from(*at).unwrap();
                    bytes.resize(bytes.len().max(at + written.len()), 0);
                    bytes[at..at + written.len()].copy_from_slice(written);
                }
            }
        }
        bytes
    }

    fn bytes(&self) -> Vec<u8> {
        self.with(&self.since)
    }
}

impl World {
    /// Whether the next step works.
    fn step(&mut self) -> io::Result<()> {
        self.steps += 1;
        match self.fails {
            Some((step, from_then_on)) if self.steps == step || (from_then_on && self.steps > step) => {
                Err(io::ErrorKind::Other.into())
            }
            _ => Ok(()),
        }
    }
}

impl Sim {
    /// A disk with a file in the vault's place.
    fn holding(bytes: Vec<u8>) -> Sim {
        let sim = Sim::default();
        sim.0.lock().unwrap().files.push(File { synced: bytes, since: Vec::new() });
        sim.0.lock().unwrap().place = Some(0);
        sim
    }

    fn failing(step: usize, from_then_on: bool) -> Sim {
        let sim = Sim::default();
        sim.0.lock().unwrap().fails = Some((step, from_then_on));
        sim
    }

    /// The disk after a power loss.
    fn after(&self, loss: Loss) -> Sim {
        let world = self.0.lock().unwrap();
        let file = |file: &File| File { synced: file.with(&loss(&file.since)), since: Vec::new() };
        let (files, place, beside) = (world.files.iter().map(file).collect(), world.place, world.beside);
        Sim(Arc::new(Mutex::new(World { files, place, beside, steps: 0, fails: None })))
    }

    /// What the vault's file holds.
    fn bytes(&self) -> Vec<u8> {
        let world = self.0.lock().unwrap();
        world.place.map(|place| world.files[place].bytes()).unwrap_or_default()
    }

    /// What all files hold that ever were, also those without a name.
    fn all_bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().files.iter().flat_map(File::bytes).collect()
    }

    fn handle(&self, file: usize) -> Box<dyn Bytes> {
        Box::new(Handle { sim: self.clone(), file })
    }
}

impl Disk for Sim {
    fn open(&self) -> io::Result<Option<Box<dyn Bytes>>> {
        let place = self.0.lock().unwrap().place;
        Ok(place.map(|place| self.handle(place)))
    }

    fn create_beside(&self) -> io::Result<Box<dyn Bytes>> {
        let mut world = self.0.lock().unwrap();
        world.step()?;
        world.files.push(File::default());
        let new = world.files.len() - 1;
        world.beside = Some(new);
        drop(world);
        Ok(self.handle(new))
    }

    fn open_beside(&self) -> io::Result<Option<Box<dyn Bytes>>> {
        let beside = self.0.lock().unwrap().beside;
        Ok(beside.map(|beside| self.handle(beside)))
    }

    fn remove_beside(&self) -> io::Result<()> {
        let mut world = self.0.lock().unwrap();
        world.step()?;
        world.beside = None;
        Ok(())
    }

    fn replace(&self) -> io::Result<()> {
        let mut world = self.0.lock().unwrap();
        world.step()?;
        world.place = world.beside.take();
        Ok(())
    }
}

struct Handle {
    sim: Sim,
    file: usize,
}

impl Handle {
    fn change(&self, change: Change) -> io::Result<()> {
        let mut world = self.sim.0.lock().unwrap();
        let step = world.step();
        // Nobody knows how much of what failed was done.
        world.files[self.file].since.push(change);
        step
    }
}

impl Bytes for Handle {
    fn len(&mut self) -> io::Result<u64> {
        Ok(self.sim.0.lock().unwrap().files[self.file].bytes().len() as u64)
    }

    fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> io::Result<()> {
        let bytes = self.sim.0.lock().unwrap().files[self.file].bytes();
        let at = usize::try_from(at).unwrap();
        let part = bytes.get(at..at + buffer.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(part);
        Ok(())
    }

    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.change(Change::Write(at, bytes.to_vec()))
    }

    fn set_len(&mut self, len: u64) -> io::Result<()> {
        self.change(Change::Len(len))
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut world = self.sim.0.lock().unwrap();
        world.step()?;
        let file = &mut world.files[self.file];
        file.synced = file.bytes();
        file.since.clear();
        Ok(())
    }
}

fn key(byte: u8) -> VaultKey {
    VaultKey::new(&[byte; 32]).unwrap()
}

fn entry(kind: &str, number: u32, text: &str, expires: u64) -> Entry {
    Entry { expires, number, form: 0, kind: kind.to_owned(), text: Zeroizing::new(text.to_owned()) }
}

fn keep(vault: &Vault, scope: &Scope, entries: &[Entry]) -> Result<(), Error> {
    vault.room(scope)?.keep(entries)
}

fn erase(vault: &Vault, scope: &Scope, text: &str) -> Result<(), Error> {
    vault.room(scope)?.erase(|_, written| written == text).map(drop)
}

fn chat(name: &str) -> Scope {
    Scope::new("werk-1", name)
}

/// What may be done with a vault, one after the other.
type Step = fn(&Vault) -> Result<(), Error>;

const STEPS: &[Step] = &[
    |vault| keep(vault, &chat("a"), &[entry("PERSON", 1, "Huber", u64::MAX), entry("EMAIL", 1, "h@werk.de", 50)]),
    |vault| keep(vault, &chat("b").subject("mb"), &[entry("PERSON", 1, "Ott", u64::MAX)]),
    |vault| keep(vault, &chat("a").subject("mb"), &[entry("PERSON", 2, "Berger", u64::MAX)]),
    |vault| vault.sweep(100),
    |vault| keep(vault, &chat("a"), &[entry("PERSON", 3, "Kern", u64::MAX)]),
    |vault| vault.shred_subject("werk-1", "mb").map(drop),
    |vault| keep(vault, &chat("a").subject("mb"), &[entry("PERSON", 4, "Lang", u64::MAX)]),
    |vault| erase(vault, &chat("a"), "Kern"),
    |vault| {
        let (tenant, conversation, value) = ("werk-2".to_owned(), "x".to_owned(), "Moser".to_owned());
        let (kind, subject, expires) = ("PERSON".to_owned(), None, None);
        vault.import([VaultEntry { tenant, conversation, subject, kind, number: 7, form: 1, expires, value }])
    },
    |vault| vault.rotate(&key(2)),
    |vault| vault.shred_conversation("werk-1", "a").map(drop),
    |vault| keep(vault, &chat("c"), &[entry("IBAN", 1, "DE89", u64::MAX)]),
];

/// With the key it has now.
fn open(sim: &Sim) -> Result<Vault, Error> {
    Vault::on(Box::new(sim.clone()), &key(1)).or_else(|error| match error.code() {
        Code::VaultKey => Vault::on(Box::new(sim.clone()), &key(2)),
        _ => Err(error),
    })
}

/// What the vault holds after each step, and before the first.
fn states() -> Vec<Vec<VaultEntry>> {
    let vault = open(&Sim::default()).unwrap();
    let mut states = vec![Vec::new()];
    for step in STEPS {
        step(&vault).unwrap();
        states.push(vault.export(0).unwrap());
    }
    let values: Vec<usize> = states.iter().map(Vec::len).collect();
    assert_eq!(values, [0, 2, 3, 4, 3, 4, 2, 3, 2, 3, 3, 1, 2]);
    states
}

#[test]
fn a_power_loss_at_any_step_leaves_the_old_state_or_the_new_one() {
    let states = states();
    let mut crashes = 0;
    for at in 1.. {
        let sim = Sim::failing(at, true);
        let vault = open(&sim);
        let done = vault.as_ref().map_or(0, |vault| STEPS.iter().take_while(|step| step(vault).is_ok()).count());
        if done == STEPS.len() {
            break;
        }
        for (number, loss) in LOSSES.into_iter().enumerate() {
            let vault = open(&sim.after(loss)).unwrap_or_else(|error| panic!("step {at}, loss {number}: {error}"));
            let state = vault.export(0).unwrap();
            assert!(
                state == states[done] || Some(&state) == states.get(done + 1),
                "step {at}, loss {number}: {state:?}"
            );
            // And it goes on.
            keep(&vault, &chat("z"), &[entry("EMAIL", 1, "z@werk.de", u64::MAX)]).unwrap();
            crashes += 1;
        }
        drop(vault);
    }
    assert!(crashes > 300, "only {crashes} crashes");
}

#[test]
fn a_step_that_fails_once_can_be_taken_again() {
    let states = states();
    for at in 1.. {
        let sim = Sim::failing(at, false);
        let mut failed = 0;
        let mut again = |vault: &Vault, step: Step| {
            let done = step(vault);
            failed += usize::from(done.is_err());
            done
        };
        let mut vault = open(&sim).or_else(|_| open(&sim)).unwrap();
        for step in STEPS {
            if again(&vault, *step).is_err() && again(&vault, *step).is_err() {
                drop(vault);
                vault = open(&sim).unwrap();
                again(&vault, *step).unwrap();
            }
        }
        assert_eq!(&vault.export(0).unwrap(), states.last().unwrap(), "step {at}");
        drop(vault);
        assert_eq!(&open(&sim).unwrap().export(0).unwrap(), states.last().unwrap(), "step {at}");
        if sim.0.lock().unwrap().steps < at {
            break;
        }
    }
}

#[test]
fn what_a_killed_process_left_is_on_disk_before_it_counts() {
    // The last call writes and does not get as far as to sync.
    let steps = |sim: &Sim| {
        let vault = open(sim).unwrap();
        (vault.room(&chat("a")).unwrap().keep(&[entry("PERSON", 1, "Huber", u64::MAX)]), sim.0.lock().unwrap().steps)
    };
    let (_, all) = steps(&Sim::default());
    let sim = Sim::failing(all, true);
    assert!(steps(&sim).0.is_err());
    sim.0.lock().unwrap().fails = None;
    let vault = open(&sim).unwrap();
    assert_eq!(vault.export(0).unwrap().len(), 1);
    assert_eq!(open(&sim.after(LOSSES[0])).unwrap().export(0).unwrap().len(), 1);
}

/// A vault with five calls behind it, one of which has erased a value, as it lies on the disk while it is open; and what it holds, now and a call before.
fn lying() -> (Vec<u8>, [Vec<VaultEntry>; 2]) {
    let sim = Sim::default();
    let vault = open(&sim).unwrap();
    let room = vault.room(&chat("a")).unwrap();
    room.keep(&[entry("PERSON", 1, "Huber", u64::MAX), entry("PERSON", 2, "Lang", u64::MAX)]).unwrap();
    room.erase(|_, text| text == "Lang").unwrap();
    let before = vault.export(0).unwrap();
    room.keep(&[entry("PERSON", 3, "Ott", u64::MAX), entry("PERSON", 4, "Kern", u64::MAX)]).unwrap();
    (sim.bytes(), [before, vault.export(0).unwrap()])
}

#[test]
fn a_file_that_is_cut_is_whole_up_to_the_last_call_or_refused() {
    let (bytes, [before, all]) = lying();
    let (mut old, mut refused) = (0, 0);
    for cut in 0..bytes.len() {
        match open(&Sim::holding(bytes[..cut].to_vec())).and_then(|vault| vault.export(0)) {
            Ok(state) => {
                assert_eq!(state, before, "cut at {cut}");
                old += 1;
            }
            Err(error) => {
                assert_eq!((error.code(), old), (Code::VaultFile, 0), "cut at {cut}");
                refused += 1;
            }
        }
    }
    assert!(old > 50 && refused > 180, "{old} old, {refused} refused");
    assert_eq!(open(&Sim::holding(bytes)).unwrap().export(0).unwrap(), all);
}

#[test]
fn a_file_that_is_changed_is_never_read_wrongly() {
    let (bytes, states) = lying();
    for at in 0..bytes.len() {
        for bit in [0, 3, 7] {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            match open(&Sim::holding(changed)).and_then(|vault| vault.export(0)) {
                Ok(state) => assert!(states.contains(&state), "byte {at}"),
                Err(error) => {
                    let codes = [Code::VaultFile, Code::VaultVersion, Code::VaultKey];
                    assert!(codes.contains(&error.code()), "byte {at}: {error}");
                }
            }
        }
    }
}
