//! Detectors that were compiled, saved and loaded find what they found; what is damaged is refused.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::sync::{Arc, OnceLock};

use llmguard_scan::{Image, Program, Scanner};
use llmguard_testkit::{fakes, texts};
use llmguard_types::Code;
use proptest::prelude::*;

fn image() -> &'static [u8] {
    static IMAGE: OnceLock<Vec<u8>> = OnceLock::new();
    IMAGE.get_or_init(|| Image::compile(&fakes::detectors()).unwrap().to_bytes())
}

fn pieces() -> Vec<String> {
    fakes::PIECES.iter().map(ToString::to_string).collect()
}

proptest! {
    #[test]
    fn a_loaded_program_finds_the_same(text in texts::mixed(pieces(), 24)) {
        let scan = |program: Program| Scanner::new(Arc::new(program)).scan_all(&text).unwrap();
        let loaded = Program::load(&Image::from_bytes(image()).unwrap(), fakes::detectors()).unwrap();
        prop_assert_eq!(scan(loaded), scan(Program::compile(fakes::detectors()).unwrap()));
    }

    #[test]
    fn a_damaged_image_is_refused(at in any::<prop::sample::Index>(), bit in 0u32..8, keep in any::<prop::sample::Index>()) {
        let mut flipped = image().to_vec();
        let at = at.index(flipped.len());
        flipped[at] ^= 1u8 << bit;
        prop_assert_eq!(Image::from_bytes(&flipped).unwrap_err().code(), Code::CompileImage);
        let cut = &image()[..keep.index(image().len())];
        prop_assert_eq!(Image::from_bytes(cut).unwrap_err().code(), Code::CompileImage);
    }
}

#[test]
fn detectors_that_are_not_in_the_image_are_compiled() {
    let (some, others): (Vec<_>, Vec<_>) = fakes::detectors().into_iter().partition(|d| &*d.id < "fake.f");
    let image = Image::compile(&some).unwrap();
    let program = Arc::new(Program::load(&image, some.into_iter().chain(others)).unwrap());
    let whole = Arc::new(Program::compile(fakes::detectors()).unwrap());
    for text in fakes::PIECES {
        let found = |program: &Arc<Program>| Scanner::new(Arc::clone(program)).scan_all(text).unwrap();
        assert_eq!(found(&program), found(&whole), "{text}");
    }
}
