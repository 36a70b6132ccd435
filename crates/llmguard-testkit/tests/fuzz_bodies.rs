//! Fuzz bodies: each one on some hundred seeded inputs, and each with its target in `fuzz/`.

use std::path::Path;

use llmguard_testkit::fuzz::{BODIES, inputs};

/// Inputs a body. A fuzzer runs millions; these keep the bodies themselves from rotting.
const INPUTS: usize = 300;
/// The oracle reads every reading letter by letter, and the whole catalogue at every letter.
const ORACLES: usize = 40;

fn run(name: &str) {
    let count = if ["views_equal_oracle", "catalog_equals_oracle"].contains(&name) { ORACLES } else { INPUTS };
    for body in BODIES.iter().filter(|body| body.name == name) {
        inputs(&(body.stock)(), count, 7).for_each(|data| (body.run)(&data));
        (body.run)(b"");
    }
}

macro_rules! bodies {
    ($($name:ident)*) => {
        $(#[test] fn $name() { run(stringify!($name)); })*

        #[test]
        fn every_body_is_run_and_has_a_target() {
            let names: Vec<&str> = BODIES.iter().map(|body| body.name).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
            let targets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/fuzz_targets");
            for name in names {
                let source = std::fs::read_to_string(targets.join(format!("{name}.rs"))).unwrap();
                assert!(source.contains(&format!("fuzz::{name}(data)")), "{name}");
            }
        }
    };
}

bodies! {
    scan_equals_oracle
    catalog_equals_oracle
    views_equal_oracle
    stream_equals_scan
    findings_are_sound
    protect_reveal
    stream_equals_whole
    check_never_leaks_on_deny
    policy_parse
    detector_file
    vault_file
}

#[test]
fn one_seed_makes_one_set_of_inputs() {
    let stock = [String::from("foo"), String::from("key_abcd1")];
    let make = |seed| inputs(&stock, 20, seed).collect::<Vec<_>>();
    assert_eq!(make(3), make(3));
    assert_ne!(make(3), make(4));
}
