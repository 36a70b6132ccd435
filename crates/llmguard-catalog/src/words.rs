//! Words: capitalised words that are no names, and the words that end a company's name.
//!
//! German capitalises every noun, so `Ansprechpartner Vertrieb` and `Liebe Kolleginnen` look like names, and the first
//! word of `Bei Siemens AG` looks like part of a company's. Lists of what is *not* a name stay short; lists of
//! names never end.

/// Whether a capitalised word is certainly no name.
pub(crate) fn is_no_name(word: &str) -> bool {
    NO_NAMES.binary_search(&word).is_ok()
}

/// Whether a word is a legal form or part of one.
pub(crate) fn is_legal_form(word: &str) -> bool {
    LEGAL_FORMS.binary_search(&word).is_ok()
}

/// Whether a word stands before a company's name rather than in it.
pub(crate) fn is_opener(word: &str) -> bool {
    OPENERS.binary_search(&word).is_ok()
}

/// Addressees, departments, roles, labels and function words. Ordered by bytes.
#[rustfmt::skip]
const NO_NAMES: &[&str] = &[
    "Ab", "Aber", "Abt", "Abteilung", "Adresse", "Alexa", "All", "Alle", "Am", "An", "Anfrage", "Angebot", "Anlage",
    "Anlagen", "Anschrift", "Antwort", "Art", "Artikel", "Assistant", "Assistent", "Assistenz", "Auf", "Auftrag",
    "Aus", "Bearbeitung", "Bei", "Bestellung", "Betreff", "Betrieb", "Bis", "Bitte", "Bot", "Buchhaltung",
    "Bundeskanzler", "Bundeskanzlerin", "Bundespräsident", "Bürgermeister", "Bürgermeisterin", "Büro", "Chat",
    "ChatGPT", "Chef", "Chefin", "Claude", "Colleague", "Colleagues", "Committee", "Community", "Company", "Computer",
    "Customer", "Customers", "Damen", "Danke", "Das", "Datum", "Der", "Die", "Dienst", "Dipl", "Disposition",
    "Doktor", "Dr", "Durchwahl", "E-Mail", "Editor", "Einkauf", "Eltern", "Email", "Empfang", "Entwicklung", "Etage",
    "Everybody", "Everyone", "Fax", "Fertigung", "Firma", "Folks", "Frau", "Freund", "Freunde", "Freundin", "Friends",
    "Funktion", "Für", "GPT", "Gast", "Geboren", "Geburtsdatum", "Gebäude", "Geschäftsführung", "Gruppe", "Gruß",
    "Grüße", "Guten", "Gäste", "Halle", "Handy", "Hat", "Herr", "Herren", "Herrn", "Hier", "Hiring", "Hotline",
    "IBAN", "Ich", "Im", "In", "Info", "Ing", "Instandhaltung", "Interessent", "Interessenten", "Internet", "Ist",
    "It", "Jahrgang", "Kannst", "Kantine", "Kollege", "Kollegen", "Kollegin", "Kolleginnen", "Konstruktion",
    "Kontakt", "Kunde", "Kunden", "Kundendienst", "Kundennummer", "Kundenservice", "Kundin", "Können", "Könnten",
    "Lager", "Land", "Leitung", "Leser", "Leserinnen", "Leute", "Lieferant", "Lieferanten", "Logistik", "Ma'am",
    "Madam", "Mail", "Manager", "Mannschaft", "Marketing", "Med", "Mein", "Mich", "Minister", "Ministerin", "Mit",
    "Mitarbeitende", "Mitarbeiter", "Mitarbeiterin", "Mitarbeiterinnen", "Mobil", "Montage", "N.N.", "NN", "Nach",
    "Nachbar", "Nachbarn", "Name", "None", "Null", "Nummer", "Oder", "Ort", "Personal", "Personalabteilung",
    "Personalnummer", "Planung", "Please", "Position", "Produktion", "Prof", "Professor", "Projekt", "Projektleitung",
    "Präsident", "Präsidentin", "Qualität", "Qualitätssicherung", "Raum", "Rechnung", "Recruiter", "Runde",
    "Rückfrage", "Sales", "Schicht", "Seit", "Sekretariat", "Service", "Sie", "Siehe", "Sir", "Siri", "Sirs", "Stadt",
    "Standort", "Stelle", "Steuer-ID", "Steuernummer", "Straße", "Studierende", "Support", "Systemadministrator",
    "TBD", "Team", "Teams", "Technik", "Tel", "Telefon", "Termin", "The", "There", "This", "USt-IdNr", "Uhr",
    "Unbekannt", "Und", "Unknown", "Uns", "Unser", "Unternehmen", "User", "Versand", "Vertrieb", "Verwaltung", "Vom",
    "Von", "Vorgesetzter", "Vorsitzende", "Vorsitzender", "Warum", "Was", "Welt", "Wenn", "Wer", "Werk", "Wie", "Wir",
    "Wo", "World", "You", "Zeit", "Zentrale", "Zimmer", "Zimmer-Nr", "Zu", "Zum", "Zur", "Zusammen",
];

/// Ordered by bytes.
#[rustfmt::skip]
const LEGAL_FORMS: &[&str] = &[
    "AG", "Co", "Co.", "Company", "Corp", "Corp.", "Corporation", "GbR", "GmbH", "Inc", "Inc.", "KG", "KGaA", "LLC",
    "LLP", "Limited", "Ltd", "Ltd.", "OHG", "PLC", "SARL", "SAS", "SE", "Stiftung", "UG", "Verein", "gGmbH", "mbH",
];

/// Ordered by bytes.
#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "Ab", "Aber", "Absender", "Als", "Am", "An", "Anbei", "And", "Angebot", "At", "Auch", "Auf", "Auftrag",
    "Auftraggeber", "Auftragnehmer", "Aus", "Bei", "Beim", "Bestellung", "Bitte", "By", "Customer", "Da", "Das",
    "Dass", "Dear", "Dein", "Dem", "Den", "Der", "Des", "Die", "Diese", "Dieser", "Durch", "Ein", "Eine", "Einer",
    "Empfänger", "Es", "Fa", "Firma", "For", "Frau", "From", "Für", "Gegen", "Hallo", "Herr", "Herrn", "Hersteller",
    "Hier", "Ich", "Ihr", "Ihre", "Im", "In", "Ist", "Jede", "Kein", "Kunde", "Kunden", "Laut", "Liebe", "Lieferant",
    "Lieferanten", "Lieferung", "Mein", "Meine", "Mit", "Nach", "Ob", "Oder", "Of", "Ohne", "On", "Or", "Our",
    "Partner", "Rechnung", "Schreiben", "Sehr", "Seit", "Sie", "So", "Supplier", "The", "This", "To", "Und", "Unser",
    "Unsere", "Unter", "Vertrag", "Vom", "Von", "Vor", "Was", "Weil", "Wenn", "Wer", "Wie", "Wir", "With", "Wo",
    "Your", "Zu", "Zum", "Zur", "Zwischen",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_ordered() {
        for list in [NO_NAMES, LEGAL_FORMS, OPENERS] {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]));
        }
        assert!(is_no_name("Kolleginnen") && !is_no_name("Anna") && is_legal_form("GmbH") && is_opener("Bei"));
    }
}
