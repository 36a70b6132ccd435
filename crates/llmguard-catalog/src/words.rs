//! Words: capitalised words that are no names, and the words that end a company's name.
//!
//! German capitalises every noun, so `Ansprechpartner Vertrieb` and `Liebe Kolleginnen` look like names, and the first
//! word of `Bei Siemens AG` looks like part of a company's. Lists of what is *not* a name stay short; lists of
//! names never end.

use crate::word_list::WordList;

/// Whether a capitalised word is certainly no name.
pub(crate) fn is_no_name(word: &str) -> bool {
    NO_NAMES.has(word)
}

/// Whether a word is an honorific, a title or an academic degree.
pub(crate) fn is_title(word: &str) -> bool {
    TITLES.has(word)
}

/// Whether a word stands between the parts of a name, as `von` does.
pub(crate) fn is_particle(word: &str) -> bool {
    PARTICLES.has(word)
}

/// Whether a word is a legal form or part of one.
pub(crate) fn is_legal_form(word: &str) -> bool {
    LEGAL_FORMS.has(word)
}

/// Whether a word stands before a company's name rather than in it.
pub(crate) fn is_opener(word: &str) -> bool {
    OPENERS.has(word)
}

/// Whether a word names a day, a month, a season or a part of a day.
pub(crate) fn is_calendar(word: &str) -> bool {
    CALENDAR.has(word)
}

/// Whether places begin with this word that look like names: `San Francisco`.
pub(crate) fn is_saint(word: &str) -> bool {
    SAINTS.has(word)
}

/// Whether a word is what a street, a building or an institution is called behind a name: `John Street`.
pub(crate) fn is_place_word(word: &str) -> bool {
    PLACE_WORDS.has(word)
}

/// Whether a word ends like an office or a rank: `Herr Oberinspektor`.
pub(crate) fn is_office(word: &str) -> bool {
    let word = word.to_lowercase();
    OFFICES.iter().any(|ending| word.ends_with(ending))
}

/// Whether a word ends like a street, an institution or a thing, which are named after people: `Robert-Bosch-Straße`.
pub(crate) fn is_thing(word: &str) -> bool {
    let word = word.to_lowercase();
    THINGS.iter().any(|ending| word.ends_with(ending))
}

/// Whether a word is said of a company and is no part of its name: `Lieferant Muster GmbH`, `Maschinenhersteller Muster`.
pub(crate) fn is_no_firm(word: &str) -> bool {
    let folded = word.to_lowercase();
    NO_FIRMS.has(&folded) || NO_FIRM_TAILS.iter().any(|tail| folded.ends_with(tail))
}

