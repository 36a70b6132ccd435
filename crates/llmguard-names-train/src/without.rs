//! Without: made-up text in which nothing is a name although much is capital.
//!
//! Documentation, code, logs, configuration and plant programs are where a tagger trained on news sees names that are none.
//! Templates say what such text looks like; words come from the lists and from the training text. Products are called as
//! people are, by invented words and by family names, and many are known to everybody:
//!
//! ```text
//! Installieren Sie {P} {d}.{d} auf dem {N}.      Installieren Sie Brandner 4.2 auf dem Kostensatz.
//! if (!{c}.{I}("{E}")) return;                   if (!loadFrame.ReadOrder("Surface")) return;
//! ```

use std::collections::BTreeMap;

use crate::called::{capital, invented};
use crate::crf::Dice;
use crate::data::Record;
use crate::known;

/// `{N}` a noun, `{n}` a word of German; `{e}` `{E}` a word of English and with a capital, `{f}` `{F}` of French; `{P}` a
/// product; `{I}` `{c}` an identifier with and without a capital at its beginning, `{u}` one in capitals; `{U}` a word in
/// capitals, `{d}` a number.
const TEMPLATES: &[&str] = &[
    // German documentation
    "# {N} und {N}\n\nDie {N} wird in der {N} gespeichert. {N} {n} {N} {n}.\n\n## {N} einrichten\n",
    "Installieren Sie {P} {d}.{d} auf dem {N}. {P} benötigt {N} und {N}.",
    "{P} ist ein Programm für {N}. Mit {P} lassen sich {N} {n} {n}. In {P} geschriebene {N} sind schnell.",
    "- {N}: {N} {n}\n- {N}: {N} der {N}\n- {N}-{N}: {n}\n",
    "Der {N} von {P} {n} den {P}-{N}, {N} sowie {N} von {P} und {P}.",
    "{N} {d}: {N} gestört, {N} prüfen. {N} an {N} {d} {n}.",
    "Unter {P} {d} wird die {N} mit `{e}` gestartet. {P}, {P} und {P} werden unterstützt.",
    "Kapitel {d}. {N} und der {N}\n\n{d}.{d}. {P} - ein besseres {P}\n{d}.{d}. {N}\n",
    "| {N} | {N} | {N} |\n|---|---|---|\n| {N} | {d} | {E} {E} |\n| {P} | {d} | {N} |\n",
    "Das {E}-{N} im {N} gibt den \"{E}\"-{N} zurück. Dieser {E} {n} {N}.",
    "{N}, {N} und {N} bilden die {N}. Siehe {E} {E}, Abschnitt {N}.",
    "Achtung: {N}! {N} nur mit {N} {n}. {N} vor {N}.",
    "# {P} {E} {E} - Technische {N}\n\n## Übersicht\n\n{P} ist für {N} eingerichtet.\n",
    "Einführung in {P}\n{N} für {P}, {P} (früher {P}) und {P}-{N}",
    "{P} beklagt, dass {n} {N} {n}. Daher {n} {P} die {N}.",
    "Im {N} steht: {N} {n}.\n{N}\n{N} {d}\n{N} {N} {N}\n",
    // English documentation
    "# {E} {E}\n\n{P} is a {e} for {e}. {P}'s {e} makes the {e} {e}. In {P}, every {e} has a {e}.\n",
    "## {E} and {E} {E}\n\nUse {P} {d}.{d} to {e} the {e}. See {E} {E} for {e}.",
    "{P} lets you {e} a {e}. {P}’s commitment to {e} is {e}. When {P} sees {e}, it {e}.",
    "Hello, {P}!\n\n{P} is {P}’s {e} system and {e} manager. The {P} team {e} {P}.",
    "Check {P} configuration\n# {P} Port\n{u}={d}\n# {E} {E}\n{u}={e}\n",
    "Install {P}, {P} and {P}. {P}, {P}, {P}, {P} and {P} are {e}.",
    "The {E} {E} {E} must be {e}. Note: {E} {e} the {E}. Next: {E}.",
    "Table of Contents\n{E} {E}\n{E} the {E}\nThe {E} of {E}\n{E} and {E}\n",
    "{e} {e} since {P} {d} ({P}). Release {P} of {P} was {e}.",
    "<!--\n{P} is {e} and {e}.\n-->\n\n{P} est {f} et {f}. En {P}, {f} {f}.\n",
    // French documentation
    "## {F} {f}\n\n{P} est un {f} pour {f}. Les {f} de {P} sont {f}. Avec {P}, {f} {f}.\n",
    "L'{f} de {P} pour la {f} {f}. Des programmes {P} très {f}. {F} {f} {P}.",
    "{P}, {P}, {P} et {P} sont {f}. {F} : {f}.",
    // code
    "if (!{c}.{I}(\"{E}\")) return {I}::{I};\n// {E} the {E} {e}\npublic class {I} extends {I} {{\n  private {I} {c};\n}}",
    "    '{U}': ('{U}', '{U}', '{U}'),\n    '{U}': ('{U}',),\n    '{U}': ('{U}', '{U}'),\n",
    "{c} = {{'{U}', '{U}', '{U}'}}\nfor {e} in '{U}', '{U}', '{U}':\n    {e} = {e}.{e}('{I}')\n",
    "<{I} {I}=\"{E}\">{E} {E}</{I}>\n<{I} {E}=\"{E}\" {E}=\"{d}\">{I}</{I}>\n<Alias Alias=\"{E}\">i={d}</Alias>\n",
    "{\"{E}\": \"{E}\", \"{c}\": \"{U}\", \"{E}{E}\": [\"{E}\", \"{E}\"], \"{e}\": \"{P}\"}",
    "__all__ = ['{I}', '{I}', '{e}', '{E}', '{U}']\n\nclass {E}(Enum):\n    \"\"\"{E} of the {E}.\"\"\"\n    {U} = {d}\n    {E} = {d}\n",
    "SELECT {E}, {E} FROM {E} WHERE {E} = '{U}' ORDER BY {E};\nINSERT INTO {E} VALUES ('{E}', '{U}', {d});",
    "fn {e}(&self) -> {I} {{\n    // {E}: {e} {E}\n    let {e} = {I}::{I}({E});\n    Err({I}::{E})\n}}",
    "/* {E} {E} {E}. {E} for {E} */\n#define {u} {d}\ntypedef struct {I} {{ int {e}; }} {I};",
    "const {c} = new {I}(\"{E} {E}\"); // [{E}]\n// {E}\nexpect({c}).toBe('{E}');\n",
    "TYPE ST_{I} : STRUCT\n  {I} : BOOL; // {E} {E}\n  {E} : REAL; (* {N} {N} *)\nEND_STRUCT\n",
    "IF {E}.{I} AND NOT {E}.{E} THEN\n  {I} := {I}.{E}; // {N} {n} {N}\nEND_IF; inStepDescription := '{U}';\n",
    "VAR_INPUT\n  {E} : INT := {d}; // {N}\n  {I} : {I}; // {E} {e}\nEND_VAR\n// [{E}] {E} {e}\n",
    "N{d} G{d} X{d} Y{d} ({E}: {E})\nN{d} G{d} ({E} {E})\n; {E} {e} {E}\n#<{e}> = {d} (Z: {E} {e})\n",
    // logs and plant
    "2026-0{d} INFO {E} {E}: {E} started\nWARN {I} - {E} {e} {E}\nERROR [{E}] {I}: {E} not {e}\n",
    "{E} {d} {U} {E} failed: {E} {E} ({E})\n{U} {U} {d}\nOct {d} {e} {e}[{d}]: {E} {e}",
    "{N} {d} {N} {N}\n{N}: {U}\n{N}: {P} {U}{d}\nTyp: {P} {d}\nHersteller: {P}\n{N}: {N}",
    "Störung {N} {N} an Linie {d}\nMaßnahme: {N} {n}, {N} getauscht\nUrsache: {N}\nBaugruppe: {P} {d}",
    "pump {e} {e}, replace {E}. {E} {E} at {E} {d}. {P} valve {e}.",
    "[{E} {E}]\n{E} = {E}\n{E}_{E} = {U}\n{E}: {P}\n\n[{P}]\n{e} = {E} {E}\n",
    "┌────┐\n│  {E} {E}  │  →  │ {P} │\n└────┘\n{E} → {E} → {P}\n",
    "**{N}** {n} {N}, *{N}* und [{N}](http://x.y/{e}). \"{N}\" heißt \"{N}\".",
];

