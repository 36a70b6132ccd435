//! Faults: a store that fails at any step, before or after it has done what it was asked; and one that holds something else.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use llmguard_types::{Code, Error};
use zeroize::Zeroizing;

use crate::key::VaultKey;
use crate::record::{Entry, Used};
use crate::store::StoreError;
use crate::{Scope, Store, Vault};

type Table = BTreeMap<String, Vec<Vec<u8>>>;

/// A store in memory. Clones are the same store.
#[derive(Clone, Default)]
struct Sim(Arc<Mutex<World>>);

#[derive(Default)]
struct World {
    table: Table,
    steps: usize,
    fails: Option<Fault>,
}

/// The step that fails, whether it is done all the same, and whether every later one fails too.
#[derive(Clone, Copy)]
struct Fault {
    step: usize,
    done: bool,
    for_good: bool,
}

impl Sim {
    fn with(table: Table) -> Sim {
        Sim(Arc::new(Mutex::new(World { table, ..World::default() })))
    }

    fn failing(fault: Fault) -> Sim {
        Sim(Arc::new(Mutex::new(World { fails: Some(fault), ..World::default() })))
    }

    fn table(&self) -> Table {
        self.0.lock().unwrap().table.clone()
    }
}

impl World {
    /// Whether a step is done, and whether it says so.
    fn step(&mut self) -> (bool, Result<(), StoreError>) {
        self.steps += 1;
        match self.fails {
            Some(Fault { step, done, .. }) if self.steps == step => (done, Err("the line is dead".into())),
            Some(Fault { step, for_good: true, .. }) if self.steps > step => (false, Err("the line is dead".into())),
            _ => (true, Ok(())),
        }
    }
}

impl Store for Sim {
    fn read(&self, name: &str) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut world = self.0.lock().unwrap();
        world.step().1?;
        Ok(world.table.get(name).cloned().unwrap_or_default())
    }

    fn write(&self, name: &str, count: usize, keep: usize, records: &[Vec<u8>]) -> Result<bool, StoreError> {
        let mut world = self.0.lock().unwrap();
        let (done, said) = world.step();
        let mut all = world.table.get(name).cloned().unwrap_or_default();
        assert!(keep <= count);
        let fits = all.len() == count;
        if done && fits {
            all.truncate(keep);
            all.extend_from_slice(records);
            world.table.insert(name.to_owned(), all);
            world.table.retain(|_, records| !records.is_empty());
        }
        said.map(|()| fits)
    }
}

fn key(byte: u8) -> VaultKey {
    VaultKey::new(&[byte; 32]).unwrap()
}

fn open(sim: &Sim) -> Result<Vault, Error> {
    Vault::in_store(sim.clone(), &key(1))
}

fn chat(name: &str) -> Scope {
    Scope::new("werk-1", name)
}

fn entry(number: u32, text: &str, expires: u64) -> Entry {
    Entry { expires, number, form: 0, kind: "PERSON".to_owned(), text: Zeroizing::new(text.to_owned()) }
}

fn keep(vault: &Vault, scope: &Scope, number: u32, text: &str) -> Result<(), Error> {
    vault.room(scope)?.keep(&[entry(number, text, u64::MAX)])
}

/// What may be done with a vault, one after the other.
type Step = fn(&Vault) -> Result<(), Error>;

const STEPS: &[Step] = &[
    |vault| keep(vault, &chat("a"), 1, "Huber"),
    |vault| keep(vault, &chat("b").subject("mb"), 1, "Ott"),
    |vault| keep(vault, &chat("a").subject("mb"), 2, "Berger"),
    |vault| keep(vault, &chat("a"), 3, "Kern"),
    |vault| vault.room(&chat("a"))?.erase(|_, written| written == "Huber").map(drop),
    |vault| vault.shred_subject("werk-1", "mb").map(drop),
    |vault| keep(vault, &chat("a").subject("mb"), 4, "Lang"),
    |vault| vault.shred_conversation("werk-1", "a").map(drop),
    |vault| keep(vault, &chat("a"), 1, "Moser"),
];

/// What conversations hold: values with their numbers, once each, and the numbers that are used up.
type State = Vec<(BTreeMap<u32, String>, Used)>;

fn state(table: Table) -> State {
    let vault = open(&Sim::with(table)).unwrap();
    let state = |name: &&str| {
        let (entries, used) = vault.room(&chat(name)).unwrap().load(0).unwrap();
        (entries.into_iter().map(|entry| (entry.number, entry.text.to_string())).collect(), used)
    };
    ["a", "b"].iter().map(state).collect()
}