/// Addressees, departments, roles, labels and function words.
#[rustfmt::skip]
static NO_NAMES: WordList = WordList::new(&[
    "Ab", "Aber", "Abt", "Abteilung", "Address", "Admiral", "Adresse", "Advokat", "Advokaten", "Alexa", "All", "Alle",
    "Am", "An", "Anfrage", "Angebot", "Anlage", "Anlagen", "Anschrift", "Ansprechpartner", "Ansprechpartnerin",
    "Antwort", "Apt", "Art", "Artikel", "Assistant", "Assistent", "Assistenz", "Auf", "Auftrag", "Aus", "Baron",
    "Baronin", "Bearbeitung", "Bei", "Bestellung", "Betreff", "Betrieb", "Bis", "Bitte", "Bot", "Bruder",
    "Buchhaltung", "Bundeskanzler", "Bundeskanzlerin", "Bundespräsident", "Bürgermeister", "Bürgermeisterin", "Büro",
    "Captain", "Chat", "ChatGPT", "Chef", "Chefin", "Claude", "Colleague", "Colleagues", "Committee", "Community",
    "Company", "Computer", "Correo", "Customer", "Customers", "DNI", "Damen", "Danke", "Das", "Datum", "Dear", "Dein",
    "Deine", "Der", "Die", "Dienst", "Disposition", "Durchwahl", "E-Mail", "Editor", "Einkauf", "Einkäufer",
    "Einkäuferin", "Eltern", "Email", "Empfang", "Entwicklung", "Etage", "Euer", "Eure", "Everybody", "Everyone",
    "Fax", "Fertigung", "Firma", "Folks", "Freund", "Freunde", "Freundin", "Friends", "Funktion", "Für", "GPT",
    "Gast", "Gatte", "Gattin", "Geboren", "Geburtsdatum", "Gebäude", "Gemahl", "Gemahlin", "Geschäftsführer",
    "Geschäftsführerin", "Geschäftsführung", "Gruppe", "Gruß", "Grüße", "Guten", "Gäste", "Halle", "Hallo", "Handy",
    "Hat", "Hier", "Hiring", "Hotline", "IBAN", "Ich", "Ihr", "Ihre", "Ihrem", "Ihren", "Im", "In", "Info", "Inhaber",
    "Inhaberin", "Instandhaltung", "Interessent", "Interessenten", "Internet", "Ist", "It", "Jahrgang", "Kaiserin",
    "Kannst", "Kantine", "Kollege", "Kollegen", "Kollegin", "Kolleginnen", "Konstruktion", "Kontakt", "Kunde",
    "Kunden", "Kundendienst", "Kundennummer", "Kundenservice", "Kundin", "Können", "Könnten", "Lager", "Land",
    "Leiter", "Leiterin", "Leitung", "Leser", "Leserinnen", "Leute", "Liebe", "Lieber", "Lieferant", "Lieferanten",
    "Logistik", "Mail", "Mama", "Manager", "Mannschaft", "Marketing", "Mein", "Mich", "Minister", "Ministerin",
    "Mister", "Mit", "Mitarbeitende", "Mitarbeiter", "Mitarbeiterin", "Mitarbeiterinnen", "Mitglied", "Mobil",
    "Mobile", "Montage", "N.N.", "NN", "Nach", "Nachbar", "Nachbarn", "Name", "None", "Null", "Nummer", "Oder", "Oma",
    "Onkel", "Opa", "Ort", "Papa", "Papst", "Personal", "Personalabteilung", "Personalnummer", "Phone", "Planung",
    "Please", "Position", "Produktion", "Projekt", "Projektleitung", "Präsident", "Präsidentin", "Qualität",
    "Qualitätssicherung", "Raum", "Rechnung", "Recruiter", "Runde", "Rückfrage", "Sachbearbeiter", "Sachbearbeiterin",
    "Sales", "Schicht", "Sehr", "Seit", "Sekretariat", "Service", "Sie", "Siehe", "Siri", "Sprecher", "Sprecherin",
    "Stadt", "Standort", "Stelle", "Steuer-ID", "Steuernummer", "Straße", "Studierende", "Suite", "Support",
    "Systemadministrator", "TBD", "Tante", "Team", "Teams", "Technik", "Tel", "Telefon", "Termin", "The", "There",
    "This", "USt-IdNr", "Uhr", "Unbekannt", "Und", "Unknown", "Uns", "Unser", "Unsere", "Unternehmen", "User",
    "Valued", "Versand", "Vertrieb", "Verwaltung", "Vielen", "Vom", "Von", "Vorgesetzter", "Vorsitzende",
    "Vorsitzender", "Vorstand", "Warum", "Was", "Welt", "Wenn", "Wer", "Werk", "Wie", "Wir", "Witwe", "Witwer", "Wo",
    "World", "You", "Zeit", "Zentrale", "Zi", "Zimmer", "Zimmer-Nr", "Zu", "Zum", "Zur", "Zusammen",
]);

