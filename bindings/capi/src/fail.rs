//! Fail: why a call did not do what it was asked, before it becomes a status and an error object.

use llmguard::Error;

use crate::status::{
    LLMGUARD_STATUS_BAD_HANDLE, LLMGUARD_STATUS_BAD_SIZE, LLMGUARD_STATUS_BAD_VALUE, LLMGUARD_STATUS_NULL_ARGUMENT,
    LLMGUARD_STATUS_OUT_OF_RANGE, LLMGUARD_STATUS_PANIC, LLMGUARD_STATUS_POISONED,
};

/// Why a call failed: something the library says, or a mistake at the border.
#[derive(Debug)]
pub(crate) enum Fail {
    Library(Error),
    Border(&'static Border),
}

/// A mistake at the border. The codes begin with `F`, as in foreign.
#[derive(Debug)]
pub(crate) struct Border {
    pub(crate) status: u32,
    pub(crate) code: &'static str,
    pub(crate) message: &'static str,
    pub(crate) mend: &'static str,
}

macro_rules! borders {
    ($($name:ident = $status:expr, $code:literal, $message:literal, $mend:literal;)*) => {
        impl Fail {
            $(pub(crate) const $name: Fail =
                Fail::Border(&Border { status: $status, code: $code, message: $message, mend: $mend });)*
        }
    };
}

borders! {
    NULL_ARGUMENT = LLMGUARD_STATUS_NULL_ARGUMENT, "F001", "a pointer that must not be null is null", "pass the argument";
    BAD_HANDLE = LLMGUARD_STATUS_BAD_HANDLE, "F002", "a handle is not one of the kind this function takes",
        "pass what the matching function gave, and nothing that was freed";
    BAD_SIZE = LLMGUARD_STATUS_BAD_SIZE, "F003", "the `size` of a struct is not one this library knows",
        "set it to sizeof the struct; a program newer than the library may set fewer fields only";
    BAD_VALUE = LLMGUARD_STATUS_BAD_VALUE, "F004", "a number is not among the constants, or a pointer is misaligned",
        "use the constants of llmguard.h";
    OUT_OF_RANGE = LLMGUARD_STATUS_OUT_OF_RANGE, "F005", "there is no element with this index",
        "ask the matching _len function first";
    PANIC = LLMGUARD_STATUS_PANIC, "F006", "a mistake in llmguard stopped this call; the handle is poisoned",
        "free the handle, make a new one, and please report it";
    POISONED = LLMGUARD_STATUS_POISONED, "F007", "an earlier call with this handle failed inside llmguard",
        "free the handle and make a new one";
}

impl From<Error> for Fail {
    fn from(error: Error) -> Fail {
        Fail::Library(error)
    }
}

impl Fail {
    /// The number C sees.
    pub(crate) fn status(&self) -> u32 {
        match self {
            Fail::Library(error) => error.code() as u32,
            Fail::Border(border) => border.status,
        }
    }
}
