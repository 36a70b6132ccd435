//! memchr3: no engine but a yardstick, one vectorised pass that stops at every `@`, `:` and `-`.
//!
//! A gigabyte a second means something else on every machine; a fraction of this pass, in the same run, does not.

use llmguard_bench_protocol::{Engine, serve};

struct Memchr3;

impl Engine for Memchr3 {
    fn count(&mut self, text: &str) -> usize {
        memchr::memchr3_iter(b'@', b':', b'-', text.as_bytes()).count()
    }

    fn rules(&self) -> usize {
        1
    }
}

fn main() {
    serve("memchr3 @:-", || Memchr3);
}
