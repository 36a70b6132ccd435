//! Seeds: a first corpus for every target, made from the stock of its body. Run from the root of the repository.

use std::path::Path;

use llmguard_testkit::fuzz::{BODIES, inputs};

/// Inputs a target.
const SEEDS: usize = 500;

fn main() -> std::io::Result<()> {
    for body in BODIES {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(body.name);
        std::fs::create_dir_all(&folder)?;
        for (number, data) in inputs(&(body.stock)(), SEEDS, 1).enumerate() {
            std::fs::write(folder.join(format!("seed-{number:03}")), data)?;
        }
    }
    Ok(())
}
