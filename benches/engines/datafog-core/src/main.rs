//! datafog-core: DataFog's scanner in Rust, with its own rules as they are on by default; it takes no others.

use llmguard_bench_protocol::{Engine, serve};

struct DatafogCore;

impl Engine for DatafogCore {
    fn count(&mut self, text: &str) -> usize {
        datafog_core::scan(text).len()
    }

    fn rules(&self) -> usize {
        16
    }
}

fn main() {
    serve("datafog-core 1.0.0", || DatafogCore);
}
