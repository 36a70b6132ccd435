//! Grant: what a person signs so that a text may go.
//!
//! An approval says "this text may go there", an unlock "this class may go there for a while". Either is a short
//! [`Statement`], signed with Ed25519 by somebody whose public key the caller has registered ([`Signer`]). It is bound to
//! the policy (its digest), and an approval also to the request (its keyed digest), so that it fits nothing else; a
//! [`GrantLedger`] keeps count of how often it was used.
//!
//! ```text
//! approval  rule send-to-supplier   serial 7f3a   requester mb   signer el   request 9c41…   policy 5e0b…   60 minutes
//! unlock    rule benchmark-prices   serial 7f3b   requester el   signer kw   reason AUDIT    policy 5e0b…   2 hours
//! ```
//!
//! Everything that does not fit is refused with a code of its own, `G001` to `G013`.

mod ledger;
mod statement;
mod verify;

pub use ledger::{GrantLedger, MemoryLedger, SpendError, Spending, TOLERANCE};
pub use statement::{Grant, GrantKind, Statement};
pub use verify::{Signer, Situation};
