//! Templates: the policies that come with the library.

use llmguard_types::{Code, Error};

use crate::Policy;
use crate::quote::{list, quote};

/// Name and source.
static TEMPLATES: &[(&str, &str)] = &[
    ("einkauf-copilot", include_str!("../policies/einkauf-copilot.toml")),
    ("company", include_str!("../policies/company.toml")),
    ("contracts", include_str!("../policies/contracts.toml")),
    ("engineering", include_str!("../policies/engineering.toml")),
    ("hr", include_str!("../policies/hr.toml")),
    ("maintenance", include_str!("../policies/maintenance.toml")),
    ("observe", include_str!("../policies/observe.toml")),
    ("purchasing", include_str!("../policies/purchasing.toml")),
    ("software", include_str!("../policies/software.toml")),
    ("support", include_str!("../policies/support.toml")),
];

impl Policy {
    /// The names and sources of the embedded policies, to use or to start from. `company` permits nothing by itself: it is
    /// what most of the others extend.
    #[must_use]
    pub fn templates() -> &'static [(&'static str, &'static str)] {
        TEMPLATES
    }

    /// An embedded policy by name.
    ///
    /// # Errors
    /// `P014` if there is none of this name; the mend lists those there are.
    pub fn template(name: &str) -> Result<Policy, Error> {
        Policy::parse(source(name)?)
    }
}

/// The source of an embedded policy.
pub(crate) fn source(name: &str) -> Result<&'static str, Error> {
    TEMPLATES.iter().find(|(own, _)| *own == name).map(|(_, source)| *source).ok_or_else(|| {
        Error::new(Code::PolicyTemplate, format!("no embedded policy is named {}", quote(name)))
            .mend(format!("the embedded policies are {}", list(TEMPLATES.iter().map(|(own, _)| *own))))
    })
}
