//! Words: an ordered enum whose variants have one spelling everywhere.
//!
//! The order of the lines is the order of the lattice, so that "the strictest wins" is `max`:
//!
//! ```text
//! words! { Verdict { Allow = "allow", …; Deny = "deny", …; } }
//! Verdict::from_name("deny") == Some(Verdict::Deny)      Verdict::Allow.max(Verdict::Deny) == Verdict::Deny
//! ```

/// One line a value: variant, spelling, what it means.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$mark:meta])* $variant:ident = $word:literal, $doc:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $doc] $(#[$mark])* $variant,)*
        }

        impl $name {
            /// All values, in ascending order.
            pub const ALL: [$name; [$($word),*].len()] = [$($name::$variant),*];

            /// The words of all values, in the same order.
            #[allow(dead_code, reason = "only what stands in the format is listed")]
            pub(crate) const WORDS: &'static [&'static str] = &[$($word),*];

            /// The word used in TOML, JSON, C and Python.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// The value a word names.
            #[must_use]
            pub fn from_name(name: &str) -> Option<$name> {
                $name::ALL.into_iter().find(|value| value.as_str() == name)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(crate) use words;
