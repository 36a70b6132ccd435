//! Selectors: which detectors a list of words means.
//!
//! A word is the id of a detector, a family of ids, a kind of thing, a list of the customer's own by its kind and name
//! (`dict:suppliers` is the detector `dict.suppliers`), or the values of a column (`column:machine-id`); with `-` in front
//! it takes away. A list selects what at least one word selects and no word takes away; the order is irrelevant.
//!
//! ```
//! use llmguard_policy::Selectors;
//!
//! let list = Selectors::parse(&["id.*", "bank.iban", "@entity:PASSPORT", "-id.de.*"])?;
//! assert!(list.selects("id.at.svnr", "NATIONAL_ID"));
//! assert!(list.selects("bank.iban", "IBAN"));
//! assert!(list.selects("travel.booklet", "PASSPORT"));
//! assert!(!list.selects("id.de.steuer-id", "TAX_ID"));
//! assert!(!list.selects("ideas.open", "OTHER"));
//! # Ok::<(), llmguard_types::Error>(())
//! ```

use std::fmt;

use llmguard_types::{Code, Error, is_detector_id};

use crate::quote::quote;

/// The kinds of lists a customer brings: dictionaries, tables for exact data match, fingerprints of documents. A kind is
/// the first segment of its detectors' ids.
const LISTS: [&str; 3] = ["dict", "match", "fingerprint"];
/// The kind of detector that finds whatever stands in a column.
const COLUMN: &str = "column";

/// A parsed list of detector selectors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selectors {
    picks: Vec<Pattern>,
    drops: Vec<Pattern>,
}

impl Selectors {
    /// Parses a list: `contact.email` (one id), `id.de.*` (a family), `@entity:IBAN` (a kind), `dict:suppliers`,
    /// `match:customers` and `fingerprint:contracts` (own lists), `column:machine-id` (the values of a column or under a name),
    /// each also with `-`.
    ///
    /// # Errors
    /// `P010` if a word is malformed, or the list selects nothing: it is empty, has only words with `-`, or they take
    /// everything away.
    pub fn parse<S: AsRef<str>>(words: &[S]) -> Result<Selectors, Error> {
        Selectors::of(words.iter().map(|word| Selector::parse(word.as_ref())).collect::<Result<_, _>>()?)
    }

    /// The list of selectors already parsed.
    pub(crate) fn of(selectors: Vec<Selector>) -> Result<Selectors, Error> {
        let (drops, picks) = selectors.into_iter().partition::<Vec<_>, _>(|selector| selector.negative);
        let bare = |selectors: Vec<Selector>| selectors.into_iter().map(|selector| selector.pattern).collect();
        let list = Selectors { picks: bare(picks), drops: bare(drops) };
        if list.picks.iter().all(|pick| list.drops(pick)) {
            return Err(Error::new(Code::PolicySelector, "the list of detectors selects nothing")
                .mend("name at least one detector that no `-` takes away, such as `contact.*`"));
        }
        Ok(list)
    }

    /// Whether the list means the detector with this id, which finds this kind of thing.
    #[must_use]
    pub fn selects(&self, id: &str, entity: &str) -> bool {
        self.picks.iter().any(|pick| pick.selects(id, entity))
            && !self.drops.iter().any(|drop| drop.selects(id, entity))
    }

    /// The ids of the customer's own lists that are named here, such as `dict.suppliers`: whoever enforces the policy has
    /// to have them.
    pub fn lists(&self) -> impl Iterator<Item = &str> {
        self.picks.iter().chain(&self.drops).filter_map(|pattern| match pattern {
            Pattern::Id(id) if LISTS.contains(&family(id)) => Some(id.as_str()),
            _ => None,
        })
    }

    /// The first word that selects none of the known detectors, each given as its id and its entity label. Words for columns are
    /// left out: only a text knows its columns.
    #[must_use]
    pub fn idle(&self, known: &[(&str, &str)]) -> Option<String> {
        let is_column = |pattern: &Pattern| matches!(pattern, Pattern::Id(id) if family(id) == COLUMN);
        let mut words = self.picks.iter().chain(&self.drops).filter(|word| !is_column(word));
        words.find(|word| !known.iter().any(|(id, entity)| word.selects(id, entity))).map(Pattern::to_string)
    }

