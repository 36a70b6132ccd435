//! Starts: where detectors that begin with no literal may start, all of them at once.
//!
//! Each such detector is one bit of a word. For each of the first [`DEPTH`] positions of a match and each byte value, a
//! mask says which detectors admit that byte there. The bits that survive the masks of the bytes at hand are the
//! detectors that may start:
//!
//! ```text
//! detectors   a: [A-Z]{2}-[0-9]   b: [0-9]{3}   c: [A-Z]{6}
//! text        A B - 7
//! position 0  'A' → a c
//! position 1  'B' → a c
//! position 2  '-' → a              one load and one AND a byte, whatever the number of detectors
//! position 3  '7' → a
//! ```

use llmguard_types::{Bounds, DetectorIndex};

use crate::candidates::is_ascii_word;
use crate::trigger::{DEPTH, contains};

/// The start masks of all detectors that begin with no literal, in groups of 64.
#[derive(Debug, Default)]
pub(crate) struct Starts(Vec<Group>);

#[derive(Debug)]
struct Group {
    rules: Vec<DetectorIndex>,
    /// Which bits are bounded as tokens: these cannot start behind a word character.
    tokens: u64,
    /// By position and byte.
    masks: Box<[[u64; 256]; DEPTH]>,
    /// By number of bytes left in the text: which bits need no more than that.
    fits: [u64; DEPTH],
}

impl Default for Group {
    fn default() -> Group {
        Group { rules: Vec::new(), tokens: 0, masks: Box::new([[0; 256]; DEPTH]), fits: [0; DEPTH] }
    }
}

impl Starts {
    /// Adds a detector by the bytes possible at its first positions.
    pub(crate) fn add(&mut self, rule: DetectorIndex, bounds: Bounds, prefix: &[[u64; 4]]) {
        if self.0.last().is_none_or(|group| group.rules.len() == 64) {
            self.0.push(Group::default());
        }
        let Some(group) = self.0.last_mut() else { return };
        let bit = 1u64 << group.rules.len();
        group.rules.push(rule);
        if bounds == Bounds::Token {
            group.tokens |= bit;
        }
        for (position, masks) in group.masks.iter_mut().enumerate() {
            let set = prefix.get(position).unwrap_or(&[u64::MAX; 4]);
            for (byte, mask) in (0..=u8::MAX).zip(masks.iter_mut()) {
                if contains(set, byte) {
                    *mask |= bit;
                }
            }
        }
        for (left, fits) in group.fits.iter_mut().enumerate() {
            if prefix.len() <= left {
                *fits |= bit;
            }
        }
    }

    /// Calls `report` for every position where a detector may start, positions ascending.
    pub(crate) fn each(&self, bytes: &[u8], mut report: impl FnMut(usize, DetectorIndex)) {
        let mut inside_word = false;
        for (start, byte) in bytes.iter().enumerate() {
            let rest = bytes.get(start..).unwrap_or_default();
            for group in &self.0 {
                let allowed = if inside_word { !group.tokens } else { u64::MAX };
                let mut bits = group.survivors(rest, allowed);
                while bits != 0 {
                    if let Some(rule) = group.rules.get(bits.trailing_zeros() as usize) {
                        report(start, *rule);
                    }
                    bits &= bits - 1;
                }
            }
            inside_word = is_ascii_word(*byte);
        }
    }
}

impl Group {
    /// The detectors whose first positions admit the bytes at hand.
    fn survivors(&self, bytes: &[u8], mut bits: u64) -> u64 {
        for (masks, byte) in self.masks.iter().zip(bytes) {
            bits &= masks.get(usize::from(*byte)).copied().unwrap_or(0);
            if bits == 0 {
                return 0;
            }
        }
        bits & self.fits.get(bytes.len()).copied().unwrap_or(u64::MAX)
    }
}
