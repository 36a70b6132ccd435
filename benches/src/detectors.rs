//! Detectors: the catalogue, padded with generated detectors, to see what more of them cost.
//!
//! A generated detector is one that a customer could have written, never one that is easy to run: of every twenty,
//! eight are secrets with a literal prefix, seven are digit shapes with leading digits of their own, five are part
//! numbers and other codes. Most have cue words. None is meant to be found in a corpus: what more detectors cost is the
//! question, not what more findings cost.

use llmguard_catalog::validator;
use llmguard_types::{Detector, DetectorSpec, Validate};

use crate::random::{Random, digits};

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The catalogue brought to `size` detectors, ordered by id: padded, or thinned out evenly. 0 leaves it as it is.
#[must_use]
pub fn padded(size: usize) -> Vec<Detector> {
    let all = llmguard_catalog::detectors();
    if size == 0 || size >= all.len() {
        return all.iter().cloned().chain(padding(size.saturating_sub(all.len()))).collect();
    }
    (0..size).map(|at| all[at * all.len() / size].clone()).collect()
}

/// How many detectors the catalogue has.
#[must_use]
pub fn built_in() -> usize {
    llmguard_catalog::detectors().len()
}

/// So many generated detectors. The first ones are the same whatever their number.
#[must_use]
pub fn padding(number: usize) -> Vec<Detector> {
    let mut random = Random(7);
    (0..number).map(|at| generated(&mut random, at)).collect()
}

fn generated(random: &mut Random, at: usize) -> Detector {
    let id = format!("bench.d{at:04}");
    let (kind, pattern, validate) = match at * 7 % 20 {
        0..8 => ("key", secret(random), None),
        8..15 => number(random),
        _ => ("nr", code(random), None),
    };
    let cue = format!("{}{}-{kind}", syllable(random), syllable(random));
    let spec = DetectorSpec {
        prefix: kind == "key",
        cues: if random.below(4) == 0 { Vec::new() } else { vec![cue] },
        ..DetectorSpec::plain(&id, &pattern)
    };
    Detector::from_spec(spec, validate)
}

/// A vendor's prefix and a random body: `zok_[A-Za-z0-9]{36}`.
fn secret(random: &mut Random) -> String {
    let length = 3 + usize::try_from(random.below(3)).unwrap_or(0);
    let prefix = random.text(LOWER, length) + random.one_of(&["_", "-", "_live_", "-v1-"]);
    let alphabet = random.one_of(&["A-Za-z0-9", "a-f0-9", "A-Za-z0-9_-", "A-Z2-7"]);
    let length = 20 + random.below(30);
    if random.below(3) == 0 {
        format!("{prefix}[{alphabet}]{{{length},{}}}", length + 40)
    } else {
        format!("{prefix}[{alphabet}]{{{length}}}")
    }
}

/// Groups of digits with a separator, the first two digits fixed: `47[0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{3}`.
fn number(random: &mut Random) -> (&'static str, String, Option<Validate>) {
    let separator = random.one_of(&["", " ?", "-", "\\.", "/", "[ -]?"]);
    let first = format!("{}[0-9]{{{}}}", digits(random, 2), 1 + random.below(3));
    let groups: String =
        (0..=random.below(3)).map(|_| format!("{separator}[0-9]{{{}}}", 2 + random.below(4))).collect();
    let validate = if random.below(3) == 0 { validator("card") } else { None };
    ("nr", first + &groups, validate)
}

/// A code as in drawings and orders: `QX[0-9]{2}-[A-Z]{2}[0-9]{4}`.
fn code(random: &mut Random) -> String {
    let separator = random.one_of(&["-", "_", "/", "."]).replace('.', "\\.");
    let start = random.text(UPPER, 2);
    let (a, b, c) = (1 + random.below(4), 1 + random.below(2), 3 + random.below(4));
    format!("{start}[0-9]{{{a}}}{separator}[A-Z]{{{b}}}[0-9]{{{c}}}")
}

fn syllable(random: &mut Random) -> String {
    let (a, b, c) = (random.text("bdfgklmnprstvwz", 1), random.text("aeiou", 1), random.text("klmnrstx", 1));
    a + &b + &c
}

#[cfg(test)]
mod tests {
    use llmguard_scan::Program;

    use super::*;

    #[test]
    fn any_number_of_detectors_can_be_had_and_runs() {
        for size in [50, 100, 300, 700] {
            let program = Program::compile(padded(size)).expect("all of them compile");
            assert_eq!(program.detectors().len(), size);
        }
        assert_eq!(padded(0).len(), built_in());
    }

    #[test]
    fn generated_detectors_do_not_depend_on_their_number() {
        let ids_and_patterns = |number| -> Vec<_> { padding(number).into_iter().map(|d| (d.id, d.pattern)).collect() };
        assert_eq!(ids_and_patterns(50)[..], ids_and_patterns(700)[..50]);
    }
}
