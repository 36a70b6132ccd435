//! Markup: what a browser, a spreadsheet or a database would run, and not what only reads like it.

use llmguard_types::Accept;

/// An element by its whole name: `<form>` and `<form action=…`, not `<formular>`.
#[must_use]
pub fn markup_element(candidate: &[u8]) -> Option<Accept> {
    let inner = candidate.iter().rev().skip(1).rev();
    let closes = candidate.ends_with(b">");
    let spaced = inner.into_iter().any(|b| b.is_ascii_whitespace() || *b == b'/');
    (closes || spaced).then_some(())?;
    Accept::structure(candidate, 1)
}

/// An attribute that HTML knows as a handler begins with the name of an event.
#[must_use]
pub fn markup_handler(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?.to_ascii_lowercase();
    let name = text.split(['=', ' ', '\t', '\r', '\n']).next()?;
    let event = name.strip_prefix("on")?;
    EVENTS.iter().any(|known| event.starts_with(known)).then_some(())?;
    Accept::structure(candidate, 20)
}

/// Beginnings of events.
const EVENTS: &[&str] = &[
    "abort",
    "after",
    "anim",
    "auxclick",
    "before",
    "begin",
    "blur",
    "cancel",
    "canplay",
    "change",
    "click",
    "close",
    "contextmenu",
    "copy",
    "cut",
    "dbl",
    "drag",
    "drop",
    "end",
    "ended",
    "error",
    "finish",
    "focus",
    "full",
    "hash",
    "input",
    "invalid",
    "key",
    "load",
    "message",
    "mouse",
    "offline",
    "online",
    "page",
    "paste",
    "pause",
    "play",
    "pointer",
    "popstate",
    "progress",
    "ready",
    "repeat",
    "reset",
    "resize",
    "scroll",
    "search",
    "select",
    "show",
    "start",
    "storage",
    "submit",
    "suspend",
    "time",
    "toggle",
    "touch",
    "transition",
    "unhandled",
    "unload",
    "volume",
    "wheel",
];

/// A formula where a cell begins it: in a sentence `x = image(1)` has a blank before its bracket or none of these.
#[must_use]
pub fn markup_formula(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let call = text.trim_start_matches(['=', '+', '@', '-']);
    let away = text.contains("://") || text.contains('|') || text.contains("\"") || text.contains('&');
    (away && !call.starts_with([' ', '\t'])).then_some(())?;
    Accept::structure(candidate, 1)
}

/// A comparison that always holds, or a second statement.
#[must_use]
pub fn markup_sql(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?.to_ascii_lowercase();
    let body = text.trim_start_matches(['\'', '"', ')', ' ', '\t']);
    if body.starts_with(';') {
        let objects = [
            "table", "database", "from", "into", "set", "user", "role", "schema", "view", "xp_", "shutdown", "on", "@",
        ];
        objects.iter().any(|word| text.contains(word)).then_some(())?;
    } else if !body.starts_with("union") {
        let (left, right) = text.split_once('=').or_else(|| text.split_once(" like "))?;
        let word = |side: &str| side.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let last = left.rsplit([' ', '(', '\'', '"']).map(word).find(|word| !word.is_empty())?;
        (last == word(right)).then_some(())?;
    }
    Accept::structure(candidate, 1)
}
