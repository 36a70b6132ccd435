//! Builder: from terms to the bytes of a file.

use llmguard_types::{Code, Error};
use sha2::{Digest, Sha256};

use super::file::{HEADER, Header};
use super::filter::HEAD_BYTES;
use super::fold::{Folded, MAX_WORD};
use super::keys::{DICTIONARY, Keys, ListKey, blocks};
use super::table::{Lengths, MAX_WORDS};
use super::words::{MAX_GAP, joiner, next_word};
use super::{MAX_TERMS, filter, table};

/// Takes terms one by one and makes a dictionary of them. It keeps 40 to 72 bytes a term, not the term.
///
/// ```
/// use llmguard_scan::{Dictionary, DictionaryBuilder, ListKey};
///
/// let key = ListKey::new(&[7; 32])?; // 32 random bytes in earnest
/// let mut builder = DictionaryBuilder::new(&key);
/// for term in ["Müller & Söhne", "Weidenbach"] {
///     builder.add(term)?;
/// }
/// let dictionary = Dictionary::open(builder.build()?, &key)?;
/// assert_eq!(dictionary.find_all("von Weidenbachs, an MUELLER&SOEHNE.").len(), 2);
/// # Ok::<(), llmguard_types::Error>(())
/// ```
pub struct DictionaryBuilder {
    keys: Keys,
    folded: Folded,
    added: usize,
    longest: usize,
    heads: Vec<u8>,
    sums: Vec<u64>,
    entries: Vec<(u128, Lengths)>,
}

impl DictionaryBuilder {
    /// A builder without terms.
    #[must_use]
    pub fn new(key: &ListKey) -> DictionaryBuilder {
        let keys = Keys::new(key, DICTIONARY);
        let (heads, sums, entries) = (vec![0; HEAD_BYTES], Vec::new(), Vec::new());
        DictionaryBuilder { keys, folded: Folded::default(), added: 0, longest: 0, heads, sums, entries }
    }

    /// Adds a term. One that folds to the same as another is taken and counts once. Signs before the first and behind
    /// the last word do not count.
    ///
    /// # Errors
    /// `T001` for a term without two letters or digits (`C++` would be found at every `c`), with more than 16 words, a
    /// word of more than 128 bytes or more than 12 bytes between two words; `T002` for the term after
    /// [`MAX_TERMS`](crate::MAX_TERMS) others. The error does not repeat the term.
    pub fn add(&mut self, term: &str) -> Result<(), Error> {
        if self.added == MAX_TERMS {
            return Err(Error::new(Code::DictionaryTerms, format!("there are more than {MAX_TERMS} terms"))
                .mend("make two dictionaries, or take repeated terms out"));
        }
        let (mut word, mut words, mut chain) = (next_word(term, 0), 0, 0);
        let (mut first_head, mut first_sum, mut first_mark, mut characters) = (0, 0, 0, 0);
        let mut behind = 0;
        while let Some((start, end)) = word {
            self.folded.read(term.get(start..end).unwrap_or_default());
            let Some(stem) = self.folded.stem() else {
                return Err(refused(format!("a word has more than {MAX_WORD} bytes or no letter")));
            };
            let (mark, sum) = (self.keys.mark(stem), self.keys.sum(stem));
            characters += stem.len();
            words += 1;
            if words == 1 {
                first_head = self.keys.head_key().of(blocks(stem).next().unwrap_or(0) as u32);
                (first_mark, first_sum, chain) = (mark, sum, self.keys.chain(mark));
            } else {
                let Some(joiner) = joiner(term.get(behind..start).unwrap_or_default()) else {
                    return Err(refused(format!("between two words there are more than {MAX_GAP} bytes or two lines")));
                };
                chain = self.keys.extend(chain, joiner, mark);
            }
            behind = end;
            word = next_word(term, end);
        }
        if characters < 2 {
            return Err(refused("the term has fewer than two letters or digits"));
        }
        if words > MAX_WORDS {
            return Err(refused(format!("the term has {words} words, a dictionary takes {MAX_WORDS}")));
        }
        if let Some(byte) = self.heads.get_mut(first_head / 8) {
            *byte |= 1 << (first_head % 8);
        }
        self.sums.push(first_sum);
        self.entries.push((first_mark, 1 << (words - 1)));
        if words > 1 {
            self.entries.push((self.keys.close(chain), 1));
        }
        (self.added, self.longest) = (self.added + 1, self.longest.max(words));
        Ok(())
    }

    /// The file. The same key and the same set of terms, in any order, give the same bytes.
    ///
    /// # Errors
    /// `T002` if no term was added.
    pub fn build(mut self) -> Result<Vec<u8>, Error> {
        if self.added == 0 {
            return Err(Error::new(Code::DictionaryTerms, "there is no term").mend("add one at least"));
        }
        let (shape, mut cells) = filter::build(&mut self.sums)?;
        cells.append(&mut self.heads);
        let nonce = self.keys.nonce(&Sha256::digest(&cells).into());
        self.keys.cloak(nonce, &mut cells);

        let mut file = vec![0; HEADER];
        file.append(&mut cells);
        let bucket_bits = table::write(&mut self.entries, &mut file);
        let header = Header {
            terms: self.entries.iter().filter(|(_, lengths)| lengths & 1 == 1).count() as u32,
            entries: self.entries.len() as u32,
            longest: self.longest as u32,
            shape,
            bucket_bits,
            nonce,
            check: self.keys.check(),
            digest: [0; 32],
            seal: 0,
        };
        file.iter_mut().zip(header.write()).for_each(|(to, from)| *to = from);
        Header::sign(&mut file, |digest| self.keys.seal(digest));
        Ok(file)
    }
}

impl std::fmt::Debug for DictionaryBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DictionaryBuilder").field("added", &self.added).finish_non_exhaustive()
    }
}

fn refused(what: impl Into<String>) -> Error {
    Error::new(Code::DictionaryTerm, what).mend("shorten the term or leave it out")
}
