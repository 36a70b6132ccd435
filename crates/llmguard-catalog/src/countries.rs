//! Country: which codes exist and how long their numbers are.
//!
//! Three public tables: the IBAN registry (ISO 13616, SWIFT), the country codes of ISO 3166-1 and the dialling codes
//! of ITU-T E.164 with the length of a national number. A German IBAN has 22 characters, a Danish phone number 8
//! digits behind +45.

/// The length of an IBAN of this country; `None` where the registry has none.
pub(crate) fn iban_len(country: [u8; 2]) -> Option<usize> {
    let found = IBAN.binary_search_by(|(known, _)| known.as_bytes().cmp(&country)).ok()?;
    IBAN.get(found).map(|(_, len)| usize::from(*len))
}

/// Whether ISO 3166-1 knows this code (Kosovo's user-assigned `XK` included).
pub(crate) fn is_country(code: [u8; 2]) -> bool {
    let [first, second] = code.map(|letter| usize::from(letter.wrapping_sub(b'A')));
    second < 26 && KNOWN.get(first).is_some_and(|seconds| seconds >> second & 1 == 1)
}

/// The dialling code that digits begin with: how many digits it has and how few and how many may follow.
/// Dialling codes are prefix-free.
pub(crate) fn dialling(digits: &[u8]) -> Option<(usize, usize, usize)> {
    (1..=3).find_map(|len| {
        let code = digits.get(..len)?.iter().fold(0, |n: u16, d| n * 10 + u16::from(*d));
        let found = DIALLING.binary_search_by_key(&code, |(known, ..)| *known).ok()?;
        DIALLING.get(found).map(|(_, min, max)| (len, usize::from(*min), usize::from(*max)))
    })
}

#[rustfmt::skip]
const IBAN: &[(&str, u8)] = &[
    ("AD", 24), ("AE", 23), ("AL", 28), ("AT", 20), ("AZ", 28), ("BA", 20), ("BE", 16), ("BG", 22), ("BH", 22),
    ("BI", 27), ("BR", 29), ("BY", 28), ("CH", 21), ("CR", 22), ("CY", 28), ("CZ", 24), ("DE", 22), ("DJ", 27),
    ("DK", 18), ("DO", 28), ("EE", 20), ("EG", 29), ("ES", 24), ("FI", 18), ("FK", 18), ("FO", 18), ("FR", 27),
    ("GB", 22), ("GE", 22), ("GI", 23), ("GL", 18), ("GR", 27), ("GT", 28), ("HN", 28), ("HR", 21), ("HU", 28),
    ("IE", 22), ("IL", 23), ("IQ", 23), ("IS", 26), ("IT", 27), ("JO", 30), ("KW", 30), ("KZ", 20), ("LB", 28),
    ("LC", 32), ("LI", 21), ("LT", 20), ("LU", 20), ("LV", 21), ("LY", 25), ("MC", 27), ("MD", 24), ("ME", 22),
    ("MK", 19), ("MN", 20), ("MR", 27), ("MT", 31), ("MU", 30), ("NI", 28), ("NL", 18), ("NO", 15), ("OM", 23),
    ("PK", 24), ("PL", 28), ("PS", 29), ("PT", 25), ("QA", 29), ("RO", 24), ("RS", 22), ("RU", 33), ("SA", 24),
    ("SC", 31), ("SD", 18), ("SE", 24), ("SI", 19), ("SK", 24), ("SM", 27), ("SO", 23), ("ST", 25), ("SV", 28),
    ("TL", 23), ("TN", 24), ("TR", 26), ("UA", 29), ("VA", 22), ("VG", 24), ("XK", 20), ("YE", 30),
];

#[rustfmt::skip]
const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY \
    BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK \
    FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK \
    ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM \
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF \
    TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// The same by first letter: bit `n` for the second letter number `n`.
#[expect(clippy::indexing_slicing, reason = "the compiler evaluates it")]
const KNOWN: [u32; 26] = {
    let codes = COUNTRIES.as_bytes();
    let mut known = [0; 26];
    let mut at = 0;
    while at + 1 < codes.len() {
        known[(codes[at] - b'A') as usize] |= 1 << (codes[at + 1] - b'A');
        at += 3;
    }
    known
};

