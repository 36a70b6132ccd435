//! Rewriting: the ways in which a model returns tokens, and texts that only look like it.
//!
//! [`WAYS`] was written from what models do to placeholders, before the grammar was tuned to it. In a way, `{K}` is the
//! type, `{k}` the same in lower case, `{T}` with a capital, `{S}` with blanks for its underscores, and `{n}` the number
//! with its suffix. What must come of it is written beside it, with `{v}` for the value.

/// A token as a model returns it, and what must be read.
pub const WAYS: &[(&str, &str)] = &[
    // As it was, and what stands around it.
    ("[{K}_{n}]", "{v}"),
    ("\"[{K}_{n}]\"", "\"{v}\""),
    ("„[{K}_{n}]“", "„{v}“"),
    ("‚[{K}_{n}]‘", "‚{v}‘"),
    ("»[{K}_{n}]«", "»{v}«"),
    ("'[{K}_{n}]'", "'{v}'"),
    ("([{K}_{n}])", "({v})"),
    ("[[{K}_{n}]]", "[{v}]"),
    ("<[{K}_{n}]>", "<{v}>"),
    ("[{K}_{n}],", "{v},"),
    ("[{K}_{n}].", "{v}."),
    ("[{K}_{n}]:", "{v}:"),
    ("[{K}_{n}]?", "{v}?"),
    ("[{K}_{n}]/[{K}_{n}]", "{v}/{v}"),
    ("[{K}_{n}][{K}_{n}]", "{v}{v}"),
    ("[{K}_{n}]\n", "{v}\n"),
    // Endings and compounds.
    ("[{K}_{n}]s", "{v}s"),
    ("[{K}_{n}]'s", "{v}'s"),
    ("[{K}_{n}]’s", "{v}’s"),
    ("[{K}_{n}]en", "{v}en"),
    ("[{K}_{n}]n", "{v}n"),
    ("[{K}_{n}]-Projekt", "{v}-Projekt"),
    ("[{K}_{n}]sche", "{v}sche"),
    ("Nicht-[{K}_{n}]", "Nicht-{v}"),
    // Markdown.
    ("**[{K}_{n}]**", "**{v}**"),
    ("*[{K}_{n}]*", "*{v}*"),
    ("***[{K}_{n}]***", "***{v}***"),
    ("__[{K}_{n}]__", "__{v}__"),
    ("_[{K}_{n}]_", "_{v}_"),
    ("~~[{K}_{n}]~~", "~~{v}~~"),
    ("`[{K}_{n}]`", "`{v}`"),
    ("\\[{K}\\_{n}\\]", "{v}"),
    ("\\[{K}_{n}\\]", "{v}"),
    ("[{K}\\_{n}]", "{v}"),
    ("**{K}_{n}**", "**{v}**"),
    ("*{K}_{n}*", "*{v}*"),
    ("_{K}_{n}_", "_{v}_"),
    ("__{K}_{n}__", "__{v}__"),
    ("`{K}_{n}`", "`{v}`"),
    ("{K}\\_{n}", "{v}"),
    ("[**{K}_{n}**]", "[**{v}**]"),
    ("[{K}_{n}](#kontakt)", "{v}(#kontakt)"),
    ("- [{K}_{n}]", "- {v}"),
    ("| [{K}_{n}] |", "| {v} |"),
    ("# [{K}_{n}]", "# {v}"),
    ("> [{K}_{n}]", "> {v}"),
    // Brackets that were lost or changed.
    ("{K}_{n}", "{v}"),
    ("({K}_{n})", "({v})"),
    ("{{K}_{n}}", "{{v}}"),
    ("<{K}_{n}>", "<{v}>"),
    ("\"{K}_{n}\"", "\"{v}\""),
    ("„{K}_{n}“", "„{v}“"),
    ("{K}_{n}.", "{v}."),
    ("{K}_{n}:", "{v}:"),
    ("{K}_{n}'s", "{v}'s"),
    ("{K}_{n}-Werk", "{v}-Werk"),
    ("[{K}_{n}", "[{v}"),
    ("{K}_{n}]", "{v}]"),
    ("【{K}_{n}】", "{v}"),
    ("［{K}_{n}］", "{v}"),
    // Case, blanks and signs.
    ("[{k}_{n}]", "{v}"),
    ("[{T}_{n}]", "{v}"),
    ("[ {K}_{n} ]", "{v}"),
    ("[{K}_{n} ]", "{v}"),
    ("[ {K}_{n}]", "{v}"),
    ("[ {k}_{n} ]", "{v}"),
    ("[{S} {n}]", "{v}"),
    ("[{S}_{n}]", "{v}"),
    ("[{K} {n}]", "{v}"),
    ("[{K}\u{a0}{n}]", "{v}"),
    ("[{K}-{n}]", "{v}"),
    ("[{K}\u{2011}{n}]", "{v}"),
    ("[{K}{n}]", "{v}"),
    ("[{K}_ {n}]", "{v}"),
    ("[{K} _{n}]", "{v}"),
    ("[{K} _ {n}]", "{v}"),
    ("[{K}＿{n}]", "{v}"),
    ("[{K}\u{200b}_{n}]", "{v}"),
    ("[{K}_\n{n}]", "{v}"),
    ("[{K}\n_{n}]", "{v}"),
    ("[\n{K}_{n}\n]", "{v}"),
    ("[{K}_\n  {n}]", "{v}"),
    // Notations.
    ("\\u005b{K}_{n}\\u005d", "{v}"),
    ("\\u005B{K}\\u005f{n}\\u005D", "{v}"),
    ("%5B{K}_{n}%5D", "{v}"),
    ("%5b{K}_{n}%5d", "{v}"),
    ("&#91;{K}_{n}&#93;", "{v}"),
    ("{\"to\": \"[{K}_{n}]\"}", "{\"to\": \"{v}\"}"),
    ("{\\\"to\\\": \\\"[{K}_{n}]\\\"}", "{\\\"to\\\": \\\"{v}\\\"}"),
    ("<b>[{K}_{n}]</b>", "<b>{v}</b>"),
    ("<td>{K}_{n}</td>", "<td>{v}</td>"),
    ("to={K}_{n}&x=1", "to={v}&x=1"),
];

