//! Level: how confidential something is.

/// How confidential something is: a place on the scale `levels` of one policy, higher is more confidential.
///
/// Levels of two policies must not be mixed; a level above a policy's scale counts as the top of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Level(pub(crate) u8);

impl Level {
    /// The place on the policy's scale, counted from 0.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}
