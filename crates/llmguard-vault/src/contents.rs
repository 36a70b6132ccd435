//! Contents: what a vault holds: its log, the keys in it, and where the values of each conversation are.
//!
//! ```text
//! caller's key ── seals ──► key of conversation 7 ─┐
//!                           key of person 9 ───────┴─ derived: what seals the values of 9 in 7
//! ```
//!
//! What is [erased](erase) is overwritten: of a conversation or a person the one key, of a value the records it stands in.

mod erase;

use std::collections::{BTreeMap, HashMap};

use llmguard_types::{Code, Error};
use zeroize::Zeroizing;

use crate::disk::{Disk, failed, overwrite};
use crate::key::Secret;
use crate::log::{Frame, Kind, Log, Record, damaged};
use crate::record::{self, Entry, Name, Role, Used, use_up};

/// So many values at most share a record that was rewritten.
const BATCH: usize = 4096;

/// A vault's file and what is in it.
pub(crate) struct Contents {
    disk: Box<dyn Disk>,
    held: Held,
    /// Nobody knows which file is the vault's.
    torn: bool,
}

/// What is in a file.
struct Held {
    log: Log,
    master: Secret,
    /// Each key under its number, from 1.
    keys: BTreeMap<u32, Holder>,
    numbers: HashMap<Name, u32>,
    next: u32,
    /// The records of each conversation.
    frames: BTreeMap<u32, Vec<Frame>>,
    /// Records that are erased, but for their bytes.
    late: Vec<Frame>,
}

/// What has no meaning while a vault is opened, before a later record gives it one.
#[derive(Default)]
struct Unread {
    /// What does not open: keys, and values by their place among the records.
    keys: HashMap<u32, Frame>,
    values: HashMap<u64, Frame>,
    /// Values that do not count yet.
    rests: Vec<Frame>,
}

struct Holder {
    name: Name,
    secret: Secret,
    frame: Frame,
}

/// What a conversation holds: values, each with the number of a person's key, and the numbers that were used.
pub(crate) type Values = (Vec<(u32, Entry)>, Used);

/// Values of a conversation and a person that come from elsewhere.
pub(crate) type Imported = (Name, Option<Name>, Vec<Entry>);

impl Contents {
    /// Opens a vault, or makes an empty one.
    pub(crate) fn open(disk: Box<dyn Disk>, master: &Secret) -> Result<Contents, Error> {
        tidy(&*disk)?;
        let file = disk.open().map_err(|error| failed(&error))?;
        let held = match file {
            Some(file) => Held::read(Log::open(file, master)?, master)?,
            None => {
                let held = Held::begin(&*disk, master)?;
                disk.replace().map_err(|error| failed(&error))?;
                held
            }
        };
        Ok(Contents { disk, held, torn: false })
    }

    pub(crate) fn find(&self, name: &Name) -> Option<u32> {
        self.held.numbers.get(name).copied()
    }

    /// The number of a key, made if there is none of this name.
    pub(crate) fn number(&mut self, name: &Name) -> Result<u32, Error> {
        let held = self.held()?;
        if let Some(number) = held.numbers.get(name) {
            return Ok(*number);
        }
        let (number, secret) = (held.next, Secret::random()?);
        let frame = held.write_key(number, name, &secret)?;
        held.log.commit()?;
        held.hold(number, Holder { name: name.clone(), secret, frame });
        Ok(number)
    }

    /// Adds values under the keys of a conversation and a person; zero for nobody.
    pub(crate) fn add(&mut self, keys: [u32; 2], entries: &[Entry]) -> Result<(), Error> {
        let held = self.held()?;
        let frame = held.write(Kind::Values, keys, &record::write_values(entries.iter()))?;
        held.log.commit()?;
        held.place(frame);
        Ok(())
    }

    pub(crate) fn values(&mut self, conversation: u32) -> Result<Values, Error> {
        self.held()?.values(conversation)
    }

