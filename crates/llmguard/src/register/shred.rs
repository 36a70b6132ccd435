//! Shred: a value is erased from a register and from the room behind it.
//!
//! Its forms are overwritten and belong to no value any more; the value stays, without any, and keeps its number from others.

use std::collections::BTreeSet;

use llmguard_types::Error;

use super::{Kind, NONE, Register, fold};
use crate::surrogate;

impl Register {
    /// Erases the values that are written like this, in all their ways. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// `V006` and `V007`, as [`llmguard_vault::Room::erase`]; nothing is forgotten here then, so that it can be tried again.
    pub(crate) fn shred(&mut self, written: &str) -> Result<bool, Error> {
        self.commit()?;
        // A name is kept word by word where surrogates stand for it.
        let ways = |kind: &str| surrogate::words(kind, written);
        let alike = |kind: &Kind| -> Vec<u32> {
            ways(&kind.label).iter().flat_map(|written| self.alike(&kind.label, written)).collect()
        };
        let mut values: BTreeSet<u32> = self.kinds.iter().flat_map(alike).collect();
        // On disk are also those that have expired, and ways of writing that came with an import.
        if let Some(room) = &self.room {
            let erased =
                room.erase(|kind, text| ways(kind).iter().any(|written| fold(kind, text) == fold(kind, written)))?;
            for (kind, number) in &erased {
                let kind = self.kind(kind);
                values.extend(self.numbered(kind, *number));
            }
            return Ok(!erased.is_empty() | self.forget(values));
        }
        Ok(self.forget(values))
    }

    /// Overwrites the forms of values. Returns whether there are any.
    fn forget(&mut self, values: BTreeSet<u32>) -> bool {
        for value in &values {
            let Some(value) = self.values.get_mut(*value as usize) else { continue };
            let mut next = std::mem::replace(&mut value.first, NONE);
            value.last = NONE;
            while let Some(form) = self.forms.get_mut(next as usize) {
                form.expires = 0;
                self.arena.erase(form.text);
                next = form.next;
            }
        }
        !values.is_empty()
    }
}
