//! Making: compositions, tolerances and lines of an NC program.
//!
//! `PA66-GF30 70 %, Masterbatch 3 %, Rezyklat 27 %` makes 100 % and names plastics; three parties with 42, 35 and 23 % also
//! make 100 and need a cue. `N10 G1 X45.3 F250` is a line of a program; `G20 G7` is none, and `A4 B12 C7` are cells.

use llmguard_types::Accept;

use crate::digits::{number, runs};

/// How the names of substances begin that are told by themselves, in lower case; those of two letters are whole words.
#[rustfmt::skip]
const SUBSTANCES: &[&str] = &[
    "al", "cr", "cu", "fe", "mg", "mn", "ni", "si", "zn", "pp", "abs", "carbon black", "chalk", "epdm", "füllstoff", "glasfaser",
    "granulat", "hardener", "harz", "härter", "kreide", "masterbatch", "pa12", "pa6", "pbt", "plasticizer", "polymer", "pom",
    "pvc", "regrind", "resin", "rezyklat", "ruß", "silane", "stabilisator", "talc", "talkum", "weichmacher",
];

/// Shares in percent that make a whole, give or take one; in other units they need not. A substance counts as 20.
#[must_use]
pub fn composition(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?.to_lowercase();
    let whole = !text.contains('%') || (9900..=10100).contains(&hundredths(text.as_bytes()));
    whole.then_some(())?;
    let starts = |part: &str, known: &str| match known.len() {
        2 => part.split(' ').next() == Some(known),
        _ => part.starts_with(known),
    };
    let substance = |part: &str| SUBSTANCES.iter().any(|known| starts(part.trim(), known));
    Accept::structure(candidate, if text.split([',', ';', '/', '+', '|']).any(substance) { 20 } else { 1 })
}

/// The sum of all numbers before a `%`, in hundredths.
fn hundredths(text: &[u8]) -> u64 {
    let runs: Vec<(usize, usize)> = runs(text).collect();
    let value = |&(from, to): &(usize, usize)| {
        let digits: Vec<u8> = text.get(from..to).unwrap_or_default().iter().map(|c| c - b'0').collect();
        number(&digits) * if digits.len() == 1 { 10 } else { 1 }
    };
    let is_share = |end: usize| {
        let behind = text.get(end..).unwrap_or_default();
        let unit = behind.iter().position(|c| *c == b'%');
        unit.is_some_and(|at| {
            at <= 7 && behind.iter().take(at).all(|c| !c.is_ascii_digit() && !matches!(c, b',' | b';'))
        })
    };
    let point =
        |end: usize| matches!(text.get(end), Some(b'.' | b',')) && text.get(end + 1).is_some_and(u8::is_ascii_digit);
    let mut sum = 0;
    for (at, run) in runs.iter().enumerate().filter(|(_, run)| is_share(run.1)) {
        let before =
            at.checked_sub(1).and_then(|at| runs.get(at)).filter(|before| point(before.1) && before.1 + 1 == run.0);
        let whole = |run: &(usize, usize)| {
            number(&text.get(run.0..run.1).unwrap_or_default().iter().map(|c| c - b'0').collect::<Vec<u8>>()) * 100
        };
        sum += before.map_or_else(|| whole(run), |before| whole(before) + value(run));
    }
    sum
}

/// ISO 286-1, ISO 21920-2, ISO 2768-1. A fit, a deviation with its unit or both limits, and a roughness with decimals count as 20,
/// others as 1.
#[must_use]
pub fn tolerance(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let decimal = text.contains([',', '.']);
    let deviation = text.contains('±') || text.contains("+/-");
    if text.starts_with(['Ø', '⌀', 'ø']) {
        let grade: u32 = if deviation { 4 } else { text.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()? };
        (4..=18).contains(&grade).then_some(())?;
        return Accept::structure(candidate, 20);
    }
    let telling = match text.as_bytes() {
        [b'R', ..] => decimal,
        [b'I', ..] => true,
        _ if deviation => text.contains("mm") || text.contains("µm"),
        _ => text.contains("/-") || text.contains("/ -"),
    };
    Accept::structure(candidate, if telling { 20 } else { 1 })
}

/// ISO 6983-1: words of a letter and a number. A line of a dialogue program is telling; else there is a preparatory or a miscellaneous
/// function, and an axis or a second one beside it.
#[must_use]
pub fn nc_block(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let end = text.trim_end_matches([' ', '.']).len();
    let accepted = || Some(Accept::structure(candidate, 20)?.shortened(end));
    if text.starts_with("L ") {
        return accepted();
    }
    let count = |letters: &str| text.chars().filter(|c| letters.contains(*c)).count();
    let (prepared, switched, axes, others) = (count("G"), count("M"), count("XYZABCUVWIJK"), count("STFDHPQRL"));
    let numbered = text.starts_with(['N', 'O']);
    let words = prepared + switched + axes + others;
    let moves = prepared >= 1 && axes >= 1 && (words >= 3 || numbered);
    let modes = prepared >= 2 && numbered;
    let tool = switched >= 1 && count("S") >= 1 && count("TF") >= 1;
    let rest = numbered && words >= 2 && prepared + switched >= 1;
    (moves || modes || tool || rest).then_some(())?;
    accepted()
}
