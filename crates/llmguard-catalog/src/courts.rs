//! Court: the local courts that keep commercial registers, as a register number names them.
//!
//! `Aachen HRA 21019`, `Frankfurt am Main HRB 12345`. Source: the list of register courts of the Länder at
//! handelsregister.de and the ordinances on concentrated jurisdiction (§ 376 FamFG).

use crate::word_list::WordList;

/// Whether a register court is written like this. Spelled-out additions (`(Breisgau)`, `a. d. Donau`) may be left away.
pub(crate) fn is_court(name: &str) -> bool {
    COURTS.has(name)
}

#[rustfmt::skip]
static COURTS: WordList = WordList::new(&[
    "Aachen", "Amberg", "Ansbach", "Apolda", "Arnsberg", "Arnstadt", "Aschaffenburg", "Augsburg", "Aurich",
    "Bad Hersfeld", "Bad Homburg", "Bad Homburg v. d. Höhe", "Bad Homburg v.d.H.", "Bad Kreuznach",
    "Bad Oeynhausen", "Bad Salzungen", "Bamberg", "Bayreuth", "Berlin", "Berlin (Charlottenburg)",
    "Berlin Charlottenburg", "Bielefeld", "Bochum", "Bonn", "Braunschweig", "Bremen", "Bremerhaven",
    "Charlottenburg", "Charlottenburg (Berlin)", "Chemnitz", "Coburg", "Coesfeld", "Cottbus", "Darmstadt",
    "Deggendorf", "Dortmund", "Dresden", "Duisburg", "Düren", "Düsseldorf", "Eisenach", "Erfurt", "Eschwege",
    "Essen", "Flensburg", "Frankfurt", "Frankfurt (Oder)", "Frankfurt a. M.", "Frankfurt a.M.", "Frankfurt am Main",
    "Frankfurt an der Oder", "Frankfurt/M.", "Frankfurt/Main", "Frankfurt/Oder", "Freiburg", "Freiburg i. Br.",
    "Freiburg i.Br.", "Freiburg im Breisgau", "Friedberg", "Friedberg (Hessen)", "Fritzlar", "Fulda", "Fürth",
    "Gelsenkirchen", "Gera", "Gießen", "Gotha", "Greiz", "Göttingen", "Gütersloh", "Hagen", "Hamburg", "Hameln",
    "Hamm", "Hanau", "Hannover", "Heilbad Heiligenstadt", "Hildburghausen", "Hildesheim", "Hof", "Homburg",
    "Ilmenau", "Ingolstadt", "Iserlohn", "Jena", "Kaiserslautern", "Kassel", "Kempten", "Kempten (Allgäu)", "Kiel",
    "Kleve", "Koblenz", "Korbach", "Krefeld", "Köln", "Königstein", "Königstein im Taunus", "Landau",
    "Landau in der Pfalz", "Landshut", "Langenfeld", "Lebach", "Leer", "Leipzig", "Lemgo", "Limburg",
    "Limburg a. d. Lahn", "Limburg an der Lahn", "Ludwigshafen", "Ludwigshafen a. Rh.", "Ludwigshafen am Rhein",
    "Lübeck", "Lüneburg", "Mainz", "Mannheim", "Marburg", "Meiningen", "Memmingen", "Merzig", "Montabaur",
    "Mönchengladbach", "Mühlhausen", "München", "Münster", "Neubrandenburg", "Neunkirchen", "Neuruppin",
    "Neuss", "Nordhausen", "Nürnberg", "Offenbach", "Offenbach am Main", "Oldenburg", "Oldenburg (Oldenburg)",
    "Osnabrück", "Ottweiler", "Paderborn", "Passau", "Pinneberg", "Potsdam", "Pößneck", "Recklinghausen",
    "Regensburg", "Rostock", "Rudolstadt", "Saarbrücken", "Saarlouis", "Schweinfurt", "Schwerin", "Siegburg",
    "Siegen", "Sondershausen", "Sonneberg", "St. Ingbert", "St. Wendel", "Stadthagen", "Stadtroda", "Steinfurt",
    "Stendal", "Stralsund", "Straubing", "Stuttgart", "Suhl", "Sömmerda", "Tostedt", "Traunstein", "Ulm",
    "Völklingen", "Walsrode", "Weiden", "Weiden i. d. OPf.", "Weiden in der Oberpfalz", "Weimar", "Wetzlar",
    "Wiesbaden", "Wittlich", "Wuppertal", "Würzburg", "Zweibrücken",
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn courts_are_known() {
        assert!(is_court("Frankfurt am Main") && is_court("Aachen") && !is_court("Aacheo"));
    }
}
