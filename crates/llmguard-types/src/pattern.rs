//! Pattern: how the three parts of a detector become one regular expression.
//!
//! Detector files write ASCII classes and the named classes `{letter}`, `{upper}` and `{lower}`: the letters of the
//! Latin, Greek and Cyrillic scripts as Europe writes them. `\w` and `\p{L}` mean thousands of ranges and are
//! refused by the linter. One worked example:
//!
//! ```
//! use llmguard_types::{Bounds, pattern};
//! assert_eq!(pattern::regex("Frau ", "{upper}+", "", Bounds::None), format!("(?:Frau )([{}]+)(?:)", pattern::UPPER));
//! ```

use crate::Bounds;

/// The inside of the class behind `{letter}`.
pub const LETTER: &str = "A-Za-zªµºÀ-ÖØ-öø-ɏΆΈ-ΊΌΎ-ΡΣ-ώЀ-ҁҊ-ԯḀ-ỿ";

/// The inside of the class behind `{upper}`.
pub const UPPER: &str = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽΆΈ-ΊΌΎΏΑ-ΡΣ-ΫЀ-Я";

/// The inside of the class behind `{lower}`.
pub const LOWER: &str = "a-zµß-öø-ÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįıĳĵķĸĺļľŀłńņňŉŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷźżžſΐά-ώа-џ";

/// Replaces the named classes of a detector file's pattern by what they stand for.
#[must_use]
pub fn expand(pattern: &str) -> String {
    pattern
        .replace("{letter}", &format!("[{LETTER}]"))
        .replace("{upper}", &format!("[{UPPER}]"))
        .replace("{lower}", &format!("[{LOWER}]"))
}

/// The whole regular expression of a detector, in the syntax of the `regex` crate. Group 1 is the finding.
///
/// Bounds are checked on the outside of lead, pattern and tail together.
#[must_use]
pub fn regex(lead: &str, pattern: &str, tail: &str, bounds: Bounds) -> String {
    let (before, behind) = match bounds {
        Bounds::Token => (r"\b{start-half}", r"\b{end-half}"),
        Bounds::Line => ("(?mR:^)", "(?mR:$)"),
        Bounds::None => ("", ""),
    };
    format!("{before}(?:{})({})(?:{}){behind}", expand(lead), expand(pattern), expand(tail))
}
