//! Ledger: how often a grant was used.
//!
//! Spending is one atomic step: of two threads that come with the last use, one gets it. A ledger also remembers the
//! latest time it was told, so that a clock that is set back makes nothing valid again.
//!
//! ```text
//! spend(serial 7f3b, uses 2, now 10)  Ok        spend(7f3b, 2, 12)  Ok        spend(7f3b, 2, 13)  Spent
//! ```

use std::collections::HashMap;
use std::sync::Mutex;

/// How far a clock may go backwards, in milliseconds: threads read it before they come to the ledger.
pub const TOLERANCE: u64 = 5_000;

/// One use of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spending<'a> {
    /// The grant's own number.
    pub serial: &'a str,
    /// How often it may be used in all.
    pub uses: u32,
    /// The caller's clock, in milliseconds since 1970-01-01 UTC.
    pub now: u64,
    /// When the grant ends; after that it need not be remembered.
    pub expires: u64,
}

/// Why a use was not granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpendError {
    /// It was used as often as it may be.
    Spent,
    /// The time is more than [`TOLERANCE`] before the latest one.
    ClockBackwards,
    /// The ledger could not say; nothing may be released.
    Unavailable,
}

/// Keeps count of grants. Callers with more than one process keep it where all of them see it.
pub trait GrantLedger: Send + Sync {
    /// Takes one use, atomically.
    ///
    /// # Errors
    /// Whatever stands against it; nothing was taken then.
    fn spend(&self, spending: &Spending<'_>) -> Result<(), SpendError>;
}

/// A ledger in memory: for one process.
///
/// ```
/// use llmguard_policy::{GrantLedger, MemoryLedger, SpendError, Spending};
///
/// let ledger = MemoryLedger::default();
/// let once = Spending { serial: "7f3a", uses: 1, now: 10, expires: 20 };
/// assert_eq!(ledger.spend(&once), Ok(()));
/// assert_eq!(ledger.spend(&once), Err(SpendError::Spent));
/// ```
#[derive(Debug, Default)]
pub struct MemoryLedger(Mutex<Book>);

#[derive(Debug, Default)]
struct Book {
    latest: u64,
    /// Uses and end of each grant that has not ended.
    used: HashMap<String, (u32, u64)>,
}

impl GrantLedger for MemoryLedger {
    fn spend(&self, spending: &Spending<'_>) -> Result<(), SpendError> {
        let mut book = self.0.lock().map_err(|_| SpendError::Unavailable)?;
        if spending.now.saturating_add(TOLERANCE) < book.latest {
            return Err(SpendError::ClockBackwards);
        }
        if book.latest < spending.now {
            book.latest = spending.now;
            // What ended longer ago than a clock may go back cannot come again.
            book.used.retain(|_, (_, expires)| expires.saturating_add(TOLERANCE) >= spending.now);
        }
        let (used, _) = book.used.entry(spending.serial.to_owned()).or_insert((0, spending.expires));
        if *used >= spending.uses {
            return Err(SpendError::Spent);
        }
        *used += 1;
        Ok(())
    }
}