/// Honorifics, titles and academic degrees, without a final full stop: they stand beside a name and are no part of it.
#[rustfmt::skip]
static TITLES: WordList = WordList::new(&[
    "B.A", "B.Eng", "B.Sc", "BSc", "Dipl", "Dipl-Ing", "Dipl.-Ing", "Doctor", "Doktor", "Dott", "Dott.ssa", "Dr",
    "Dra", "Dres", "Drs", "Fam", "Familie", "Family", "Fr", "Frau", "Frl", "Fräulein", "Habil", "Herr", "Herren",
    "Herrn", "Hr", "Hrn", "Ing", "Ingenieur", "Ingenieurin", "Jur", "Koll", "Kollege", "Kollegin", "LL.B", "LL.M",
    "Lic", "M.A", "M.Eng", "M.Sc", "MBA", "MSc", "Ma'am", "Madam", "Madame", "Mademoiselle", "Mag", "Magister", "MdB",
    "MdL", "Med", "Messrs", "Mevr", "Mevrouw", "Miss", "Mlle", "Mme", "Mmes", "Monsieur", "Mr", "Mrs", "Ms", "Mx",
    "Notar", "Notarin", "PD", "Ph.D", "PhD", "Prof", "Professor", "Professorin", "RA", "RAin", "Rechtsanwalt",
    "Rechtsanwältin", "Rer", "Rev", "Señor", "Señora", "Señorita", "Sig", "Signor", "Signora", "Signore", "Sir",
    "Sirs", "Sr", "Sra", "Srta", "Techn", "Univ", "Univ.-Prof",
]);

/// Days, months, seasons.
#[rustfmt::skip]
static CALENDAR: WordList = WordList::new(&[
    "Abend", "Advent", "Août", "April", "August", "Autumn", "Avril", "Christmas", "December", "Dezember", "Dienstag",
    "Dimanche", "Donnerstag", "Décembre", "Easter", "Fall", "Februar", "February", "Freitag", "Friday", "Frühjahr",
    "Frühling", "Février", "Gestern", "Herbst", "Heute", "Januar", "January", "Janvier", "Jeudi", "Juillet", "Juin",
    "Juli", "July", "June", "Juni", "Jänner", "Lundi", "Mai", "March", "Mardi", "Mars", "May", "Mercredi", "Mittag",
    "Mittwoch", "Monday", "Montag", "Morgen", "März", "Nachmittag", "Nacht", "November", "Novembre", "October",
    "Octobre", "Oktober", "Ostern", "Pfingsten", "Samedi", "Samstag", "Saturday", "September", "Septembre", "Sommer",
    "Sonnabend", "Sonntag", "Spring", "Summer", "Sunday", "Thursday", "Today", "Tomorrow", "Tuesday", "Vendredi",
    "Vormittag", "Wednesday", "Weihnachten", "Winter",
]);

/// What places' names begin with.
#[rustfmt::skip]
static SAINTS: WordList = WordList::new(&[
    "Al", "Avda", "Avenida", "Avenue", "Bad", "Barrio", "Boulevard", "Cabo", "Calle", "Camino", "Carretera", "Castel",
    "Centro", "Ciudad", "Col", "Colonia", "Corpus", "Corso", "Costa", "Count", "Delta", "Duke", "El", "Fort", "Fürst",
    "General", "Graf", "Gran", "Grand", "Grande", "Gräfin", "Guardia", "Herzog", "Hong", "Hospital", "Isla", "Islas",
    "Kaiser", "King", "König", "Königin", "La", "Lady", "Lake", "Las", "Le", "Les", "Lord", "Los", "Mont", "Monte",
    "Mount", "New", "Nova", "Novo", "Nuestra", "Papst", "Paseo", "Pharma", "Piazza", "Plaza", "Pont", "Pope", "Port",
    "Porto", "Prince", "Princess", "Prinz", "Prinzessin", "Puerto", "Punta", "Queen", "Rio", "Rua", "Rue", "Saint",
    "Sainte", "San", "Sankt", "Santa", "Santo", "Shaikh", "Sheikh", "Sierra", "St", "Ste", "São", "Universidad",
    "Universität", "Val", "Valle", "Via", "Viale", "Villa", "Virgen",
]);