/// The words that templates are filled with.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    nouns: Vec<String>,
    german: Vec<String>,
    english: Vec<String>,
    french: Vec<String>,
    names: Vec<String>,
    software: Vec<String>,
}

impl Vocabulary {
    /// From records, ordinary German words with their counts, and family names.
    pub(crate) fn new(records: &[Record], german: &[(String, u64)], names: &[String]) -> Vocabulary {
        let counts: BTreeMap<&str, u64> = german.iter().map(|(word, count)| (word.as_str(), *count)).collect();
        let often = |word: &str| counts.get(word).copied().unwrap_or_default();
        let is_noun =
            |word: &str| word.starts_with(char::is_uppercase) && often(word) > 3 * often(&word.to_lowercase());
        let letters = |word: &str| word.chars().nth(3).is_some() && word.chars().all(char::is_alphabetic);
        let known = german.iter().filter(|(word, count)| *count >= 6 && letters(word)).map(|(word, _)| word);
        let (nouns, german): (Vec<String>, Vec<String>) = known.cloned().partition(|word| is_noun(word));
        let lower = |lang: &str| {
            let mut words: BTreeMap<&str, u32> = BTreeMap::new();
            let texts = records.iter().filter(|record| record.lang == lang).map(|record| &record.text);
            for word in texts.flat_map(|text| text.split(|c: char| !c.is_alphabetic())) {
                if word.starts_with(char::is_lowercase) && letters(word) {
                    *words.entry(word).or_default() += 1;
                }
            }
            words.into_iter().filter(|(_, count)| *count >= 4).map(|(word, _)| word.to_owned()).collect()
        };
        let german = german.into_iter().filter(|word| word.starts_with(char::is_lowercase)).collect();
        Vocabulary {
            nouns,
            german,
            english: lower("en"),
            french: lower("fr"),
            names: names.to_vec(),
            software: known::software(),
        }
    }

