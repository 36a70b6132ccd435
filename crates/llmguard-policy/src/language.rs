//! Language: in which sentences are told.

use crate::words::words;

words! {
    /// In which language a sentence is told.
    #[derive(Default)]
    Language {
        De = "de", "German.";
        #[default]
        En = "en", "English.";
    }
}