/// Code, shortest and longest national number. Outside Europe the lengths are generous.
#[rustfmt::skip]
const DIALLING: &[(u16, u8, u8)] = &[
    (1, 10, 10), (7, 10, 10), (20, 8, 10), (27, 9, 9), (30, 10, 10), (31, 9, 9), (32, 8, 9), (33, 9, 9), (34, 9, 9),
    (36, 8, 9), (39, 6, 11), (40, 9, 9), (41, 9, 9), (43, 4, 13), (44, 7, 10), (45, 8, 8), (46, 6, 10), (47, 5, 8),
    (48, 9, 9), (49, 5, 12), (51, 8, 9), (52, 10, 10), (53, 6, 8), (54, 10, 11), (55, 8, 11), (56, 9, 9), (57, 8, 10),
    (58, 10, 10), (60, 8, 10), (61, 9, 9), (62, 8, 12), (63, 8, 10), (64, 8, 10), (65, 8, 8), (66, 8, 9), (81, 9, 10),
    (82, 8, 11), (84, 9, 10), (86, 9, 11), (90, 10, 10), (91, 10, 10), (92, 9, 10), (93, 9, 9), (94, 9, 9),
    (95, 7, 10), (98, 10, 10), (211, 5, 12), (212, 5, 12), (213, 5, 12), (216, 5, 12), (218, 5, 12), (220, 5, 12),
    (221, 5, 12), (222, 5, 12), (223, 5, 12), (224, 5, 12), (225, 5, 12), (226, 5, 12), (227, 5, 12), (228, 5, 12),
    (229, 5, 12), (230, 5, 12), (231, 5, 12), (232, 5, 12), (233, 5, 12), (234, 5, 12), (235, 5, 12), (236, 5, 12),
    (237, 5, 12), (238, 5, 12), (239, 5, 12), (240, 5, 12), (241, 5, 12), (242, 5, 12), (243, 5, 12), (244, 5, 12),
    (245, 5, 12), (246, 5, 12), (248, 5, 12), (249, 5, 12), (250, 5, 12), (251, 5, 12), (252, 5, 12), (253, 5, 12),
    (254, 5, 12), (255, 5, 12), (256, 5, 12), (257, 5, 12), (258, 5, 12), (260, 5, 12), (261, 5, 12), (262, 5, 12),
    (263, 5, 12), (264, 5, 12), (265, 5, 12), (266, 5, 12), (267, 5, 12), (268, 5, 12), (269, 5, 12), (290, 5, 12),
    (291, 5, 12), (297, 5, 12), (298, 5, 12), (299, 5, 12), (350, 5, 12), (351, 9, 9), (352, 4, 11), (353, 7, 10),
    (354, 7, 9), (355, 8, 9), (356, 8, 8), (357, 8, 8), (358, 5, 12), (359, 6, 9), (370, 8, 8), (371, 8, 8),
    (372, 7, 10), (373, 8, 8), (374, 5, 12), (375, 9, 9), (376, 6, 9), (377, 8, 9), (378, 6, 10), (380, 9, 9),
    (381, 6, 10), (382, 8, 8), (383, 8, 9), (385, 8, 9), (386, 8, 8), (387, 8, 8), (389, 8, 8), (420, 9, 9),
    (421, 9, 9), (423, 7, 9), (500, 5, 12), (501, 5, 12), (502, 5, 12), (503, 5, 12), (504, 5, 12), (505, 5, 12),
    (506, 5, 12), (507, 5, 12), (508, 5, 12), (509, 5, 12), (590, 5, 12), (591, 5, 12), (592, 5, 12), (593, 5, 12),
    (594, 5, 12), (595, 5, 12), (596, 5, 12), (597, 5, 12), (598, 5, 12), (599, 5, 12), (670, 5, 12), (672, 5, 12),
    (673, 5, 12), (674, 5, 12), (675, 5, 12), (676, 5, 12), (677, 5, 12), (678, 5, 12), (679, 5, 12), (680, 5, 12),
    (681, 5, 12), (682, 5, 12), (683, 5, 12), (685, 5, 12), (686, 5, 12), (687, 5, 12), (688, 5, 12), (689, 5, 12),
    (690, 5, 12), (691, 5, 12), (692, 5, 12), (850, 5, 12), (852, 5, 12), (853, 5, 12), (855, 5, 12), (856, 5, 12),
    (880, 5, 12), (886, 5, 12), (960, 5, 12), (961, 5, 12), (962, 5, 12), (963, 5, 12), (964, 5, 12), (965, 5, 12),
    (966, 5, 12), (967, 5, 12), (968, 5, 12), (970, 5, 12), (971, 5, 12), (972, 5, 12), (973, 5, 12), (974, 5, 12),
    (975, 5, 12), (976, 5, 12), (977, 5, 12), (992, 5, 12), (993, 5, 12), (994, 5, 12), (995, 5, 12), (996, 5, 12),
    (998, 5, 12),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_ordered() {
        assert!(IBAN.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(DIALLING.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(IBAN.iter().all(|(code, _)| is_country(code.as_bytes().try_into().unwrap())));
    }

    #[test]
    fn looks_up() {
        assert_eq!(iban_len(*b"DE"), Some(22));
        assert_eq!(iban_len(*b"US"), None);
        assert!(is_country(*b"AT") && !is_country(*b"EF") && !is_country(*b"D "));
        assert_eq!(dialling(&[4, 9, 7]), Some((2, 5, 12)));
        assert_eq!(dialling(&[3, 5, 2]).map(|(len, ..)| len), Some(3));
        assert_eq!(dialling(&[9, 9, 9]), None);
    }
}
