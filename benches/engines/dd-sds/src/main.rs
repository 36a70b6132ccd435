//! dd-sds: Datadog's sensitive data scanner, all rules in one scanner.
//!
//! Every rule is one regular expression without proximity keywords or secondary validation, which would only add work.
//! The scanner wants a string of its own, so each call copies the text: a hundredth of its time at most.

use std::sync::Arc;

use dd_sds::{RegexRuleConfig, RootRuleConfig, RuleConfig, Scanner};
use llmguard_bench_protocol::{Engine, rules, serve};

struct DdSds {
    scanner: Scanner,
    rules: usize,
}

impl DdSds {
    fn new(path: &str) -> DdSds {
        let of = |pattern: &str| RootRuleConfig::new_dyn(RegexRuleConfig::new(pattern));
        let rules: Vec<RootRuleConfig<Arc<dyn RuleConfig>>> =
            rules(path).iter().map(|(_, pattern)| of(pattern)).collect();
        let scanner = Scanner::builder(&rules).build().expect("the rules compile");
        DdSds { scanner, rules: rules.len() }
    }
}

impl Engine for DdSds {
    fn count(&mut self, text: &str) -> usize {
        self.scanner.scan(&mut text.to_owned()).expect("a string can be scanned").len()
    }

    fn rules(&self) -> usize {
        self.rules
    }
}

fn main() {
    let path = std::env::args().nth(1).expect("usage: engine-dd-sds RULES");
    serve("dd-sds 0.1.0-20261029", || DdSds::new(&path));
}
