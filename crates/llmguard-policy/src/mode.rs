//! Mode: whether a rule decides, warns or only watches.

use crate::words::words;

words! {
    /// Whether a rule decides. A new rule starts with `observe`, is shown with `warn`, and holds with `enforce`.
    /// Floors and the top level are enforced whatever the mode says.
    #[derive(Default)]
    Mode {
        Observe = "observe", "It decides nothing; what it would decide is recorded.";
        Warn = "warn", "It decides nothing; what it would decide is recorded and shown.";
        #[default]
        Enforce = "enforce", "It decides.";
    }
}
