//! Markings: every marking we know raises its level where it stands as one, and no sentence about it does.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use llmguard::Guard;

const LEVELS: [&str; 5] = ["public", "internal", "confidential", "strictly-confidential", "never"];

/// Markings by level. "facts classification-markings.tsv", without the rows that are weak cues by themselves.
#[rustfmt::skip]
const MARKINGS: [(&str, &[&str]); 5] = [
    ("public", &["öffentlich", "Öffentlich", "frei", "public", "pubblico", "público", "publiczne", "veřejné", "openbaar", "nyilvános", "TLP:CLEAR", "TLP:WHITE"]),
    ("internal", &[
        "intern", "Intern", "nur für internen Gebrauch", "nur für den internen Gebrauch", "Nur zur internen Verwendung", "firmenintern", "Werksintern", "internal",
        "Nur für den Dienstgebrauch im Unternehmen", "Internal use only", "For internal use only", "Company internal", "Internal – do not distribute", "interne",
        "usage interne", "à usage interne uniquement", "uso interno", "do użytku wewnętrznego", "interní", "belső használatra", "uz intern", "TLP:GREEN",
        "fuer internen Gebrauch", "Schutzbedarf normal", "Schutzbedarf: normal",
    ]),
    ("confidential", &[
        "vertraulich", "Vertraulich", "VERTRAULICH", "Vertraulich behandeln", "Vertraulich – nur für den Empfänger", "Geschäftsgeheimnis", "Betriebsgeheimnis", "confidential",
        "Company Confidential", "Company-Confidential", "Commercial in Confidence", "Commercial-in-Confidence", "Business Confidential", "Proprietary and Confidential",
        "Proprietary Information", "Trade Secret", "confidentiel", "confidentiel entreprise", "secret des affaires", "confidentiel industrie", "diffusion limitée",
        "riservato", "confidenziale", "confidencial", "reservado", "poufne", "tajemnica przedsiębiorstwa", "důvěrné", "obchodní tajemství", "vertrouwelijk", "bedrijfsvertrouwelijk",
        "bizalmas", "üzleti titok", "confidențial", "secret comercial", "TLP:AMBER", "Schutzbedarf hoch", "TISAX Confidential", "Info High", "Personalakte", "Personalsache",
        "Personalangelegenheit", "Verschlossen", "Persönlich/Vertraulich", "Private & Confidential", "Datenschutz – vertraulich", "personenbezogene Daten",
        "Geheimhaltungsvereinbarung", "unterliegt der Geheimhaltung", "Vertraulich gemäß NDA", "gemäß Geheimhaltungsvertrag", "GHV-pflichtig", "subject to NDA", "under NDA",
        "Disclosed under NDA", "Schutzvermerk ISO 16016 beachten", "Schutzvermerk nach DIN 34", "Refer to protection notice ISO 16016", "Nur für den Adressaten",
        "Nur für Empfänger", "Verteiler: nur Projektteam", "Kopieren verboten", "Nicht weitergeben", "Weitergabe untersagt", "Entwurf – nicht zur Weitergabe", "Do not distribute",
        "Do not copy", "Eyes only", "Recipient only", "Not for distribution", "Limited distribution", "Need-to-know",
    ]),
    ("strictly-confidential", &[
        "streng vertraulich", "Streng vertraulich", "STRENG VERTRAULICH", "Streng Vertraulich!", "Geheim – Prototyp", "strictly confidential", "Strictly Confidential",
        "STRICTLY CONFIDENTIAL", "Highly Confidential", "Restricted – need to know", "strictement confidentiel", "très confidentiel", "strettamente riservato",
        "strettamente confidenziale", "estrictamente confidencial", "ściśle poufne", "přísně důvěrné", "strikt vertrouwelijk", "szigorúan bizalmas", "strict confidențial",
        "TLP:AMBER+STRICT", "TLP:AMBER-STRICT", "TLP:AMBERSTRICT", "TLP:RED", "ITAR CONTROLLED", "EXPORT CONTROLLED", "Subject to the EAR", "ITAR",
        "This document contains technical data", "Schutzbedarf sehr hoch", "TISAX Strictly Confidential", "Info Very High", "Proto Parts", "Proto Vehicle", "Test Vehicle",
        "Prototypenschutz", "Prototyp – Fotografieren verboten", "Erlkönig", "besondere Kategorien personenbezogener Daten", "Art. 9 DSGVO", "Gesundheitsdaten",
        "special category data", "Anwaltsgeheimnis", "Anwaltskorrespondenz", "Attorney-Client Privileged", "Privileged & Confidential", "Attorney Work Product",
        "Insiderinformation", "Insider information", "Ad-hoc-pflichtig", "Sperrfrist", "Embargo until", "Nicht zur Veröffentlichung vor", "Nicht für KI-Systeme freigegeben",
        "Keine KI-Verarbeitung", "KI-Nutzung untersagt", "No AI processing", "Not for AI training", "Do not use with generative AI",
    ]),
    ("never", &[
        "VS-NUR FÜR DEN DIENSTGEBRAUCH", "VS – NUR FÜR DEN DIENSTGEBRAUCH", "VS-NfD", "VS-NFD", "VS-VERTRAULICH", "VS-Vertr.", "GEHEIM – amtlich geheim gehalten",
        "GEHEIM amtlich geheimgehalten", "STRENG GEHEIM", "Str. Geh.", "STRENG GEHEIM – amtlich geheim gehalten", "RESTREINT UE/EU RESTRICTED", "EU RESTRICTED", "RESTREINT UE",
        "CONFIDENTIEL UE/EU CONFIDENTIAL", "SECRET UE/EU SECRET", "TRÈS SECRET UE/EU TOP SECRET", "NATO RESTRICTED", "NATO DIFFUSION RESTREINTE", "NATO UNCLASSIFIED",
        "NATO CONFIDENTIAL", "NATO SECRET", "COSMIC TOP SECRET", "DIFFUSION RESTREINTE", "DR – DIFFUSION RESTREINTE", "SPÉCIAL FRANCE", "TRÈS SECRET", "SECRET DÉFENSE",
        "CONFIDENTIEL DÉFENSE", "OFFICIAL-SENSITIVE", "OFFICIAL: SENSITIVE", "UK OFFICIAL", "UK SECRET", "CUI", "CUI//SP-EXPT", "CONTROLLED UNCLASSIFIED INFORMATION", "FOUO",
        "FOR OFFICIAL USE ONLY", "NOFORN", "EINGESCHRÄNKT", "VERTRAULICH (InfOG)", "INTERN (ISG)", "GEHEIM (ISG)", "VS-NUR FUER DEN DIENSTGEBRAUCH",
    ]),
];

