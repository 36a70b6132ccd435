//! Target: [`llmguard_testkit::fuzz::check_never_leaks_on_deny`] for any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| llmguard_testkit::fuzz::check_never_leaks_on_deny(data));