/// Endings of offices and ranks.
#[rustfmt::skip]
const OFFICES: &[&str] = &[
    "abteilung", "abteilungen", "anwalt", "anwältin", "bischof", "botschafter", "botschafterin", "bürgermeister",
    "bürgermeisterin", "direktor", "direktorin", "führer", "führerin", "hauptmann", "ingenieur", "ingenieurin",
    "inspektor", "inspektorin", "kanzler", "kanzlerin", "kommissar", "kommissarin", "konsul", "kundendienst",
    "leiter", "leiterin", "leutnant", "manager", "managerin", "meisterin", "minister", "ministerin", "pfarrer",
    "pfarrerin", "professor", "professorin", "prokurist", "prokuristin", "präsident", "präsidentin", "redaktion",
    "referat", "referent", "referentin", "sekretariat", "sekretär", "sekretärin", "team", "techniker", "technikerin",
    "vorsitzende", "vorsitzender",
];

/// What stands behind a name in the name of a place, an institution or a product.
#[rustfmt::skip]
static PLACE_WORDS: WordList = WordList::new(&[
    "Airlines", "Airport", "Airways", "Allee", "Apartment", "Apt", "Arena", "Avenue", "Award", "Band", "Bank", "Bay",
    "Beach", "Bibliothek", "Books", "Bridge", "Brücke", "Building", "Calle", "Center", "Centre", "Centro", "Church",
    "Cliffs", "Clinic", "Club", "Clínica", "College", "Committee", "Company", "Corporation", "Council", "County",
    "Court", "Creek", "Cup", "Daily", "Damm", "Denkmal", "District", "Drive", "Energy", "Falls", "Floor",
    "Foundation", "Gas", "Gasse", "Group", "Gymnasium", "Hall", "Halle", "Harbor", "Harbour", "Haus", "Heights",
    "Hills", "Hof", "Holding", "Holdings", "Hospital", "House", "Housing", "Indexes", "Industries", "Institut",
    "Institute", "Instituto", "Island", "Islands", "Journal", "Kirche", "Klinik", "Klinikum", "Lake", "Lane",
    "Library", "Loop", "Magazine", "Market", "Media", "Monthly", "Motors", "Mountain", "Mountains", "Museum", "News",
    "Oil", "Orchestra", "Palast", "Park", "Pass", "Place", "Platz", "Plaza", "Pokal", "Port", "Post", "Preis",
    "Press", "Prison", "Prize", "Publishing", "Records", "Research", "Review", "Ring", "River", "Road", "Rua", "Rue",
    "Salud", "School", "Schule", "Sea", "Services", "Servicio", "Shop", "Show", "Society", "Software", "Solutions",
    "Square", "Stadion", "Stadium", "Station", "Steel", "Stiftung", "Store", "Strasse", "Straße", "Street", "Suite",
    "Systems", "Team", "Technologies", "Terrace", "Theater", "Theatre", "Times", "Tower", "Trophy", "Turm", "Ufer",
    "Universidad", "University", "Universität", "Valley", "Verlag", "Via", "Way", "Weekly", "Weg", "Werk", "Werke",
]);

/// Endings of streets, institutions and things.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "airport", "allee", "angebot", "anlage", "archiv", "auftrag", "avenue", "award", "bahnhof", "bericht",
    "besprechung", "bestellung", "bibliothek", "brücke", "center", "centre", "church", "college", "cup", "damm",
    "daten", "denkmal", "flughafen", "foundation", "galerie", "gasse", "gerät", "gymnasium", "hall", "halle", "haus",
    "heit", "hochschule", "hof", "hospital", "hotel", "house", "institut", "invoice", "ismus", "keit", "kirche",
    "klinik", "klinikum", "krankenhaus", "library", "lieferung", "liste", "maschine", "meeting", "museum", "nummer",
    "order", "park", "plan", "platz", "pokal", "preis", "prize", "project", "rechnung", "report", "ring", "road",
    "schaft", "school", "schule", "software", "square", "stadion", "stadium", "station", "stiftung", "str", "strasse",
    "straße", "street", "system", "technik", "termin", "theater", "theatre", "tion", "tionen", "tower", "turm",
    "ufer", "ung", "ungen", "university", "universität", "verein", "verlag", "weg", "werk", "werke", "werkzeug",
    "zentrum",
];

/// Words between the parts of a name.
#[rustfmt::skip]
static PARTICLES: WordList = WordList::new(&[
    "af", "al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ten",
    "ter", "und", "van", "vom", "von", "zu", "zum", "zur",
]);

