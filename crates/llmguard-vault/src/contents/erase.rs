//! Erase: what is overwritten, so that nobody reads it any more.
//!
//! First a record says so, for sure; then the bytes are overwritten, and if that is cut short, it is done with the next erasure
//! or when the vault is opened again. What is overwritten differs:
//!
//! ```text
//! a conversation, a person   its key, and with it all that was sealed under it        shred   9
//! a value                    the records it stands in; what else they say is          rest    Ott, a number without a text
//!                            written anew, in the same call                           erased  record 4
//! ```
//!
//! A rest counts only when the record behind it says what it is the rest of: of a call that was cut short, nothing does.

use std::collections::BTreeSet;

use llmguard_types::Error;

use super::{Contents, Held};
use crate::log::{Frame, Kind, Record};
use crate::record::{self, Entry};

/// Types and numbers of tokens.
type Tokens = BTreeSet<(String, u32)>;

impl Contents {
    /// Erases a key, and with it all that was sealed under it.
    pub(crate) fn shred(&mut self, number: u32) -> Result<(), Error> {
        let (concerned, mut frames) = (self.concerned(number), Vec::new());
        let held = self.held()?;
        let Some(frame) = held.keys.get(&number).map(|holder| holder.frame) else { return Ok(()) };
        for conversation in concerned.into_iter().filter(|conversation| *conversation != number) {
            let used = held.used_by(conversation, number)?;
            frames.push(held.write(Kind::Used, [conversation, 0], &record::write_used(&used))?);
        }
        held.say(Kind::Shred, [0; 2], &record::write_keys(&[number]))?;
        held.log.commit()?;
        frames.into_iter().for_each(|frame| held.place(frame));
        held.lose(number);
        held.late.push(frame);
        held.wipe()
    }

    /// Erases the values of a conversation that are written in a way which `is_it` knows. Returns their tokens.
    pub(crate) fn erase(&mut self, conversation: u32, is_it: impl Fn(&str, &str) -> bool) -> Result<Tokens, Error> {
        let held = self.held()?;
        let tokens = held.tokens(conversation, is_it)?;
        if !tokens.is_empty() {
            held.write_without(conversation, &tokens)?;
        }
        held.wipe()?;
        Ok(tokens)
    }
}

impl Held {
    /// The tokens of a conversation whose values are written in a way which `is_it` knows.
    fn tokens(&mut self, conversation: u32, is_it: impl Fn(&str, &str) -> bool) -> Result<Tokens, Error> {
        let (values, _) = self.values(conversation)?;
        let known = values.iter().map(|(_, entry)| entry);
        let known = known.filter(|entry| !entry.is_erased() && is_it(&entry.kind, &entry.text));
        Ok(known.map(Entry::token).collect())
    }

    /// Writes the records that hold values anew, without them.
    fn write_without(&mut self, conversation: u32, tokens: &Tokens) -> Result<(), Error> {
        let (mut old, mut new) = (Vec::new(), Vec::new());
        let frames = self.frames.get(&conversation).cloned().unwrap_or_default();
        for frame in frames.into_iter().filter(|frame| frame.kind != Kind::Used) {
            let known = |entry: &Entry| !entry.is_erased() && tokens.contains(&entry.token());
            let (erased, mut rest): (Vec<_>, Vec<_>) = self.entries(&frame)?.into_iter().partition(known);
            if erased.is_empty() {
                continue;
            }
            let erased: Tokens = erased.iter().map(Entry::token).collect();
            rest.extend(erased.into_iter().map(|(kind, number)| Entry::erased(kind, number)));
            new.push(self.write(Kind::Rest, frame.keys, &record::write_values(rest.iter()))?);
            old.push(frame.number);
        }
        self.say(Kind::Erased, [conversation, 0], &record::write_numbers(&old))?;
        self.log.commit()?;
        for number in old {
            let frame = self.displace(conversation, number);
            self.late.extend(frame);
        }
        new.into_iter().for_each(|frame| self.place(frame));
        Ok(())
    }

    /// Says what is to be overwritten, under the caller's key.
    fn say(&mut self, kind: Kind, keys: [u32; 2], says: &[u8]) -> Result<(), Error> {
        self.log.write(&Record { kind, keys, secret: &self.master, says }).map(drop)
    }

    /// Forgets a record of a conversation.
    pub(super) fn displace(&mut self, conversation: u32, number: u64) -> Option<Frame> {
        let frames = self.frames.get_mut(&conversation)?;
        let place = frames.iter().position(|frame| frame.number == number)?;
        Some(frames.remove(place))
    }

    /// Overwrites what is erased.
    fn wipe(&mut self) -> Result<(), Error> {
        if self.late.is_empty() {
            return Ok(());
        }
        self.late.iter().try_for_each(|frame| self.log.erase(frame))?;
        self.log.sync()?;
        self.late.clear();
        Ok(())
    }

    /// Overwrites what was erased before and not overwritten then.
    pub(super) fn wipe_what_is_left(&mut self) -> Result<(), Error> {
        for frame in std::mem::take(&mut self.late) {
            if !self.log.is_erased(&frame)? {
                self.late.push(frame);
            }
        }
        self.wipe()
    }
}
