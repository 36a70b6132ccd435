//! Features: what of a token and its surroundings the tagger adds weights for, as hashes.
//!
//! Each feature is a hash of a few values and its own number. The weights know only the hashes that training kept; see
//! [`crate::model`].

use crate::run::{BEFORE, BEHIND};
use crate::token::{Kind, Token};

/// How many features a token has, …
pub const COUNT: usize = 32;
/// … and how many of them are of the word alone.
pub(crate) const OWN: usize = 10;

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

fn kind(token: &Token) -> u64 {
    token.kind as u64
}

fn marks(token: &Token) -> u64 {
    u64::from(token.marks)
}

/// What a word looks like.
fn looks(token: &Token) -> u64 {
    kind(token) | marks(token) << 8
}

/// So many bytes that a word begins with, …
fn head(token: &Token, bytes: u32) -> u64 {
    u64::from(token.head & (u32::MAX >> (32 - 8 * bytes)))
}

/// … or ends with.
fn tail(token: &Token, bytes: u32) -> u64 {
    u64::from(token.tail & (u32::MAX >> (32 - 8 * bytes)))
}

/// Gives each value of a kind of feature its hash; kinds are counted from `first`.
#[inline]
fn number<const N: usize>(first: u64, values: [u64; N]) -> [u64; N] {
    let mut features = values;
    for (number, feature) in (first..).zip(&mut features) {
        *feature = mix(*feature, number << 40);
    }
    features
}

/// The features of a word alone.
#[inline]
pub(crate) fn own(token: &Token) -> [u64; OWN] {
    let long = u64::from(token.len.min(12));
    let values = [
        mix(token.hash, kind(token)),
        tail(token, 2),
        tail(token, 3),
        tail(token, 4),
        head(token, 2),
        head(token, 3),
        head(token, 4),
        kind(token) | long << 8,
        looks(token),
        mix(tail(token, 3), looks(token)),
    ];
    number(1, values)
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

    /// The features of the token at a place of the run but for [`own`].
    #[inline]
    pub(crate) fn features(&self, at: usize) -> [u64; COUNT - OWN] {
        let Some([far, two, one, token, next, after, ..]) = self.tokens.get(at..) else { return [0; _] };
        let (own, left, right, looks) = (marks(token), marks(one), marks(next), looks(token));
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
        let values = [
            // Its neighbours.
            own | left << 8 | right << 16,
            one.hash,
            next.hash,
            two.hash,
            after.hash,
            far.hash,
            mix(one.hash, looks),
            mix(next.hash, looks),
            mix(one.hash, next.hash),
            mix(two.hash, one.hash),
            mix(next.hash, after.hash),
            kind(two) | kind(one) << 4 | kind(token) << 8 | kind(next) << 12 | kind(after) << 16,
            tail(one, 3),
            tail(next, 3),
            // The run.
            mix(self.first.hash, place),
            len | place << 4 | own << 8 | marks(&self.first) << 16 | marks(&self.last) << 24,
            mix(before1.hash, place | kind(token) << 8),
            mix(behind1.hash, rest | kind(token) << 8),
            mix(before2.hash, before1.hash ^ place),
            mix(behind1.hash, behind2.hash),
            mix(before2.hash, kind(token)),
            // The line.
            start | own << 8 | right << 16,
        ];
        number(1 + OWN as u64, values)
    }
}
