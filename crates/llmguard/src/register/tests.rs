//! Tests of registers: which token a value gets.

use super::*;

fn keyed(key: Option<[u8; 32]>) -> Register {
    Register { tokens: Tokens::Keyed, key: key.map(Key::new), ..Register::default() }
}

#[test]
fn without_a_key_nothing_is_counted_instead() {
    assert_eq!(keyed(None).token("PERSON", "Huber").unwrap_err().code(), Code::Internal);
}

#[test]
fn keyed_numbers_do_not_depend_on_what_came_before() {
    let register = || keyed(Some([1; 32]));
    let (mut one, mut other) = (register(), register());
    let names: Vec<String> = (0..200).map(|n| format!("Kunde {n}")).collect();
    let tokens: Vec<String> = names.iter().map(|name| one.token("PERSON", name).unwrap()).collect();
    let again: Vec<String> = names.iter().rev().map(|name| other.token("PERSON", name).unwrap()).collect();
    assert!(tokens.iter().eq(again.iter().rev()));
    assert!(tokens.iter().all(|token| token.len() == "[PERSON_482913067]".len()));
    assert_eq!(one.token("PERSON", &names[7]).unwrap(), tokens[7]);
    let mut elsewhere = keyed(Some([2; 32]));
    assert!(names.iter().all(|name| !tokens.contains(&elsewhere.token("PERSON", name).unwrap())));
}

#[test]
fn a_keyed_number_that_is_taken_makes_way() {
    let mut register = keyed(Some([1; 32]));
    let free = register.token("PERSON", "Huber").unwrap();
    let number = free.trim_start_matches("[PERSON_").trim_end_matches(']').parse().unwrap();
    let mut register = keyed(Some([1; 32]));
    let value = register.value_numbered("PERSON", number, "Ott");
    register.add(value, Some(0), "Ott", u64::MAX).unwrap();
    let other = register.token("PERSON", "Huber").unwrap();
    assert_ne!(other, free);
    assert_eq!(register.token("PERSON", "Huber").unwrap(), other);
}

#[test]
fn one_number_per_value_one_suffix_per_form() {
    let mut vault = Register::default();
    assert_eq!(vault.token("PERSON", "Müller").unwrap(), "[PERSON_1]");
    assert_eq!(vault.token("PERSON", "Mueller").unwrap(), "[PERSON_1b]");
    assert_eq!(vault.token("PERSON", "Huber").unwrap(), "[PERSON_2]");
    assert_eq!(vault.token("IBAN", "DE89 3704").unwrap(), "[IBAN_1]");
    assert_eq!(vault.token("IBAN", "DE893704").unwrap(), "[IBAN_1b]");
    assert_eq!(vault.token("PERSON", "Müller").unwrap(), "[PERSON_1]");
    assert!(!format!("{vault:?}").contains("ller"));
}
