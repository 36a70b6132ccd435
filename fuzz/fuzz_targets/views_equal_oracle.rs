//! Target: [`llmguard_testkit::fuzz::views_equal_oracle`] for any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| llmguard_testkit::fuzz::views_equal_oracle(data));