/// Legal forms and words of them.
#[rustfmt::skip]
static LEGAL_FORMS: WordList = WordList::new(&[
    "AG", "Co", "Co.", "Company", "Corp", "Corp.", "Corporation", "GbR", "GmbH", "Inc", "Inc.", "KG", "KGaA", "LLC",
    "LLP", "Limited", "Ltd", "Ltd.", "OHG", "PLC", "SARL", "SAS", "SE", "Stiftung", "UG", "Verein", "gGmbH", "mbH",
]);

/// Words with which sentences and lines begin before a name.
#[rustfmt::skip]
static OPENERS: WordList = WordList::new(&[
    "Ab", "Aber", "Abs", "Absender", "Ad", "All", "Alle", "Allen", "Alles", "Als", "Am", "An", "Anbei", "And",
    "Angebot", "Any", "As", "At", "Auch", "Auf", "Auftrag", "Auftraggeber", "Auftragnehmer", "Aus", "Ausserdem",
    "Außerdem", "Avec", "Bei", "Beide", "Beiden", "Beim", "Bestellung", "Betreff", "Bij", "Bis", "Bitte", "Both",
    "But", "By", "Ces", "Cette", "Cher", "Chez", "Chère", "Con", "Customer", "Da", "Daher", "Danach", "Dann",
    "Dans", "Das", "Dass", "Davon", "Dazu", "Dear", "Dein", "Dem", "Den", "Denn", "Der", "Deren", "Des", "Dessen",
    "Deze", "Die", "Diese", "Dieser", "Dla", "Doch", "Dort", "Durch", "Eben", "Een", "Ein", "Eine", "Einem",
    "Einen", "Einer", "Eines", "Empfänger", "Ende", "Es", "Esta", "Este", "Every", "Fa", "Falls", "Fax", "Firma",
    "Firmie", "Firmy", "For", "Frau", "From", "Från", "Für", "Ganz", "Gegen", "Gegenüber", "Gemäß", "Habe", "Haben",
    "Hallo", "Has", "Have", "He", "Her", "Herr", "Herrn", "Hersteller", "Het", "Heute", "Hier", "His", "How", "I",
    "Ich", "If", "Ihr", "Ihre", "Ihrem", "Ihren", "Ihrer", "Im", "In", "Is", "Ist", "It", "Its", "Jede", "Jeder",
    "Jedes", "Jetzt", "Kann", "Kein", "Kunde", "Kunden", "Können", "Laut", "Le", "Les", "Liebe", "Lieferant",
    "Lieferanten", "Lieferung", "Mail", "Man", "Med", "Mein", "Meine", "Mit", "Mr", "Mrs", "Ms", "My", "Nach",
    "Nasz", "Nasza", "Neben", "Nel", "Nella", "Nicht", "No", "Noch", "Nor", "Nos", "Nostra", "Nostro", "Not",
    "Notre", "Now", "Nuestra", "Nuestro", "Nun", "Nur", "Ob", "Oben", "Och", "Oder", "Of", "Ohne", "On", "Only",
    "Onze", "Or", "Our", "Para", "Partner", "Per", "Please", "Por", "Pour", "Presso", "Przez", "Questa", "Re",
    "Rechnung", "Schon", "Schreiben", "Sehr", "Seine", "Seinen", "Seit", "She", "Sie", "Since", "Sind", "So",
    "Soll", "Sollte", "Some", "Sowie", "Subject", "Supplier", "Sur", "Tel", "Telefon", "Thank", "Thanks", "That",
    "The", "Their", "Then", "There", "These", "They", "This", "Til", "To", "Today", "Trotz", "Um", "Und", "Under",
    "Uns", "Unser", "Unsere", "Unserem", "Unseren", "Unserer", "Unseres", "Unter", "Until", "Vertrag", "Via",
    "Viele", "Vom", "Von", "Voor", "Vor", "Vorher", "Vos", "Votre", "Wann", "War", "Waren", "Warum", "Was", "We",
    "Weil", "Welche", "Welcher", "Wenn", "Wer", "Werden", "What", "When", "Where", "Which", "While", "Who", "Why",
    "Wie", "Will", "Wir", "Wird", "With", "Wo", "Wurde", "Wurden", "Yesterday", "You", "Your", "Zu", "Zudem",
    "Zuletzt", "Zum", "Zur", "Zwischen",
]);

