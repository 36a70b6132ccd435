//! Boundary: runs every body, so that no panic reaches C and every failure becomes a status.
//!
//! ```text
//! make    nothing   → new handle      llmguard_guard_new
//! call    a handle  → new handle      llmguard_check
//! act     a handle  → a status         llmguard_vault_sweep
//! fill    a handle  → a struct        llmguard_decision_reason
//! get     a handle  → a plain value   llmguard_decision_verdict, which answers `deny` where it cannot answer
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::llmguard_error;
use crate::fail::Fail;
use crate::handle::{Kind, Out, borrow};
use crate::slice::{Place, Sized32};
use crate::status::LLMGUARD_STATUS_OK;

/// Makes a handle from nothing but arguments.
pub(crate) fn make<R: Kind>(
    out: *mut *mut R,
    error: *mut *mut llmguard_error,
    body: impl FnOnce() -> Result<R, Fail>,
) -> u32 {
    report(error, || {
        let out = Out::new(out)?;
        out.set(caught(body)?);
        Ok(())
    })
}

/// Makes a handle with the help of another one, which a panic poisons.
pub(crate) fn call<T: Kind, R: Kind>(
    handle: *const T,
    out: *mut *mut R,
    error: *mut *mut llmguard_error,
    body: impl FnOnce(&T) -> Result<R, Fail>,
) -> u32 {
    report(error, || {
        let out = Out::new(out)?;
        out.set(with(handle, body)?);
        Ok(())
    })
}

/// Does something with a handle.
pub(crate) fn act<T: Kind>(
    handle: *const T,
    error: *mut *mut llmguard_error,
    body: impl FnOnce(&T) -> Result<(), Fail>,
) -> u32 {
    report(error, || with(handle, body))
}

/// Fills a struct from a handle.
pub(crate) fn fill<T: Kind, S: Sized32>(
    handle: *const T,
    out: *mut S,
    body: impl FnOnce(&T) -> Result<S, Fail>,
) -> u32 {
    fill_or_fail(handle, out, std::ptr::null_mut(), body)
}

/// The same where C may want an error object.
pub(crate) fn fill_or_fail<T: Kind, S: Sized32>(
    handle: *const T,
    out: *mut S,
    error: *mut *mut llmguard_error,
    body: impl FnOnce(&T) -> Result<S, Fail>,
) -> u32 {
    report(error, || {
        let place = Place::new(out)?;
        place.fill(with(handle, body)?);
        Ok(())
    })
}

/// Reads a value from a handle; `otherwise` where that is not possible.
pub(crate) fn get<T: Kind, V>(handle: *const T, otherwise: V, body: impl FnOnce(&T) -> V) -> V {
    catch_unwind(AssertUnwindSafe(|| with(handle, |value| Ok(body(value))).ok())).ok().flatten().unwrap_or(otherwise)
}

/// Frees a handle; what panics while it is dropped stays here.
pub(crate) fn free<T: Kind>(handle: *mut T) {
    let _ = catch_unwind(AssertUnwindSafe(|| crate::handle::free(handle)));
}

/// Runs a body with the value of a handle, and poisons the handle if it panics.
fn with<T: Kind, V>(handle: *const T, body: impl FnOnce(&T) -> Result<V, Fail>) -> Result<V, Fail> {
    let handle = borrow(handle)?;
    let result = catch_unwind(AssertUnwindSafe(|| body(&handle.value)));
    result.unwrap_or_else(|_| {
        handle.poison();
        Err(Fail::PANIC)
    })
}

fn caught<V>(body: impl FnOnce() -> Result<V, Fail>) -> Result<V, Fail> {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(Err(Fail::PANIC))
}

/// Turns a failure into a status and, where C wants one, an error object.
fn report(error: *mut *mut llmguard_error, body: impl FnOnce() -> Result<(), Fail>) -> u32 {
    let reported = caught(|| {
        let error = Out::optional(error)?;
        Ok(match caught(body) {
            Ok(()) => LLMGUARD_STATUS_OK,
            Err(fail) => {
                let status = fail.status();
                if let Some(error) = error {
                    error.set(llmguard_error::new(fail));
                }
                status
            }
        })
    });
    reported.unwrap_or_else(|fail| fail.status())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{llmguard_error_code, llmguard_error_free};
    use crate::handle;
    use crate::status::{LLMGUARD_STATUS_PANIC, LLMGUARD_STATUS_POISONED};

    struct Bomb;

    impl Kind for Bomb {
        const TAG: [u8; 8] = *b"lgTEST3\0";
    }

    #[test]
    fn a_panic_poisons_the_handle_and_goes_no_further() {
        let bomb = handle::give(Bomb);
        let (mut out, mut error) = (std::ptr::null_mut::<Bomb>(), std::ptr::null_mut());
        assert_eq!(get(bomb, 7, |_| 1), 1);
        let status = call(bomb, &raw mut out, &raw mut error, |_: &Bomb| panic!("in a test"));
        assert_eq!((status, out.is_null()), (LLMGUARD_STATUS_PANIC, true));
        assert_eq!(llmguard_error_code(error).text().unwrap(), "F006");
        llmguard_error_free(error);
        let status = call(bomb, &raw mut out, &raw mut error, |_: &Bomb| Ok(Bomb));
        assert_eq!((status, out.is_null()), (LLMGUARD_STATUS_POISONED, true));
        llmguard_error_free(error);
        assert_eq!(get(bomb, 7, |_| 1), 7);
        free(bomb);
        assert_eq!(make(&raw mut out, std::ptr::null_mut(), || panic!("in a test")), LLMGUARD_STATUS_PANIC);
    }
}
