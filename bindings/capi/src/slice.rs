//! Slice: strings, lists and structs that cross the border by value, read and written byte by byte.
//!
//! A struct begins with its `size`, so that old programs run with new libraries and the other way round:
//!
//! ```text
//! program older: size 96, library knows 104   the 8 bytes it does not know of are zero
//! program newer: size 112, library knows 104  the 8 bytes the library does not know of must be zero, else BAD_SIZE
//! ```

#![expect(unsafe_code, reason = "house rule 2: pointers from C become references here and in handle.rs")]

use std::mem::{MaybeUninit, size_of};

use crate::fail::Fail;

/// A string in UTF-8: a pointer and a length in bytes. It is not terminated by a zero byte. A null pointer with the
/// length 0 is "no string"; where a text is asked for, it is the empty one.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct llmguard_str {
    /// The first byte.
    pub ptr: *const std::ffi::c_char,
    /// How many bytes.
    pub len: usize,
}

/// No struct that says it is larger is believed.
const LARGEST: usize = 64 * 1024;

/// A struct that crosses the border.
///
/// # Safety
/// `repr(C)`, begins with `size: u32`, and zero bytes are a value of it: integers, raw pointers, strings and optional functions.
pub(crate) unsafe trait Sized32: Copy {
    /// Its size in the first version that had it.
    const FIRST: usize;
}

// SAFETY: integers, pointers and strings behind `size: u32`, all `repr(C)`.
unsafe impl Sized32 for crate::guard::llmguard_guard_options {
    const FIRST: usize = size_of::<Self>();
}

// SAFETY: as above.
unsafe impl Sized32 for crate::request::llmguard_request {
    const FIRST: usize = size_of::<Self>();
}

// SAFETY: as above.
unsafe impl Sized32 for crate::finding::llmguard_finding {
    const FIRST: usize = size_of::<Self>();
}

// SAFETY: as above.
unsafe impl Sized32 for crate::citations::llmguard_citation {
    const FIRST: usize = size_of::<Self>();
}

// SAFETY: as above.
unsafe impl Sized32 for crate::decision::llmguard_reason {
    const FIRST: usize = size_of::<Self>();
}

// SAFETY: as above.
unsafe impl Sized32 for crate::decision::llmguard_edit {
    const FIRST: usize = size_of::<Self>();
}

// SAFETY: as above.
unsafe impl Sized32 for crate::records::llmguard_record_finding {
    const FIRST: usize = size_of::<Self>();
}

// SAFETY: as above.
unsafe impl Sized32 for crate::stream::llmguard_released {
    const FIRST: usize = size_of::<Self>();
}

// SAFETY: as above, and function pointers that may be null.
unsafe impl Sized32 for crate::store::llmguard_store {
    const FIRST: usize = size_of::<Self>();
}

// SAFETY: by the contract, any thread may call the functions with their context; nothing else is done with it.
unsafe impl Send for crate::store::llmguard_store {}

// SAFETY: as above.
unsafe impl Sync for crate::store::llmguard_store {}

impl llmguard_str {
    /// No string.
    pub(crate) const NONE: llmguard_str = llmguard_str { ptr: std::ptr::null(), len: 0 };

    /// A string that lives as long as what it was taken from. The pointer is never null. Not inlined: the compiler
    /// would look at the length of an absent string before it knows that there is none, which valgrind reports.
    #[inline(never)]
    pub(crate) fn of(text: &str) -> llmguard_str {
        llmguard_str::of_bytes(text.as_bytes())
    }

    /// The same of any bytes.
    #[inline(never)]
    pub(crate) fn of_bytes(bytes: &[u8]) -> llmguard_str {
        let ptr = if bytes.is_empty() { c"".as_ptr() } else { bytes.as_ptr().cast() };
        llmguard_str { ptr, len: bytes.len() }
    }

    /// The bytes.
    pub(crate) fn bytes<'a>(self) -> Result<&'a [u8], Fail> {
        if self.len == 0 {
            return Ok(&[]);
        }
        if self.ptr.is_null() {
            return Err(Fail::NULL_ARGUMENT);
        }
        if self.len > isize::MAX.unsigned_abs() {
            return Err(Fail::BAD_VALUE);
        }
        // SAFETY: not null, any alignment will do for bytes, the length fits, and by the contract the bytes can be
        // read and stay as they are for the time of the call.
        Ok(unsafe { std::slice::from_raw_parts(self.ptr.cast(), self.len) })
    }

    /// The text; "no string" is the empty one.
    pub(crate) fn text<'a>(self) -> Result<&'a str, Fail> {
        Ok(llmguard::text_from_utf8(self.bytes()?)?)
    }

    /// The text, or `None` where there is none.
    pub(crate) fn optional(self) -> Result<Option<String>, Fail> {
        if self.ptr.is_null() && self.len == 0 { Ok(None) } else { Ok(Some(self.text()?.to_owned())) }
    }
}

/// What stands in lists from C.
///
/// # Safety
/// `repr(C)`; integers, arrays of them, raw pointers and strings only.
pub(crate) unsafe trait Item: Copy {}

// SAFETY: a pointer and a length.
unsafe impl Item for llmguard_str {}
// SAFETY: strings, a pointer and a length.
unsafe impl Item for crate::guard::llmguard_signer {}
// SAFETY: strings.
unsafe impl Item for crate::guard::llmguard_list {}
// SAFETY: a number and strings.
unsafe impl Item for crate::messages::llmguard_part {}

