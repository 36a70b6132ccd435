//! Policy: one decision with 200 rules, and reading and linting a template.

use criterion::{Criterion, criterion_group, criterion_main};
use llmguard::Policy;
use llmguard::policy::{Ask, Found};

/// A policy of 40 classes, 5 destinations and 200 rules, one for each pair.
fn two_hundred_rules() -> String {
    let mut policy = String::from(
        "format = 1\nid = 'b'\nversion = '1'\nlevels = ['public', 'internal', 'confidential', 'never']\n[residual]\ntokenize = 'internal'\n",
    );
    for class in 0..40 {
        policy += &format!("[classes.c{class}]\nlevel = 'confidential'\ndetect = ['c{class}.*']\n");
    }
    for place in 0..5 {
        policy += &format!("[destinations.d{place}]\nceiling = 'internal'\n");
    }
    policy += "[roles.r]\ndestinations = ['d0', 'd1', 'd2', 'd3', 'd4']\n";
    for rule in 0..200 {
        let (class, place) = (rule % 40, rule / 40);
        policy += &format!("[[transform]]\nclasses = ['c{class}']\ndestinations = ['d{place}']\ndo = 'tokenize'\n");
    }
    policy
}

fn policy(criterion: &mut Criterion) {
    let policy = Policy::parse(&two_hundred_rules()).unwrap();
    let classes = [policy.class("c7").unwrap(), policy.class("c23").unwrap()];
    let found = [
        Found { classes: &classes[..1], level: policy.lowest() },
        Found { classes: &classes[1..], level: policy.lowest() },
    ];
    let ask = Ask { roles: &["r"], destination: "d3", ..Ask::default() };
    let purchasing = Policy::templates().iter().find(|(name, _)| *name == "purchasing").unwrap().1;

    let mut group = criterion.benchmark_group("policy");
    group.bench_function("decide-200-rules", |bencher| bencher.iter(|| policy.decide(&ask, &found)));
    group.bench_function("parse-and-lint", |bencher| bencher.iter(|| Policy::parse(purchasing).unwrap().lint()));
    group.finish();
}

criterion_group!(benches, policy);
criterion_main!(benches);
