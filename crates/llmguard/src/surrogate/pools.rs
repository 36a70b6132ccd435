//! Pools: names that stand for names. All of them are in the lexicon of the catalogue, none is an ordinary word, and few
//! people have them, so that a text which holds one by itself is rare.

/// Family names, ordered.
#[rustfmt::skip]
pub(super) const FAMILY: &[&str] = &[
    "Aeschbacher", "Ahlemeyer", "Althauser", "Anetsberger", "Angermeyer", "Angleberger", "Ansbacher", "Apfelbacher",
    "Arndorfer", "Arnsberger", "Aschbacher", "Ashauer", "Bachhuber", "Bachmeyer", "Bartberger", "Baumberger",
    "Baumhauer", "Beckmeyer", "Berghegger", "Bergkamp", "Bergmeyer", "Bernhauer", "Berschauer", "Besendorfer",
    "Bestelmeyer", "Betthauser", "Birkemeyer", "Birkmaier", "Bissegger", "Bitzenhofer", "Blasenhauer",
    "Blochberger", "Bockenkamp", "Boesenhofer", "Bohnenkamp", "Bomberger", "Bomkamp", "Bonenberger", "Borgmeyer",
    "Braunberger", "Breitmeyer", "Bretthauer", "Brimeyer", "Brinkmeyer", "Britzelmayr", "Brockmeyer", "Bruegger",
    "Brunnegger", "Brunscheen", "Buchauer", "Buchberger", "Buchegger", "Buddemeyer", "Bunselmeyer", "Burgbacher",
    "Burgdorfer", "Cregger", "Dahlhauser", "Dallmeyer", "Damberger", "Dammeyer", "Dankmeyer", "Dauenhauer",
    "Degenfelder", "Demeyer", "Derbacher", "Derenberger", "Deuermeyer", "Dingfelder", "Dormaier", "Ebacher",
    "Echelberger", "Eckmeyer", "Eggenberger", "Ehrenberger", "Ehrenbrink", "Ehrenhauser", "Eickmeyer", "Eisenberger",
    "Ellenberger", "Ellerkamp", "Elskamp", "Emberger", "Engelberger", "Engelmeyer", "Ernsberger", "Ernstberger",
    "Eschberger", "Eversmeyer", "Feldkamp", "Felgenhauer", "Fellhauer", "Fuchsberger", "Gaskamp", "Gerhauser",
    "Gollhofer", "Grabmayr", "Grauberger", "Griesmeyer", "Grossmeyer", "Grusenmeyer", "Habegger", "Haberkamp",
    "Hackmeyer", "Haferkamp", "Hafferkamp", "Hagmaier", "Haidegger", "Hallemeyer", "Hanekamp", "Hanenberger",
    "Hansberger", "Harmeyer", "Haselberger", "Haskamp", "Hausegger", "Haushofer", "Haussegger", "Haverkamp",
    "Heidebrink", "Heidkamp", "Heidtbrink", "Heinemeyer", "Heisterkamp", "Heitbrink", "Heitkamp", "Helmkamp",
    "Hemberger", "Hemeyer", "Henneberger", "Hersberger", "Heuberger", "Hierholzer", "Hinnenkamp", "Hintermaier",
    "Hirsbrunner", "Hitzfelder", "Hochegger", "Hochfelder", "Hochhauser", "Hoffelmeyer", "Hoffmeyer", "Hohenbrink",
    "Holtkamp", "Holzhauer", "Homeyer", "Honerkamp", "Hornbacher", "Hornberger", "Hovenkamp", "Huelskamp",
    "Innerhofer", "Isenberger", "Kachelmeyer", "Kachermeyer", "Kaesemeyer", "Kalchthaler", "Kallmeyer", "Kalmeyer",
    "Kammeyer", "Kampffmeyer", "Kazmaier", "Kelnhofer", "Killmeyer", "Kirberger", "Kleekamp", "Kleinberger",
    "Kleinfelder", "Klusmeyer", "Koenekamp", "Kohlmeyer", "Kolkemeyer", "Kollmeyer", "Kornhauser", "Korsmeyer",
    "Korthauer", "Kortkamp", "Kramberger", "Kregger", "Kriehuber", "Kronemeyer", "Kronthaler", "Kropfelder",
    "Laubacher", "Laumeyer", "Lechthaler", "Lehberger", "Leimberger", "Leinberger", "Leithauser", "Leuenberger",
    "Leuthauser", "Lindmeyer", "Luberger", "Luenberger", "Luetkemeyer", "Luttenegger", "Maltsberger", "Marthaler",
    "Maschmeyer", "Mayrhofer", "Meierhofer", "Meihofer", "Mesenbrink", "Meyerhofer", "Middelkamp", "Mittermaier",
    "Moberger", "Mohrbacher", "Moldenhauer", "Mollenhauer", "Morsberger", "Mosmeyer", "Muehlberger", "Neimeyer",
    "Neuhauser", "Neumaier", "Neumayr", "Niedermaier", "Niffenegger", "Nordmeyer", "Nunnenkamp", "Nydegger",
    "Oberhauser", "Oberholzer", "Obermaier", "Obermayr", "Offenberger", "Ohlhauser", "Oldenkamp", "Ortmeyer",
    "Osterberger", "Overkamp", "Overmeyer", "Pfizenmaier", "Pfotenhauer", "Piepenbrink", "Pirkmaier", "Plassmeyer",
    "Priesmeyer", "Rasberger", "Raschhofer", "Rechsteiner", "Reinkemeyer", "Reinsfelder", "Reitmeyer", "Rekemeyer",
    "Rennemeyer", "Rensberger", "Rensenbrink", "Rippelmeyer", "Ritthaler", "Rodemeyer", "Rodenberger", "Rohrbacher",
    "Romberger", "Ruegger", "Ruegsegger", "Ruhenkamp", "Rumberger", "Saatkamp", "Salfelder", "Schamberger",
    "Schanbacher", "Schaufelberger", "Scheidegger", "Schildhauer", "Schlehuber", "Schollmeyer", "Schonberger",
    "Schopmeyer", "Schuber", "Schurkamp", "Sedlmeyer", "Seeberger", "Seeholzer", "Seekamp", "Sellmeyer",
    "Sollberger", "Sonderegger", "Stadelmaier", "Stalberger", "Steenkamp", "Stegmaier", "Steinbrink", "Steinhauer",
    "Steinkamp", "Stemberger", "Stenkamp", "Stratemeyer", "Strohmeyer", "Stuckemeyer", "Stuckmeyer", "Sulzberger",
    "Sundermeyer", "Tachauer", "Tanneberger", "Tegenkamp", "Telkamp", "Tenbrink", "Tiemeyer", "Twietmeyer",
    "Umberger", "Unterberger", "Untermaier", "Untermeyer", "Upmeyer", "Veerkamp", "Vehrenkamp", "Veldkamp",
    "Veltkamp", "Verkamp", "Vielhauer", "Vierthaler", "Vilhauer", "Vogenthaler", "Voskamp", "Wahlenmaier",
    "Waldhauser", "Waltemeyer", "Weilbacher", "Weisberger", "Weisdorfer", "Weitkamp", "Welschmeyer", "Werremeyer",
    "Westmeyer", "Wibbenmeyer", "Wickemeyer", "Widmaier", "Wiedmaier", "Wiersteiner", "Willenbrink", "Wiltberger",
    "Windberger", "Windmeyer", "Wischmeyer", "Wittenbrink", "Wittmeyer", "Wolfsberger", "Wombacher", "Wurzbacher",
    "Zachhuber", "Zeilberger", "Zwilgmeyer",
];

