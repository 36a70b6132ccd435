//! Sealed: the file of a list of which nothing can be read without the key.
//!
//! | from | bytes | what |
//! |--:|--:|---|
//! | 0 | 8 | which kind of list |
//! | 8 | 4 | format of the kind |
//! | 12 | 4 | folding of words |
//! | 16 | 16 | nonce |
//! | 32 | 16 | key check: a block of the key alone |
//! | 48 | 32 | digest: SHA-256 of bytes 0 to 47 and of all from 96 on |
//! | 80 | 16 | seal: what the key makes of the digest |
//! | 96 | | the content, encrypted (AES-128 in counter mode) |
//!
//! The nonce is what the key makes of the content's own digest: the same content under the same key is the same file,
//! other content has another nonce. The digest finds damage, the seal a change that somebody made on purpose.

use llmguard_types::{Code, Error};
use sha2::{Digest, Sha256};

use crate::dictionary::fold;
use crate::dictionary::keys::Keys;

/// Where the content begins.
const HEADER: usize = 96;
/// Where what the digest covers stops, and goes on at [`HEADER`].
const COVERED: usize = 48;

/// A kind of list, as its files say it.
pub(crate) struct Kind {
    pub(crate) magic: &'static [u8; 8],
    pub(crate) format: u32,
    /// What it is called in errors.
    pub(crate) name: &'static str,
}

impl Kind {
    /// The file of a content.
    pub(crate) fn seal(&self, keys: &Keys, mut content: Vec<u8>) -> Vec<u8> {
        let nonce = keys.nonce(&Sha256::digest(&content).into());
        keys.cloak(nonce, &mut content);
        let mut file = self.magic.to_vec();
        file.extend(self.format.to_le_bytes().into_iter().chain(fold::VERSION.to_le_bytes()));
        file.extend(nonce.to_le_bytes().into_iter().chain(keys.check().to_le_bytes()));
        file.resize(HEADER, 0);
        file.append(&mut content);
        let digest = digest(&file);
        let fields = digest.into_iter().chain(keys.seal(&digest).to_le_bytes());
        file.iter_mut().skip(COVERED).zip(fields).for_each(|(to, from)| *to = from);
        file
    }

    /// The content of a file, in its own memory behind the header, and the digest.
    pub(crate) fn open(&self, keys: &Keys, mut file: Vec<u8>) -> Result<(Vec<u8>, [u8; 32]), Error> {
        let header = match file.first_chunk::<HEADER>() {
            Some(header) if header.starts_with(self.magic) => *header,
            _ => return Err(self.damaged("it is no such file")),
        };
        for (what, at, known) in [("format", 8, self.format), ("folding", 12, fold::VERSION)] {
            let version = u32::from_le_bytes(array(&header, at));
            if version != known {
                let what = format!("{} of {what} {version}; this version of llmguard knows {known}", self.name);
                return Err(Error::new(Code::DictionaryVersion, what).mend("build it again with this version"));
            }
        }
        let [nonce, check, seal] = [16, 32, 80].map(|at| u128::from_le_bytes(array(&header, at)));
        let digest = digest(&file);
        if digest != array(&header, 48) {
            return Err(self.damaged("the digest is not that of the content"));
        }
        if check != keys.check() {
            let what = format!("{} built with another key", self.name);
            return Err(Error::new(Code::DictionaryKey, what).mend("give the key it was built with"));
        }
        if seal != keys.seal(&digest) {
            return Err(self.damaged("it was changed by someone who had not its key"));
        }
        keys.cloak(nonce, file.get_mut(HEADER..).unwrap_or_default());
        Ok((file, digest))
    }

    /// The refusal of a file that is not, or no longer, of this kind.
    pub(crate) fn damaged(&self, why: &str) -> Error {
        Error::new(Code::DictionaryFile, format!("{}: {why}", self.name))
            .mend("build it again, or take it from where it was whole")
    }
}

/// Reads the content of a file part by part.
pub(crate) struct Parts<'f> {
    file: &'f [u8],
    at: usize,
}

impl<'f> Parts<'f> {
    pub(crate) fn new(file: &'f [u8]) -> Parts<'f> {
        Parts { file, at: HEADER }
    }

    /// Where the next so many bytes lie.
    pub(crate) fn range(&mut self, bytes: usize) -> Option<std::ops::Range<usize>> {
        let range = self.at..self.at.checked_add(bytes).filter(|end| *end <= self.file.len())?;
        self.at = range.end;
        Some(range)
    }

    pub(crate) fn bytes(&mut self, bytes: usize) -> Option<&'f [u8]> {
        self.range(bytes).and_then(|range| self.file.get(range))
    }

    pub(crate) fn number(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(*self.bytes(4)?.first_chunk()?) as usize)
    }

    /// Whether all has been read.
    pub(crate) fn is_over(&self) -> bool {
        self.at == self.file.len()
    }
}

/// A number as [`Parts`] reads it; what is written is counted in millions.
pub(crate) fn number(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}

fn digest(file: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(file.get(..COVERED).unwrap_or_default());
    hash.update(file.get(HEADER..).unwrap_or_default());
    hash.finalize().into()
}

fn array<const N: usize>(header: &[u8; HEADER], at: usize) -> [u8; N] {
    header.get(at..).and_then(|bytes| bytes.first_chunk()).copied().unwrap_or([0; N])
}
