//! Features: what of a token and its surroundings the tagger adds weights for, as hashes.
//!
//! Each feature is a hash of a few values and its own number. The weights know only the hashes that training kept; see
//! [`crate::model`].

use crate::run::{BEFORE, BEHIND};
use crate::token::{Kind, Token};

/// How many features a token has.
pub const COUNT: usize = 40;

/// The hashes of one token.
pub(crate) type Features = [u64; COUNT];

/// What all tokens of a run share.
pub(crate) struct Around<'t> {
    tokens: &'t [Token],
    first: Token,
    last: Token,
    before: [Token; 2],
    behind: [Token; 2],
    len: usize,
}

#[inline]
fn mix(a: u64, b: u64) -> u64 {
    let mixed = (a ^ b.rotate_left(27)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 29
}

impl<'t> Around<'t> {
    /// Of tokens as [`crate::run`] reads them; `None` if there is no run among them.
    pub(crate) fn new(tokens: &'t [Token]) -> Option<Around<'t>> {
        let len = tokens.len().checked_sub(BEFORE + BEHIND)?;
        let [_, before2, before1, first, ..] = tokens else { return None };
        let [.., last, behind1, behind2] = tokens else { return None };
        let (before, behind) = ([*before1, *before2], [*behind1, *behind2]);
        Some(Around { tokens, first: *first, last: *last, before, behind, len })
    }

    /// How many tokens the run has.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The features of the token at a place of the run.
    #[inline]
    pub(crate) fn features(&self, at: usize, features: &mut Features) {
        let Some([far, two, one, token, next, after, ..]) = self.tokens.get(at..) else { return };
        let kind = |token: &Token| token.kind as u64;
        let marks = |token: &Token| u64::from(token.marks);
        let (own, left, right) = (marks(token), marks(one), marks(next));
        let looks = kind(token) | own << 8;
        let long = u64::from(token.len.min(12));
        let (place, rest) = (at.min(5) as u64, (self.len - at).min(5) as u64);
        let len = self.len.min(6) as u64;
        let [before1, before2] = &self.before;
        let [behind1, behind2] = &self.behind;
        let start = match one.kind {
            Kind::Line => 2,
            Kind::Sign => 1,
            Kind::Wide => 3,
            _ => 0,
        };
        let values: Features = [
            // The word itself.
            kind(token),
            token.hash,
            mix(token.hash, kind(token)),
            token.tail & 0xffff_ffff,
            token.tail & 0xffff_ffff_ffff,
            token.tail,
            token.head & 0xffff_ffff,
            token.head & 0xffff_ffff_ffff,
            token.head,
            kind(token) | long << 8,
            looks,
            mix(token.tail & 0xffff_ffff_ffff, looks),
            // Its neighbours.
            own | left << 8 | right << 16,
            own | left << 8 | kind(one) << 16,
            own | right << 8 | kind(next) << 16,
            one.hash,
            next.hash,
            two.hash,
            after.hash,
            far.hash,
            mix(one.hash, looks),
            mix(next.hash, looks),
            mix(one.hash, next.hash),
            mix(one.hash, token.hash),
            mix(token.hash, next.hash),
            mix(two.hash, one.hash),
            mix(next.hash, after.hash),
            kind(two) | kind(one) << 4 | kind(token) << 8 | kind(next) << 12 | kind(after) << 16,
            one.tail & 0xffff_ffff_ffff,
            next.tail & 0xffff_ffff_ffff,
            // The run.
            mix(self.last.hash, len),
            mix(self.first.hash, place),
            len | place << 4 | own << 8 | marks(&self.first) << 16 | marks(&self.last) << 24,
            mix(before1.hash, place | kind(token) << 8),
            mix(behind1.hash, rest | kind(token) << 8),
            mix(before2.hash, before1.hash ^ place),
            mix(behind1.hash, behind2.hash),
            mix(before2.hash, kind(token)),
            // The line.
            mix(token.hash, start),
            start | own << 8 | right << 16,
        ];
        for (number, (feature, value)) in (1u64..).zip(features.iter_mut().zip(values)) {
            *feature = mix(value, number << 40);
        }
    }
}
