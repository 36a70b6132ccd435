//! Record: values of one conversation and one person, sealed for a store.
//!
//! ```text
//! era 16 · stamp 16 · sealed under the conversation's key:
//!     person's name 16 · era of their key 16 · used · sealed under both keys: values
//! ```
//!
//! The era says which key of the name sealed it. A process that had a conversation open while another one erased it and began
//! it anew may add a record that no key opens any more. The stamp, under the caller's key, tells that from damage. Stamp and
//! seals cover vault, name and place, so that no record can be changed, moved or left out before another one.

use llmguard_types::Error;
use zeroize::Zeroizing;

use super::{Digest, Held, Stored};
use crate::key::{STAMP, Secret};
use crate::log::damaged;
use crate::record::{Entry, Used, read_used, read_values, use_up, write_used, write_values};

const NOBODY: [u8; 16] = [0; 16];

/// Where a record is.
#[derive(Clone, Copy)]
pub(super) struct Place<'k> {
    pub(super) stored: &'k Stored,
    pub(super) conversation: &'k Held,
    pub(super) number: usize,
}

/// A record whose conversation's key is there.
pub(super) struct Bundle {
    /// The person, and the era of their key.
    pub(super) subject: Option<(Digest, [u8; 16])>,
    /// The highest numbers of its tokens.
    pub(super) used: Used,
    sealed: Vec<u8>,
}

impl Place<'_> {
    /// Seals values, those of a person under their key too.
    pub(super) fn seal(&self, subject: Option<&Held>, entries: &[Entry]) -> Result<Vec<u8>, Error> {
        let (head, mut used) = (self.head(), Used::new());
        entries.iter().for_each(|entry| use_up(&mut used, &entry.kind, entry.number));
        let used = write_used(&used);
        let values = self.values_key(subject).seal(&head, &write_values(entries.iter()))?;
        let [name, era] = subject.map_or([NOBODY; 2], |subject| [subject.name, subject.era()]);
        let len = u32::try_from(used.len()).unwrap_or(u32::MAX).to_le_bytes();
        let says = Zeroizing::new([name.as_slice(), &era, &len, &used, &values].concat());
        let stamp = self.stored.master.stamp(&head);
        let sealed = self.record_key().seal(&head, &says)?;
        Ok([self.conversation.era().as_slice(), &stamp, &sealed].concat())
    }

    /// What a record says; `None` if it is of a conversation that was erased.
    pub(super) fn open(&self, record: &[u8]) -> Result<Option<Bundle>, Error> {
        let (era, rest) = record.split_first_chunk::<16>().ok_or_else(damaged)?;
        let (stamp, sealed) = rest.split_first_chunk::<STAMP>().ok_or_else(damaged)?;
        let head = self.head_of(era);
        if !self.stored.master.has_stamped(&head, stamp) {
            return Err(damaged());
        }
        if *era != self.conversation.era() {
            return Ok(None);
        }
        let says = self.record_key().open(&head, sealed).ok_or_else(damaged)?;
        Bundle::read(&says).map(Some).ok_or_else(damaged)
    }

    /// The values of a record.
    pub(super) fn values(&self, bundle: &Bundle, subject: Option<&Held>) -> Result<Vec<Entry>, Error> {
        let says = self.values_key(subject).open(&self.head(), &bundle.sealed).ok_or_else(damaged)?;
        read_values(&says).ok_or_else(damaged)
    }

    fn record_key(&self) -> Secret {
        self.conversation.secret.derived("llmguard store record", [])
    }

    fn values_key(&self, subject: Option<&Held>) -> Secret {
        self.conversation.secret.derived("llmguard store values", subject.map(|subject| &subject.secret))
    }

    fn head(&self) -> Vec<u8> {
        self.head_of(&self.conversation.era())
    }

    fn head_of(&self, era: &[u8; 16]) -> Vec<u8> {
        let place = (self.number as u64).to_le_bytes();
        [self.stored.beside(b"record", &self.conversation.name).as_slice(), &place, era].concat()
    }
}

impl Bundle {
    fn read(says: &[u8]) -> Option<Bundle> {
        let (name, rest) = says.split_first_chunk::<16>()?;
        let (era, rest) = rest.split_first_chunk::<16>()?;
        let (len, rest) = rest.split_first_chunk::<4>()?;
        let (used, sealed) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*len)).ok()?)?;
        let subject = (*name != NOBODY).then_some((*name, *era));
        Some(Bundle { subject, used: read_used(used)?, sealed: sealed.to_vec() })
    }
}