fn states() -> Vec<State> {
    let sim = Sim::default();
    let vault = open(&sim).unwrap();
    let mut states = vec![state(sim.table())];
    for step in STEPS {
        step(&vault).unwrap();
        states.push(state(sim.table()));
    }
    let values: Vec<usize> = states.iter().map(|state| state.iter().map(|(values, _)| values.len()).sum()).collect();
    assert_eq!(values, [0, 1, 2, 3, 4, 4, 2, 3, 0, 1]);
    states
}

#[test]
fn a_store_that_goes_away_at_any_step_has_the_old_state_or_the_new_one() {
    let (states, mut ends) = (states(), 0);
    for step in 1.. {
        for done in [false, true] {
            let sim = Sim::failing(Fault { step, done, for_good: true });
            let vault = open(&sim);
            let taken = vault.as_ref().map_or(0, |vault| STEPS.iter().take_while(|step| step(vault).is_ok()).count());
            if taken == STEPS.len() {
                assert!(ends >= 60, "only {ends} ends");
                return;
            }
            let state = state(sim.table());
            assert!(state == states[taken] || state == states[taken + 1], "step {step}, {done}: {state:?}");
            ends += 1;
        }
    }
}

#[test]
fn a_call_that_fails_once_says_so_and_can_be_made_again() {
    let states = states();
    for step in 1.. {
        for done in [false, true] {
            let sim = Sim::failing(Fault { step, done, for_good: false });
            let vault = open(&sim).or_else(|_| open(&sim)).unwrap();
            for (at, step) in STEPS.iter().enumerate() {
                if let Err(error) = step(&vault) {
                    assert_eq!((error.code(), error.to_string().contains("dead")), (Code::VaultWrite, false));
                    step(&vault).unwrap();
                }
                assert_eq!(state(sim.table()), states[at + 1]);
            }
            if sim.0.lock().unwrap().steps < step {
                return;
            }
        }
    }
}

#[test]
fn a_room_that_is_not_told_whether_it_wrote_looks_and_goes_on() {
    for done in [false, true] {
        let sim = Sim::default();
        let vault = open(&sim).unwrap();
        let room = vault.room(&chat("a")).unwrap();
        let fail_next = || {
            let mut world = sim.0.lock().unwrap();
            world.fails = Some(Fault { step: world.steps + 1, done, for_good: false });
        };
        fail_next();
        assert_eq!(room.keep(&[entry(1, "Huber", u64::MAX)]).unwrap_err().code(), Code::VaultWrite);
        room.keep(&[entry(1, "Huber", u64::MAX), entry(2, "Ott", u64::MAX)]).unwrap();
        let failed = room.erase(|_, text| {
            fail_next();
            text == "Ott"
        });
        // Looking for persons' keys is no step here: the next one is the write.
        assert_eq!(failed.unwrap_err().code(), Code::VaultWrite);
        room.erase(|_, text| text == "Ott").unwrap();
        drop(room);
        let expected = BTreeMap::from([(1, "Huber".to_owned()), (2, String::new())]);
        assert_eq!(state(sim.table())[0].0, expected);
    }
}

#[test]
fn the_second_process_to_write_is_refused_and_nothing_is_lost() {
    let sim = Sim::default();
    let (one, other) = (open(&sim).unwrap(), open(&sim).unwrap());
    let (first, second) = (one.room(&chat("a")).unwrap(), other.room(&chat("a")).unwrap());
    assert_eq!(one.room(&chat("a").subject("mb")).unwrap_err().code(), Code::VaultLocked);
    first.keep(&[entry(1, "Huber", u64::MAX)]).unwrap();
    for _ in 0..2 {
        assert_eq!(second.keep(&[entry(1, "Ott", u64::MAX)]).unwrap_err().code(), Code::VaultLocked);
    }
    first.keep(&[entry(2, "Berger", u64::MAX)]).unwrap();
    let expected = BTreeMap::from([(1, "Huber".to_owned()), (2, "Berger".to_owned())]);
    assert_eq!(state(sim.table())[0].0, expected);
}

#[test]
fn what_one_process_erases_another_one_cannot_put_back() {
    let sim = Sim::default();
    let (one, other) = (open(&sim).unwrap(), open(&sim).unwrap());
    let late = other.room(&chat("a")).unwrap();
    late.keep(&[entry(1, "Huber", u64::MAX)]).unwrap();
    assert!(one.shred_conversation("werk-1", "a").unwrap() && !one.shred_conversation("werk-1", "a").unwrap());
    assert_eq!(late.keep(&[entry(2, "Ott", u64::MAX)]).unwrap_err().code(), Code::VaultErased);
    // Begun anew and as long as it was: what the late one adds opens with no key, and is not read.
    keep(&one, &chat("a"), 1, "Berger").unwrap();
    late.keep(&[entry(2, "Ott", u64::MAX)]).unwrap();
    assert_eq!(state(sim.table())[0].0, BTreeMap::from([(1, "Berger".to_owned())]));
    keep(&one, &chat("a"), 2, "Lang").unwrap();
    assert_eq!(late.erase(|_, _| true).unwrap_err().code(), Code::VaultErased);
    assert_eq!(state(sim.table())[0].0.len(), 2);
}