    /// The key of a conversation's own tokens.
    pub(crate) fn token_key(&self, conversation: u32) -> Option<Zeroizing<[u8; 32]>> {
        let holder = self.held.keys.get(&conversation)?;
        Some(Zeroizing::new(*holder.secret.derived("llmguard vault tokens", []).bytes()))
    }

    /// The conversations there are, with their numbers.
    pub(crate) fn conversations(&self) -> Vec<(u32, Name)> {
        let all = self.held.keys.iter().filter(|(_, holder)| holder.name.role == Role::Conversation);
        all.map(|(number, holder)| (*number, holder.name.clone())).collect()
    }

    /// The name of a person.
    pub(crate) fn subject(&self, number: u32) -> Option<&str> {
        self.held.keys.get(&number).map(|holder| holder.name.name.as_str())
    }

    /// The conversations with something that needs a key.
    pub(crate) fn concerned(&self, key: u32) -> Vec<u32> {
        let needs = |frames: &[Frame]| frames.iter().any(|frame| frame.keys.contains(&key));
        let all = self.held.frames.iter().filter(|(number, frames)| **number == key || needs(frames));
        all.map(|(number, _)| *number).collect()
    }

    /// Writes the file anew, under another key if one is given, without what has expired, and with what is imported.
    pub(crate) fn rewrite(&mut self, master: Option<&Secret>, now: u64, imported: Vec<Imported>) -> Result<(), Error> {
        let master = master.unwrap_or(&self.held()?.master).clone();
        let mut fresh = Held::begin(&*self.disk, &master)?;
        fresh.take_over(&mut self.held, now)?;
        for (conversation, subject, entries) in imported {
            let conversation = fresh.own(conversation)?;
            let subject = subject.map_or(Ok(0), |name| fresh.own(name))?;
            fresh.write_batches([conversation, subject], &entries)?;
        }
        fresh.log.finish()?;
        if let Err(error) = self.disk.replace() {
            self.torn = true;
            return Err(failed(&error));
        }
        let mut old = std::mem::replace(&mut self.held, fresh);
        // The old file has no name any more. What is left of it on the disk is not to be opened either, also not with keys
        // that live on.
        drop(old.log.overwrite());
        Ok(())
    }

    fn held(&mut self) -> Result<&mut Held, Error> {
        if self.torn {
            return Err(Error::new(Code::VaultWrite, "the vault could not be put in the place of the old one")
                .mend("close it and open it again"));
        }
        Ok(&mut self.held)
    }
}

impl Drop for Contents {
    /// Marks what is on disk as such; a vault that could not is opened all the same.
    fn drop(&mut self) {
        if !self.torn {
            drop(self.held.log.commit());
        }
    }
}

impl Held {
    /// Nothing, in a new file beside the vault.
    fn begin(disk: &dyn Disk, master: &Secret) -> Result<Held, Error> {
        let file = disk.create_beside().map_err(|error| failed(&error))?;
        Ok(Held::of(Log::begin(file, master)?, master))
    }

    fn of(log: Log, master: &Secret) -> Held {
        let (keys, numbers, frames) = (BTreeMap::new(), HashMap::new(), BTreeMap::new());
        Held { log, master: master.clone(), keys, numbers, next: 1, frames, late: Vec::new() }
    }

    /// Everything in a file, verified.
    fn read(log: Log, master: &Secret) -> Result<Held, Error> {
        let mut held = Held::of(log, master);
        let mut unread = Unread::default();
        while let Some(frame) = held.log.next()? {
            if !held.learn(frame, &mut unread)? {
                break;
            }
            held.log.take(&frame);
        }
        // A call that was cut short has not erased what this would be the rest of.
        unread.rests.first().into_iter().for_each(|frame| held.log.give_back(frame));
        held.log.opened()?;
        if !unread.keys.is_empty() || !unread.values.is_empty() {
            return Err(damaged());
        }
        held.wipe_what_is_left()?;
        Ok(held)
    }

