//! Columns: what a cell of a table says under the head of its column.
//!
//! A value in a table does not stand behind the word that announces it: the word is the head of the column, and other rows
//! may stand between them. A row is read as a form, each cell of interest behind its head:
//!
//! ```text
//! user;password;shift        user;password;shift
//! admin;hunter2;early        user: admin
//!                            password: hunter2
//!                            early
//!
//! | Feld     | Wert    |     | Feld     | Wert    |
//! |----------|---------|     |----------|---------|
//! | Passwort | hunter2 |     | Passwort: hunter2 |
//! ```
//!
//! A line is the head of a table if it consists of short names between bars, tabs, semicolons or commas, and one of them is
//! among [`WORDS`] or two are among [`BESIDE`]; it does not stand amid the rows of another table. The lines behind it are its
//! rows as long as they have as many cells; a line that rules off the head may stand between. Where no head says more, a row of
//! two cells between bars is read by the first.
//!
//! So a row depends on itself and on the lines from its table's head on, and on nothing behind it.

use llmguard_types::Span;

use crate::changes::Changes;
use crate::reading::floor;
use crate::reasons::Reasons;

/// The longest name of a column, in bytes, …
const MAX_NAME: usize = 40;
/// … of the first one with the blanks around it, …
const MAX_CELL: usize = 48;
/// … and in words.
const MAX_WORDS: usize = 4;
/// The longest line that holds a head …
const MAX_HEAD: usize = 1024;
/// … or a row, …
const MAX_ROW: usize = 4096;
/// … the most blanks and marks of a quotation before it, …
const MAX_INDENT: usize = 8;
/// … and its most cells.
const MAX_CELLS: usize = 64;

/// What the head of a column ends with if its cells hold something to look for. Shorter ones than [`MIN_END`] are all of it.
/// Small, without blanks and signs.
const WORDS: &[&str] = &[
    // Credentials.
    "passwort",
    "kennwort",
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "pw",
    "puk",
    "secret",
    "apikey",
    "accesskey",
    "secretkey",
    "privatekey",
    "accesstoken",
    "apitoken",
    "authtoken",
    "credential",
    "credentials",
    "zugang",
    "zugangsdaten",
    "logindaten",
    "anmeldedaten",
    "wlanschlüssel",
    "zugangscode",
    "motdepasse",
    "contraseña",
    "contrasena",
    "wachtwoord",
    "hasło",
    "haslo",
    // People.
    "vorname",
    "nachname",
    "familienname",
    "mitarbeiter",
    "mitarbeiterin",
    "mitarbeitername",
    "ansprechpartner",
    "ansprechpartnerin",
    "bewerber",
    "bewerberin",
    "patient",
    "patientin",
    "sachbearbeiter",
    "sachbearbeiterin",
    "kontoinhaber",
    "kontoinhaberin",
    "inhaber",
    "inhaberin",
    "halter",
    "halterin",
    "versicherungsnehmer",
    "versicherungsnehmerin",
    "teilnehmer",
    "teilnehmerin",
    "fahrer",
    "fahrerin",
    "mieter",
    "mieterin",
    "vorgesetzter",
    "vorgesetzte",
    "schichtleiter",
    "schichtleiterin",
    "accountholder",
    "cardholder",
    "employee",
    "employeename",
    "firstname",
    "lastname",
    "fullname",
    "surname",
    "familyname",
    "givenname",
    "prénom",
    "prenom",
    "cognome",
    "apellido",
    "apellidos",
    "achternaam",
    "voornaam",
    "nazwisko",
    // Dates of birth.
    "geburtsdatum",
    "geburtstag",
    "gebdatum",
    "geb",
    "geboren",
    "dob",
    "birthdate",
    "dateofbirth",
    "birthday",
    "datedenaissance",
    "datadinascita",
    "fechadenacimiento",
    "geboortedatum",
    "dataurodzenia",
    // Numbers of people, documents and accounts.
    "steuerid",
    "steueridnr",
    "steuernummer",
    "steuernr",
    "svnummer",
    "svnr",
    "sozialversicherungsnummer",
    "rentenversicherungsnummer",
    "versichertennummer",
    "krankenversichertennummer",
    "kvnr",
    "rvnr",
    "ssn",
    "nino",
    "taxid",
    "vatid",
    "vatnumber",
    "ustid",
    "ustidnr",
    "personalnummer",
    "personalnr",
    "persnr",
    "ausweisnummer",
    "ausweisnr",
    "passnummer",
    "passportnumber",
    "passportno",
    "passport",
    "führerscheinnummer",
    "kennzeichen",
    "licenseplate",
    "licenceplate",
    "fahrgestellnummer",
    "vin",
    "iban",
    "bic",
    "kontonummer",
    "accountnumber",
    "accountno",
    "kartennummer",
    "kreditkarte",
    "creditcard",
    "cardnumber",
    "cvv",
    "cvc",
    "kundennummer",
    "kundennr",
    "kdnr",
    "customernumber",
    "customerid",
    "lieferantennummer",
    "lieferantennr",
    // Where somebody is found.
    "telefon",
    "telefonnummer",
    "telefonnr",
    "tel",
    "phone",
    "phonenumber",
    "telephone",
    "téléphone",
    "teléfono",
    "telefono",
    "mobil",
    "mobilnummer",
    "mobile",
    "handy",
    "handynummer",
    "fax",
    "durchwahl",
    "anschrift",
    "adresse",
    "address",
    "straße",
    "strasse",
    "street",
];

