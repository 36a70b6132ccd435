//! Target: [`llmguard_testkit::fuzz::stream_equals_whole`] for any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| llmguard_testkit::fuzz::stream_equals_whole(data));