#[test]
fn an_open_conversation_knows_what_is_erased_of_it() {
    let vault = open(&Sim::default()).unwrap();
    keep(&vault, &chat("a").subject("mb"), 1, "Huber").unwrap();
    let room = vault.room(&chat("a")).unwrap();
    let other = vault.room(&chat("b")).unwrap();
    room.load(0).unwrap();
    assert!(!vault.shred_subject("werk-2", "mb").unwrap() && vault.shred_subject("werk-1", "mb").unwrap());
    assert_eq!(room.load(0).unwrap_err().code(), Code::VaultErased);
    assert_eq!(room.keep(&[entry(2, "Ott", u64::MAX)]).unwrap_err().code(), Code::VaultErased);
    other.usable().unwrap();
    drop(room);
    // The number of what is gone is remembered, also where it has only expired.
    vault.room(&chat("a")).unwrap().keep(&[entry(7, "Ott", 500)]).unwrap();
    let (entries, used) = vault.room(&chat("a")).unwrap().load(500).unwrap();
    assert_eq!((entries.len(), used.get("PERSON")), (0, Some(&7)));
    assert_eq!(vault.room(&chat("a")).unwrap().load(499).unwrap().1.get("PERSON"), Some(&1));
}

#[test]
fn a_store_sees_no_value_no_type_and_no_name() {
    let sim = Sim::default();
    let vault = open(&sim).unwrap();
    keep(&vault, &Scope::new("kraftwerk", "geheimchat").subject("bearbeiter"), 1, "Huberin").unwrap();
    for (name, records) in sim.table() {
        let seen = [name.as_bytes(), &records.concat()].concat();
        for text in ["kraftwerk", "geheimchat", "bearbeiter", "Huberin", "PERSON"] {
            assert!(!seen.windows(text.len()).any(|part| part == text.as_bytes()), "{text}");
        }
    }
    assert_eq!(Vault::in_store(sim.clone(), &key(2)).unwrap_err().code(), Code::VaultKey);
    for needs_a_file in [vault.sweep(0), vault.rotate(&key(2)), vault.export(0).map(drop), vault.import([])] {
        assert_eq!(needs_a_file.unwrap_err().code(), Code::VaultStore);
    }
}

#[test]
fn records_that_are_changed_moved_or_missing_are_never_read_wrongly() {
    let sim = Sim::default();
    let vault = open(&sim).unwrap();
    keep(&vault, &chat("a").subject("mb"), 1, "Huber").unwrap();
    keep(&vault, &chat("a"), 2, "Ott").unwrap();
    keep(&vault, &chat("b"), 3, "Lang").unwrap();
    let sound = sim.table();
    let read = |table: Table| {
        let vault = open(&Sim::with(table))?;
        ["a", "b"].map(|name| vault.room(&chat(name))?.load(0)).into_iter().collect::<Result<Vec<_>, Error>>()
    };
    let refused = |table: Table, what: &str| {
        let code = read(table).expect_err(what).code();
        assert!([Code::VaultFile, Code::VaultVersion, Code::VaultKey].contains(&code), "{what}: {code:?}");
    };
    assert!(read(sound.clone()).is_ok());
    let mut changes = 0;
    for (name, records) in &sound {
        for (place, record) in records.iter().enumerate() {
            for at in 0..record.len() {
                let mut table = sound.clone();
                table.get_mut(name).unwrap()[place][at] ^= 1;
                refused(table, &format!("byte {at} of {place} of {name}"));
                changes += 1;
            }
        }
        for (other, others) in sound.iter().filter(|(other, _)| *other != name) {
            let mut table = sound.clone();
            table.insert(name.clone(), others.clone());
            refused(table, &format!("{other} as {name}"));
        }
        if records.len() > 2 {
            let mut table = sound.clone();
            table.get_mut(name).unwrap().swap(1, 2);
            refused(table, "swapped");
            let mut table = sound.clone();
            table.get_mut(name).unwrap().remove(1);
            refused(table, "without one");
        }
    }
    assert!(changes > 500, "only {changes}");
}