/// Given names of women, ordered.
#[rustfmt::skip]
pub(super) const FEMALE: &[&str] = &[
    "Adelgunde", "Adelheid", "Almut", "Amalie", "Annegret", "Antje", "Apollonia", "Armgard", "Brunhilde", "Cordula",
    "Dietlinde", "Edeltraud", "Elisabetha", "Elsbeth", "Frauke", "Friederike", "Gerlinde", "Gertraud", "Gesine",
    "Gudula", "Gunda", "Gundula", "Gunhild", "Hedda", "Heidrun", "Helgard", "Hildegund", "Hiltrud", "Ingelore",
    "Ingrun", "Inken", "Irmtraud", "Isolde", "Kreszentia", "Kunigunde", "Leopoldine", "Liesbeth", "Liselotte",
    "Ludmilla", "Ludovika", "Luitgard", "Mareike", "Margarethe", "Marlies", "Mechthild", "Notburga", "Ortrud",
    "Ortrun", "Ottilie", "Philippine", "Reinhild", "Rosalinde", "Roswitha", "Rotraud", "Ruthild", "Sibylle",
    "Sieglinde", "Sigrun", "Swantje", "Thekla", "Traudel", "Undine", "Valeska", "Walburga", "Waltraut",
    "Wendelgard", "Wiebke", "Wilhelmine", "Wiltrud",
];

/// Given names of men, ordered.
#[rustfmt::skip]
pub(super) const MALE: &[&str] = &[
    "Adalbert", "Ansgar", "Arnulf", "Balduin", "Balthasar", "Bernward", "Bertold", "Detlef", "Diethelm", "Diether",
    "Eckbert", "Eckehard", "Ehrenfried", "Folkert", "Fridolin", "Friedbert", "Friedemann", "Friedhelm", "Frithjof",
    "Gereon", "Gerfried", "Giselher", "Godehard", "Gotthilf", "Guntram", "Harald", "Hartmut", "Hasso", "Heimo",
    "Helfried", "Hellmut", "Heribert", "Hilmar", "Hinnerk", "Ingbert", "Ingolf", "Isidor", "Korbinian", "Ladislaus",
    "Lothar", "Ludger", "Luitpold", "Markward", "Meinolf", "Meinrad", "Nepomuk", "Notker", "Ortwin", "Oswin",
    "Othmar", "Ottfried", "Ottokar", "Pankraz", "Raimund", "Rainald", "Reimar", "Roderich", "Siegbert", "Siegmar",
    "Sigismund", "Volkhard", "Waldemar", "Wigbert", "Wilfried", "Willibald", "Winfried", "Wladimir", "Wolfhard",
    "Xaver",
];