    /// Takes in a record; false if it is not whole.
    fn learn(&mut self, frame: Frame, unread: &mut Unread) -> Result<bool, Error> {
        let (keys, sure) = (frame.keys, self.log.before_mark());
        let secret = match frame.kind {
            Kind::Key | Kind::Shred | Kind::Erased => Some(self.master.clone()),
            Kind::Values | Kind::Used | Kind::Rest => self.secret(keys),
        };
        // Without its key, a record can only be passed over.
        let Some(secret) = secret else { return Ok(sure) };
        let says = self.log.read(&frame, &secret)?;
        let [key, _] = keys;
        match (frame.kind, says) {
            (Kind::Key, None) if sure => drop(unread.keys.insert(key, frame)),
            (Kind::Values | Kind::Rest, None) if sure => drop(unread.values.insert(frame.number, frame)),
            (Kind::Key, Some(says)) => {
                let Some((name, secret)) = record::read_key(&says) else { return Ok(false) };
                self.hold(key, Holder { name, secret, frame });
            }
            (Kind::Shred, Some(says)) => {
                let Some(numbers) = record::read_keys(&says) else { return Ok(false) };
                for number in numbers {
                    let known = self.keys.get(&number).map(|holder| holder.frame);
                    self.late.extend(known.or_else(|| unread.keys.remove(&number)));
                    self.lose(number);
                    self.next = self.next.max(number.saturating_add(1));
                }
            }
            (Kind::Erased, Some(says)) => {
                let Some(numbers) = record::read_numbers(&says) else { return Ok(false) };
                for number in numbers {
                    let known = self.displace(key, number);
                    self.late.extend(known.or_else(|| unread.values.remove(&number)));
                }
                unread.rests.drain(..).for_each(|frame| self.place(frame));
            }
            (Kind::Values, Some(says)) if record::read_values(&says).is_some() => self.place(frame),
            (Kind::Rest, Some(says)) if record::read_values(&says).is_some() => unread.rests.push(frame),
            (Kind::Used, Some(says)) if record::read_used(&says).is_some() => self.place(frame),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Takes over what another file holds and has not expired.
    fn take_over(&mut self, old: &mut Held, now: u64) -> Result<(), Error> {
        for (number, holder) in &old.keys {
            let frame = self.write_key(*number, &holder.name, &holder.secret)?;
            self.hold(*number, Holder { name: holder.name.clone(), secret: holder.secret.clone(), frame });
        }
        self.next = old.next;
        for conversation in old.frames.keys().copied().collect::<Vec<_>>() {
            let (values, mut used) = old.values(conversation)?;
            let mut by_subject: BTreeMap<u32, Vec<Entry>> = BTreeMap::new();
            for (subject, entry) in values {
                match entry.expires > now || entry.is_erased() {
                    true => by_subject.entry(subject).or_default().push(entry),
                    false => use_up(&mut used, &entry.kind, entry.number),
                }
            }
            if !used.is_empty() {
                let frame = self.write(Kind::Used, [conversation, 0], &record::write_used(&used))?;
                self.place(frame);
            }
            for (subject, entries) in by_subject {
                self.write_batches([conversation, subject], &entries)?;
            }
        }
        Ok(())
    }

    fn values(&mut self, conversation: u32) -> Result<Values, Error> {
        let (mut values, mut used) = Values::default();
        for frame in self.frames.get(&conversation).cloned().unwrap_or_default() {
            let [_, subject] = frame.keys;
            match frame.kind {
                Kind::Values | Kind::Rest => {
                    values.extend(self.entries(&frame)?.into_iter().map(|entry| (subject, entry)));
                }
                _ => {
                    let more = self.says(&frame)?;
                    let more = record::read_used(&more).ok_or_else(damaged)?;
                    more.iter().for_each(|(kind, number)| use_up(&mut used, kind, *number));
                }
            }
        }
        Ok((values, used))
    }

    /// The numbers of a conversation's tokens whose values are a person's.
    fn used_by(&mut self, conversation: u32, subject: u32) -> Result<Used, Error> {
        let mut used = Used::new();
        let frames = self.frames.get(&conversation).cloned().unwrap_or_default();
        for frame in frames.iter().filter(|frame| frame.keys == [conversation, subject]) {
            self.entries(frame)?.iter().for_each(|entry| use_up(&mut used, &entry.kind, entry.number));
        }
        Ok(used)
    }

    fn entries(&mut self, frame: &Frame) -> Result<Vec<Entry>, Error> {
        record::read_values(&self.says(frame)?).ok_or_else(damaged)
    }

    fn says(&mut self, frame: &Frame) -> Result<Zeroizing<Vec<u8>>, Error> {
        let secret = self.secret(frame.keys).ok_or_else(damaged)?;
        self.log.read(frame, &secret)?.ok_or_else(damaged)
    }

    /// What seals the values of a person in a conversation; `None` if either key is gone.
    fn secret(&self, [conversation, subject]: [u32; 2]) -> Option<Secret> {
        let conversation = &self.keys.get(&conversation)?.secret;
        let subject = match subject {
            0 => None,
            number => Some(&self.keys.get(&number)?.secret),
        };
        Some(conversation.derived("llmguard vault values", subject))
    }

    /// The number of a key that is written here, made if there is none of this name.
    fn own(&mut self, name: Name) -> Result<u32, Error> {
        if let Some(number) = self.numbers.get(&name) {
            return Ok(*number);
        }
        let (number, secret) = (self.next, Secret::random()?);
        let frame = self.write_key(number, &name, &secret)?;
        self.hold(number, Holder { name, secret, frame });
        Ok(number)
    }

    fn write_key(&mut self, number: u32, name: &Name, secret: &Secret) -> Result<Frame, Error> {
        let says = record::write_key(name, secret);
        self.log.write(&Record { kind: Kind::Key, keys: [number, 0], secret: &self.master, says: &says })
    }

    fn write(&mut self, kind: Kind, keys: [u32; 2], says: &[u8]) -> Result<Frame, Error> {
        let secret = self.secret(keys).ok_or_else(erased)?;
        self.log.write(&Record { kind, keys, secret: &secret, says })
    }

    fn write_batches(&mut self, keys: [u32; 2], entries: &[Entry]) -> Result<(), Error> {
        for batch in entries.chunks(BATCH) {
            let frame = self.write(Kind::Values, keys, &record::write_values(batch.iter()))?;
            self.place(frame);
        }
        Ok(())
    }

    fn hold(&mut self, number: u32, holder: Holder) {
        self.numbers.insert(holder.name.clone(), number);
        self.keys.insert(number, holder);
        self.next = self.next.max(number.saturating_add(1));
    }

    fn place(&mut self, frame: Frame) {
        let [conversation, _] = frame.keys;
        self.frames.entry(conversation).or_default().push(frame);
    }

    /// Forgets a key and what needs it.
    fn lose(&mut self, number: u32) {
        if let Some(holder) = self.keys.remove(&number) {
            self.numbers.remove(&holder.name);
        }
        self.frames.remove(&number);
        self.frames.values_mut().for_each(|frames| frames.retain(|frame| !frame.keys.contains(&number)));
    }
}

/// What is asked for was erased.
pub(crate) fn erased() -> Error {
    Error::new(Code::VaultErased, "the conversation, or a person in it, was erased from the vault")
        .mend("begin the session anew; what was erased does not come back")
}

/// Removes a file that was to take the vault's place and did not.
fn tidy(disk: &dyn Disk) -> Result<(), Error> {
    let scrub = || {
        let Some(mut file) = disk.open_beside()? else { return Ok(()) };
        overwrite(&mut *file)?;
        disk.remove_beside()
    };
    scrub().map_err(|error| failed(&error))
}
