//! Target: [`llmguard_testkit::fuzz::protect_reveal`] for any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| llmguard_testkit::fuzz::protect_reveal(data));
