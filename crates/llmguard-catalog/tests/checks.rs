//! Checks: official specimens, wrong digits and arbitrary bytes.

use llmguard_catalog::{detectors, template, validators};
use llmguard_types::Evidence;
use proptest::prelude::*;

/// Validator, official specimens that hold, near misses that must not.
const SPECIMENS: &[(&str, &[&str], &[&str])] = &[
    ("steuer_id", &["36574261809", "36 574 261 809"], &["36574261890", "12345678903"]),
    ("vat_de", &["DE136695976", "136695976"], &["DE136695978"]),
    ("rvnr", &["15070649C103", "15 070649 C 103", "10010490A443"], &["65170839J008", "15070649C104"]),
    ("kvnr", &["A123456780"], &["A123456789"]),
    ("german_document", &["L01X00T47", "L01X00T471", "T220001293", "C01X00T478"], &["L01X00T472"]),
    ("svnr_at", &["1237 010180"], &["2237 010180"]),
    ("ahv", &["756.9217.0769.85"], &["756.9217.0769.84"]),
    ("nir", &["2 95 10 99 126 111 93", "2 33 07 2B 073 014 70"], &["2 95 10 99 126 111 94"]),
    ("bsn", &["1112.22.333"], &["1112.52.333"]),
    ("dni", &["54362315K", "54362315-K"], &["54362315L"]),
    ("nie", &["X-2482300W"], &["X-2482300A"]),
    ("codice_fiscale", &["RCCMNL83S18D969H"], &["RCCMNL83S18D967H"]),
    ("pesel", &["44051401359"], &["44051401358"]),
    ("nif_es", &["B94749892", "A-58818501", "P2807900B"], &["B94749893", "P2807900C"]),
    ("nhs", &["943 476 5919"], &["9434765918"]),
    ("nino", &["QQ 12 34 56 C", "AB123456C"], &["DA123456C", "BG123456C"]),
    ("ssn", &["078-05-1120"], &["000-12-3456", "666-12-3456", "901-12-3456"]),
    ("iban", &["DE89370400440532013000", "GB29 NWBK 6016 1331 9268 19"], &["DE00370400440532013000"]),
    ("card", &["4111 1111 1111 1111", "378282246310005"], &["4111111111111112"]),
    ("phone_de", &["030 23125 000", "(040) 66969-123", "06130 6463"], &["0815/4711", "01-02-2024", "03/2024"]),
];

#[test]
fn official_specimens() {
    for (name, valid, invalid) in SPECIMENS {
        let validate = validators::by_name(name).unwrap();
        for text in *valid {
            assert!(validate(text.as_bytes()).is_some(), "{name}: {text}");
        }
        for text in *invalid {
            assert!(validate(text.as_bytes()).is_none(), "{name}: {text}");
        }
    }
}

/// Omocodia: letters that stand for digits change the check letter and nothing else.
#[test]
fn omocodia_is_understood() {
    let found = (b'A'..=b'Z').filter(|check| {
        let text = format!("RCCMNL83S18D96V{}", char::from(*check));
        validators::codice_fiscale(text.as_bytes()).is_some()
    });
    assert_eq!(found.count(), 1);
}

#[test]
fn a_checksum_settles_a_token_and_its_lack_does_not_refuse_it() {
    for seed in 0..32 {
        let good = template::expand("${crc62:ghp_}", seed).unwrap();
        let plain = template::expand("ghp_${alnum:36}", seed).unwrap();
        assert_eq!(validators::checksummed_token(good.as_bytes()).unwrap().evidence, Evidence::CHECKSUM);
        assert_eq!(validators::checksummed_token(plain.as_bytes()).unwrap().evidence, Evidence::STRUCTURE);
    }
}

/// What is only part of something longer is taken along with it and stays below every threshold without a cue.
#[test]
fn longer_things_are_worth_nothing() {
    let strength = |name, text: &str| validators::by_name(name).unwrap()(text.as_bytes()).unwrap().strength;
    for (name, text, part) in [("ipv4", "192.168.10.21.1.1", "192.168.10.21"), ("ipv4", "1.192.168.1.1", "192.168.1.1")]
    {
        let whole = validators::by_name(name).unwrap()(text.as_bytes()).unwrap();
        assert_eq!((whole.len, whole.strength), (text.len(), 1), "{name}: {text}");
        assert!(strength(name, part) >= 20, "{name}: {part}");
    }
    let denied = |text: &str| validators::by_name("marking").unwrap()(text.as_bytes()).unwrap().strength == 0;
    assert!(
        denied("NICHT STRENG VERTRAULICH") && denied("Not strictly confidential") && !denied("Strictly confidential")
    );
    assert_eq!(validators::phone_de(b"0711 4710456 0171 3920055").unwrap().len, 12, "two numbers");
    assert!(strength("pesel", "44051401359") >= 20, "born in 1944");
    assert!(strength("pesel", "44451401351") < 20, "born in 2144");
}

