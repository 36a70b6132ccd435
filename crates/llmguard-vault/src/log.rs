//! Log: the vault's file, to whose end sealed records are added.
//!
//! | from | bytes | what |
//! |--:|--:|---|
//! | 0 | 8 | `llmgvlt` and a zero |
//! | 8 | 4 | format, 1 |
//! | 12 | 16 | number of the file, random |
//! | 28 | 40 | seal of bytes 0 to 27: whether the key is the right one |
//! | 68 | 2 × 56 | two marks, sealed: how many records were on disk for sure, and where they ended |
//! | 180 | | records |
//!
//! A record is `length 4 · kind 1 · keys 2 × 4 · stamp 16`, then what it says, sealed. Stamp and seal cover its place among
//! the records and the number of the file, so that none can be changed, dropped, doubled or moved; the stamp is the caller's
//! key's, and holds where the key that a record was sealed under is erased. Numbers are little-endian.
//!
//! All records of one call are written, together with the mark of the call *before*, and then synced once. Of two marks, the
//! older one is overwritten. After a power loss everything before the newer mark is there, and behind it at most one call,
//! in whole or in part; what is in part is cut off. What is damaged before the mark was damaged otherwise, and is an error.

use llmguard_types::{Code, Error};

use crate::disk::{Bytes, failed, overwrite};
use crate::key::{SEAL, STAMP, Secret, random};

const MAGIC: &[u8; 8] = b"llmgvlt\0";
const FORMAT: u32 = 1;
/// What the header's seal covers.
const NAMED: usize = 28;
const MARKS: u64 = (NAMED + SEAL) as u64;
const MARK: usize = 16 + SEAL;
/// Where records begin.
const START: u64 = MARKS + 2 * MARK as u64;
/// Bytes of a record before what it says, without and with the stamp.
const PLAIN: usize = 13;
const HEAD: usize = PLAIN + STAMP;

/// What a record says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A key of a conversation or a person.
    Key = 1,
    /// Keys that were erased.
    Shred = 2,
    /// Values.
    Values = 3,
    /// The highest numbers of tokens that were ever used.
    Used = 4,
    /// Values that count once the next [`Kind::Erased`] is there: what else was said by the records it erases.
    Rest = 5,
    /// Records of a conversation that were erased.
    Erased = 6,
}

impl Kind {
    fn of(byte: u8) -> Option<Kind> {
        let all = [Kind::Key, Kind::Shred, Kind::Values, Kind::Used, Kind::Rest, Kind::Erased];
        all.into_iter().find(|kind| *kind as u8 == byte)
    }
}

/// A record to be written.
pub(crate) struct Record<'r> {
    pub(crate) kind: Kind,
    /// The number of the conversation's key and of the person's; zero for none.
    pub(crate) keys: [u32; 2],
    /// What it is sealed under.
    pub(crate) secret: &'r Secret,
    pub(crate) says: &'r [u8],
}

/// A record in the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    at: u64,
    /// Its place among the records, from 0.
    pub(crate) number: u64,
    len: u32,
    pub(crate) kind: Kind,
    pub(crate) keys: [u32; 2],
}

impl Frame {
    /// What stands before its stamp.
    fn plain(&self) -> Vec<u8> {
        [self.len.to_le_bytes().as_slice(), &[self.kind as u8], &self.keys.map(u32::to_le_bytes).concat()].concat()
    }

    fn end(&self) -> u64 {
        self.at + HEAD as u64 + u64::from(self.len)
    }
}

/// The file.
pub(crate) struct Log {
    file: Box<dyn Bytes>,
    id: [u8; 16],
    master: Secret,
    /// How many records there are, and where they end.
    count: u64,
    end: u64,
    /// The same of what is on disk for sure.
    sure: (u64, u64),
    /// Which mark is the newer one.
    newer: u64,
    /// Bytes of the file when it was opened.
    size: u64,
    /// Whether something may stand behind the end.
    dirty: bool,
}

impl Log {
    /// A new log in an empty file.
    pub(crate) fn begin(mut file: Box<dyn Bytes>, master: &Secret) -> Result<Log, Error> {
        let (id, mut header) = header(master)?;
        header.resize(usize::try_from(START).unwrap_or_default(), 0);
        file.write_at(0, &header).map_err(|error| failed(&error))?;
        let master = master.clone();
        let mut log = Log { file, id, master, count: 0, end: START, sure: (0, START), newer: 1, size: 0, dirty: false };
        log.commit()?;
        Ok(log)
    }

