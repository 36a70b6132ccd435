//! Builder: from the rows of a table to the bytes of a file.

use llmguard_types::{Code, Error};

use super::{CELL, FILE, MAX_COLUMNS, MAX_SAME, cell};
use crate::dictionary::fold::Folded;
use crate::dictionary::keys::{DICTIONARY, Keys, MATCHING};
use crate::dictionary::words::{mark, next_word};
use crate::sealed::number;
use crate::{DictionaryBuilder, ListKey};

/// Takes rows one by one and makes a table for exact data match of them. It keeps some 60 bytes and five for every further
/// column of a row, not the row.
///
/// ```
/// use llmguard_scan::{ListKey, Matching, MatchingBuilder};
///
/// let key = ListKey::new(&[7; 32])?; // 32 random bytes in earnest
/// let mut builder = MatchingBuilder::new(&key, 2, 1)?; // two columns beside the key, one of which must stand nearby
/// builder.row("4711823", &["Huber", "12.03.1985"])?;
/// let customers = Matching::open(builder.build()?, &key)?;
/// assert_eq!(customers.find_all("HUBER ist Kunde 4711823").len(), 1);
/// assert_eq!(customers.find_all("Teil 4711823 ist fertig").len(), 0);
/// # Ok::<(), llmguard_types::Error>(())
/// ```
pub struct MatchingBuilder {
    keys: Keys,
    of_terms: Keys,
    terms: DictionaryBuilder,
    folded: Folded,
    columns: usize,
    needed: usize,
    longest: usize,
    /// The mark of the key and the number of the row.
    rows: Vec<(u64, u32)>,
    cells: Vec<u8>,
}

impl MatchingBuilder {
    /// A builder for rows of so many columns beside the key column, of which so many are needed for a hit.
    ///
    /// # Errors
    /// `T006` for no column or more than [`MAX_COLUMNS`], and if none or more than there are would be needed.
    pub fn new(key: &ListKey, columns: usize, needed: usize) -> Result<MatchingBuilder, Error> {
        if !(1..=MAX_COLUMNS).contains(&columns) || !(1..=columns).contains(&needed) {
            let what = format!("of {columns} columns beside the key, {needed} would be needed");
            return Err(Error::new(Code::DictionaryColumn, what)
                .mend(format!("give 1 to {MAX_COLUMNS} columns, and need at least one and no more than these")));
        }
        Ok(MatchingBuilder {
            keys: Keys::new(key, MATCHING),
            of_terms: Keys::new(key, DICTIONARY),
            terms: DictionaryBuilder::new(key),
            folded: Folded::default(),
            columns,
            needed,
            longest: 1,
            rows: Vec::new(),
            cells: Vec::new(),
        })
    }

    /// Adds a row: its key, and its other cells in the order of the columns. Cells without a letter or digit corroborate
    /// nothing.
    ///
    /// # Errors
    /// `T001` for a key or a cell that cannot be a term of a dictionary: see
    /// [`DictionaryBuilder::add`](crate::DictionaryBuilder::add); `T002` for more than
    /// [`MAX_TERMS`](crate::MAX_TERMS) rows; `T006` for another number of cells. The error repeats no cell.
    pub fn row(&mut self, key: &str, cells: &[&str]) -> Result<(), Error> {
        if cells.len() != self.columns {
            let what = format!("the row has {} cells beside its key, not {}", cells.len(), self.columns);
            return Err(Error::new(Code::DictionaryColumn, what).mend("give every row the same columns"));
        }
        let mut row = Vec::with_capacity(CELL * self.columns);
        for text in cells {
            let bytes = if next_word(text, 0).is_none() {
                [0; CELL]
            } else {
                let mark = mark(&self.of_terms, &mut self.folded, text).ok_or_else(|| {
                    Error::new(
                        Code::DictionaryTerm,
                        "a cell has a word that is too long, or too much between two words",
                    )
                    .mend("shorten the cell or leave it empty")
                })?;
                self.longest = self.longest.max(words(text));
                cell(mark)
            };
            row.extend_from_slice(&bytes);
        }
        if self.longest > super::MAX_WORDS {
            return Err(Error::new(Code::DictionaryTerm, format!("a cell has more than {} words", super::MAX_WORDS))
                .mend("shorten the cell or leave it empty"));
        }
        self.terms.add(key)?;
        let mark = mark(&self.of_terms, &mut self.folded, key).unwrap_or_default() as u64;
        self.rows.push((mark, u32::try_from(self.rows.len()).unwrap_or(u32::MAX)));
        self.cells.append(&mut row);
        Ok(())
    }

    /// The file. The same key and the same rows in the same order give the same bytes.
    ///
    /// # Errors
    /// `T002` if there is no row, or if more than 64 rows have the same key: such a column is no key.
    pub fn build(mut self) -> Result<Vec<u8>, Error> {
        self.rows.sort_unstable();
        if self.rows.chunk_by(|a, b| a.0 == b.0).any(|same| same.len() > MAX_SAME) {
            let what = format!("more than {MAX_SAME} rows have the same key");
            return Err(Error::new(Code::DictionaryTerms, what).mend("choose another column as key"));
        }
        let terms = self.terms.build()?;
        let numbers = [self.rows.len(), self.columns, self.needed, self.longest, terms.len()];
        let mut content: Vec<u8> = numbers.into_iter().flat_map(number).collect();
        content.extend(terms);
        content.extend(self.rows.iter().flat_map(|(mark, _)| mark.to_le_bytes()));
        let width = CELL * self.columns;
        for (_, row) in &self.rows {
            let from = *row as usize * width;
            content.extend_from_slice(self.cells.get(from..from + width).unwrap_or_default());
        }
        Ok(FILE.seal(&self.keys, content))
    }
}

/// How many words a text has.
fn words(text: &str) -> usize {
    std::iter::successors(next_word(text, 0), |(_, end)| next_word(text, *end)).count()
}

impl std::fmt::Debug for MatchingBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MatchingBuilder").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}
