//! Place: the name of a city, region or country behind a word that announces one.
//!
//! A pattern takes the capitalised words that follow; the place is read from their beginning: `Ulm` of `Ulm Müller`,
//! `Frankfurt am Main` and `Halle (Saale)` whole. How much the word before is worth decides what may be the name. Behind
//! `from` people stand as well as places, and it must be neither's name (`from Florence`). Behind `in` it may be, but no
//! ordinary word (`in Regen`). Behind `Standort` any place will do, and behind `wohnhaft in` or `Wohnort:` no list is
//! needed, because what stands there is a place.

use llmguard_types::Accept;

use crate::places::{Kind, place};
use crate::word_list::WordList;
use crate::words::{is_legal_form, is_no_name, is_title};

/// Behind a word that people, companies and things follow too: neither a name people bear nor the beginning of a longer
/// name (`to El Paso Energy`).
#[must_use]
pub fn place_plain(candidate: &[u8]) -> Option<Accept> {
    let accept = known(candidate, |kind| kind == Kind::Plain)?;
    (!goes_on(std::str::from_utf8(candidate).ok()?.get(accept.len..)?)).then_some(accept)
}

/// Behind a word that hardly a person follows: `in Florenz`, but not `à Florence Martin`.
#[must_use]
pub fn place_in(candidate: &[u8]) -> Option<Accept> {
    let accept = known(candidate, |kind| kind != Kind::Word)?;
    let rest = std::str::from_utf8(candidate).ok()?.get(accept.len..)?;
    (!goes_on(rest) || known(candidate, |kind| kind == Kind::Plain).is_some()).then_some(accept)
}

/// Behind a word that only a place follows, or something that is in no list.
#[must_use]
pub fn place_any(candidate: &[u8]) -> Option<Accept> {
    known(candidate, |_| true)
}

/// Behind words that say where somebody lives or was born: also what no list knows.
#[must_use]
pub fn place_home(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    place_any(candidate).or_else(|| accept(candidate, grown(text, unknown(text)?)?))
}

/// In a field that holds a place: all of it.
#[must_use]
pub fn place_field(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    match place(text).and_then(|(len, _)| grown(text, len)) {
        Some(len) if !text.get(len..)?.starts_with(' ') => accept(candidate, len),
        _ => {
            let names = |word: &str| !is_no_place(word.trim_matches(['(', ')', '.']));
            text.split([' ', '\u{a0}', '/']).all(names).then(|| accept(candidate, text.trim_end_matches('.').len()))?
        }
    }
}

/// A place before a comma or bracket behind which only a date or a country stands, which counts as 25. What is more than a
/// place is passed over: the end of `Baja California (Mexiko)` is no place.
#[must_use]
pub fn place_beside(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let behind =
        |len: usize| text.get(len..).is_some_and(|rest| rest.starts_with([',', '(']) || rest.starts_with(" ("));
    match place_any(candidate) {
        Some(accept) if behind(accept.len) => Some(Accept::structure(candidate, 25)?.shortened(accept.len)),
        _ => Accept::other(candidate),
    }
}

/// A postal code before a place: the code alone.
#[must_use]
pub fn postal_place(candidate: &[u8]) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (_, rest) = text.split_once(' ')?;
    let name = match rest.split_once(' ') {
        // `1015 CJ Amsterdam`
        Some((letters, name)) if letters.len() == 2 && letters.bytes().all(|c| c.is_ascii_uppercase()) => name,
        _ => rest,
    };
    place_in(name.as_bytes())?;
    accept(candidate, text.strip_suffix(name)?.trim_end().len())
}

/// A place the list knows and whose kind will do.
fn known(candidate: &[u8], will_do: impl Fn(Kind) -> bool) -> Option<Accept> {
    let text = std::str::from_utf8(candidate).ok()?;
    let (len, kind) = place(text)?;
    let name = text.get(..len)?;
    let capitals = !name.contains(char::is_lowercase);
    // Without small letters, what is short is rather an abbreviation; and what is one is written so.
    let short = name.chars().count() <= 3;
    if short && capitals != ACRONYMS.contains(&name) || capitals && kind == Kind::Word {
        return None;
    }
    let end = grown(text, len)?;
    (kind != Kind::Word || !text.get(len..)?.starts_with('-')).then_some(())?;
    let river = text.get(len..end)?.starts_with([' ', '/']);
    (will_do(kind) || river).then(|| accept(candidate, end))?
}