    /// The log in a file that was written before. Its records are then to be [taken](Log::next).
    pub(crate) fn open(mut file: Box<dyn Bytes>, master: &Secret) -> Result<Log, Error> {
        let mut header = [0; NAMED + SEAL];
        let size = file.len().map_err(|error| failed(&error))?;
        if size < START {
            return Err(damaged());
        }
        file.read_at(0, &mut header).map_err(|error| failed(&error))?;
        let id = read_header(&header, master)?;
        let master = master.clone();
        let mut log = Log { file, id, master, count: 0, end: START, sure: (0, 0), newer: 0, size, dirty: false };
        let marks = [log.read_mark(0)?, log.read_mark(1)?];
        let newest = (0..).zip(marks).filter_map(|(place, mark)| Some((mark?, place))).max().ok_or_else(damaged)?;
        (log.sure, log.newer) = newest;
        Ok(log)
    }

    /// The next record of a log that is being opened; `None` behind the last one that is whole.
    pub(crate) fn next(&mut self) -> Result<Option<Frame>, Error> {
        let mut head = [0; HEAD];
        if self.end + HEAD as u64 > self.size {
            return Ok(None);
        }
        self.file.read_at(self.end, &mut head).map_err(|error| failed(&error))?;
        let (plain, stamp) = head.split_at(PLAIN);
        let stamped = stamp.first_chunk().is_some_and(|stamp| self.master.has_stamped(&self.beside(plain), stamp));
        let word = |from: usize| plain.get(from..)?.first_chunk().map(|word| u32::from_le_bytes(*word));
        let frame = || {
            let kind = plain.get(4).and_then(|byte| Kind::of(*byte))?;
            Some(Frame { at: self.end, number: self.count, len: word(0)?, kind, keys: [word(5)?, word(9)?] })
        };
        Ok(frame().filter(|frame| stamped && frame.end() <= self.size))
    }

    /// Takes the record that [`Log::next`] returned.
    pub(crate) fn take(&mut self, frame: &Frame) {
        (self.count, self.end) = (frame.number + 1, frame.end());
    }

    /// Gives back a record that was taken, and those behind it.
    pub(crate) fn give_back(&mut self, frame: &Frame) {
        (self.count, self.end) = (frame.number, frame.at);
    }

    /// Whether a record at the end would be one that was on disk for sure.
    pub(crate) fn before_mark(&self) -> bool {
        self.end < self.sure.1
    }

    /// Ends the opening: what was on disk for sure must have been taken, and what is behind is cut off.
    pub(crate) fn opened(&mut self) -> Result<(), Error> {
        if self.end < self.sure.1 || self.count < self.sure.0 {
            return Err(damaged());
        }
        let late = self.end > self.sure.1;
        self.dirty = self.size > self.end;
        self.sure = (self.count, self.end);
        self.cut()?;
        // What a killed process left is there for everybody to read, and not yet on disk.
        if late { self.sync() } else { Ok(()) }
    }

    /// What a record says; `None` if it was not sealed under this key.
    pub(crate) fn read(
        &mut self,
        frame: &Frame,
        secret: &Secret,
    ) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, Error> {
        let beside = [self.id.as_slice(), &frame.number.to_le_bytes(), &frame.plain()].concat();
        Ok(secret.open(&beside, &self.sealed(frame)?))
    }

    fn sealed(&mut self, frame: &Frame) -> Result<Vec<u8>, Error> {
        let mut sealed = vec![0; frame.len as usize];
        self.file.read_at(frame.at + HEAD as u64, &mut sealed).map_err(|error| failed(&error))?;
        Ok(sealed)
    }

    /// Adds a record, of which [`Log::commit`] makes sure.
    pub(crate) fn write(&mut self, record: &Record<'_>) -> Result<Frame, Error> {
        self.cut()?;
        let Record { kind, keys, secret, says } = *record;
        let len = u32::try_from(says.len() + SEAL).map_err(|_| too_long())?;
        let frame = Frame { at: self.end, number: self.count, len, kind, keys };
        let plain = frame.plain();
        let beside = self.beside(&plain);
        let record = [plain.as_slice(), &self.master.stamp(&beside), &secret.seal(&beside, says)?].concat();
        if let Err(error) = self.file.write_at(self.end, &record) {
            self.forget();
            return Err(failed(&error));
        }
        self.take(&frame);
        Ok(frame)
    }

    /// Makes sure of what was written since the last time. Once it returns, all of that survives a power loss; if it fails,
    /// or writing did, none of it is there.
    pub(crate) fn commit(&mut self) -> Result<(), Error> {
        let written = self.mark(self.sure).and_then(|()| self.sync());
        if written.is_err() {
            self.forget();
            return written;
        }
        self.newer = 1 - self.newer;
        self.sure = (self.count, self.end);
        Ok(())
    }

