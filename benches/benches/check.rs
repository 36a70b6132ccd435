//! Check: the purchasing conversation of the command's examples, from a buyer to the EU model.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use llmguard::{Guard, Request, Verdict};

const PROMPT: &str = include_str!("../../crates/llmguard-cli/examples/einkauf.txt");

fn check(criterion: &mut Criterion) {
    let guard = Guard::new().unwrap();
    let request = Request::new("buyer", "eu");
    let decision = guard.check(PROMPT, &request).unwrap();
    assert_eq!(decision.verdict, Verdict::Transform);
    assert!(decision.edits.len() >= 5, "{decision:?}");

    let mut group = criterion.benchmark_group("check");
    group.throughput(Throughput::Bytes(PROMPT.len() as u64));
    group.bench_function("einkauf", |bencher| bencher.iter(|| guard.check(PROMPT, &request).unwrap()));
    group.finish();
}

criterion_group!(benches, check);
criterion_main!(benches);
