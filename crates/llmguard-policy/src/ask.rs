//! Ask: who asks, what for, where to, which way, and what was found.

use crate::{ClassId, Direction, Level};

/// Who asks, what for, where to and which way. The names come from the caller and are not trusted.
///
/// ```
/// use llmguard_policy::Ask;
/// let ask = Ask { roles: &["buyer"], destination: "eu", ..Ask::default() };
/// assert_eq!(ask.direction.as_str(), "prompt");
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Ask<'a> {
    /// The roles of who asks; every one has to be known, and one has to permit the destination.
    pub roles: &'a [&'a str],
    /// What for; may be left out if the policy declares one purpose or none.
    pub purpose: Option<&'a str>,
    /// Where the text is to go.
    pub destination: &'a str,
    /// Which way.
    pub direction: Direction,
    /// The tool whose call or result the text is. Has to be named where the policy has tools.
    pub tool: Option<&'a str>,
    /// Where the text was retrieved from. Each has to be known and allowed at the destination.
    pub sources: &'a [&'a str],
    /// How many distinct values of a class were found; of a class not named here, as many as there are findings.
    pub amounts: &'a [(ClassId, u32)],
    /// How sure the caller is of an answer, in percent.
    pub answer_confidence: Option<u32>,
    /// The ids of approvals that were given and checked, see `grant`.
    pub approved: &'a [&'a str],
    /// The ids of unlocks that are in use and were checked, see `grant`.
    pub unlocked: &'a [&'a str],
}

/// One kind of finding in the text: what every finding of one detector has in common.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The classes it belongs to; without any, it counts at `level` and no rule transforms it.
    pub classes: &'a [ClassId],
    /// The default level of the detector. The classes may only raise it.
    pub level: Level,
}
