//! Transform: what is done with a finding before the text goes on.

use crate::words::words;

words! {
    /// What is done with a finding before the text goes on. Ordered: of two transforms the greater one is done.
    Transform {
        Keep = "keep", "Left as it is.";
        Generalize = "generalize", "Replaced by something less exact: `0,438 EUR` by `0,40-0,45 EUR`.";
        Mask = "mask", "Partly hidden.";
        Tokenize = "tokenize", "Replaced by a placeholder that leads back: `[PERSON_1]`.";
        Redact = "redact", "Replaced by something that leads nowhere.";
        Block = "block", "Not sent at all: the verdict is `deny`.";
    }
}

impl Transform {
    /// The participle for sentences.
    pub(crate) fn done(self) -> &'static str {
        match self {
            Transform::Keep => "kept",
            Transform::Generalize => "generalized",
            Transform::Mask => "masked",
            Transform::Tokenize => "tokenized",
            Transform::Redact => "redacted",
            Transform::Block => "blocked",
        }
    }

    /// What becomes of something, in German, behind `wird` (and `bleibt` for `keep`).
    pub(crate) fn german(self) -> &'static str {
        match self {
            Transform::Keep => "unverändert",
            Transform::Generalize => "vergröbert",
            Transform::Mask => "teilweise verdeckt",
            Transform::Tokenize => "durch Platzhalter ersetzt",
            Transform::Redact => "unkenntlich gemacht",
            Transform::Block => "gesperrt",
        }
    }
}