fn accept(candidate: &[u8], len: usize) -> Option<Accept> {
    Some(Accept::structure(candidate, 1)?.shortened(len))
}

/// Whether another capitalised word follows at once.
fn goes_on(rest: &str) -> bool {
    rest.strip_prefix([' ', '\u{a0}']).is_some_and(|next| next.starts_with(char::is_uppercase))
}

/// A place's name with what belongs to it: a district behind a hyphen, a river. `None` if it is part of another name.
fn grown(text: &str, len: usize) -> Option<usize> {
    // `US-Bürger`
    (!text.get(len..)?.starts_with('-') || !ACRONYMS.contains(&text.get(..len)?)).then_some(())?;
    let mut end = len;
    while let Some(part) = text.get(end..)?.strip_prefix('-') {
        let word = first_word(part);
        let joint = JOINTS.contains(&word) && part.get(word.len()..)?.starts_with('-');
        (joint || part.starts_with(char::is_uppercase) && !COMPOUNDS.contains(&word)).then_some(())?;
        end += 1 + word.len();
    }
    let rest = text.get(end..)?;
    let beside = BESIDE.iter().find_map(|before| rest.strip_prefix(before));
    if let Some(water) = beside.map(first_word).filter(|water| WATERS.has(water)) {
        end += rest.find(water)? + water.len();
        let rest = text.get(end..)?;
        return Some(end + usize::from(rest.starts_with(')')));
    }
    let next = first_word(rest.strip_prefix([' ', '\u{a0}']).unwrap_or_default());
    (!is_legal_form(next) && !VENUES.has(next)).then_some(end)
}

/// How long a name is that no list knows: one word, or two if the first is half a name.
fn unknown(text: &str) -> Option<usize> {
    let first = first_word(text);
    let second = text.get(first.len()..)?.trim_start_matches('.').strip_prefix(' ').map(first_word);
    match second.filter(|word| HALVES.contains(&first) && word.starts_with(char::is_uppercase)) {
        Some(second) => Some(text.get(first.len()..)?.find(second)? + first.len() + second.len()),
        None => (!is_no_place(first) && first.contains(char::is_lowercase)).then_some(first.len()),
    }
}

/// The word a text begins with.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphabetic() || c == '\'' || c == '’')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Whether a capitalised word is certainly no place.
fn is_no_place(word: &str) -> bool {
    word.chars().count() < 3
        || is_no_name(word)
        || is_title(word)
        || NO_PLACES.has(word)
        || ABSTRACT.iter().any(|end| word.ends_with(end))
}

/// Countries and states of three letters or less.
const ACRONYMS: [&str; 11] = ["BRD", "DDR", "EE.UU.", "NRW", "NYC", "U.K.", "U.S.", "UAE", "UK", "US", "USA"];

/// What joins a place and its river.
const BESIDE: [&str; 14] = [
    " am ",
    " an der ",
    " a. d. ",
    " a.d. ",
    " a. ",
    " im ",
    " in der ",
    " ob der ",
    " vor der ",
    " bei ",
    " (",
    "/",
    " a.",
    " i.",
];