    /// The names of the columns whose values are meant here, as they are written behind `column:`.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.picks.iter().chain(&self.drops).filter_map(|pattern| match pattern {
            Pattern::Id(id) => id.strip_prefix(COLUMN)?.strip_prefix('.'),
            _ => None,
        })
    }

    /// The first word of this list that certainly selects something the other list selects too.
    ///
    /// Words say this only among themselves: whether `@entity:IBAN` means `bank.iban` is known to the catalogue.
    pub(crate) fn shares(&self, other: &Selectors) -> Option<&Pattern> {
        let free = |pattern: &Pattern| !self.drops(pattern) && !other.drops(pattern);
        self.picks.iter().find(|mine| {
            other
                .picks
                .iter()
                .any(|theirs| (mine.covers(theirs) && free(theirs)) || (theirs.covers(mine) && free(mine)))
        })
    }

    /// Whether a word selects something of one of these families, named by the first segment of their ids.
    pub(crate) fn any_family(&self, families: &[&str]) -> bool {
        let first = |text: &str| text.split('.').next().is_some_and(|first| families.contains(&first));
        self.picks.iter().any(|pick| match pick {
            Pattern::Id(text) | Pattern::Family(text) => first(text),
            Pattern::Entity(_) => false,
        })
    }

    /// Whether every word of the other list stands in this one, and no word takes away that did not there.
    pub(crate) fn widens(&self, other: &Selectors) -> bool {
        other.picks.iter().all(|pick| self.picks.iter().any(|own| own.covers(pick)))
            && self.drops.iter().all(|drop| other.drops.contains(drop))
    }

    fn drops(&self, pattern: &Pattern) -> bool {
        self.drops.iter().any(|drop| drop.covers(pattern))
    }
}

impl fmt::Display for Selectors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let drops = self.drops.iter().map(|drop| format!("-{drop}"));
        f.write_str(&self.picks.iter().map(Pattern::to_string).chain(drops).collect::<Vec<_>>().join(", "))
    }
}

/// One word of a list.
#[derive(Debug)]
pub(crate) struct Selector {
    negative: bool,
    pattern: Pattern,
}

impl Selector {
    pub(crate) fn parse(word: &str) -> Result<Selector, Error> {
        let (negative, bare) = word.strip_prefix('-').map_or((false, word), |bare| (true, bare));
        let pattern = Pattern::parse(bare).ok_or_else(|| {
            Error::new(Code::PolicySelector, format!("{} is not a detector selector", quote(word))).mend(
                "write an id (`contact.email`), a family (`id.de.*`), a kind (`@entity:IBAN`), an own list (`dict:suppliers`) or a column (`column:machine-id`), with `-` in front to take away",
            )
        })?;
        Ok(Selector { negative, pattern })
    }
}

/// What one word means, without its sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Exactly this id.
    Id(String),
    /// Every id that begins with this text, which ends in a dot.
    Family(String),
    /// Every detector of this kind.
    Entity(String),
}

impl Pattern {
    fn parse(word: &str) -> Option<Pattern> {
        if let Some(label) = word.strip_prefix("@entity:") {
            let plain = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'_';
            return (!label.is_empty() && label.bytes().all(plain)).then(|| Pattern::Entity(label.to_owned()));
        }
        if let Some((kind, name)) = word.split_once(':') {
            let id = format!("{kind}.{name}");
            return (is_kind(kind) && is_detector_id(&id)).then_some(Pattern::Id(id));
        }
        if let Some(family) = word.strip_suffix('*').filter(|family| family.ends_with('.')) {
            return is_detector_id(&format!("{family}x")).then(|| Pattern::Family(family.to_owned()));
        }
        (is_detector_id(word) && !word.starts_with('-')).then(|| Pattern::Id(word.to_owned()))
    }

    fn selects(&self, id: &str, entity: &str) -> bool {
        match self {
            Pattern::Id(own) => own == id,
            Pattern::Family(start) => id.starts_with(start.as_str()),
            Pattern::Entity(label) => label == entity,
        }
    }

    /// Whether everything the other word means is certainly meant by this one.
    fn covers(&self, other: &Pattern) -> bool {
        match (self, other) {
            (Pattern::Family(start), Pattern::Id(text) | Pattern::Family(text)) => text.starts_with(start.as_str()),
            _ => self == other,
        }
    }
}

/// Whether words for this kind of detector are written with a colon.
fn is_kind(kind: &str) -> bool {
    kind == COLUMN || LISTS.contains(&kind)
}

/// The first segment of an id.
fn family(id: &str) -> &str {
    id.split_once('.').map_or(id, |(first, _)| first)
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Id(id) if is_kind(family(id)) => f.write_str(&id.replacen('.', ":", 1)),
            Pattern::Id(id) => f.write_str(id),
            Pattern::Family(start) => write!(f, "{start}*"),
            Pattern::Entity(label) => write!(f, "@entity:{label}"),
        }
    }
}
