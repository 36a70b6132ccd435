//! Corpus: the cases that come with the command, and those of users.

use llmguard::{Code, Direction, Error};
use serde::Deserialize;

use super::Case;

const CHANNELS: &str = include_str!("../../redteam/channels.tsv");
const ADDRESSES: &str = include_str!("../../redteam/addresses.tsv");
const HONEST: &str = include_str!("../../redteam/honest.tsv");
const RENDER: &str = include_str!("../../redteam/render.tsv");
const FRAMES: &str = include_str!("../../redteam/frames.tsv");
const ORDERS: [(&str, &str); 2] =
    [("de", include_str!("../../redteam/orders.de.txt")), ("en", include_str!("../../redteam/orders.en.txt"))];
const LOOK_ALIKES: &str = include_str!("../../redteam/look-alikes.txt");

/// The hosts that honest cases name.
pub(crate) const OWN_HOSTS: [&str; 2] = ["intranet.example", "*.intranet.example"];

/// Every case, in a fixed order.
pub(crate) fn built_in() -> Vec<Case> {
    let mut cases = Vec::new();
    links(ADDRESSES, true, &mut cases);
    links(HONEST, false, &mut cases);
    for (number, line) in RENDER.lines().enumerate() {
        let [kind, channel, text] = columns(line);
        push(&mut cases, "render", channel, "written", number, Direction::Response, text, kind == "attack");
    }
    orders(&mut cases);
    for (number, text) in LOOK_ALIKES.lines().enumerate() {
        push(&mut cases, "order", "look-alike", "written", number, Direction::Document, text, false);
    }
    cases
}

/// Every channel with every address that fits it.
fn links(addresses: &str, attack: bool, cases: &mut Vec<Case>) {
    for (number, line) in CHANNELS.lines().enumerate() {
        let [kind, channel, template] = columns(line);
        for address in addresses.lines() {
            let [kinds, technique, address] = columns(address);
            // What runs by itself is no place for an honest address.
            let kind = if attack { kind.trim_end_matches('!') } else { kind };
            if kinds.split(',').any(|fits| fits == kind) {
                let text = template.replace("{u}", address);
                push(cases, "link", channel, technique, number, Direction::Response, &text, attack);
            }
        }
    }
}

/// Every order as it is, and every fourth in each place where orders hide.
fn orders(cases: &mut Vec<Case>) {
    for (language, sentences) in ORDERS {
        for (place, frame) in FRAMES.lines().enumerate() {
            let [technique, template] = columns(frame);
            let step = if place == 0 { 1 } else { 4 };
            for (number, order) in sentences.lines().enumerate().step_by(step) {
                let text = template.replace("{o}", order);
                push(cases, "order", language, technique, number, Direction::Document, &text, true);
            }
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "the columns of a case, in their order")]
fn push(
    cases: &mut Vec<Case>,
    family: &str,
    channel: &str,
    technique: &str,
    number: usize,
    direction: Direction,
    text: &str,
    attack: bool,
) {
    let kind = if attack { "" } else { "honest/" };
    cases.push(Case {
        id: format!("{kind}{family}/{channel}/{technique}/{}", number + 1),
        channel: format!("{family}/{channel}"),
        direction,
        text: unescaped(text),
        attack,
    });
}

/// The columns of a line; those that are missing are empty.
fn columns<const N: usize>(line: &str) -> [&str; N] {
    let mut parts = line.splitn(N, '\t');
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

/// `\n`, `\t`, `\e`, `\a` and `\\` as the characters they stand for.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let escaped = if c == '\\' { chars.clone().next() } else { None };
        let stands_for = match escaped {
            Some('n') => Some('\n'),
            Some('t') => Some('\t'),
            Some('e') => Some('\u{1b}'),
            Some('a') => Some('\u{7}'),
            Some('\\') => Some('\\'),
            _ => None,
        };
        if stands_for.is_some() {
            chars.next();
        }
        out.push(stands_for.unwrap_or(c));
    }
    out
}

/// A user's case: one line of JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    channel: String,
    text: String,
    attack: bool,
    #[serde(default)]
    direction: Option<String>,
}

/// The cases of a file, one JSON object a line: `id`, `channel`, `text`, `attack`, and `direction` if it is not a response.
pub(crate) fn from_lines(source: &str) -> Result<Vec<Case>, Error> {
    let lines = (1..).zip(source.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| case(line).map_err(|error| error.at_line(number))).collect()
}

fn case(line: &str) -> Result<Case, Error> {
    let bad = |what: &str| {
        Error::new(Code::InputRecord, what)
            .mend("write {\"id\": …, \"channel\": …, \"text\": …, \"attack\": true, \"direction\": \"response\"}")
    };
    let written: Written = serde_json::from_str(line).map_err(|_| bad("a line is no case"))?;
    let direction = match written.direction.as_deref().unwrap_or("response") {
        "prompt" => Direction::Prompt,
        "response" => Direction::Response,
        "tool-call" => Direction::ToolCall,
        "tool-result" => Direction::ToolResult,
        "document" => Direction::Document,
        _ => return Err(bad("a case goes in no direction there is")),
    };
    let Written { id, channel, text, attack, .. } = written;
    Ok(Case { id, channel, direction, text, attack })
}