    /// Nouns of German.
    pub(crate) fn nouns(&self) -> &[String] {
        &self.nouns
    }

    /// Words of English.
    pub(crate) fn english(&self) -> &[String] {
        &self.english
    }

    /// So many records.
    pub(crate) fn records(&self, count: usize) -> Vec<Record> {
        let mut dice = Dice(1313);
        let mut record = || {
            let texts: Vec<String> = (0..1 + dice.below(2)).map(|_| self.fill(&mut dice)).collect();
            Record { text: texts.join("\n"), ..Record::default() }
        };
        (0..count).map(|_| record()).collect()
    }

    fn fill(&self, dice: &mut Dice) -> String {
        let template = TEMPLATES[dice.below(TEMPLATES.len())];
        let product = self.product(dice);
        let mut text = String::new();
        let mut rest = template;
        while let Some(at) = rest.find('{') {
            text.push_str(&rest[..at]);
            let key = rest[at + 1..].chars().next().unwrap_or(' ');
            if rest[at + 2..].starts_with('}') {
                // Half of the products of a text are one and the same.
                let same = key == 'P' && dice.below(2) == 0;
                text.push_str(&if same { product.clone() } else { self.word(key, dice) });
                rest = &rest[at + 3..];
            } else {
                text.push('{');
                rest = &rest[at + if key == '{' { 2 } else { 1 }..];
            }
        }
        text.push_str(&rest.replace("}}", "}"));
        text
    }

    fn word(&self, key: char, dice: &mut Dice) -> String {
        match key {
            'N' => dice.pick(&self.nouns),
            'n' => dice.pick(&self.german),
            'e' => dice.pick(&self.english),
            'E' => capital(&dice.pick(&self.english)),
            'f' => dice.pick(&self.french),
            'F' => capital(&dice.pick(&self.french)),
            'P' => self.product(dice),
            'I' => (0..1 + dice.below(3)).map(|_| capital(&dice.pick(&self.english))).collect(),
            'c' => dice.pick(&self.english) + &capital(&dice.pick(&self.english)),
            'u' => (dice.pick(&self.english) + "_" + &dice.pick(&self.english)).to_uppercase(),
            'U' => dice.pick(&self.english).to_uppercase(),
            'd' => dice.below(99).to_string(),
            other => panic!("a template has {{{other}}}"),
        }
    }

    /// What a product may be called: what everybody knows, a name, a word, something invented.
    fn product(&self, dice: &mut Dice) -> String {
        match dice.below(8) {
            0 | 1 => invented(dice),
            2..5 => dice.pick(&self.software),
            5 => dice.pick(&self.names),
            6 => capital(&dice.pick(&self.english)),
            _ => dice.pick(&self.english).chars().take(2 + dice.below(3)).collect::<String>().to_uppercase(),
        }
    }
}