/// The same where two columns are such: one by itself may be about anything.
const BESIDE: &[&str] = &[
    "name",
    "nom",
    "nome",
    "nombre",
    "naam",
    "imię",
    "imie",
    "kontakt",
    "contact",
    "user",
    "benutzer",
    "login",
    "kunde",
    "customer",
    "lieferant",
    "supplier",
    "firma",
    "company",
    "plz",
    "ort",
    "wohnort",
    "city",
    "konto",
    "account",
    "token",
    "key",
    "gehalt",
    "lohn",
    "pin",
    "benutzername",
    "username",
    "userid",
    "loginname",
    "salary",
];

/// Words from so many bytes on may end a longer one: `Kundenpasswort`.
const MIN_END: usize = 5;

pub(crate) fn columns(text: &str, reasons: &Reasons, changes: &mut Changes) {
    let mut at = lines_before(text, reasons.from);
    let mut before = Line::default();
    let mut table = None;
    if at == 0 && !reasons.head.is_empty() {
        // What is left of the row that the text begins amid, if anything is, was read before.
        before = Line::at(text, 0);
        at = before.next.min(text.len());
        table = Table::of(&Line::at(&reasons.head, 0)).map(|table| Table { head: usize::MAX, ..table });
        changes.tables.extend(table.iter().map(|_| (Span::new(0, at), None)));
    }
    while at < text.len() {
        if table.is_none() && !before.has_bar() && !may_begin_head(text.as_bytes(), at) {
            before = Line { at, text: "", next: line_end(text, at) + 1 };
            at = before.next;
            continue;
        }
        let line = Line::at(text, at);
        let known = changes.list().len();
        let is_read = match &table {
            Some(table) => line.is_rule() && table.head == before.at || table.row(&line, changes),
            None => line.has_bar() && named(&line, &before, changes),
        };
        // The end of a text may be the beginning of a row.
        let is_cut = line.next > text.len() && line.text.len() <= MAX_ROW;
        if is_cut && (is_read || table.is_some()) {
            changes.goes_on(at.saturating_sub(1), text.len(), text);
        }
        if table.is_some() && (is_read || is_cut) {
            let end = line.next.min(text.len());
            changes.tables.last_mut().into_iter().for_each(|(table, _)| table.end = end);
        }
        if !is_read || table.is_none() {
            table = Table::of(&line).filter(|table| at == 0 || !table.is_amid(&Line::at(text, before.at)));
            let head = Span::new(at, at + line.text.len());
            changes.tables.extend(table.iter().map(|_| (head, Some(head))));
        }
        changes.row(known);
        at = line.next;
        before = line;
    }
    // A row may follow.
    if table.is_some() && at == text.len() {
        changes.goes_on(at.saturating_sub(1), at, text);
    }
}

/// Where to begin, so that the head of a table is seen whose first row may begin behind `from`.
fn lines_before(text: &str, from: usize) -> usize {
    let mut at = floor(text, from.min(text.len()));
    // What stands before the head, the head, what rules it off, and the line that may begin before `from`.
    for _ in 0..4 {
        let far = floor(text, at.saturating_sub(MAX_ROW));
        let line = text.get(far..at.saturating_sub(1)).unwrap_or_default();
        match line.rfind('\n') {
            Some(newline) => at = far + newline + 1,
            None if far == 0 => return 0,
            // No row is as long.
            None => break,
        }
    }
    // In such a line, with the next one.
    let is_line = at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n');
    if is_line { at } else { text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |len| at + len + 1) }
}

/// Where a line ends.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(text.len(), |len| at + len)
}

/// A line of a text.
#[derive(Default)]
struct Line<'t> {
    at: usize,
    /// Without what ends it.
    text: &'t str,
    /// Where the next one begins, which is behind the text if nothing ends this one.
    next: usize,
}

