//! Header: `include/llmguard.h` is what cbindgen writes today, and pointers are touched in two files only.
//!
//! `LLMGUARD_BLESS=1 cargo test -p llmguard-capi --test header` rewrites it.

use std::path::Path;

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_header_is_what_cbindgen_writes() {
    let config = cbindgen::Config::from_file(folder().join("cbindgen.toml")).expect("cbindgen.toml is well formed");
    let bindings = cbindgen::Builder::new().with_crate(folder()).with_config(config).generate().expect("a header");
    let mut written = Vec::new();
    bindings.write(&mut written);
    let written = String::from_utf8(written).expect("a header is text");
    let path = folder().join("../../include/llmguard.h");
    if std::env::var_os("LLMGUARD_BLESS").is_some() {
        std::fs::write(&path, &written).expect("the header can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == written, "include/llmguard.h is out of date: LLMGUARD_BLESS=1 cargo test -p llmguard-capi");
}

#[test]
fn only_two_files_hold_unsafe_blocks() {
    for entry in std::fs::read_dir(folder().join("src")).expect("there are sources") {
        let path = entry.expect("an entry").path();
        let source = std::fs::read_to_string(&path).expect("a source is text");
        let unsafe_code =
            ["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern"].iter().any(|mark| source.contains(mark));
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert_eq!(unsafe_code, ["handle.rs", "slice.rs"].contains(&name.as_str()), "{name}");
    }
}