/// The texts of a list.
pub(crate) fn texts(first: *const llmguard_str, len: usize) -> Result<Vec<String>, Fail> {
    items(first, len)?.iter().map(|item| item.text().map(str::to_owned)).collect()
}

/// A list from C.
pub(crate) fn items<'a, T: Item>(first: *const T, len: usize) -> Result<&'a [T], Fail> {
    if len == 0 {
        return Ok(&[]);
    }
    if first.is_null() {
        return Err(Fail::NULL_ARGUMENT);
    }
    if !first.is_aligned() || len > LARGEST {
        return Err(Fail::BAD_VALUE);
    }
    // SAFETY: not null, aligned, a length that cannot overflow, and by the contract that many items can be read.
    Ok(unsafe { std::slice::from_raw_parts(first, len) })
}

/// A struct that C filled.
pub(crate) fn read<T: Sized32>(from: *const T) -> Result<T, Fail> {
    let size = stated_size(from)?;
    let bytes: *const u8 = from.cast();
    // SAFETY: by the contract `size` bytes can be read.
    let unknown = unsafe { std::slice::from_raw_parts(bytes, size) }.get(size_of::<T>()..).unwrap_or_default();
    if unknown.iter().any(|byte| *byte != 0) {
        return Err(Fail::BAD_SIZE);
    }
    let mut value = MaybeUninit::<T>::zeroed();
    // SAFETY: at most `size` bytes are read and at most `size_of::<T>()` are written; every pattern of bytes is a `T`
    // by the promise of `Sized32`, and those that were not written are zero.
    unsafe {
        std::ptr::copy_nonoverlapping(bytes, value.as_mut_ptr().cast::<u8>(), size.min(size_of::<T>()));
        Ok(value.assume_init())
    }
}

/// A place for a struct that C wants filled, cleared but for its size.
pub(crate) struct Place<T> {
    to: *mut T,
    size: usize,
}

impl<T: Sized32> Place<T> {
    /// The place behind an out parameter.
    pub(crate) fn new(to: *mut T) -> Result<Place<T>, Fail> {
        let size = stated_size(to)?;
        let bytes: *mut u8 = to.cast();
        // SAFETY: by the contract `size` bytes can be written; `size` is at least 4.
        unsafe { bytes.add(size_of::<u32>()).write_bytes(0, size - size_of::<u32>()) };
        Ok(Place { to, size })
    }

    /// Writes what both sides know. The size stays as C stated it.
    pub(crate) fn fill(self, value: T) {
        let head = size_of::<u32>();
        let (from, to) = ((&raw const value).cast::<u8>(), self.to.cast::<u8>());
        // SAFETY: `new` has checked and written the same bytes; the copy ends with the smaller of both structs.
        unsafe { std::ptr::copy_nonoverlapping(from.add(head), to.add(head), self.size.min(size_of::<T>()) - head) };
    }
}

/// The size a struct states of itself, if it is a possible one.
fn stated_size<T: Sized32>(from: *const T) -> Result<usize, Fail> {
    if from.is_null() {
        return Err(Fail::NULL_ARGUMENT);
    }
    if !from.is_aligned() {
        return Err(Fail::BAD_VALUE);
    }
    // SAFETY: not null, aligned for a struct that begins with a `u32`, and by the contract readable.
    let size = unsafe { from.cast::<u32>().read() } as usize;
    if (T::FIRST..=LARGEST).contains(&size) { Ok(size) } else { Err(Fail::BAD_SIZE) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[repr(C)]
    #[derive(Debug, Clone, Copy, PartialEq)]
    struct Pair {
        size: u32,
        first: u32,
        second: u64,
    }

    // SAFETY: three integers behind each other.
    unsafe impl Sized32 for Pair {
        const FIRST: usize = 8;
    }

    fn status<T>(result: Result<T, Fail>) -> u32 {
        result.err().map_or(0, |fail| fail.status())
    }

    #[test]
    fn an_older_and_a_newer_struct_are_read() {
        let old = Pair { size: 8, first: 5, second: 9 };
        assert_eq!(read(&raw const old).unwrap(), Pair { size: 8, first: 5, second: 0 });
        let newer = [Pair { size: 32, first: 5, second: 6 }, Pair { size: 0, first: 0, second: 0 }];
        assert_eq!(read(newer.as_ptr()).unwrap(), newer[0]);
        let unknown = [Pair { size: 32, first: 5, second: 6 }, Pair { size: 0, first: 1, second: 0 }];
        assert_eq!(status(read(unknown.as_ptr())), 3);
        for size in [0, 4, 7, u32::MAX] {
            let wrong = Pair { size, first: 5, second: 9 };
            assert_eq!(status(read(&raw const wrong)), 3);
        }
        assert_eq!(status(read(std::ptr::null::<Pair>())), 1);
    }

    #[test]
    fn an_older_struct_is_filled_up_to_its_size() {
        let mut old = Pair { size: 8, first: 0, second: 77 };
        Place::new(&raw mut old).unwrap().fill(Pair { size: 16, first: 1, second: 2 });
        assert_eq!(old, Pair { size: 8, first: 1, second: 77 });
    }

    #[test]
    fn strings_without_bytes() {
        assert_eq!(llmguard_str::NONE.text().unwrap(), "");
        assert_eq!(llmguard_str::NONE.optional().unwrap(), None);
        assert_eq!(llmguard_str::of("").optional().unwrap(), Some(String::new()));
        assert_eq!(status(llmguard_str { ptr: std::ptr::null(), len: 1 }.text()), 1);
        assert_eq!(status(llmguard_str { ptr: c"x".as_ptr(), len: usize::MAX }.text()), 4);
    }
}
