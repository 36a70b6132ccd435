//! Orders: what a sentence asks of a model, by kind. See [`crate::orders`].

use llmguard_types::Accept;

use crate::orders::{Kind, Said, is_order_at_one_of, said};
use crate::target::head;

fn accept(kind: Kind, candidate: &[u8]) -> Option<Accept> {
    match said(kind, std::str::from_utf8(candidate).ok()?) {
        Said::Order(end) => Some(Accept::structure(candidate, 20)?.shortened(end)),
        Said::About => Accept::other(candidate),
        Said::Nothing(0) => None,
        Said::Nothing(to) => Some(Accept::other(candidate)?.shortened(to)),
    }
}

/// Earlier instructions are to be ignored.
#[must_use]
pub fn order_override(candidate: &[u8]) -> Option<Accept> {
    accept(Kind::Override, candidate)
}

/// Other rules, or none, are to hold.
#[must_use]
pub fn order_role(candidate: &[u8]) -> Option<Accept> {
    accept(Kind::Role, candidate)
}

/// Confidential instructions are to be shown.
#[must_use]
pub fn order_reveal(candidate: &[u8]) -> Option<Accept> {
    accept(Kind::Reveal, candidate)
}

/// The user is not to know.
#[must_use]
pub fn order_conceal(candidate: &[u8]) -> Option<Accept> {
    accept(Kind::Conceal, candidate)
}

/// A model is spoken to where people read.
#[must_use]
pub fn order_address(candidate: &[u8]) -> Option<Accept> {
    accept(Kind::Address, candidate)
}

/// What was said is to be sent away.
#[must_use]
pub fn order_send(candidate: &[u8]) -> Option<Accept> {
    accept(Kind::Send, candidate)
}

/// Something else is to be done.
#[must_use]
pub fn order_task(candidate: &[u8]) -> Option<Accept> {
    accept(Kind::Task, candidate)
}

/// What is not shown (a comment, an element without size or colour) and speaks to a model or gives it an order.
#[must_use]
pub fn order_hidden(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    // What begins a sentence, or what stands behind a sign.
    let signs = text.bytes().enumerate().filter(|(_, sign)| is_sign(*sign)).map(|(at, _)| at + 1);
    let places = std::iter::once(0).chain(signs).filter_map(|at| {
        let rest = text.get(at..)?.trim_start();
        rest.starts_with(char::is_alphabetic).then(|| text.len() - rest.len())
    });
    let places: Vec<usize> = places.take(PLACES).collect();
    if is_order_at_one_of(text, &places) {
        return Accept::structure(candidate, 20);
    }
    // What was seen whole is not read again from each beginning within it.
    let to = if places.len() < PLACES { text.len() } else { places.last()?.saturating_sub(1) };
    let seen = if text.len() < WHOLE { to } else { to.min(WHOLE) };
    Some(Accept::other(candidate)?.shortened(head(text, seen).len()))
}

/// A candidate that is shorter was not cut off.
const WHOLE: usize = 700;
/// From so many beginnings it is read.
const PLACES: usize = 40;

fn is_sign(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b':' | b';' | b'\n' | b'>' | b'"' | b'\'' | b'(' | b'-')
}

/// A turn whose words are for a model: `SYSTEM: The previous rules …`, not `System: Windows 11`.
#[must_use]
pub fn fake_turn(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (who, said) = text.split_once(':')?;
    let long = who.split(' ').filter(|word| word.starts_with(|c: char| c.is_alphabetic())).count() > 1;
    let said = said.trim_start().to_lowercase();
    let speaks = TURNS.iter().any(|begin| said.starts_with(begin));
    (long || speaks).then_some(())?;
    Accept::structure(candidate, 20)
}

/// How what is said to a model begins.
const TURNS: &[&str] = &[
    "you are",
    "you're",
    "the previous",
    "ignore",
    "from now",
    "new instr",
    "do not",
    "override",
    "all rules",
    "die bisher",
    "du bist",
    "ignorier",
    "ab sofort",
    "neue anwei",
    "vergiss",
    "forget",
    "disregard",
    "alle regeln",
    "your rules",
    "deine regeln",
    "print ",
    "reveal ",
    "gib ",
    "zeige ",
];
