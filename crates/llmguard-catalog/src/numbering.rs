//! Numbering plan: which national phone numbers a country has, behind its dialling code.
//!
//! One row a country: leading digits and how long numbers that begin so are, without the trunk zero. In Belgium numbers
//! that begin with 2 have eight digits, those that begin with 46 to 49 nine: `+32 2 545 11 11` and `+32 470 12 34 56` fit,
//! `+32 45 25 56 33` does not. Rows are as coarse as the plans are stable: areas and services, not single exchanges.
//!
//! Sources: ITU-T E.164, "National numbering plans" as notified by the states; the plans of the national regulators.

/// Dialling code; leading digits (`a`, or `a-b` of equal length) with fewest and most digits.
type Plan = (u16, &'static [(&'static str, u8, u8)]);

#[rustfmt::skip]
const PLANS: &[Plan] = &[
    (30, &[("21-28 68-69 70 80-81 90", 10, 10)]),
    (31, &[("10 111 113-118 13 15 161-168 172 174 180-187 20 222-229 23-24 251-252 255 26 294 297 299 30 313-318 320-321 33 341-348
             35-36 38 40 411-418 43 45-46 475 478 481 485-488 492-493 495 497 499 50 511-519 521-529 53 541 543-548 55 561-562 566
             570-578 58 591-599 61-66 68 70-79 84-85 87-88 91", 9, 9), ("800 90", 7, 10)]),
    (32, &[("2-3 42-43 9 10-16 19 50-61 63-65 67-71 78 80-87 89", 8, 8), ("45-49", 9, 9)]),
    (33, &[("1 21-25 27-29 263 3-6 73-79 80-82 89 9", 9, 9)]),
    (34, &[("6 71-79 81-88 91-98 80 90", 9, 9)]),
    (36, &[("1 22-29 32-37 42 44-49 52-54 56-57 59 62-63 66 68-69 72-79 80 82-85 87-96 99", 8, 8),
           ("20-21 30-31 50 70", 9, 9)]),
    (39, &[("010-011 0121-0125 0131 0141-0144 015 0161-0166 0171-0175 0182-0187 019 02 030-031 0321-0324 0331-0332 0341-0346 035
             0362-0365 0371-0377 0381-0386 039 040 041 0421-0429 0431-0439 0442-0445 045 0461-0465 0471-0474 0481 049 050 051 0521-0525
             0532-0537 0541-0549 055 0564-0566 0571-0578 0583-0588 059 06 070-071 0721-0722 0731-0737 0742-0746 075 0761-0766
             0771-0776 0781-0789 079 080 081 0823-0828 0831-0836 085 0861-0865 0871-0875 0881-0885 089 090 091 092 0931-0935 0941-0942 095
             0961-0968 0971-0976 0981-0985 099", 6, 11), ("31-39", 9, 10), ("80 84 89", 6, 10)]),
    (40, &[("21 23-26 31 33-37 70-79 80 90", 9, 9)]),
    (41, &[("21-22 24 26-27 31-34 41 43-44 51-52 55-56 58 61-62 70-79 81 91", 9, 9), ("80 84 90", 9, 9)]),
    (43, &[("1", 4, 13), ("21-22 25-29 31 33-36 38 42-43 46-48 50-57 59 61-62 64-65 72-77 794-795", 6, 13),
           ("650-653 655 657 659-661 663-699", 7, 13), ("80-82 90 93", 9, 12)]),
    (44, &[("113-118 12-19", 9, 10), ("20 23-24 28-29 30 33-34 37 55-56 70-79", 10, 10), ("80 84 87 90-91 98", 9, 10)]),
    (45, &[("20-29 30-39 40-49 50-66 69-82 86-93 96-99", 8, 8)]),
    (46, &[("8", 7, 9), ("10-19 20-27 29-69 90-99", 7, 9), ("70 72-73 76 79", 9, 9)]),
    (47, &[("21-24 31-33 35 37-38 4 51-53 55-57 59 61-64 66-67 69-82 88 90-99", 8, 8)]),
    (48, &[("12-18 22-25 29 32-34 39 41-46 48 50-59 60-63 65-69 70-79 80-89 91 94-95", 9, 9)]),
    (49, &[("15-17", 10, 11), ("2-6 71-79 81-99 70 80", 5, 11), ("180 137", 7, 10)]),
    (351, &[("21-29 30 70 76 80 88 91-93 96", 9, 9)]),
    (352, &[("2-5 70-79 80-89 92-99", 4, 9), ("6", 9, 9)]),
    (353, &[("1", 7, 8), ("21-29 40-47 49 50-53 56-59 61-69 71 74 90-91 93-99", 7, 9), ("82-83 85-89", 9, 9),
            ("18", 7, 10)]),
    (354, &[("4-8", 7, 7), ("38-39", 9, 9)]),
    (356, &[("20-22 25 27 35 50 77 79-80 89 92 96 98-99", 8, 8)]),
    (357, &[("22-26 50 70 77 80 90 94-97 99", 8, 8)]),
    (358, &[("13-19 2-3 5-6 8-9", 5, 9), ("40-46 49-50 457", 6, 10)]),
    (359, &[("2-9", 7, 8), ("87-89 98-99 43", 8, 9)]),
    (370, &[("31 34 37-38 41-42 44-46 5-6 70 80 90", 8, 8)]),
    (371, &[("2 63-68 78 80-81 90", 8, 8)]),
    (372, &[("32-33 35 38-39 43-48 60-79 88", 7, 7), ("50-59", 7, 8), ("81-84", 8, 8), ("800 90", 7, 10)]),
    (385, &[("1", 8, 8), ("20-23 31-35 40 42-44 47-49 51-53 60-65 72 74-77 80", 8, 9), ("91-92 95 97-99", 8, 9)]),
    (386, &[("1-5 64-69 70-79 80-81 89-90", 8, 8)]),
    (420, &[("2 31-32 35 37-39 41 46-49 51 53-59 601-608 70-79 80-81 83-84 90-91 93-98", 9, 9)]),
    (421, &[("2 31-39 41-49 51-59 80 85-89 90-91 94-95", 9, 9)]),
    (423, &[("20-24 36-39 73-79 80 84 87", 7, 7), ("6", 7, 9), ("90", 7, 7)]),
];

/// Whether the plan of a dialling code has a number of these digits (values 0 to 9, code and trunk zero left away); `None`
/// where no plan is written down here.
pub(crate) fn fits(code: u16, national: &[u8]) -> Option<bool> {
    let (_, plan) = PLANS.get(PLANS.binary_search_by_key(&code, |(known, _)| *known).ok()?)?;
    let long = |fewest: u8, most: u8| (usize::from(fewest)..=usize::from(most)).contains(&national.len());
    Some(plan.iter().any(|(begins, fewest, most)| long(*fewest, *most) && begins_with(national, begins)))
}

/// Whether some plan has this number as it is written at home: behind the trunk zero (Hungary: 06, Lithuania: 0 or 8), or
/// bare where a country has none.
pub(crate) fn is_national(digits: &[u8]) -> bool {
    PLANS.iter().any(|(code, _)| {
        let trunk: &[&[u8]] = match code {
            30 | 34 | 39 | 45 | 47 | 48 | 351 | 352 | 354 | 356 | 357 | 371 | 372 | 420 | 423 => &[&[]],
            36 => &[&[0, 6]],
            370 => &[&[0], &[8]],
            _ => &[&[0]],
        };
        trunk
            .iter()
            .any(|trunk| digits.strip_prefix(*trunk).is_some_and(|national| fits(*code, national) == Some(true)))
    })
}

/// Whether digits begin with one of the entries of a row.
fn begins_with(digits: &[u8], row: &str) -> bool {
    row.split_ascii_whitespace().any(|entry| {
        let (from, to) = entry.split_once('-').unwrap_or((entry, entry));
        digits.get(..from.len()).is_some_and(|head| {
            let head = head.iter().map(|d| d + b'0');
            head.clone().ge(from.bytes()) && head.le(to.bytes())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(code: u16, digits: &str) -> Option<bool> {
        fits(code, &digits.bytes().map(|c| c - b'0').collect::<Vec<u8>>())
    }

    #[test]
    fn plans_are_ordered_and_say_which_numbers_exist() {
        assert!(PLANS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(known(32, "25451111"), Some(true));
        assert_eq!(known(32, "470123456"), Some(true));
        assert_eq!(known(32, "45255633"), Some(false));
        assert_eq!(known(33, "12345678"), Some(false));
        assert_eq!(known(1, "2025550143"), None);
    }
}