    /// Makes sure of everything, and marks all of it as such.
    pub(crate) fn finish(&mut self) -> Result<(), Error> {
        // A mark says what the call before made sure of.
        self.commit()?;
        self.commit()
    }

    /// Overwrites what a record says.
    pub(crate) fn erase(&mut self, frame: &Frame) -> Result<(), Error> {
        let zeros = vec![0; frame.len as usize];
        self.file.write_at(frame.at + HEAD as u64, &zeros).map_err(|error| failed(&error))
    }

    /// Whether what a record says was overwritten.
    pub(crate) fn is_erased(&mut self, frame: &Frame) -> Result<bool, Error> {
        Ok(self.sealed(frame)?.iter().all(|byte| *byte == 0))
    }

    /// Overwrites all of the file.
    pub(crate) fn overwrite(&mut self) -> Result<(), Error> {
        overwrite(&mut *self.file).map_err(|error| failed(&error))
    }

    pub(crate) fn sync(&mut self) -> Result<(), Error> {
        self.file.sync().map_err(|error| failed(&error))
    }

    /// Overwrites the older mark with what is on disk for sure.
    fn mark(&mut self, (count, end): (u64, u64)) -> Result<(), Error> {
        let place = 1 - self.newer;
        let says = [count.to_le_bytes(), end.to_le_bytes()].concat();
        let sealed = self.master.seal(&self.beside_mark(place), &says)?;
        self.file.write_at(MARKS + place * MARK as u64, &sealed).map_err(|error| failed(&error))
    }

    /// What a mark says; `None` if it is none, or only a part of one.
    fn read_mark(&mut self, place: u64) -> Result<Option<(u64, u64)>, Error> {
        let mut sealed = [0; MARK];
        self.file.read_at(MARKS + place * MARK as u64, &mut sealed).map_err(|error| failed(&error))?;
        let says = self.master.open(&self.beside_mark(place), &sealed);
        let word = |from: usize| says.as_ref()?.get(from..)?.first_chunk().map(|word| u64::from_le_bytes(*word));
        Ok(word(0).zip(word(8)))
    }

    /// Takes back what is not on disk for sure.
    fn forget(&mut self) {
        (self.count, self.end) = self.sure;
        self.dirty = true;
    }

    fn cut(&mut self) -> Result<(), Error> {
        if self.dirty {
            self.file.set_len(self.end).map_err(|error| failed(&error))?;
            self.dirty = false;
        }
        Ok(())
    }

    fn beside_mark(&self, place: u64) -> Vec<u8> {
        [self.id.as_slice(), b"mark", &place.to_le_bytes()].concat()
    }

    /// What is said beside the next record.
    fn beside(&self, plain: &[u8]) -> Vec<u8> {
        [self.id.as_slice(), &self.count.to_le_bytes(), plain].concat()
    }
}

/// The number of a new vault, and the header that says it.
pub(crate) fn header(master: &Secret) -> Result<([u8; 16], Vec<u8>), Error> {
    let id = random()?;
    let mut header = [MAGIC.as_slice(), &FORMAT.to_le_bytes(), &id].concat();
    header.extend(master.seal(&header, b"")?);
    Ok((id, header))
}

/// The number of a vault, from its header.
pub(crate) fn read_header(header: &[u8], master: &Secret) -> Result<[u8; 16], Error> {
    let (named, seal) = header.split_at_checked(NAMED).ok_or_else(damaged)?;
    let format = named.get(8..12).and_then(|bytes| bytes.first_chunk()).map(|bytes| u32::from_le_bytes(*bytes));
    if !named.starts_with(MAGIC) {
        return Err(damaged());
    }
    if format != Some(FORMAT) {
        let what = format!("the vault is of format {}, not {FORMAT}", format.unwrap_or_default());
        return Err(
            Error::new(Code::VaultVersion, what).mend("use the version of llmguard that wrote it, or a later one")
        );
    }
    if master.open(named, seal).is_none() {
        return Err(Error::new(Code::VaultKey, "the vault was sealed with another key")
            .mend("give the key it was made or last rotated with"));
    }
    Ok(named.last_chunk().copied().unwrap_or_default())
}

/// What is there is no vault, or it was changed by something else than a vault.
pub(crate) fn damaged() -> Error {
    Error::new(Code::VaultFile, "this is not a vault, or it is damaged").mend("restore it from a copy")
}

fn too_long() -> Error {
    Error::new(Code::Internal, "a record of the vault is too long")
}
