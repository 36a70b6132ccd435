//! Digits: the significant characters of a candidate, without the separators people write between them.
//!
//! `"36 574 261 809"`, `"36.574.261.809"` and `"36\u{a0}574\u{202f}261\u{a0}809"` are one number. Everything that is
//! not an ASCII letter or digit is a separator; the bytes of no-break spaces are, too.

/// Exactly `N` digits as values 0 to 9; `None` for more, for fewer and where a letter stands between them.
pub(crate) fn digits<const N: usize>(candidate: &[u8]) -> Option<[u8; N]> {
    let found = match <[u8; N]>::try_from(candidate) {
        Ok(compact) => compact,
        Err(_) => alnums::<N>(candidate)?,
    };
    found.iter().all(u8::is_ascii_digit).then(|| found.map(|c| c - b'0'))
}

/// Exactly `N` ASCII letters and digits, letters in upper case; `None` for more and for fewer.
pub(crate) fn alnums<const N: usize>(candidate: &[u8]) -> Option<[u8; N]> {
    let mut found = [0; N];
    let mut slots = found.iter_mut();
    for c in candidate.iter().filter(|c| c.is_ascii_alphanumeric()) {
        *slots.next()? = c.to_ascii_uppercase();
    }
    slots.next().is_none().then_some(found)
}

/// A letter as 10 to 35, a digit as itself: the values of ISO 7064 and of machine-readable zones.
pub(crate) fn value(alnum: u8) -> u32 {
    char::from(alnum).to_digit(36).unwrap_or(0)
}

/// The number some digits spell.
pub(crate) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |n: u64, d| n.wrapping_mul(10).wrapping_add(u64::from(*d)))
}

/// The runs of digits in a candidate: where each begins and ends.
pub(crate) fn runs(candidate: &[u8]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let digit = move |at: usize| candidate.get(at).is_some_and(u8::is_ascii_digit);
    (0..candidate.len()).filter(move |&at| digit(at) && (at == 0 || !digit(at - 1))).map(move |start| {
        let len = candidate.iter().skip(start).take_while(|c| c.is_ascii_digit()).count();
        (start, start + len)
    })
}

/// The number behind a country code in capitals, and how much rarer the code makes it: ten times.
pub(crate) fn behind<'a>(candidate: &'a [u8], country: &str) -> (&'a [u8], u32) {
    candidate.strip_prefix(country.as_bytes()).map_or((candidate, 1), |number| (number, 10))
}

/// What a number is worth without a letter or a printed separator: times and article numbers look like that, so at
/// most 15.
pub(crate) fn bare(candidate: &[u8], honest: u32) -> u32 {
    if candidate.iter().all(u8::is_ascii_digit) { honest.min(15) } else { honest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_do_not_count() {
        assert_eq!(digits::<5>("1 2\u{a0}3\u{202f}4.5".as_bytes()), Some([1, 2, 3, 4, 5]));
        assert_eq!(digits::<2>(b"123"), None);
        assert_eq!(digits::<3>(b"1a2"), None);
        assert_eq!(alnums::<3>(b"a-1 b"), Some(*b"A1B"));
        assert_eq!(behind(b"SI 50223054", "SI"), (b" 50223054".as_slice(), 10));
        assert_eq!((bare(b"7103192745", 99), bare(b"710319/2745", 99)), (15, 99));
        assert_eq!(runs(b"12 345-6").collect::<Vec<_>>(), [(0, 2), (3, 6), (7, 8)]);
    }
}
