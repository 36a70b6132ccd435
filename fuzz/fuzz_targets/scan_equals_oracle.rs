//! Target: [`llmguard_testkit::fuzz::scan_equals_oracle`] for any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| llmguard_testkit::fuzz::scan_equals_oracle(data));
