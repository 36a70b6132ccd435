//! Handle: what stands behind an opaque pointer, and the only place where such pointers are made, read and freed.
//!
//! A handle is a tag, a poison mark and a value. The tag is read first and alone, so that a null pointer, a handle of
//! another kind and eight foreign bytes are told apart from a handle of the right kind before anything else is touched:
//!
//! ```text
//! llmguard_guard *  ──►  | tag "lgGUARD" | poisoned | llmguard_guard { … } |
//! ```

#![expect(unsafe_code, reason = "house rule 2: pointers from C become references here and in slice.rs")]

use std::sync::atomic::{AtomicBool, Ordering};

use crate::fail::Fail;

/// A kind of handle. Shared between threads by its users, so it must bear that.
pub(crate) trait Kind: Sized + Send + Sync + 'static {
    /// The first eight bytes of every handle of this kind, and of no other.
    const TAG: [u8; 8];
}

/// What a pointer to a `T` really points to.
#[repr(C)]
pub(crate) struct Handle<T> {
    tag: [u8; 8],
    poisoned: AtomicBool,
    pub(crate) value: T,
}

/// What the tag of a freed handle becomes, for as long as nobody reuses its memory.
const FREED: [u8; 8] = *b"lgFREED\0";

impl<T> Handle<T> {
    /// No call may use this handle any more.
    pub(crate) fn poison(&self) {
        self.poisoned.store(true, Ordering::Release);
    }
}

/// Puts a value behind a pointer that C owns until it is given to [`free`].
pub(crate) fn give<T: Kind>(value: T) -> *mut T {
    Box::into_raw(Box::new(Handle { tag: T::TAG, poisoned: AtomicBool::new(false), value })).cast()
}

/// The handle behind a pointer, if there is one of this kind and it is not poisoned.
pub(crate) fn borrow<'a, T: Kind>(pointer: *const T) -> Result<&'a Handle<T>, Fail> {
    let handle = known(pointer)?;
    // SAFETY: `known` found the tag that only `give` writes for this kind, so the pointer is `give`'s, and by the
    // contract it was not freed. C never gets a `&mut` to it: all access is shared, and `T` is `Sync`.
    let handle = unsafe { &*handle };
    if handle.poisoned.load(Ordering::Acquire) { Err(Fail::POISONED) } else { Ok(handle) }
}

/// Takes a handle back. Null, and what is no handle of this kind, is left alone.
pub(crate) fn free<T: Kind>(pointer: *mut T) {
    let Ok(handle) = known(pointer) else { return };
    let handle = handle.cast_mut();
    // SAFETY: as in `borrow`; that nobody else uses the handle while it is freed is part of the contract. The tag is
    // written volatile because nobody reads it before the memory goes: it is there for callers who free twice.
    unsafe {
        std::ptr::write_volatile(&raw mut (*handle).tag, FREED);
        drop(Box::from_raw(handle));
    }
}

/// Compares the tag.
fn known<T: Kind>(pointer: *const T) -> Result<*const Handle<T>, Fail> {
    if pointer.is_null() {
        return Err(Fail::NULL_ARGUMENT);
    }
    let handle: *const Handle<T> = pointer.cast();
    if !handle.is_aligned() {
        return Err(Fail::BAD_HANDLE);
    }
    // SAFETY: not null, and by the contract eight bytes can be read there. Nobody writes them while it is alive.
    let tag = unsafe { handle.cast::<[u8; 8]>().read() };
    if tag == T::TAG { Ok(handle) } else { Err(Fail::BAD_HANDLE) }
}

/// A place where C wants a handle. It holds null until [`Out::set`].
pub(crate) struct Out<T>(*mut *mut T);

impl<T: Kind> Out<T> {
    /// The place behind an out parameter, cleared. Null is a mistake.
    pub(crate) fn new(place: *mut *mut T) -> Result<Out<T>, Fail> {
        Out::optional(place)?.ok_or(Fail::NULL_ARGUMENT)
    }

    /// The place behind an out parameter that may be null, cleared.
    pub(crate) fn optional(place: *mut *mut T) -> Result<Option<Out<T>>, Fail> {
        if place.is_null() {
            return Ok(None);
        }
        if !place.is_aligned() {
            return Err(Fail::BAD_VALUE);
        }
        // SAFETY: not null, aligned, and by the contract writable. What stood there is not read.
        unsafe { place.write(std::ptr::null_mut()) };
        Ok(Some(Out(place)))
    }

    /// Gives a value to C.
    pub(crate) fn set(self, value: T) {
        // SAFETY: `optional` has written to the same place within the same call.
        unsafe { self.0.write(give(value)) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One(u32);
    struct Other;

    impl Kind for One {
        const TAG: [u8; 8] = *b"lgTEST1\0";
    }

    impl Kind for Other {
        const TAG: [u8; 8] = *b"lgTEST2\0";
    }

    fn status<T>(result: Result<T, Fail>) -> u32 {
        result.err().map_or(0, |fail| fail.status())
    }

    #[test]
    fn only_a_live_handle_of_the_right_kind_is_borrowed() {
        let one = give(One(7));
        assert_eq!(borrow(one).map(|handle| handle.value.0).unwrap(), 7);
        assert_eq!(status(borrow::<Other>(one.cast())), Fail::BAD_HANDLE.status());
        assert_eq!(status(borrow::<One>(std::ptr::null())), Fail::NULL_ARGUMENT.status());
        let foreign = [0u64; 4];
        assert_eq!(status(borrow::<One>(foreign.as_ptr().cast())), Fail::BAD_HANDLE.status());
        assert_eq!(status(borrow::<One>(foreign.as_ptr().cast::<u8>().wrapping_add(1).cast())), 2);
        free::<Other>(one.cast()); // left alone
        borrow(one).unwrap().poison();
        assert_eq!(status(borrow(one)), Fail::POISONED.status());
        free(one);
        free::<One>(std::ptr::null_mut());
    }

    #[test]
    fn out_parameters_are_cleared_first() {
        let mut place: *mut One = std::ptr::dangling_mut();
        let out = Out::new(&raw mut place).unwrap();
        assert!(place.is_null());
        out.set(One(3));
        assert_eq!(borrow(place).map(|handle| handle.value.0).unwrap(), 3);
        free(place);
        assert_eq!(status(Out::<One>::new(std::ptr::null_mut())), 1);
    }
}
