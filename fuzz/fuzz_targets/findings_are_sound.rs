//! Target: [`llmguard_testkit::fuzz::findings_are_sound`] for any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| llmguard_testkit::fuzz::findings_are_sound(data));
