//! Builder: from documents to the bytes of a file.

use llmguard_types::{Code, Error};

use super::shingle::Shingler;
use super::table::{self, Place};
use super::trail::MIN_WORDS;
use super::{FILE, MAX_DOCUMENTS, MAX_FINGERPRINTS, MAX_LABEL, words};
use crate::dictionary::fold::Folded;
use crate::dictionary::keys::{DICTIONARY, FINGERPRINTS, Keys};
use crate::sealed::number;
use crate::{DictionaryBuilder, ListKey};

/// Takes documents one by one and makes fingerprints of them. It keeps 16 bytes for every two to three words, not the
/// words.
///
/// ```
/// use llmguard_scan::{Fingerprints, FingerprintsBuilder, ListKey};
///
/// let key = ListKey::new(&[7; 32])?; // 32 random bytes in earnest
/// let recipe = "Warm the resin to ninety degrees, then add the hardener slowly while stirring clockwise, \
///     wait four minutes, fill the mould from below and let it rest until the surface is dull.";
/// let mut builder = FingerprintsBuilder::new(&key);
/// builder.document("recipe 7", recipe)?;
/// let fingerprints = Fingerprints::open(builder.build()?, &key)?;
///
/// let answer = "Sure! You add the hardener slowly while stirring clockwise, wait four minutes, fill the mould from below.";
/// let found = fingerprints.passages(answer);
/// assert_eq!(fingerprints.label(found[0].document), Some("recipe 7"));
/// # Ok::<(), llmguard_types::Error>(())
/// ```
pub struct FingerprintsBuilder {
    key: ListKey,
    keys: Keys,
    shingler: Shingler,
    labels: Vec<String>,
    shingles: Vec<(u64, Place)>,
    /// Shingles of texts that may be quoted.
    free: Vec<u64>,
    canaries: Option<DictionaryBuilder>,
    /// The mark of each canary, and its document.
    marks: Vec<(u64, usize)>,
}

impl FingerprintsBuilder {
    /// A builder without documents.
    #[must_use]
    pub fn new(key: &ListKey) -> FingerprintsBuilder {
        let keys = Keys::new(key, FINGERPRINTS);
        FingerprintsBuilder {
            key: key.clone(),
            shingler: Shingler::new(&keys),
            keys,
            labels: Vec::new(),
            shingles: Vec::new(),
            free: Vec::new(),
            canaries: None,
            marks: Vec::new(),
        }
    }

    /// Adds a document under a label, which is shown with what is found of it and need not be unique.
    ///
    /// # Errors
    /// `T001` for a document of fewer than 12 words, of which no passage could be told, and for a label that is empty or
    /// has more than [`MAX_LABEL`](crate::MAX_LABEL) bytes; `T002` for more than [`MAX_DOCUMENTS`](crate::MAX_DOCUMENTS)
    /// documents or [`MAX_FINGERPRINTS`](crate::MAX_FINGERPRINTS) fingerprints. The error repeats neither.
    pub fn document(&mut self, label: &str, text: &str) -> Result<(), Error> {
        let (before, document) = (self.shingles.len(), self.labels.len());
        let mut count = 0;
        words::each(text, |_, _, _| count += 1);
        if count < MIN_WORDS {
            let what = format!("the document has {count} words, {MIN_WORDS} are needed to know a passage");
            return Err(Error::new(Code::DictionaryTerm, what).mend("leave it out, or make a canary of its text"));
        }
        let document = self.label(label, document)?;
        let (shingles, shingler) = (&mut self.shingles, &mut self.shingler);
        shingle(shingler, text, |word, sum| shingles.push((sum, Place::new(document, word))));
        if self.shingles.len() > MAX_FINGERPRINTS {
            self.shingles.truncate(before);
            self.labels.pop();
            return Err(Error::new(
                Code::DictionaryTerms,
                format!("there are more than {MAX_FINGERPRINTS} fingerprints"),
            )
            .mend("make two sets of them"));
        }
        Ok(())
    }

    /// Adds a text that may be quoted: what documents have in common with it, such as a public standard or a greeting, is
    /// not reported.
    pub fn except(&mut self, text: &str) {
        let free = &mut self.free;
        shingle(&mut self.shingler, text, |_, sum| free.push(sum));
    }

    /// Adds a canary: a text of one to 16 words that was planted in a document, so that a single sight of it tells.
    ///
    /// # Errors
    /// `T001` for a bad label, and as [`DictionaryBuilder::add`]; `T002` for too many.
    pub fn canary(&mut self, label: &str, text: &str) -> Result<(), Error> {
        let dictionary = self.canaries.get_or_insert_with(|| DictionaryBuilder::new(&self.key));
        dictionary.add(text)?;
        let keys = Keys::new(&self.key, DICTIONARY);
        let mark = crate::dictionary::words::mark(&keys, &mut Folded::default(), text);
        let document = self.label(label, self.labels.len())?;
        self.marks.push((mark.unwrap_or_default() as u64, document as usize));
        Ok(())
    }

    fn label(&mut self, label: &str, document: usize) -> Result<u32, Error> {
        if label.is_empty() || label.len() > MAX_LABEL {
            let what = format!("a label has {} bytes", label.len());
            return Err(Error::new(Code::DictionaryTerm, what).mend(format!("use one to {MAX_LABEL} bytes")));
        }
        let number = u32::try_from(document).ok().filter(|number| *number < MAX_DOCUMENTS).ok_or_else(|| {
            Error::new(Code::DictionaryTerms, format!("there are more than {MAX_DOCUMENTS} documents"))
                .mend("make two sets of fingerprints")
        })?;
        self.labels.push(label.to_owned());
        Ok(number)
    }

    /// The file. The same key and the same documents in the same order give the same bytes.
    ///
    /// # Errors
    /// `T002` if there is neither a document nor a canary.
    pub fn build(mut self) -> Result<Vec<u8>, Error> {
        if self.labels.is_empty() {
            return Err(Error::new(Code::DictionaryTerms, "there is no document").mend("add one at least"));
        }
        self.free.sort_unstable();
        self.shingles.retain(|(sum, _)| self.free.binary_search(sum).is_err());
        self.marks.sort_unstable();
        let canaries = self.canaries.map(DictionaryBuilder::build).transpose()?.unwrap_or_default();

        let mut tables = Vec::new();
        let shape = table::write(&mut self.shingles, &mut tables)?;
        let numbers = [
            self.labels.len(),
            self.shingles.len(),
            self.marks.len(),
            canaries.len(),
            shape.segment_bits as usize,
            shape.segments as usize,
        ];
        let mut content: Vec<u8> = numbers.into_iter().flat_map(number).collect();
        for label in &self.labels {
            content.extend(number(label.len()));
            content.extend_from_slice(label.as_bytes());
        }
        for (mark, document) in self.marks {
            content.extend(mark.to_le_bytes().into_iter().chain(number(document)));
        }
        content.extend(canaries);
        content.append(&mut tables);
        Ok(FILE.seal(&self.keys, content))
    }
}

/// Calls `chosen` with last word and sum of every chosen shingle of a text.
fn shingle(shingler: &mut Shingler, text: &str, mut chosen: impl FnMut(u64, u64)) {
    shingler.reset();
    words::each(text, |_, end, number| {
        if !shingler.add(end, number) {
            shingler.chosen().iter().for_each(|s| chosen(s.word, s.sum));
        }
    });
    shingler.chosen().iter().for_each(|s| chosen(s.word, s.sum));
}

impl std::fmt::Debug for FingerprintsBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FingerprintsBuilder").field("documents", &self.labels.len()).finish_non_exhaustive()
    }
}