/// What no token stands behind. `{K}` and the others as in [`WAYS`].
pub const NO_TOKENS: &[&str] = &[
    "{k}_{n}",
    "{T}_{n}",
    "{T} {n}",
    "{K} {n}",
    "[{T} {n}]",
    "{K}-{n}",
    "{K}{n}",
    "X{K}_{n}",
    "{K}_{n}x4",
    "{K}_{n}_2",
    "_{K}_{n}",
    "[{K}_0]",
    "[{K}_]",
    "[{K}]",
    "[{K}_n]",
    "[{K}_99]",
    "{K}_77",
    "[{K}_1234567890]",
    "[{K}_{n}zzz]",
    "[{K}+{n}]",
    "{K}_{n}abcd",
    "[X_{n}]",
    "[UNKNOWN_1]",
    "[{K} = {n}",
    "{k} {n}",
    "[{k} {n}]",
    "the {k} no. {n}",
];

/// Sentences around a token, German and English.
pub const SENTENCES: &[&str] = &[
    "Bitte wenden Sie sich an {}, danke.",
    "Laut Protokoll war {} gestern im Werk.",
    "{} hat den Auftrag erteilt",
    "Sehr geehrte Damen und Herren,\n{}\nmit freundlichen Grüßen",
    "Zusammenfassung:\n\n* {}\n* Preis offen",
    "Please contact {} before Friday.",
    "According to the log, {} was on site.",
    "The order was placed by {}",
    "Summary: {} | open | 3",
    "I could not find anything about {} in the file.",
];

/// A way or sentence for one type and number.
#[must_use]
pub fn write(way: &str, kind: &str, number: &str, value: &str) -> String {
    let lower = kind.to_lowercase();
    let mut capital = lower.clone();
    capital.get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
    let spaced = kind.replace('_', " ");
    let fields = [("{K}", kind), ("{k}", &lower), ("{T}", &capital), ("{S}", &spaced), ("{n}", number), ("{v}", value)];
    fields.iter().fold(way.to_owned(), |text, (field, with)| text.replace(field, with))
}
