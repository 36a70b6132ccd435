//! Build: from nothing to a guard with the built-in detectors and the default policy. The limit is 50 ms.

use criterion::{Criterion, criterion_group, criterion_main};
use llmguard::Guard;

fn build(criterion: &mut Criterion) {
    criterion.bench_function("build", |bencher| bencher.iter(|| Guard::new().unwrap()));
}

criterion_group!(benches, build);
criterion_main!(benches);
