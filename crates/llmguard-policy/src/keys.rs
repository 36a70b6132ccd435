//! Keys: every key of format 1 with its type and what it means.
//!
//! One line a key. From this table come the check of a document ([`schema`](crate::schema)), the JSON Schema and the
//! reference that people read ([`published`](crate::published)), so that none of them can lag behind. In the paths, `*`
//! stands for a name the author chose: `classes.*` `level` is the level of `[classes.price]`.

use Kind::{Flag, Named, Number, Numbers, Rules, Section, Text, Texts, Word, Words};
use Need::{May, Must};

use crate::{Direction, Mode, Tokens, Transform, Verdict};

/// The type of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    Texts,
    /// A list of these words.
    Words(&'static [&'static str]),
    /// A whole number of at least this much.
    Number(i64),
    Flag,
    /// A table with keys of its own in [`KEYS`].
    Section,
    /// A table of tables under names the author chose.
    Named,
    /// A table of whole numbers under names.
    Numbers,
    /// A list of tables.
    Rules,
}

/// Whether a key has to be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Must,
    May,
}

/// Table, key, type, need, meaning.
pub(crate) type Key = (&'static str, &'static str, Kind, Need, &'static str);

const CONFIDENCES: &[&str] = &["low", "medium", "high", "verified"];
const DENY: &[&str] = &["deny"];
/// What a policy may let those who extend it widen.
pub(crate) const EXTENSIBLE: &[&str] =
    &["destinations", "exclude", "purposes", "roles", "settings", "sources", "tools", "unlock"];
/// What an audit record can hold.
pub(crate) const RECORD: &[&str] = &[
    "classes",
    "counts",
    "decision",
    "destination",
    "input_digest",
    "justification",
    "model_version",
    "policy_digest",
    "purpose",
    "role",
    "when",
    "who",
];
/// What may become of an address on a host that is not allowed.
const OTHER_HOSTS: &[&str] = &["keep", "generalize", "redact"];
const NAMES: &[&str] = &["off", "precise", "balanced", "thorough"];
pub(crate) const RISKS: &[&str] = &["minimal", "limited", "high", "prohibited"];

/// Every key of format 1.
pub(crate) static KEYS: &[Key] = &[
    ("", "format", Number(1), Must, "Always 1."),
    ("", "id", Text, Must, "The name of the policy, for records."),
    ("", "version", Text, Must, "Its version, for records."),
    ("", "owner", Text, May, "Who answers for it."),
    (
        "",
        "extends",
        Text,
        May,
        "The policy this one adds to: `template:NAME` or a file. What is added may only be stricter, but for what the base lists in `extensible`.",
    ),
    (
        "",
        "extensible",
        Words(EXTENSIBLE),
        May,
        "In what a policy that extends this one may be more permissive: new names, own excludes and unlocks, settings.",
    ),
    (
        "",
        "mode",
        Word(Mode::WORDS),
        May,
        "What holds for rules that state no mode: `observe` records what would be decided, `warn` also says so, `enforce` decides (default). Floors and the top level are always enforced.",
    ),
    ("", "default", Word(DENY), May, "What holds where nothing permits. Only `deny`."),
    ("", "on_error", Word(DENY), May, "What holds where nothing could be decided. Only `deny`."),
    ("", "levels", Texts, May, "The levels, from harmless to what leaves under no circumstances."),
    (
        "",
        "names",
        Word(NAMES),
        May,
        "How eagerly names are looked for that nothing announces; `balanced` unless a guard is told otherwise.",
    ),
    (
        "",
        "tokens",
        Word(Tokens::WORDS),
        May,
        "What tokens look like: `bracket` numbers them by arrival (default), `keyed` makes them from the value with a key of the conversation, `surrogate` writes e-mail addresses, IBANs and telephone numbers that are nobody's and names out of a list, and brackets for all other kinds and where something is glued to a value.",
    ),
    ("", "allowed_sources", Texts, May, "The sources that may go to destinations which do not list their own."),
    ("", "use_case", Section, May, "What the policy is for."),
    ("", "residual", Section, May, "The level a destination still sees after a transform."),
    ("", "classes", Named, May, "What is looked for, and how confidential it is."),
    ("", "raise", Rules, May, "Cumulation: many findings of a class weigh more than one."),
    ("", "destinations", Named, May, "Where texts may go."),
    ("", "sources", Named, May, "Where retrieved texts come from. A source not listed is denied."),
    ("", "tools", Named, May, "Which tools a model may call. A tool not listed is denied."),
    ("", "roles", Named, May, "Who may send where. A role not listed is denied."),
    (
        "",
        "transform",
        Rules,
        May,
        "What is done with a finding before the text goes on. The strictest matching rule wins.",
    ),
    ("", "exclude", Rules, May, "Values that are never a finding. Refused for floors and the top level."),
    (
        "",
        "output",
        Section,
        May,
        "How answers are judged: by its keys and by rules that name `response`. Without it they are judged like prompts.",
    ),
    ("", "approval", Rules, May, "Where a person has to approve first."),
    ("", "unlock", Rules, May, "Who may release a class for a while. Never passes a floor or the top level."),
    ("", "budget", Section, May, "How much one conversation may do."),
    ("", "audit", Section, May, "What is recorded."),
    ("", "retention", Section, May, "How long records are kept, in days."),
    ("", "test", Rules, May, "Tests that travel with the policy."),
    ("use_case", "name", Text, May, "Its name."),
    ("use_case", "purpose", Texts, May, "The declared purposes. A request may leave out the only one."),
    (
        "use_case",
        "ai_act_risk",
        Word(RISKS),
        May,
        "The risk class by the EU AI Act; `policy lint` asks for what it demands.",
    ),
    ("residual", "generalize", Text, May, "The level after `generalize`; without it, nothing is lowered."),
    ("residual", "mask", Text, May, "The level after `mask`; without it, nothing is lowered."),
    ("residual", "tokenize", Text, May, "The level after `tokenize`; without it, nothing is lowered."),
    ("residual", "redact", Text, May, "The level after `redact`; without it, the lowest."),
    ("classes.*", "level", Text, Must, "How confidential it is at least."),
    (
        "classes.*",
        "detect",
        Texts,
        Must,
        "The detectors: `contact.email`, `id.de.*`, `@entity:IBAN`, own lists (`dict:suppliers`); with `-` in front to take away. `column:machine-id` is whatever stands in a column, or under a name of JSON, that is called so: `Machine_ID`, `machineId`.",
    ),
    (
        "classes.*",
        "round_to",
        Text,
        May,
        "For columns: what `generalize` rounds numbers to, as `5` or `0.5`; their unit stays. Default: half the unit of the leading digit.",
    ),
    ("classes.*", "min_confidence", Word(CONFIDENCES), May, "How sure a finding has to be. Default: medium."),
    (
        "classes.*",
        "personal",
        Flag,
        May,
        "Whether it is personal data. By default told from the detectors: `person`, `contact`, `id`, `bank`, `place`, `date`.",
    ),
    ("classes.*", "owner", Text, May, "Who answers for the data."),
    ("raise", "class", Text, Must, "The class that weighs more."),
    ("raise", "distinct_at_least", Number(1), May, "From how many distinct values on. Default: 1."),
    ("raise", "with", Texts, May, "Only where these classes occur as well."),
    ("raise", "to", Text, Must, "The level the class then has at least."),
    ("raise", "mode", Word(Mode::WORDS), May, "`observe`, `warn` or `enforce`."),
    ("destinations.*", "model", Text, May, "The model behind it."),
    ("destinations.*", "jurisdiction", Text, May, "Where it stands: a country as `DE`, or `EU`, `EEA`."),
    ("destinations.*", "network", Text, May, "How it is reached, as `on-prem` or `internet`."),
    ("destinations.*", "trains_on_data", Flag, May, "Whether it learns from what it is sent."),
    ("destinations.*", "contract", Text, May, "The processing contract."),
    ("destinations.*", "transfer_basis", Text, May, "The ground for personal data outside of the EU."),
    ("destinations.*", "owner", Text, May, "Who answers for it."),
    ("destinations.*", "ceiling", Text, Must, "The highest level it may see after all transforms."),
    (
        "destinations.*",
        "allowed_sources",
        Texts,
        May,
        "The sources that may go there. Default: the `allowed_sources` at the top, else every source listed.",
    ),
    (
        "destinations.*",
        "allow_hosts",
        Texts,
        May,
        "The hosts that addresses in its answers and in tool calls may lead to. Default: those of `[output]`.",
    ),
    ("destinations.*", "mode", Word(Mode::WORDS), May, "Whether the ceiling decides."),
    ("sources.*", "label", Text, Must, "The level of what comes from it."),
    (
        "sources.*",
        "trusted",
        Flag,
        May,
        "Whether what it says may instruct a model. Default: false; then it is marked as data.",
    ),
    ("sources.*", "owner", Text, May, "Who answers for it."),
    ("tools.*", "ceiling", Text, May, "The highest level its arguments may hold after all transforms."),
    (
        "tools.*",
        "allow_hosts",
        Texts,
        May,
        "The hosts that addresses in its arguments may lead to. Default: those of the destination.",
    ),
    ("tools.*", "owner", Text, May, "Who answers for it."),
    ("roles.*", "destinations", Texts, Must, "The destinations it may use, the preferred one first."),
    ("roles.*", "purposes", Texts, May, "The purposes it may pursue. Default: all."),
    ("roles.*", "tools", Texts, May, "The tools it may have called; `*` is all. Default: none."),
    ("roles.*", "may_unlock", Texts, May, "The classes it may release by an `[[unlock]]`."),
    ("transform", "classes", Texts, Must, "What it is done with."),
    ("transform", "destinations", Texts, Must, "Where; `*` is everywhere."),
    ("transform", "roles", Texts, May, "Only where one of these roles asks."),
    ("transform", "purposes", Texts, May, "Only for these purposes."),
    ("transform", "tools", Texts, May, "Only in calls and results of these tools."),
    (
        "transform",
        "directions",
        Words(Direction::WORDS),
        May,
        "Only this way. Default: every way, but for answers where there is `[output]`: a rule for them names `response`.",
    ),
    ("transform", "do", Word(Transform::WORDS), Must, "What is done, from weak to strict."),
    ("transform", "floor", Flag, May, "Nothing may ever soften it: no unlock, no exclude, no mode."),
    ("transform", "mode", Word(Mode::WORDS), May, "`observe`, `warn` or `enforce`."),
    ("exclude", "detect", Texts, Must, "The detectors it applies to."),
    ("exclude", "values", Texts, Must, "The values; case and spaces do not count."),
    ("output", "scan", Flag, May, "Whether answers are scanned. Default: true."),
    ("output", "reveal_for", Texts, May, "The roles that see the values behind tokens."),
    ("output", "forbid", Texts, May, "The classes an answer must not show."),
    (
        "output",
        "allow_hosts",
        Texts,
        May,
        "The hosts that addresses in answers and tool calls may lead to: `example.com`, `*.example.com` for every one below it. Without a list, no address is judged by its host.",
    ),
    (
        "output",
        "other_hosts",
        Word(OTHER_HOSTS),
        May,
        "What becomes of addresses that lead elsewhere: `generalize` (default) writes them so that nothing follows them, `redact` takes them out, `keep` only reports them. Stated without `allow_hosts`, no host is allowed.",
    ),
    ("output", "max_hold_bytes", Number(8192), May, "How much of an answer may be held back while it streams."),
    ("approval", "id", Text, Must, "Its name, for grants and records."),
    ("approval", "when", Section, Must, "What it applies to; every key narrows it."),
    ("approval", "by", Text, Must, "The role that may approve."),
    (
        "approval",
        "not_by_requester",
        Flag,
        May,
        "Whether who asks may approve too: never if true, which is the default.",
    ),
    ("approval", "valid_minutes", Number(1), Must, "How long an approval holds."),
    (
        "approval",
        "binds",
        Words(&["destination", "policy_digest", "request_digest"]),
        May,
        "What an approval is bound to. Always all three; a list that leaves out a digest is refused.",
    ),
    ("approval", "mode", Word(Mode::WORDS), May, "`observe`, `warn` or `enforce`."),
    ("approval.when", "roles", Texts, May, "Where one of these roles asks; `*` is any."),
    ("approval.when", "classes", Texts, May, "Where one of these classes was found."),
    ("approval.when", "destinations", Texts, May, "For these destinations; `*` is any."),
    ("approval.when", "purposes", Texts, May, "For these purposes."),
    ("approval.when", "tool", Texts, May, "For these tools."),
    ("approval.when", "directions", Words(Direction::WORDS), May, "This way."),
    (
        "approval.when",
        "answer_confidence_below",
        Number(1),
        May,
        "For answers of which the caller is less sure than this, in percent; one that is not stated counts as 0.",
    ),
    ("unlock", "id", Text, Must, "Its name, for grants and records."),
    ("unlock", "roles", Texts, Must, "Who may use it; each has to name the classes in `may_unlock`."),
    ("unlock", "classes", Texts, Must, "What it releases."),
    ("unlock", "destinations", Texts, Must, "Where; `*` is everywhere the role may send."),
    (
        "unlock",
        "lowers_to",
        Word(Transform::WORDS),
        Must,
        "The transform that is left; the ceiling then does not count for these classes.",
    ),
    ("unlock", "justification", Section, May, "What the reason for it has to be like."),
    ("unlock", "second_person", Flag, May, "Whether somebody else has to sign as well. Default: true."),
    ("unlock", "max_minutes", Number(1), Must, "How long it may last."),
    ("unlock", "max_uses", Number(1), Must, "How often it may be used."),
    ("unlock.justification", "required", Flag, May, "Whether there has to be one. Default: true."),
    ("unlock.justification", "min_chars", Number(0), May, "How long it is at least, in characters."),
    ("unlock.justification", "reason_codes", Texts, May, "The codes one of which it has to state."),
    ("budget", "steps", Number(1), May, "How many texts it may decide about."),
    ("budget", "tool_calls", Number(1), May, "How many tool calls it may make."),
    ("budget", "bytes", Number(1), May, "How many bytes it may send in all."),
    ("audit", "record", Words(RECORD), May, "What is recorded; it is the least a sink has to keep."),
    ("audit", "content", Word(&["digest-only", "none"]), May, "What is recorded of the text. Never the text itself."),
    (
        "audit",
        "subject",
        Word(&["plain", "pseudonym", "none"]),
        May,
        "How who asked is recorded. `pseudonym`, the works council's choice, needs a key; without one nothing is recorded of the person.",
    ),
    ("audit", "on_write_failure", Word(DENY), May, "What holds where nothing can be recorded. Only `deny`."),
    ("retention", "audit", Section, May, "Audit records."),
    ("retention", "vault", Section, May, "Values behind tokens."),
    ("retention", "approvals", Section, May, "Approvals and unlocks."),
    ("retention.audit", "min_days", Number(0), May, "Not less."),
    ("retention.audit", "max_days", Number(1), May, "Not more."),
    ("retention.audit", "erase", Word(ERASE), May, "How it is erased."),
    ("retention.vault", "min_days", Number(0), May, "Not less."),
    ("retention.vault", "max_days", Number(1), May, "Not more."),
    ("retention.vault", "erase", Word(ERASE), May, "How it is erased."),
    ("retention.approvals", "min_days", Number(0), May, "Not less."),
    ("retention.approvals", "max_days", Number(1), May, "Not more."),
    ("retention.approvals", "erase", Word(ERASE), May, "How it is erased."),
    ("test", "name", Text, Must, "What it shows, in plain words."),
    ("test", "given", Section, Must, "The request."),
    ("test", "expect", Word(Verdict::WORDS), Must, "The verdict."),
    ("test", "would", Word(Verdict::WORDS), May, "The verdict if every rule were enforced."),
    ("test", "output", Text, May, "What a `text` becomes."),
    ("test.given", "role", Text, Must, "Who asks."),
    ("test.given", "destination", Text, Must, "Where to."),
    ("test.given", "found", Texts, May, "The classes found, each once. Either this or `text`."),
    ("test.given", "text", Text, May, "A text to find something in. Either this or `found`."),
    ("test.given", "counts", Numbers, May, "How many distinct values of a class were found."),
    ("test.given", "purpose", Text, May, "What for."),
    ("test.given", "direction", Word(Direction::WORDS), May, "Which way. Default: prompt."),
    ("test.given", "tool", Text, May, "Which tool."),
    ("test.given", "sources", Texts, May, "Where the text was retrieved from."),
    ("test.given", "answer_confidence", Number(0), May, "How sure the caller is of an answer, in percent."),
    ("test.given", "approved", Texts, May, "The approvals that were given."),
    ("test.given", "unlocked", Texts, May, "The unlocks that are in use."),
];

const ERASE: &[&str] = &["delete", "crypto-shred"];

/// The keys of one table.
pub(crate) fn keys_of(path: &str) -> impl Iterator<Item = &'static Key> + Clone {
    KEYS.iter().filter(move |(table, ..)| *table == path)
}

impl Kind {
    /// The type in words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Text | Word(_) => "a string",
            Texts | Words(_) => "a list of strings",
            Number(_) => "a whole number",
            Flag => "true or false",
            Section => "a table",
            Named => "a table of tables, each under its name",
            Numbers => "a table of whole numbers, each under a name",
            Rules => "a list of tables, each in double brackets",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_the_schema_can_be_reached() {
        for (table, ..) in KEYS.iter().filter(|(table, ..)| !table.is_empty()) {
            let (parent, name) =
                table.trim_end_matches(".*").rsplit_once('.').unwrap_or(("", table.trim_end_matches(".*")));
            let kind = if table.ends_with(".*") { vec![Named] } else { vec![Section, Rules] };
            assert!(keys_of(parent).any(|(_, key, is, ..)| *key == name && kind.contains(is)), "{table}");
        }
    }

    #[test]
    fn a_key_stands_once_in_its_table() {
        let mut names: Vec<(&str, &str)> = KEYS.iter().map(|(table, key, ..)| (*table, *key)).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
