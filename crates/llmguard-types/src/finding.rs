//! Finding: one verified hit.

use crate::{Confidence, DetectorIndex, Entity, Evidence, Span};

/// One verified hit of one detector. Holds positions and reasons, never the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Finding {
    /// Where, in bytes of the original UTF-8.
    pub span: Span,
    /// Which detector, as an index into the engine that made this finding. Smaller index = smaller id.
    pub detector: DetectorIndex,
    /// What kind of thing.
    pub entity: Entity,
    /// How sure.
    pub confidence: Confidence,
    /// Why.
    pub evidence: Evidence,
}
