//! Target: [`llmguard_testkit::fuzz::stream_equals_scan`] for any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| llmguard_testkit::fuzz::stream_equals_scan(data));