/// Given names of either, ordered: for a name that says nothing.
#[rustfmt::skip]
pub(super) const EITHER: &[&str] = &[
    "Bente", "Deniz", "Eike", "Enea", "Evren", "Friedel", "Gerrit", "Heilwig", "Janne", "Jorin", "Kaya", "Kersten",
    "Lenke", "Mattis", "Nikola", "Sascha", "Sietse", "Umut", "Vanja", "Wanja",
];

/// Names that say they are a woman's, ordered. They stand for nobody.
#[rustfmt::skip]
pub(super) const WOMEN: &[&str] = &[
    "Alice", "Amanda", "Amy", "Andrea", "Angelika", "Anja", "Anke", "Anna", "Anne", "Annette", "Antonia", "Barbara",
    "Bettina", "Birgit", "Brigitte", "Carina", "Carolin", "Catherine", "Charlotte", "Christa", "Christiane",
    "Christina", "Christine", "Claudia", "Corinna", "Daniela", "Diana", "Doris", "Elena", "Elisabeth", "Elke",
    "Emily", "Emma", "Erika", "Eva", "Franziska", "Gabriele", "Gerda", "Gisela", "Grace", "Hanna", "Hannah",
    "Heike", "Helen", "Helga", "Ines", "Inge", "Ingrid", "Irene", "Jana", "Jane", "Jennifer", "Jessica", "Johanna",
    "Julia", "Jutta", "Karen", "Karin", "Kate", "Katharina", "Kathrin", "Katja", "Katrin", "Kerstin", "Kimberly",
    "Kristina", "Lara", "Larissa", "Laura", "Lea", "Lena", "Linda", "Lisa", "Lucia", "Lucy", "Luisa", "Manuela",
    "Margaret", "Maria", "Marie", "Marina", "Marion", "Martina", "Mary", "Melanie", "Mia", "Michaela", "Miriam",
    "Monika", "Nadine", "Nancy", "Natalie", "Nicole", "Nina", "Olga", "Olivia", "Patricia", "Petra", "Rachel",
    "Rebecca", "Renate", "Ricarda", "Rita", "Ruth", "Sabine", "Sandra", "Sarah", "Silke", "Silvia", "Simone",
    "Sofia", "Sonja", "Sophia", "Sophie", "Stefanie", "Steffi", "Susan", "Susanne", "Svenja", "Sylvia", "Tanja",
    "Tina", "Ulrike", "Ursula", "Ute", "Vanessa", "Vera", "Verena", "Veronika", "Yvonne",
];

/// Names that say they are a man's, ordered. They stand for nobody.
#[rustfmt::skip]
pub(super) const MEN: &[&str] = &[
    "Alexander", "Andreas", "Andrew", "Anthony", "Anton", "Armin", "Arne", "Axel", "Benjamin", "Bernd", "Bernhard",
    "Carsten", "Charles", "Christian", "Christoph", "Daniel", "David", "Dennis", "Dieter", "Dirk", "Dominik",
    "Edward", "Elias", "Erik", "Ernst", "Fabian", "Felix", "Finn", "Florian", "Frank", "Franz", "Friedrich",
    "Georg", "George", "Gerhard", "Guido", "Gunther", "Hans", "Heinrich", "Heinz", "Helmut", "Henrik", "Henry",
    "Herbert", "Hermann", "Holger", "Horst", "Hubert", "Ingo", "Jack", "James", "Jan", "Jens", "Joachim", "Jochen",
    "Johann", "Johannes", "John", "Jonas", "Josef", "Julian", "Kai", "Karl", "Karsten", "Kenneth", "Kevin", "Klaus",
    "Konrad", "Lars", "Leon", "Lukas", "Lutz", "Manfred", "Manuel", "Marc", "Marcel", "Marco", "Marcus", "Mario",
    "Mark", "Markus", "Martin", "Mathias", "Matthew", "Matthias", "Max", "Maximilian", "Michael", "Moritz", "Nico",
    "Niklas", "Nils", "Norbert", "Olaf", "Oliver", "Oskar", "Otto", "Pascal", "Patrick", "Paul", "Peter", "Philipp",
    "Rainer", "Ralf", "Reinhard", "Richard", "Robert", "Roland", "Rolf", "Rudolf", "Sebastian", "Simon", "Stefan",
    "Steffen", "Stephan", "Steven", "Sven", "Theo", "Thomas", "Thorsten", "Till", "Tim", "Tobias", "Tom", "Torsten",
    "Udo", "Ulrich", "Uwe", "Viktor", "Volker", "Walter", "Werner", "Wilhelm", "William", "Wolfgang",
];