/// The highest level that a marking in a text raises.
fn raised(guard: &Guard, text: &str) -> Option<String> {
    let level = |id: &str| guard.detectors().find(|d| d.id == id).map(|d| d.level.to_string());
    let rank = |level: &String| LEVELS.iter().position(|known| known == level);
    let found = guard.scan(text).unwrap();
    found
        .iter()
        .filter(|f| f.entity.label() == Some("MARKING"))
        .filter_map(|f| level(guard.detector_id(f)))
        .max_by_key(rank)
}

#[test]
fn every_marking_on_a_line_of_its_own_raises_its_level() {
    let guard = Guard::new().unwrap();
    for (level, markings) in MARKINGS {
        for marking in markings {
            for text in [format!("{marking}\nBericht der Montage"), format!("Bericht der Montage\n\n{marking}")] {
                assert_eq!(raised(&guard, &text).as_deref(), Some(level), "{text}");
            }
        }
    }
}

#[test]
fn a_level_is_raised_in_head_lines_behind_labels_and_in_brackets() {
    let guard = Guard::new().unwrap();
    for (level, words) in [
        ("internal", ["intern", "Internal"]),
        ("confidential", ["vertraulich", "Confidential"]),
        ("strictly-confidential", ["streng vertraulich", "Strictly Confidential"]),
    ] {
        for word in words {
            for text in [
                format!("Muster Werke | {word} | Seite 2 von 7\nProtokoll"),
                format!("*** {word} ***\nProtokoll"),
                format!("Klassifizierung: {word}\nProtokoll"),
                format!("Sensitivity: {word}"),
                format!("MSIP_Label_2f1c0a7e-9d7b-4a58-8a53-5b1f0c1de7aa_Name={word}; x"),
                format!("Protokoll der Runde [{word}], zwei Seiten"),
            ] {
                assert_eq!(raised(&guard, &text).as_deref(), Some(level), "{text}");
            }
        }
    }
}

#[test]
fn sentences_negations_and_questions_raise_nothing() {
    let guard = Guard::new().unwrap();
    for text in [
        "Wir haben das intern besprochen.",
        "The meeting is public and the official start is at nine.",
        "Unser Newsletter ist öffentlich.",
        "Das Dokument ist nicht vertraulich.",
        "Nicht vertraulich\nEinladung",
        "NICHT STRENG VERTRAULICH",
        "Klassifizierung: nicht vertraulich",
        "Ist dieses Protokoll vertraulich?",
        "Was bedeutet TLP:AMBER, und darf ich das weiterleiten?",
        "Welche Stufe hat VS-NfD?",
        "What is the difference between CUI and FOUO?",
        "This e-mail is strictly confidential.",
        "This is not for internal use only, feel free to publish it.",
        "Enthält kein VS-NfD und nichts anderes.",
        "CUI: 62554773",
        "Intern\nist das Gegenteil von extern.",
        "Do we need an NDA before the tour?",
    ] {
        assert_eq!(raised(&guard, text), None, "{text}");
    }
}
