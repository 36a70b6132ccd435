//! Templates: the policies that come with the library.

use llmguard_types::{Code, Error};

use crate::Policy;
use crate::quote::{list, quote};

/// Name and source.
static TEMPLATES: &[(&str, &str)] = &[
    ("einkauf-copilot", include_str!("../policies/einkauf-copilot.toml")),
    ("observe", include_str!("../policies/observe.toml")),
];

impl Policy {
    /// The names and sources of the embedded policies, to use or to start from.
    #[must_use]
    pub fn templates() -> &'static [(&'static str, &'static str)] {
        TEMPLATES
    }

    /// An embedded policy by name.
    ///
    /// # Errors
    /// `P014` if there is none of this name; the mend lists those there are.
    pub fn template(name: &str) -> Result<Policy, Error> {
        let names = TEMPLATES.iter().map(|(own, _)| *own);
        match TEMPLATES.iter().find(|(own, _)| *own == name) {
            Some((_, source)) => Policy::parse(source),
            None => Err(Error::new(Code::PolicyTemplate, format!("no embedded policy is named {}", quote(name)))
                .mend(format!("the embedded policies are {}", list(names)))),
        }
    }
}
