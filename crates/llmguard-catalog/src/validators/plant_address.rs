//! Plant addresses: tags of controllers, instruments and equipment.
//!
//! `Program:MainProgram.Press[3].Speed` is a tag wherever it stands; `DB_Presse.Soll` may be a constant of a program and
//! needs a cue. `FIC-1023A` is an instrument, `PT-100` a kind of sensor. `=A1+S2-K3:14` has a terminal, `=A1+B2-C3` is a
//! formula in a spreadsheet.

use llmguard_types::Accept;

/// What stands behind the first letter of an instrument that is telling by itself.
const FUNCTIONS: &[&str] = &[
    "AH", "AHH", "AL", "ALL", "CV", "DI", "DIC", "DT", "IA", "IC", "ICA", "IR", "IRC", "IRCA", "IS", "ISA", "IT", "QI",
    "QIC", "SH", "SHH", "SL", "SLL", "SV",
];

/// Rockwell and Siemens tags. A quoted data block and a program scope count as 20, a bare name as 1.
#[must_use]
pub fn plc_tag(candidate: &[u8]) -> Option<Accept> {
    let telling = candidate.starts_with(b"Program:") || candidate.starts_with(b"\"");
    Accept::structure(candidate, if telling { 20 } else { 1 })
}

/// ANSI/ISA-5.1 table 4: a measured variable, then functions, then the number of the loop. Three letters that read as such and
/// three digits count as 20. A sensor's type is none.
#[must_use]
pub fn instrument_tag(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let tag = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
    let letters: String = tag.chars().take_while(char::is_ascii_uppercase).collect();
    let number = tag.get(letters.len()..)?;
    let loop_number = number.trim_start_matches('-').trim_end_matches(|c: char| c.is_ascii_uppercase());
    let sensor = letters == "PT" && ["50", "100", "200", "500", "1000"].contains(&loop_number);
    let function = letters.get(1..)?;
    let known = function.chars().all(|c| "ACDEGHIKLQRSTVYZ".contains(c));
    (known && !sensor).then_some(())?;
    let telling = number.starts_with('-')
        && loop_number.len() >= 3
        && letters.starts_with(['F', 'L', 'P', 'T', 'Q', 'W'])
        && FUNCTIONS.contains(&function);
    Accept::structure(candidate, if telling { 20 } else { 1 })
}

/// IEC 81346 with a terminal, and KKS with an aggregate, an apparatus or a measurement, count as 20, others as 1.
#[must_use]
pub fn reference_designation(candidate: &[u8]) -> Option<Accept> {
    let telling = match candidate.first()? {
        b'=' => candidate.contains(&b':'),
        _ => {
            let component = candidate.iter().filter(|c| c.is_ascii_alphabetic()).nth(3)?;
            b"ABC".contains(component)
        }
    };
    Accept::structure(candidate, if telling { 20 } else { 1 })
}

/// OASIS MQTT 5.0 §4.7. At least two levels have letters, or it is a date.
#[must_use]
pub fn mqtt_topic(candidate: &[u8]) -> Option<Accept> {
    let worded = |level: &&[u8]| level.iter().any(u8::is_ascii_alphabetic);
    (candidate.split(|c| *c == b'/').filter(worded).count() >= 2).then_some(())?;
    let end = candidate.iter().rposition(|c| *c != b'.')? + 1;
    Some(Accept::structure(candidate, 1)?.shortened(end))
}
