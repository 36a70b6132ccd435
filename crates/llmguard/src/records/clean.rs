//! Clean: values in which nothing was found a while ago, so that what repeats in a column is looked through once.

use std::hash::{BuildHasher, RandomState};

/// How many values are remembered at most, and how long one may be in bytes.
const VALUES: usize = 1 << 12;
const MAX_LEN: usize = 128;

/// Values in which nothing was found. Each has one place, which the next one with the same takes over.
#[derive(Default)]
pub(super) struct Clean {
    values: Vec<String>,
    hasher: RandomState,
}

impl Clean {
    pub(super) fn has(&self, value: &str) -> bool {
        value.len() <= MAX_LEN && self.values.get(self.place(value)).is_some_and(|known| known == value)
    }

    pub(super) fn add(&mut self, value: &str) {
        if value.len() > MAX_LEN {
            return;
        }
        self.values.resize_with(VALUES, String::new);
        let place = self.place(value);
        if let Some(known) = self.values.get_mut(place) {
            known.clear();
            known.push_str(value);
        }
    }

    fn place(&self, value: &str) -> usize {
        usize::try_from(self.hasher.hash_one(value) % VALUES as u64).unwrap_or_default()
    }
}
