//! Tagger: names in a text, whole or as far as it is known.

use llmguard_types::{Entity, Error, Names, Span};
use std::sync::OnceLock;

use crate::decode::{Lattice, Named, Tagged};
use crate::model::Model;
use crate::run::{BEFORE, Next, Run, Text, is_sign_of_code};
use crate::token::{Kind, Token};

/// The weights, made by `make names`.
static WEIGHTS: &[u8] = include_bytes!("../weights.bin");

/// Finds names of people and of places by what they look like and what stands around them. Immutable; share it between threads.
///
/// # Example
///
/// ```
/// use llmguard_names::{Scratch, Tagger};
/// use llmguard_types::Names;
///
/// let tagger = Tagger::embedded()?;
/// let mut found = Vec::new();
/// let text = "Gestern hat Katharina Brandstetter angerufen.";
/// tagger.advance(&mut Scratch::default(), text, 0, true, Names::Balanced, &mut found);
/// assert_eq!((found[0].span.start, found[0].span.end), (12, 34));
/// # Ok::<(), llmguard_types::Error>(())
/// ```
#[derive(Debug)]
pub struct Tagger(Model);

/// The name of a person or a place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Name {
    /// Where, in bytes.
    pub span: Span,
    /// `PERSON` or `LOCATION`.
    pub entity: Entity,
    /// Whether it is better than no name by far, and not only just; never for a place.
    pub sure: bool,
}

/// Scratch space of one thread; nothing is allocated once it has been used.
#[derive(Debug, Default)]
pub struct Scratch {
    run: Run,
    lattice: Lattice,
}

impl Tagger {
    /// The tagger that is built in. Its bytes are checked once.
    ///
    /// # Errors
    ///
    /// `C010` for weights that are damaged, which a test rules out for a released version.
    pub fn embedded() -> Result<&'static Tagger, Error> {
        static TAGGER: OnceLock<Result<Tagger, Error>> = OnceLock::new();
        TAGGER.get_or_init(|| Tagger::from_bytes(WEIGHTS)).as_ref().map_err(Error::clone)
    }

    /// A tagger with other weights, as `llmguard-names-train` writes them.
    ///
    /// # Errors
    ///
    /// `C010` for bytes that are no weights, are damaged or of another version.
    pub fn from_bytes(weights: &[u8]) -> Result<Tagger, Error> {
        Model::from_bytes(weights).map(Tagger)
    }

    /// The version of the weights and the begin of their SHA-256: `1+5f3a09c2`.
    #[must_use]
    pub fn version(&self) -> String {
        self.0.version()
    }

    /// Adds the names that begin at byte `from` or behind it, in order. `over` says that nothing follows the text.
    ///
    /// Returns from where on to look when more of the text is known: all names that begin before have been found. What
    /// stands more than [`LEFT`](crate::LEFT) bytes before that place is not needed any more, and no place is held back
    /// for more than [`RIGHT`](crate::RIGHT) bytes. The names are the same however the text was cut.
    pub fn advance(
        &self,
        scratch: &mut Scratch,
        text: &str,
        from: usize,
        over: bool,
        names: Names,
        found: &mut Vec<Name>,
    ) -> usize {
        if names == Names::Off {
            return text.len();
        }
        let model = &self.0;
        let (bias, place) = (model.bias(names), model.place(names));
        let text = Text { bytes: text.as_bytes(), over, gazetteer: &model.gazetteer, gate: Some(model) };
        let Scratch { run, lattice } = scratch;
        let mut at = from;
        loop {
            match text.next(at, run) {
                Next::None => return text.bytes.len(),
                Next::Open(place) => return place,
                Next::Run(next) => at = next,
            }
            let words = run.tokens.get(BEFORE..).unwrap_or_default();
            lattice.decode(model, run, bias, |tagged| found.extend(name(model, words, place, tagged)));
        }
    }

    pub(crate) fn model(&self) -> &Model {
        &self.0
    }
}

/// The name that was tagged, without signs at its ends; nothing for what is no name by itself, and for a place whose margin
/// is less than `place`.
pub(crate) fn name(model: &Model, words: &[Token], place: i32, tagged: Tagged) -> Option<Name> {
    let tokens = words.get(tagged.first..=tagged.last).filter(|tokens| !is_sign_of_code(tokens))?;
    let (entity, sure) = match tagged.named {
        Named::Person => (Entity::PERSON, tagged.margin >= i32::from(model.sure)),
        Named::Place if tagged.margin >= place => (Entity::LOCATION, false),
        Named::Place => return None,
    };
    let is_part = |token: &&Token| token.kind != Kind::Sign;
    let (first, last) = (tokens.iter().find(is_part)?, tokens.iter().rev().find(is_part)?);
    Some(Name { span: Span::new(first.start, last.end), entity, sure })
}
