//! Calendar: whether a day exists.
//!
//! Numbers with a birth date inside carry two digits of the year; then the 29th of February is given the benefit of
//! the doubt.

/// Whether this day exists in the Gregorian calendar.
pub(crate) fn is_date(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    is_day(month, day) && (leap || (month, day) != (2, 29))
}

/// Whether this day exists in some year.
pub(crate) fn is_day(month: u32, day: u32) -> bool {
    let last = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day)
}

/// Whether twelve digits read as a time, `YYMMDDhhmmss`: logs and file names are full of those.
pub(crate) fn is_time(digits: &[u8]) -> bool {
    let &[_, _, m1, m2, d1, d2, h1, h2, n1, n2, s1, s2] = digits else { return false };
    is_day(two(m1, m2), two(d1, d2)) && two(h1, h2) < 24 && two(n1, n2) < 60 && two(s1, s2) < 60
}

/// Two digits as a number.
pub(crate) fn two(tens: u8, ones: u8) -> u32 {
    u32::from(tens) * 10 + u32::from(ones)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_exist() {
        assert!(is_date(2024, 2, 29) && !is_date(2023, 2, 29) && !is_date(1900, 2, 29) && is_date(2000, 2, 29));
        assert!(is_time(&[2, 6, 1, 2, 3, 1, 2, 3, 5, 9, 5, 9]) && !is_time(&[2, 6, 1, 2, 3, 1, 2, 4, 0, 0, 0, 0]));
        assert!(!is_date(2024, 4, 31) && !is_date(2024, 0, 1) && !is_date(2024, 13, 1) && !is_date(2024, 1, 0));
    }
}
