//! Greeting: a word that stands right before a name, begins with a capital like it, and is no part of it.
//!
//! ```text
//! Moin Friedhelm      Friedhelm
//! LG Steffi           Steffi
//! Kollegin Ritter     Ritter
//! ```

use crate::word_list::WordList;

/// How many bytes of a name that nothing announces are a greeting and the blank behind it; all of one that is nothing else.
#[must_use]
pub fn greeting(name: &str) -> usize {
    if GREETINGS.has(name) {
        return name.len();
    }
    let Some((first, rest)) = name.split_once([' ', '\u{a0}']) else { return 0 };
    let greets = GREETINGS.has(first) && rest.starts_with(char::is_uppercase);
    if greets { name.len() - rest.len() } else { 0 }
}

/// Greetings, what a letter ends with, and what a colleague or a patient is called.
#[rustfmt::skip]
static GREETINGS: WordList = WordList::new(&[
    "Ahoj", "Bonjour", "Bonsoir", "Buenas", "Buongiorno", "Ciao", "Cześć", "Dag", "Goedemorgen", "Grüezi", "Hallo", "Halo",
    "Hei", "Hej", "Hoi", "Hola", "Kjære", "Kollege", "Kollegin", "Kontakta", "Kære", "LG", "Labas", "Medarbejder",
    "Medarbetare", "Merhaba", "MfG", "Moin", "Moinsen", "Olá", "Pat.", "Patient", "Patientin", "Pracownik", "Salut", "Salve",
    "Selam", "Servus", "Szia", "Sziasztok", "VG", "Zdravo",
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_a_name_is_no_part_of_it() {
        for (name, rest) in [
            ("Moin Friedhelm", "Friedhelm"),
            ("LG Steffi", "Steffi"),
            ("Kære Birthe Mølgaard", "Birthe Mølgaard"),
            ("Anna Schmidt", "Anna Schmidt"),
            ("Moin", ""),
            ("Hola", ""),
            ("Hallo an", "Hallo an"),
        ] {
            assert_eq!(name.get(greeting(name)..), Some(rest), "{name}");
        }
    }
}