/// Roles and papers, in small letters.
#[rustfmt::skip]
static NO_FIRMS: WordList = WordList::new(&[
    "anbieter", "anfrage", "angebot", "ansprechpartner", "ansprechpartnerin", "arbeitgeber", "artikel",
    "aufsichtsrat", "auftrag", "auftraggeber", "auftragnehmer", "av", "avd", "avda", "beklagte", "beklagten",
    "berater", "beschluss", "besteller", "bestellung", "betrag", "betreiber", "betrieb", "between", "boulevard",
    "branche", "brutto", "buchung", "calle", "carretera", "ceo", "cfo", "chairman", "chef", "client", "cliente", "clienti",
    "company", "contract", "cto", "ctra", "customer", "damen", "debitor", "departamento", "dienstleister",
    "director", "direktor", "distributor", "e-mail", "einkauf", "einkäufer", "einzelhändler", "email", "empfänger",
    "employee", "employees", "employer", "fabrikant", "fax", "filiale", "finanzdienstleister", "firma", "firmen",
    "folgenden", "folgender", "founder", "franchisegeber", "fremdfirma", "geehrte", "geschäftsführer",
    "geschäftsführerin", "geschäftsführung", "gewicht", "gläubiger", "großhändler", "gutschrift", "haftung",
    "herren", "hersteller", "händler", "inhaber", "inhaberin", "insolvenzverwalter", "invoice", "kläger",
    "klägerin", "konkurrent", "konkurrenten", "kontakt", "konzern", "kreditor", "kunde", "kunden", "kundin",
    "käufer", "leasinggeber", "leistung", "lieferant", "lieferanten", "lieferantin", "lieferschein", "lieferung",
    "mahnung", "manager", "mandant", "manufacturer", "member", "mieter", "mitarbeiter", "mitarbeiterin", "mutter",
    "muttergesellschaft", "name", "netto", "none", "null", "order", "partner", "partnerfirma", "paseo", "plaza",
    "president", "produzent", "projekt", "pza", "rechnung", "rechnungen", "reklamation", "schuldner",
    "schwesterfirma", "sección", "sehr", "servicio", "spediteur", "sponsor", "standort", "subsidiary", "supplier",
    "tel", "tel.", "teléf", "teléfono", "tochter", "tochterfirma", "tochtergesellschaft", "unbekannt", "unidad",
    "unité", "unknown", "unternehmen", "unternehmens", "unternehmer", "urteil", "vendor", "verkäufer", "vermieter",
    "versicherer", "vertrag", "vertreter", "vertrieb", "vorstand", "vorstandschef", "vorstandsvorsitzende",
    "vorstandsvorsitzender", "werkleiter", "wettbewerber", "zahlung", "zulieferer", "zwischenhändler",
]);

/// Ends of compounds of this sort, in small letters.
#[rustfmt::skip]
const NO_FIRM_TAILS: &[&str] = &[
    "anbieter", "anfrage", "angebot", "ansprechpartner", "auftrag", "bauer", "bestellung", "betreiber",
    "dienstleister", "firma", "geschäftsführer", "gesellschafter", "gläubiger", "hersteller", "händler", "inhaber",
    "konzern", "kunde", "kunden", "leiter", "leiterin", "lieferant", "lieferung", "mitarbeiter", "mitarbeiterin",
    "nummer", "name", "produzent", "provider", "rechnung", "riese", "spezialist", "sprecher", "sprecherin", "tochter",
    "unternehmen", "vertrag", "vorstand",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart() {
        assert!(is_title("Frau") && is_title("Dr") && !is_title("Anna") && is_particle("von"));
        assert!(is_no_name("Kolleginnen") && !is_no_name("Anna") && is_legal_form("GmbH") && is_opener("Bei"));
    }
}