impl<'t> Line<'t> {
    fn at(text: &'t str, at: usize) -> Line<'t> {
        let end = line_end(text, at);
        let line = text.get(at..end).unwrap_or_default();
        Line { at, text: line.strip_suffix('\r').unwrap_or(line), next: end + 1 }
    }

    /// What stands in a cell of the line.
    fn of(&self, cell: Span) -> &'t str {
        self.text.get(cell.start - self.at..cell.end - self.at).unwrap_or_default()
    }

    fn has_bar(&self) -> bool {
        self.text.as_bytes().get(indent(self.text.as_bytes())) == Some(&b'|')
    }

    /// Whether it rules off the head of a table.
    fn is_rule(&self) -> bool {
        self.text.len() <= MAX_ROW
            && self.text.bytes().all(|b| matches!(b, b'-' | b'=' | b'+' | b'|' | b':' | b' ' | b'>'))
            && self.text.contains(['-', '='])
    }

    /// What stands before and between separators and behind them, as spans of the text; nothing if that is too much.
    fn cells(&self, separator: u8) -> Vec<Span> {
        let bytes = self.text.as_bytes();
        let is_bar = separator == b'|';
        let mut start = indent(bytes);
        start += usize::from(is_bar && bytes.get(start) == Some(&b'|'));
        let mut cells = Vec::new();
        let (mut at, mut quoted) = (start, false);
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'\\' if is_bar => at += 1,
                b'"' if !is_bar && (quoted || at == start) => quoted = !quoted,
                byte if *byte == separator && !quoted => {
                    cells.push(Span::new(self.at + start, self.at + at));
                    start = at + 1;
                }
                _ => {}
            }
            at += 1;
            if cells.len() > MAX_CELLS {
                return Vec::new();
            }
        }
        let last = self.text.get(start..).unwrap_or_default();
        if !(is_bar && last.trim().is_empty()) {
            cells.push(Span::new(self.at + start, self.at + self.text.len()));
        }
        cells
    }
}

/// A table, as far as its head tells.
struct Table<'t> {
    /// Where its head begins.
    head: usize,
    separator: u8,
    /// The names of columns that are read.
    columns: Vec<Option<&'t str>>,
}

impl<'t> Table<'t> {
    /// The table that a line is the head of.
    fn of(line: &Line<'t>) -> Option<Table<'t>> {
        let separator = separator_of_names(line.text.as_bytes())?;
        if !hold_something(|| line.text.split(char::from(separator)).map(plain)) {
            return None;
        }
        let names = line.cells(separator).into_iter().map(|cell| plain(line.of(cell)));
        // Jira parts the names of columns by two bars.
        let doubled = line.text.contains("||");
        let names = names.filter(|name| !(doubled && name.is_empty()));
        let columns = names.map(|name| Some(name).filter(|name| may_hold_something(name))).collect();
        Some(Table { head: line.at, separator, columns })
    }

    /// Whether what seems to be its head is a row of another table, to judge by the line before. Commas may be in any.
    fn is_amid(&self, before: &Line<'_>) -> bool {
        self.separator != b','
            && before.text.len() <= MAX_ROW
            && before.cells(self.separator).len() == self.columns.len()
    }

    /// Reads a line as a row, if it is one.
    fn row(&self, line: &Line<'_>, changes: &mut Changes) -> bool {
        if line.text.len() > MAX_ROW {
            return false;
        }
        let cells = line.cells(self.separator);
        let is_short = self.separator == b'|' && (2..self.columns.len()).contains(&cells.len());
        if !is_short && cells.len() != self.columns.len() {
            return false;
        }
        let known = changes.list().len();
        let mut read = false;
        for (cell, name) in cells.iter().zip(&self.columns) {
            // The separator before the cell, or what ends the line before it.
            let before = cell.start.saturating_sub(1);
            match name {
                Some(name) => {
                    let inside = self.inside(line, *cell);
                    changes.add(Span::new(before, inside.start), &format!("\n{name}: "));
                    changes.add(Span::new(inside.end, cell.end), "");
                }
                None if read => changes.add(Span::new(before, cell.start), "\n"),
                None => {}
            }
            read = name.is_some();
        }
        if let Some(end) = cells.last().map(|last| last.end).filter(|end| read && *end < line.at + line.text.len()) {
            changes.add(Span::new(end, end + 1), "\n");
        }
        changes.list().len() > known
    }

    /// What stands in a cell without blanks around it, and without what it is set off with.
    fn inside(&self, line: &Line<'_>, cell: Span) -> Span {
        let text = line.of(cell);
        let mut inside = text.trim_matches(' ');
        let marks: &[&str] = if self.separator == b'|' { &["***", "**", "*", "`"] } else { &["\""] };
        for mark in marks {
            let without = inside.strip_prefix(mark).and_then(|inside| inside.strip_suffix(mark));
            // What is quoted for what it holds stays so.
            inside = without.filter(|inside| !inside.contains([',', ';', '\t', '"'])).unwrap_or(inside);
        }
        let before = text.len() - text.trim_start_matches(' ').len();
        let marks = (text.trim_matches(' ').len() - inside.len()) / 2;
        let start = cell.start + before + marks;
        Span::new(start, start + inside.len())
    }
}

/// Reads a row of two cells, the first of which says what the second holds. Returns whether it is one or may become one.
fn named(line: &Line<'_>, before: &Line<'_>, changes: &mut Changes) -> bool {
    if line.text.len() > MAX_ROW {
        return false;
    }
    match *line.cells(b'|') {
        [first, second] if holds_something(plain(line.of(first))) => {
            let name = plain(line.of(first));
            let name_at = line.of(first).find(name).unwrap_or_default();
            let value = line.of(second).trim_start();
            // The first line may be a head of which the other columns hold nothing to look for.
            if !value.is_empty() && (before.has_bar() || value.bytes().any(|b| b.is_ascii_digit())) {
                changes.add(Span::new(first.start + name_at + name.len(), second.end - value.len()), ": ");
            }
            true
        }
        [] | [_] => true,
        _ => false,
    }
}

/// How many blanks and marks of a quotation a line begins with.
fn indent(line: &[u8]) -> usize {
    line.iter().take(MAX_INDENT).take_while(|b| matches!(b, b' ' | b'>')).count()
}

/// Whether the first name of a table's head may begin with a line. Most lines are none for how they begin.
fn may_begin_head(bytes: &[u8], at: usize) -> bool {
    let line = bytes.get(at..).unwrap_or_default();
    let mut begins = line.iter().copied().skip(indent(line));
    begins
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic() || b >= 0x80 || b == b'|' || class(b) == Class::Around && b != b' ')
}

