//! Keys: what turns words into numbers that say nothing without the key.
//!
//! From the 32 bytes of the embedder six AES-128 keys are drawn, and two numbers for the filter's sum:
//!
//! ```text
//! word   lieferant → one block: 15 bytes, then the length; more blocks of 16 where the stem is longer
//! mark   AES_word(block) , chained over the blocks (CBC; the length stands first)     128 bits, of one word
//! chain  AES_chain over mark, joiner, mark, joiner, mark …                             so far
//! mark   AES_last(chain)                                                               128 bits, of several words
//! sum    a multiplication of the same block, keyed by the two numbers                   64 bits, for the filter only
//! ```
//!
//! Marks are what the file holds, and they are a pseudorandom function of the words (CBC with the length first, then
//! with its own last key). Sums are fast and no such function, so what is made of them, the filter, is kept encrypted in
//! the file, under a nonce that depends on its content.

use aes::cipher::{Array, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes256, Block};
use llmguard_types::{Code, Error};
use zeroize::Zeroize;

use super::filter::HEAD_BITS;

/// The 32 bytes that a list is built with and read with. One key may serve many lists of all kinds. Shown nowhere, overwritten when dropped.
///
/// It should come from a random number generator and be kept apart from the file.
#[derive(Clone)]
pub struct ListKey([u8; 32]);

impl ListKey {
    /// A key of these bytes.
    ///
    /// # Errors
    /// `T005` if there are not exactly 32.
    pub fn new(bytes: &[u8]) -> Result<ListKey, Error> {
        bytes.try_into().map(ListKey).map_err(|_| {
            Error::new(Code::DictionaryKey, format!("the key has {} bytes", bytes.len())).mend("give 32 random bytes")
        })
    }
}

impl Drop for ListKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for ListKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ListKey")
    }
}

/// What tells the keys of one kind of list from those of another; the last byte is zero.
pub(crate) type Kind = &'static [u8; 16];

/// Dictionaries.
pub(crate) const DICTIONARY: Kind = b"llmguard dict 1\0";
/// Fingerprints.
pub(crate) const FINGERPRINTS: Kind = b"llmguard prnt 1\0";
/// Tables for exact data match.
pub(crate) const MATCHING: Kind = b"llmguard rows 1\0";

/// What is drawn from a key.
pub(crate) struct Keys {
    word: Aes128,
    chain: Aes128,
    last: Aes128,
    seal: Aes128,
    nonce: Aes128,
    cloak: Aes128,
    sums: [u64; 2],
    check: u128,
    more: [[u64; 2]; 2],
}

impl Keys {
    /// The keys of one kind of list, which another kind does not have.
    pub(crate) fn new(key: &ListKey, kind: Kind) -> Keys {
        let root = Aes256::new(&Array::from(key.0));
        let draw = |purpose: u8| {
            let mut block = Block::from(*kind);
            if let Some(last) = block.last_mut() {
                *last = purpose;
            }
            root.encrypt_block(&mut block);
            block
        };
        let cipher = |purpose| Aes128::new(&draw(purpose));
        let number = |purpose| u128::from_le_bytes(draw(purpose).into());
        let more = [number(9), number(10)];
        let sums = number(7);
        Keys {
            word: cipher(1),
            chain: cipher(2),
            last: cipher(3),
            seal: cipher(4),
            nonce: cipher(5),
            cloak: cipher(6),
            sums: [sums as u64, (sums >> 64) as u64],
            check: number(8),
            more: more.map(|number| [number as u64, (number >> 64) as u64]),
        }
    }

    /// Four numbers for a kind of list that hashes otherwise.
    pub(crate) fn numbers(&self) -> [[u64; 2]; 2] {
        self.more
    }

    /// What shows that a key is the one a file was built with.
    pub(crate) fn check(&self) -> u128 {
        self.check
    }

    /// What the filter knows a first word by, from its only block.
    #[inline(always)]
    pub(crate) fn quick_sum(&self, block: u128) -> u64 {
        let [low, high] = self.sums;
        multiply(block as u64 ^ low, (block >> 64) as u64 ^ high)
    }

    /// The same for a stem of any length.
    pub(crate) fn sum(&self, stem: &[u8]) -> u64 {
        blocks(stem).fold(0, |sum, block| self.quick_sum(block ^ u128::from(sum)))
    }

    /// What hashes heads.
    #[inline(always)]
    pub(crate) fn head_key(&self) -> HeadKey {
        let [factor, _] = self.sums;
        HeadKey(factor | 1)
    }

    /// The mark of one word.
    pub(crate) fn mark(&self, stem: &[u8]) -> u128 {
        blocks(stem).fold(0, |state, block| encrypt(&self.word, state ^ block))
    }

    /// A chain that begins with a word's mark.
    pub(crate) fn chain(&self, mark: u128) -> u128 {
        encrypt(&self.chain, mark)
    }

    /// A chain with a joiner and a word more.
    pub(crate) fn extend(&self, chain: u128, joiner: u128, mark: u128) -> u128 {
        let joined = encrypt(&self.chain, chain ^ joiner);
        encrypt(&self.chain, joined ^ mark)
    }

    /// The mark of all the words in a chain.
    pub(crate) fn close(&self, chain: u128) -> u128 {
        encrypt(&self.last, chain)
    }

