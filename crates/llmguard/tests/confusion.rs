//! Confusion: no detector is sure of what is another's.
//!
//! Every vector of every built-in detector is scanned by all of them. A finding of `High` or more that another detector makes
//! in it must be declared here, with the reason; so must nothing else. What is only `Medium` ties with others and is
//! settled by cues, lengths and ids.

use std::collections::BTreeSet;
use std::sync::Arc;

use llmguard_catalog::{detectors, template};
use llmguard_scan::{Program, Scanner};
use llmguard_types::Confidence;

/// Whose vectors, who is sure of them as well; a `*` at the end stands for every detector that begins so.
#[rustfmt::skip]
const DECLARED: &[(&str, &str)] = &[
    // An assignment is one whatever is assigned; the format behind it is known better.
    ("secret.*", "secret.generic.*"),
    // So is what stands behind Bearer, and a key in a connection string.
    ("secret.*", "secret.http.bearer"),
    ("secret.azure.shared-access-key", "secret.connection-string.password"),
    // Who was born somewhere was mostly born some day.
    ("place.home", "person.birth-date"),
    // A signed token is one wherever it stands, and the end of a key has its own detector for keys that are cut.
    ("secret.*", "secret.jose.jwt"),
    ("secret.pem.private-key", "secret.pem.end-of-key"),
    // A storage key may have a mark of its own and the connection string's word before it.
    ("secret.azure.account-key", "secret.azure.storage-connection-string"),
    // The id of a key stands beside its secret, an address beside a login.
    ("secret.aws.secret-access-key", "secret.aws.access-key-id"),
    ("contact.username.log", "net.ipv4"),
    // One law for two countries: Czechoslovakia's birth numbers, Yugoslavia's citizen numbers.
    ("id.cz.rc", "id.sk.rc"),
    ("id.sk.rc", "id.cz.rc"),
    ("id.hr.jmbg", "id.si.emso"),
    ("id.si.emso", "id.hr.jmbg"),
    // A marking in brackets may also stand alone on its line, one in a head line may be telling anywhere.
    ("marking.bracket.confidential", "marking.segment.confidential"),
    ("marking.bracket.internal", "marking.segment.internal"),
    ("marking.bracket.strictly-confidential", "marking.segment.strictly-confidential"),
    ("marking.phrase.strictly-confidential", "marking.segment.strictly-confidential"),
    // A quotation consists of prices and terms, a target price is one.
    ("trade.quote", "trade.price"),
    ("trade.quote", "trade.terms"),
    ("trade.target-price", "trade.price"),
    ("eng.part-number", "eng.oem-number"),
    // An element that runs something when it is shown has a handler.
    ("output.render.html", "output.render.handler"),
    // One number with two uses, and two names.
    ("contact.phone-e164", "contact.phone-nanp"),
    ("contact.phone-national", "contact.phone-fr"),
    ("id.es.vat", "id.es.nif"),
    ("id.fr.ins", "id.fr.nir"),
    ("id.it.tessera-sanitaria", "id.eu.ehic"),
    ("id.se.driving-licence", "id.se.personnummer"),
];

#[test]
fn nobody_is_sure_of_anothers_number() {
    let program = Arc::new(Program::compile(detectors().iter().cloned()).unwrap());
    let mut scanner = Scanner::new(Arc::clone(&program));
    let mut found = BTreeSet::new();
    for owner in detectors() {
        for vector in owner.matches.iter() {
            for seed in 0..8 {
                let text = template::expand(vector, seed).unwrap();
                for finding in scanner.scan_all(&text).unwrap().findings {
                    let other = &detectors()[finding.detector.0 as usize];
                    if finding.confidence >= Confidence::High && other.id != owner.id {
                        found.insert((owner.id.clone(), other.id.clone(), text.clone()));
                    }
                }
            }
        }
    }
    let is = |pattern: &str, id: &str| match pattern.strip_suffix('*') {
        Some(head) => id.starts_with(head),
        None => id == pattern,
    };
    let declared = |owner: &str, other: &str| DECLARED.iter().any(|(a, b)| is(a, owner) && is(b, other));
    let mut undeclared: Vec<_> = found.iter().filter(|(owner, other, _)| !declared(owner, other)).collect();
    undeclared.dedup_by(|a, b| (&a.0, &a.1) == (&b.0, &b.1));
    assert!(undeclared.is_empty(), "{undeclared:#?}");
    let idle: Vec<_> =
        DECLARED.iter().filter(|(a, b)| !found.iter().any(|(owner, other, _)| is(a, owner) && is(b, other))).collect();
    assert!(idle.is_empty(), "declared but not so any more: {idle:?}");
}