/// What parts the cells of a line, if all of them may be names.
fn separator_of_names(line: &[u8]) -> Option<u8> {
    let begins = line.get(indent(line)..)?;
    let (mut separator, inside) = begins.strip_prefix(b"|").map_or((None, begins), |inside| (Some(b'|'), inside));
    // Nearly all lines that begin like a name go on otherwise, or end where the first one does.
    let first =
        inside.get(..MAX_CELL).unwrap_or(inside).iter().position(|b| ENDS_NAME.get(usize::from(*b)) == Some(&true))?;
    let rest = inside.get(first..)?;
    if rest.len() < 2 || class(*rest.first()?) == Class::Other {
        return None;
    }
    let (mut names, mut words, mut before) = (0, 0, b' ');
    for byte in inside.iter().copied() {
        match class(byte) {
            Class::Other => return None,
            Class::Separator if *separator.get_or_insert(byte) == byte => (words, before) = (0, b' '),
            Class::Separator => return None,
            Class::Name | Class::Around => {
                if before == b' ' && byte != b' ' {
                    words += 1;
                    names += usize::from(words == 1);
                    if words > MAX_WORDS || words == 1 && byte.is_ascii_digit() {
                        return None;
                    }
                }
                before = byte;
            }
        }
    }
    separator.filter(|_| names >= 2 && line.len() <= MAX_HEAD)
}

/// What a byte is to the head of a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// What names are made of, …
    Name,
    /// … what may stand around one or in it, …
    Around,
    /// … what parts them, …
    Separator,
    /// … and what is in none.
    Other,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::indexing_slicing, reason = "the compiler does it")]
        {
            classes[byte] = match byte as u8 {
                b'|' | b'\t' | b';' | b',' => Class::Separator,
                b' ' | b'_' | b'*' | b'"' | b'\'' | b'`' => Class::Around,
                b'-' | b'.' | b'/' | b'(' | b')' | b'#' | b':' | b'%' | b'&' | b'?' | 0x80.. => Class::Name,
                letter if letter.is_ascii_alphanumeric() => Class::Name,
                _ => Class::Other,
            };
        }
        byte += 1;
    }
    classes
};

/// Bytes of which the first ends a name.
const ENDS_NAME: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::indexing_slicing, reason = "the compiler does it")]
        {
            ends[byte] = matches!(CLASSES[byte], Class::Separator | Class::Other);
        }
        byte += 1;
    }
    ends
};

#[inline]
fn class(byte: u8) -> Class {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(Class::Other)
}

