//! Verdict: what may happen with a text.

use crate::words::words;

words! {
    /// What may happen with a text. Ordered: of two verdicts the greater one holds.
    Verdict {
        Allow = "allow", "The text may go as it is.";
        Transform = "transform", "The text may go once every transform was applied.";
        Approval = "approval", "A person has to approve first.";
        Deny = "deny", "The text must not go.";
    }
}
