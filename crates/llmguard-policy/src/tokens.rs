//! Tokens: what a placeholder looks like.

use crate::words::words;

words! {
    /// What the token of a value looks like.
    #[derive(Default)]
    Tokens {
        #[default]
        Bracket = "bracket", "`[EMAIL_1]`: numbered by arrival; ways of writing one value share a number.";
        Keyed = "keyed", "`[EMAIL_482913067]`: made from the value with a key of the conversation, whatever came before; each way of writing it has its own.";
        Surrogate = "surrogate", "`rudewodi@example.com`, `Frau Adelheid Sellmeyer`: an e-mail address, IBAN, telephone number or name that stands for another; what has none is `[PRICE_1]`, numbered by arrival.";
    }
}
