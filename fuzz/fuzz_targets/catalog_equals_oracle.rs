//! Target: [`llmguard_testkit::fuzz::catalog_equals_oracle`] for any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| llmguard_testkit::fuzz::catalog_equals_oracle(data));
