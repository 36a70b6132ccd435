//! Version: of the header a program was compiled with, and of the library it runs with.

#![expect(unsafe_code, reason = "exported names; there is no unsafe block in this file")]

use crate::slice::llmguard_str;

/// Major version of this header.
pub const LLMGUARD_VERSION_MAJOR: u32 = 0;
/// Minor version of this header.
pub const LLMGUARD_VERSION_MINOR: u32 = 1;
/// Patch version of this header.
pub const LLMGUARD_VERSION_PATCH: u32 = 0;
/// Version of the binary interface, the number behind `libllmguard.so.`; 0 until version 1.0.
pub const LLMGUARD_ABI_VERSION: u32 = 0;

/// The version of the library, `0.1.0`. Lives for ever. Any thread may ask.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_version() -> llmguard_str {
    llmguard_str::of(env!("CARGO_PKG_VERSION"))
}

/// The version of the library as one number that grows: major * 65536 + minor * 256 + patch.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_version_number() -> u32 {
    (LLMGUARD_VERSION_MAJOR << 16) | (LLMGUARD_VERSION_MINOR << 8) | LLMGUARD_VERSION_PATCH
}

/// The version of the binary interface of the library; a program compares it with `LLMGUARD_ABI_VERSION`.
#[unsafe(no_mangle)]
pub extern "C" fn llmguard_abi_version() -> u32 {
    LLMGUARD_ABI_VERSION
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_package() {
        let stated = format!("{LLMGUARD_VERSION_MAJOR}.{LLMGUARD_VERSION_MINOR}.{LLMGUARD_VERSION_PATCH}");
        assert_eq!(stated, env!("CARGO_PKG_VERSION"));
    }
}
