//! Target: [`llmguard_testkit::fuzz::vault_file`] for any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| llmguard_testkit::fuzz::vault_file(data));
