//! Build script: compiles the built-in detectors, so that building a guard need not.

use std::path::Path;

use llmguard_scan::Image;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    let image = Image::compile(llmguard_catalog::detectors()).map_err(|error| error.to_string())?;
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("detectors.image"), image.to_bytes())?;
    Ok(())
}
