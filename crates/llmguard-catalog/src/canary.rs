//! Canary: words that stand in a confidential prompt and nowhere else.
//!
//! Sixteen characters of chance and four that check them, so that a text shows by itself that it holds one: no list of
//! canaries has to be kept, and a stream needs no state for it.
//!
//! ```
//! use llmguard_catalog::canary;
//! let canary = canary::render([7; 13]);
//! assert!(canary.starts_with("rf7q-") && canary.len() == 34);
//! assert!(canary::is_one(&canary) && canary::is_one(&canary.to_uppercase().replace('-', " ")));
//! assert!(!canary::is_one(&canary.replace("rf7q-", "rf7q-b").replace("-b", "-")));
//! ```

const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// Characters of chance; the rest of 25 check them.
const FREE: usize = 20;

/// The canary of so much chance: `rf7q-` and five groups of five.
#[must_use]
pub fn render(chance: [u8; 13]) -> String {
    let mut body = String::new();
    let (mut held, mut count) = (0_u32, 0);
    for byte in chance {
        held = held << 8 | u32::from(byte);
        count += 8;
        while count >= 5 && body.len() < FREE {
            count -= 5;
            body.push(digit(held >> count));
            held &= (1 << count) - 1;
        }
    }
    body.push_str(&check(&body));
    let groups: Vec<&str> = (0..5).filter_map(|at| body.get(at * 5..at * 5 + 5)).collect();
    format!("rf7q-{}", groups.join("-"))
}

/// Whether a text is a canary, however its groups are parted.
#[must_use]
pub fn is_one(text: &str) -> bool {
    let body: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let Some(body) = body.strip_prefix("rf7q") else { return false };
    body.split_at_checked(FREE).is_some_and(|(free, end)| check(free) == end)
}

/// Five characters over the others (FNV-1a, folded to 25 bits).
fn check(body: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = body.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    let folded = (hash ^ (hash >> 25) ^ (hash >> 50)) as u32;
    (0..5).map(|at| digit(folded >> (at * 5))).collect()
}

fn digit(value: u32) -> char {
    DIGITS.get((value & 31) as usize).map_or('a', |byte| char::from(*byte))
}
