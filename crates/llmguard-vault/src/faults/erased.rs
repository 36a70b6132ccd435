//! Erased: what no key opens and no byte of the disk holds any more, whatever failed.

use super::*;

#[test]
fn what_was_erased_opens_with_no_key_and_stands_nowhere() {
    let sim = Sim::default();
    let vault = open(&sim).unwrap();
    keep(&vault, &chat("geheim").subject("mb"), &[entry("PERSON", 1, "Huberin", u64::MAX)]).unwrap();
    keep(&vault, &chat("offen"), &[entry("PERSON", 1, "Ottmann", u64::MAX)]).unwrap();
    let copy = sim.bytes();
    assert!(vault.shred_conversation("werk-1", "geheim").unwrap());
    assert!(!vault.shred_conversation("werk-1", "geheim").unwrap());
    let erased = sim.bytes();

    // The key itself, which the copy still has, is gone from the file; nothing else of it was changed but the mark.
    let changed: Vec<usize> = (180..copy.len()).filter(|at| copy[*at] != erased[*at]).collect();
    let (first, last) = (changed[0], changed[changed.len() - 1]);
    assert!((first..=last).all(|at| erased[at] == 0) && last - first > 80);
    for text in ["geheim", "Huberin", "Ottmann", "werk-1", "PERSON", "mb"] {
        let found = |bytes: &[u8]| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        assert!(text.len() < 4 || !found(&copy) && !found(&erased), "{text}");
    }
    // Also whoever puts the rest of the copy around it reads nothing of the conversation.
    let mut forged = copy.clone();
    forged[first..=last].copy_from_slice(&erased[first..=last]);
    assert_eq!(open(&Sim::holding(forged)).unwrap_err().code(), Code::VaultFile);
    let values = |sim: &Sim| open(sim).unwrap().export(0).unwrap().into_iter().map(|e| e.value).collect::<Vec<_>>();
    assert_eq!(values(&Sim::holding(copy)), ["Huberin", "Ottmann"]);
    assert_eq!(values(&Sim::holding(erased)), ["Ottmann"]);

    // Files that had the place before keep no key either.
    vault.sweep(0).unwrap();
    vault.rotate(&key(2)).unwrap();
    drop(vault);
    let opens = |bytes: &[u8], byte: u8| Vault::on(Box::new(Sim::holding(bytes.to_vec())), &key(byte)).is_ok();
    let lengths: Vec<usize> = sim.0.lock().unwrap().files.iter().map(|file| file.bytes().len()).collect();
    let all = sim.all_bytes();
    let (old, now) = all.split_at(all.len() - lengths[lengths.len() - 1]);
    let (old, between) = old.split_at(lengths[0]);
    assert!(!opens(old, 1) && !opens(between, 1) && opens(now, 2) && !opens(now, 1));
}

/// A value in a conversation with another, and the bytes of the record they share.
fn kept_together(sim: &Sim, vault: &Vault) -> Result<Vec<u8>, Error> {
    let room = vault.room(&chat("a"))?;
    let before = sim.bytes().len();
    room.keep(&[entry("PERSON", 1, "Huberin", u64::MAX), entry("PERSON", 2, "Ottmann", u64::MAX)])?;
    room.keep(&[entry("PERSON", 3, "Berger", u64::MAX)])?;
    let record = sim.bytes().split_off(before);
    // What it says, without what stands before it and without the record behind it.
    Ok(record[40..100].to_vec())
}

fn stands_in(part: &[u8], bytes: &[u8]) -> bool {
    part.windows(16).any(|few| bytes.windows(16).any(|window| window == few))
}

#[test]
fn a_value_that_is_erased_stands_nowhere_whenever_the_power_is_lost() {
    let (mut old, mut new) = (0, 0);
    for at in 1.. {
        let sim = Sim::failing(at, true);
        let Ok(vault) = open(&sim) else { continue };
        let Ok(record) = kept_together(&sim, &vault) else { continue };
        if erase(&vault, &chat("a"), "Huberin").is_ok() {
            break;
        }
        for (number, loss) in LOSSES.into_iter().enumerate() {
            let sim = sim.after(loss);
            let vault = open(&sim).unwrap_or_else(|error| panic!("step {at}, loss {number}: {error}"));
            let values: Vec<String> = vault.export(0).unwrap().into_iter().map(|entry| entry.value).collect();
            if values.len() == 3 {
                assert!(stands_in(&record, &sim.all_bytes()));
                old += 1;
            } else {
                assert_eq!(values, ["Berger", "Ottmann"], "step {at}, loss {number}");
                assert!(!stands_in(&record, &sim.all_bytes()), "step {at}, loss {number}");
                new += 1;
            }
        }
    }
    assert!(old > 10 && new > 5, "{old} old, {new} new");
}

#[test]
fn a_value_that_is_erased_stands_in_no_file_that_had_the_place_before() {
    let sim = Sim::default();
    let vault = open(&sim).unwrap();
    let record = kept_together(&sim, &vault).unwrap();
    vault.sweep(0).unwrap();
    erase(&vault, &chat("a"), "Huberin").unwrap();
    assert!(!stands_in(&record, &sim.all_bytes()));
    vault.rotate(&key(2)).unwrap();
    vault.shred_conversation("werk-1", "a").unwrap();
    drop(vault);
    assert_eq!(open(&sim).unwrap().export(0).unwrap(), []);
}

#[test]
fn what_could_not_be_overwritten_is_overwritten_with_the_next_erasure() {
    let sim = Sim::default();
    let vault = open(&sim).unwrap();
    let record = kept_together(&sim, &vault).unwrap();
    let erasing = |failing: usize| {
        let mut world = sim.0.lock().unwrap();
        world.fails = Some((world.steps + failing, true));
        drop(world);
        let erased = erase(&vault, &chat("a"), "Huberin");
        sim.0.lock().unwrap().fails = None;
        erased
    };
    // What failed before is cut off; then two records, the mark and a sync: now the record is said to be erased.
    for (failing, there) in [(1, 3), (5, 3), (6, 2)] {
        assert_eq!(erasing(failing).unwrap_err().code(), Code::VaultWrite);
        assert_eq!(vault.export(0).unwrap().len(), there);
        assert!(stands_in(&record, &sim.after(LOSSES[0]).bytes()));
    }
    erase(&vault, &chat("a"), "nobody").unwrap();
    assert!(!stands_in(&record, &sim.after(LOSSES[0]).bytes()));
}