/// A cell without what sets its text off.
fn plain(cell: &str) -> &str {
    cell.trim_matches(|c: char| u8::try_from(c).is_ok_and(|b| class(b) == Class::Around)).trim_end_matches([':', ' '])
}

/// Whether columns of these names are worth a look: one of them by itself, or two together.
pub(crate) fn hold_something<'n, N: Iterator<Item = &'n str>>(names: impl Fn() -> N) -> bool {
    names().any(holds_something) || names().filter(|name| ends(name, BESIDE)).count() >= 2
}

/// Whether what stands under a name is worth a look.
pub(crate) fn holds_something(name: &str) -> bool {
    ends(name, WORDS)
}

/// The same beside another such name.
pub(crate) fn may_hold_something(name: &str) -> bool {
    holds_something(name) || ends(name, BESIDE)
}

/// Whether a name is one of the words, or ends with one.
fn ends(name: &str, words: &[&str]) -> bool {
    let mut last = name.bytes().rev().filter(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    let [last, second, third] = [last.next(), last.next(), last.next()].map(|b| usize::from(b.unwrap_or(0) & 31));
    let may_end = ENDS.get(last).and_then(|by| by.get(second)).is_some_and(|thirds| thirds >> third & 1 == 1);
    if !may_end || name.len() > MAX_NAME {
        return false;
    }
    let folded: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    words.iter().any(|word| folded == *word || word.len() >= MIN_END && folded.ends_with(word))
}

/// By the last letter of a word and the one before it, the letters of which one is the third from the end; 0 is none.
static ENDS: [[u32; 32]; 32] = endings(BESIDE, endings(WORDS, [[0; 32]; 32]));

const fn endings(words: &[&str], mut table: [[u32; 32]; 32]) -> [[u32; 32]; 32] {
    let mut rest = words;
    while let [word, others @ ..] = rest {
        let (third, second, last) = match word.as_bytes() {
            [.., third, second, last] => (*third, *second, *last),
            [second, last] => (0, *second, *last),
            _ => (0, 0, 0),
        };
        #[expect(clippy::indexing_slicing, reason = "the compiler does it")]
        {
            table[(last & 31) as usize][(second & 31) as usize] |= 1 << (third & 31);
        }
        rest = others;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_support::read_by;

    #[test]
    fn rows_are_read_as_forms() {
        for (text, meant) in [
            ("user;password;shift\nadmin;x;early\n", "user;password;shift\nuser: admin\npassword: x\nearly\n"),
            ("user,password\r\na,b\r\n", "user,password\r\nuser: a\npassword: b\r\n"),
            (
                "| Name | Ort | Passwort |\n|:---|---|---:|\n| Jo | Ulm |  x  |\n",
                "| Name | Ort | Passwort |\n|:---|---|---:|\n\nName: Jo\nOrt: Ulm\nPasswort: x\n\n",
            ),
            (
                " id | passwd \n----+--------\n  1 | a\n(1 row)\n",
                " id | passwd \n----+--------\n  1 \npasswd: a\n(1 row)\n",
            ),
            ("> || User || Passwort ||\n> | Jo | x |\n", "> || User || Passwort ||\n> \nUser: Jo\nPasswort: x\n\n"),
            ("| **Passwort:** | x1 |\n", "| **Passwort: x1 |\n"),
            ("Vorname\tPIN\n\"a\tb\"\t12\n", "Vorname\tPIN\nVorname: \"a\tb\"\nPIN: 12\n"),
            (
                "| Feld | Wert |\n|---|---|\n| **Kunden-Passwort** | x y |\n| Ort | Ulm |\n",
                "| Feld | Wert |\n|---|---|\n| **Kunden-Passwort: x y |\n| Ort | Ulm |\n",
            ),
        ] {
            assert_eq!(read_by(columns, text), meant, "{text}");
        }
    }

    #[test]
    fn other_lines_stay() {
        for text in [
            "| Name | Type |\n|---|---|\n| port | int |\n",
            "time;machine;temperature\n1;a;3\n",
            "Bitte Name, Passwort, Telefon\nsenden\n",
            "user;password\na;b;c\n",
            "user;password;1\na;b;c\n",
            "user;password\n\na;b\n",
            "Das ist ein langer Satz, der mit dem Passwort, endet\na,b,c\n",
            "user;password",
            "| Column | Type | Text |\n|---|---|---|\n| user_id | int | x |\n| team_id | int | x |\n",
            "| Passwort | x |",
            ";;\n\n|\n||\n| |",
        ] {
            assert_eq!(read_by(columns, text), text);
        }
    }
}
