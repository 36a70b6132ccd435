//! Policy and redaction for text that leaves a company for a model, in one process.
//!
//! A [`Guard`] finds personal data, secrets and company-confidential content in text, says how confidential the text
//! is, decides what may go where, and rewrites what must not go. No network, no model download, no thread of its own,
//! no clock: whatever it needs to know about the world is in the [`Request`].
//!
//! ```
//! use llmguard::{Guard, Request, Verdict};
//!
//! let guard = Guard::new()?; // built-in detectors, embedded default policy
//! let text = "Bitte Zahlung an Muster Stahl GmbH, IBAN DE89 3704 0044 0532 0130 00, 12.500 EUR.";
//!
//! let decision = guard.check(text, &Request::new("buyer", "eu"))?;
//! assert_eq!(decision.verdict, Verdict::Transform);
//! assert_eq!(
//!     decision.output.as_deref(),
//!     Some("Bitte Zahlung an [ORGANIZATION_1], IBAN [IBAN_1], 10.000–15.000 EUR."),
//! );
//! # Ok::<(), llmguard::Error>(())
//! ```
//!
//! # The way of one text
//!
//! [`Guard::check`] takes nine steps: *view* (bytes as text, and what hides in it), *candidates*, *verify*, *validate*, *context*, *resolve*
//! (see `llmguard-scan`), *classify*, *decide* (see `llmguard-policy`) and *transform*, which ends with a second scan
//! of what was written and with the audit event.
//!
//! # Untrusted input
//!
//! Text may be hostile: time and memory are linear in its length, which is limited. User text never appears in
//! `Debug`, `Display`, errors or audit events. What goes wrong denies.

mod arena;
mod audit;
mod builder;
mod builtin;
mod check;
mod citations;
mod classification;
mod classify;
mod columns;
mod decision;
mod edits;
mod ended;
#[cfg(feature = "fpe")]
mod fields;
mod flow;
mod gap;
mod generalize;
mod grammar;
#[cfg(feature = "grants")]
mod grants;
#[cfg(not(feature = "grants"))]
#[path = "no_grants.rs"]
mod grants;
mod guard;
mod heading;
mod history;
mod judge;
mod keyed;
mod links;
mod lint;
mod lists;
mod mapping;
mod messages;
mod names;
mod ours;
mod policy_tests;
mod reading;
mod records;
mod register;
mod replacement;
mod request;
mod rescan;
mod session;
mod source;
mod stream;
mod surrogate;
mod token;
mod transform;
mod untrusted;
mod view;

pub use audit::{AuditEvent, AuditSink, MemorySink};
pub use builder::{DEFAULT_POLICY, GuardBuilder};
pub use citations::{Citation, Citations};
pub use classification::{Classification, Section};
pub use decision::{AppliedEdit, Decision};
#[cfg(feature = "fpe")]
pub use fields::FieldCipher;
pub use guard::{Guard, Redacted};
pub use links::Neutralize;
pub use lint::{cost, lint, lint_detectors, parse_detectors};
pub use lists::DocumentPassage;
pub use llmguard_policy::{Direction, Language, Mode, Policy, Reason, Route, TestOutcome, Transform, Verdict};
#[cfg(feature = "grants")]
pub use llmguard_policy::{Grant, GrantKind, GrantLedger, MemoryLedger, Signer, SpendError, Spending, Statement};
/// Policies without texts: what a policy says, decides, and how two of them differ.
pub mod policy {
    pub use llmguard_policy::{
        Answer, Approval, Ask, Audit, Budget, Cell, CellChange, Class, ClassId, Destination, Diff, Exclude, Found,
        Keeping, Level, Lint, Matrix, Recorded, Retention, Ruling, Selectors, SettingChange, Source, Step, Subject,
        Test, Tokens, Tool, Unlock,
    };
}
pub use llmguard_scan::{Cost, Scan, Statistics};
pub use llmguard_scan::{Dictionary, DictionaryBuilder, DictionaryInfo, ListKey, MAX_TERM, MAX_TERMS};
pub use llmguard_scan::{Fingerprints, FingerprintsBuilder, FingerprintsInfo, Passage};
pub use llmguard_scan::{Matching, MatchingBuilder, MatchingInfo};
pub use llmguard_types::{
    Code, Confidence, Detector, Error, Evidence, Finding, Names, OffsetUnit, Span, convert_spans,
};
pub use llmguard_vault::{Scope, Store, StoreError, Vault, VaultEntry, VaultKey};
pub use llmguard_view::Views;
pub use messages::{Author, Message, MessagesDecision, Part};
pub use records::{RecordFinding, RecordFormat, Records, RecordsDecision, ReleasedRecords};
pub use request::Request;
pub use session::{Protected, Revealed, Session};
pub use stream::{DEFAULT_MAX_HOLD, Released, Stream};
pub use untrusted::Marked;
pub use view::{DEFAULT_MAX_TEXT, text_from_utf8};
