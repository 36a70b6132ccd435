//! Characters: how like a word or how random is a token?
//!
//! Words of every language we know keep to the trigrams of words, and random text does not. A table says of each
//! trigram how many eighths of a bit it speaks for chance; the sum decides. `python/train_chars.py` makes the table and
//! says from what.
//!
//! ```text
//! token          Sommer   settings   hunter2   Xk9417ta   8f3kd92kfm20dk3
//! bits for chance   -15        -18        -1         35               108
//! ```

/// Weights of trigrams of classes, in eighths of a bit.
static WEIGHTS: &[u8] = include_bytes!("characters.bin");

/// A letter beyond ASCII, a digit, and what stands between words; 0 to 25 are the letters.
const FOREIGN: u8 = 26;
const DIGIT: u8 = 27;
const BOUNDARY: u8 = 28;
const CLASSES: usize = 29;

/// How many bits speak for chance; below 0 the token reads like words.
pub(crate) fn randomness(token: &str) -> i32 {
    let (mut before, mut last, mut small, mut sum) = (BOUNDARY, BOUNDARY, false, 0);
    let mut add = |class: u8| {
        if class != BOUNDARY || last != BOUNDARY {
            sum += weight(before, last, class);
            (before, last) = (last, class);
        }
    };
    for c in token.chars() {
        if small && c.is_uppercase() {
            add(BOUNDARY);
        }
        small = c.is_lowercase();
        add(match c {
            'a'..='z' => c as u8 - b'a',
            'A'..='Z' => c as u8 - b'A',
            '0'..='9' => DIGIT,
            _ if c.is_alphabetic() => FOREIGN,
            _ => BOUNDARY,
        });
    }
    add(BOUNDARY);
    sum / 8
}

fn weight(before: u8, last: u8, class: u8) -> i32 {
    let at = (usize::from(before) * CLASSES + usize::from(last)) * CLASSES + usize::from(class);
    WEIGHTS.get(at).map_or(0, |weight| i32::from(weight.cast_signed()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_random_text() {
        assert_eq!(WEIGHTS.len(), CLASSES.pow(3));
        for word in ["abgelaufen", "Sommer", "required", "getServerSideProps", "kubernetes-dashboard", "MAX_RETRIES"] {
            assert!(randomness(word) < 0, "{word} {}", randomness(word));
        }
        for random in ["iftkeq2y4qj0nbt", "Xk9417ta", "8f3kd92kfm20dk3", "qwhjxkzb", "b587eea8faefe9db"] {
            assert!(randomness(random) > 20, "{random} {}", randomness(random));
        }
    }
}