    /// What shows that a digest was made by someone who has the key.
    pub(crate) fn seal(&self, digest: &[u8; 32]) -> u128 {
        both(&self.seal, digest)
    }

    /// The nonce of a filter, from its digest: another filter has another one, the same filter the same.
    pub(crate) fn nonce(&self, digest: &[u8; 32]) -> u128 {
        both(&self.nonce, digest)
    }

    /// Encrypts or decrypts a filter in place (counter mode).
    pub(crate) fn cloak(&self, nonce: u128, bytes: &mut [u8]) {
        const PAR: usize = 16;
        let mut counter = nonce;
        for piece in bytes.chunks_mut(16 * PAR) {
            let mut stream = [Block::default(); PAR];
            for block in &mut stream {
                *block = counter.to_le_bytes().into();
                counter = counter.wrapping_add(1);
            }
            self.cloak.encrypt_blocks(&mut stream);
            piece.iter_mut().zip(stream.as_flattened_bytes()).for_each(|(byte, key)| *byte ^= key);
        }
    }
}

/// One number, so that a loop over many heads keeps it in a register.
#[derive(Clone, Copy)]
pub(crate) struct HeadKey(u64);

impl HeadKey {
    /// Which bit of the heads the first four bytes of a stem have: a number below `1 << HEAD_BITS`.
    #[inline(always)]
    pub(crate) fn of(self, head: u32) -> usize {
        (u64::from(head).wrapping_mul(self.0) >> (64 - HEAD_BITS)) as usize
    }
}

/// Sixteen blocks as bytes.
trait Flatten {
    fn as_flattened_bytes(&self) -> impl Iterator<Item = u8>;
}

impl<const N: usize> Flatten for [Block; N] {
    fn as_flattened_bytes(&self) -> impl Iterator<Item = u8> {
        self.iter().flatten().copied()
    }
}

/// A stem as blocks: 15 bytes and the length, then 16 bytes each. Stems have at most 255 bytes, none of them zero.
pub(crate) fn blocks(stem: &[u8]) -> impl Iterator<Item = u128> + '_ {
    let (first, rest) = stem.split_at(stem.len().min(15));
    let length = (stem.len() as u128) << 120;
    std::iter::once(padded(first) | length).chain(rest.chunks(16).map(padded))
}

fn padded(bytes: &[u8]) -> u128 {
    let mut block = [0; 16];
    block.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    u128::from_le_bytes(block)
}

fn encrypt(cipher: &Aes128, block: u128) -> u128 {
    let mut block = Block::from(block.to_le_bytes());
    cipher.encrypt_block(&mut block);
    u128::from_le_bytes(block.into())
}

/// CBC over the two halves of a digest; all messages have that length.
fn both(cipher: &Aes128, digest: &[u8; 32]) -> u128 {
    let (halves, _) = digest.as_chunks::<16>();
    halves.iter().fold(0, |state, half| encrypt(cipher, state ^ u128::from_le_bytes(*half)))
}

/// A keyed hash of two words, where what is hashed was mixed with numbers from the key.
#[inline(always)]
pub(crate) fn multiply(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(byte: u8) -> Keys {
        Keys::new(&ListKey::new(&[byte; 32]).unwrap(), DICTIONARY)
    }

    #[test]
    fn a_key_has_32_bytes_and_is_not_shown() {
        assert_eq!(ListKey::new(&[7; 31]).unwrap_err().code(), Code::DictionaryKey);
        assert_eq!(format!("{:?}", ListKey::new(&[7; 32]).unwrap()), "ListKey");
    }

    #[test]
    fn marks_depend_on_key_words_joiner_and_number_of_words() {
        let (a, b) = (keys(1), keys(2));
        let (foo, bar) = (a.mark(b"foo"), a.mark(b"bar"));
        let of =
            |words: &[u128], joiner| a.close(words[1..].iter().fold(a.chain(words[0]), |c, w| a.extend(c, joiner, *w)));
        let mut marks = vec![foo, bar, b.mark(b"foo"), a.check(), b.check(), a.mark(b"foofoofoofoofoofoo")];
        marks.extend([
            of(&[foo], 0),
            of(&[foo, bar], 0),
            of(&[bar, foo], 0),
            of(&[foo, bar], 1),
            of(&[foo, bar, foo], 0),
        ]);
        let count = marks.len();
        marks.sort_unstable();
        marks.dedup();
        assert_eq!(marks.len(), count);
    }

    #[test]
    fn cloaking_twice_is_nothing() {
        let original: Vec<u8> = (0..1000u16).map(|n| n.to_le_bytes()[0]).collect();
        let mut bytes = original.clone();
        keys(1).cloak(5, &mut bytes);
        assert_ne!(bytes, original);
        keys(1).cloak(5, &mut bytes);
        assert_eq!(bytes, original);
    }

    #[test]
    fn the_quick_sum_is_the_sum_of_one_block() {
        let stem = b"fifteen_letters";
        assert_eq!(keys(3).sum(stem), keys(3).quick_sum(blocks(stem).next().unwrap()));
        assert_ne!(keys(3).sum(b"sixteen__letters"), keys(3).sum(b"sixteen__letterz"));
    }
}
