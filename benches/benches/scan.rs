//! Scan: generated chats of three sizes, and prose in which there is nothing to find.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use llmguard::Guard;
use llmguard_benches::Corpus;

fn scan(criterion: &mut Criterion) {
    let guard = Guard::new().unwrap();
    let mut group = criterion.benchmark_group("scan");
    group.sample_size(20);
    for corpus in Corpus::all() {
        corpus.verify(&guard);
        group.throughput(Throughput::Bytes(corpus.text.len() as u64));
        group.bench_function(&corpus.name, |bencher| bencher.iter(|| guard.scan(&corpus.text).unwrap()));
    }
    group.finish();
}

criterion_group!(benches, scan);
criterion_main!(benches);