/// Rivers, lakes and landscapes that tell places apart.
#[rustfmt::skip]
static WATERS: WordList = WordList::new(&[
    "Aare", "Ach", "Aisch", "Alb", "Aller", "Allgäu", "Altmühl", "Alz", "Ammersee", "Arlberg", "Bergstraße", "Bode",
    "Bodensee", "Breisgau", "Brenz", "Chiemsee", "Donau", "Drau", "Eder", "Eifel", "Elbe", "Elster", "Ems", "Enns",
    "Enz", "Erft", "Fils", "Fläming", "Fulda", "Glan", "Harz", "Havel", "Heide", "Holstein", "Hunsrück", "Iller", "Ilm",
    "Inn", "Isar", "Jagst", "Kamp", "Kocher", "Krems", "Lahn", "Lech", "Leine", "Leitha", "Lippe", "Luhe", "Main",
    "March", "Mosel", "Mulde", "Mur", "Mürz", "Naab", "Nahe", "Neckar", "Neiße", "Nidda", "Odenwald", "Oder", "Oldb",
    "Oste", "Pegnitz", "Regen", "Rems", "Rhein", "Rott", "Ruhr", "Saale", "Saar", "See", "Sieg", "Spree", "Starnberger",
    "Steige", "Tauber", "Taunus", "Teck", "Traun", "Unstrut", "Vogtland", "Weinstraße", "Werra", "Weser", "Westf",
    "Ybbs",
]);

/// What joins two parts of a name between hyphens.
const JOINTS: [&str; 14] = ["am", "an", "de", "del", "der", "di", "du", "en", "la", "le", "les", "on", "sur", "upon"];

/// What makes a word of a place and a hyphen something else.
const COMPOUNDS: [&str; 16] = [
    "Angebot", "Ausgabe", "Besuch", "Fan", "Fans", "Marathon", "Projekt", "Reise", "Spiel", "Tag", "Tatort", "Team",
    "Ticket", "Trip", "Urlaub", "Vertrag",
];

/// What makes a place behind which it stands part of another name.
#[rustfmt::skip]
static VENUES: WordList = WordList::new(&[
    "Airlines", "Airport", "Airways", "Allgemeine", "Anzeiger", "Arena", "Avenue", "Bank", "Bears", "Boulevard",
    "Bridge", "Bulls", "Bureau", "Cathedral", "Celtics", "Chamber", "Chronicle", "City", "Club", "College",
    "Convention", "Court", "Cowboys", "Daily", "Exchange", "FC", "Film", "Gazette", "General", "Giants", "Group",
    "Heights", "Herald", "High", "Hilton", "Holdings", "Hotel", "Institute", "Journal", "Lakers", "Library", "Marathon",
    "Mirror", "Morgenpost", "Museum", "Nachrichten", "Orchestra", "Philharmonic", "Police", "Post", "Review", "Road",
    "Rundschau", "School", "Society", "Square", "Star", "State", "Station", "Stock", "Street", "Sun", "Symphony",
    "Tageblatt", "Times", "Tribune", "United", "University",
]);

/// What more than a word a place's name begins with.
#[rustfmt::skip]
const HALVES: [&str; 27] = [
    "Alt", "Bad", "Den", "El", "Fort", "Groß", "Hohen", "Klein", "La", "Las", "Le", "Les", "Los", "Markt", "Neu", "New",
    "Port", "Puerto", "Saint", "Sainte", "San", "Sankt", "Santa", "Santo", "St", "Ste", "Villa",
];

/// How abstract nouns end.
const ABSTRACT: [&str; 10] = ["ung", "heit", "keit", "schaft", "tion", "tät", "ment", "ismus", "nis", "chtum"];

/// What people are in, at or from that is no place.
#[rustfmt::skip]
static NO_PLACES: WordList = WordList::new(&[
    "Abteil", "Abwesenheit", "All", "Angst", "Apartment", "Appartement", "April", "Arbeit", "Armut", "Asyl", "August",
    "Aussicht", "Bau", "Beta", "Bezug", "Block", "Building", "Campus", "Datum", "December", "Deckung", "Edad", "Ehe",
    "Erwartung", "Euro", "February", "Fecha", "Form", "Frage", "Frieden", "Furcht", "Gang", "Gefahr", "Haft", "Haus",
    "Heim", "House", "Höhe", "January", "July", "June", "Konkubinat", "Kraft", "March", "May", "Miete", "Mietwohnung",
    "NHC", "Nachbarn", "None", "Not", "November", "October", "Office", "Parterre", "Room", "Ruhe", "Saus", "Scheidung",
    "September", "Sexo", "Sorge", "Sünde", "Trennung", "Untermiete", "WG",
]);