/// Changing any one digit of a valid number is noticed: always where the algorithm promises that, mostly elsewhere.
#[test]
fn one_wrong_digit_is_noticed() {
    let rates = [
        ("${steuer_id}", "steuer_id", 0.99),
        ("${vat_de}", "vat_de", 0.99),
        ("${rvnr}", "rvnr", 0.80),
        ("${kvnr}", "kvnr", 0.99),
        ("${svnr_at}", "svnr_at", 0.99),
        ("${ahv}", "ahv", 0.99),
        ("${nir}", "nir", 0.99),
        ("${bsn}", "bsn", 0.99),
        ("${dni}", "dni", 0.99),
        ("${nie}", "nie", 0.99),
        ("${codice_fiscale}", "codice_fiscale", 0.99),
        ("${pesel}", "pesel", 0.99),
        ("${nhs}", "nhs", 0.99),
        ("${iban:DE}", "iban", 0.99),
        ("${iban:NL}", "iban", 0.99),
        ("${luhn:4:16}", "card", 0.99),
    ];
    for (vector, name, expected) in rates {
        let validate = validators::by_name(name).unwrap();
        let (mut tried, mut noticed) = (0, 0);
        for seed in 0..40 {
            let valid = template::expand(vector, seed).unwrap().into_bytes();
            assert!(validate(&valid).is_some(), "{name}: {}", String::from_utf8_lossy(&valid));
            for at in (0..valid.len()).filter(|at| valid[*at].is_ascii_digit()) {
                for digit in (b'0'..=b'9').filter(|digit| *digit != valid[at]) {
                    let mut wrong = valid.clone();
                    wrong[at] = digit;
                    tried += 1;
                    noticed += u32::from(validate(&wrong).is_none());
                }
            }
        }
        let rate = f64::from(noticed) / f64::from(tried);
        assert!(rate >= expected, "{name}: {rate}");
    }
}

#[test]
fn templates_are_deterministic_and_mixed() {
    for (name, _) in template::NUMBERS {
        let text = format!("x ${{{name}}} y");
        assert_eq!(template::expand(&text, 5).unwrap(), template::expand(&text, 5).unwrap());
        assert_ne!(template::expand(&text, 5).unwrap(), template::expand(&text, 6).unwrap());
    }
    for seed in 0..64 {
        let text = template::expand("${alnum:3}", seed).unwrap();
        assert!(text.bytes().any(|c| c.is_ascii_digit()) && text.bytes().any(|c| c.is_ascii_uppercase()), "{text}");
        assert!(text.bytes().any(|c| c.is_ascii_lowercase()), "{text}");
    }
    for wrong in ["${nothing}", "${digits:x}", "${digits:99999}", "${digits:3", "${iban:US}"] {
        assert_eq!(template::expand(wrong, 0).unwrap_err().code().as_str(), "D006", "{wrong}");
    }
    assert_eq!(template::expand("$${A} $5", 0).unwrap(), "${A} $5");
}

proptest! {
    /// Validators take any bytes: no panic, never more than there is, never half a character.
    #[test]
    fn validators_take_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        for detector in detectors() {
            if let Some(accept) = detector.validate.and_then(|validate| validate(&bytes)) {
                prop_assert!(accept.len <= bytes.len(), "{}", detector.id);
            }
        }
    }

    /// The same for text that looks like what they expect.
    #[test]
    fn validators_take_any_text(text in "[0-9A-Za-zÄöß .:;/@=+<>(){}$%'\"_,\u{a0}\u{202f}*|&-]{0,60}") {
        for detector in detectors() {
            if let Some(accept) = detector.validate.and_then(|validate| validate(text.as_bytes())) {
                prop_assert!(accept.len <= text.len() && text.is_char_boundary(accept.len), "{}", detector.id);
            }
        }
    }

    /// Templates never panic, whatever stands between the braces.
    #[test]
    fn templates_take_any_text(text in "[${}:a-z0-9_]{0,24}", seed in any::<u64>()) {
        let _ = template::expand(&text, seed);
    }
}
