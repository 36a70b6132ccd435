//! Arena: texts that never move in memory, and are overwritten with zeros when it goes.
//!
//! A `Vec<String>` leaves copies behind wherever it grows. Here a text is written once, into a block that keeps its place:
//!
//! ```text
//! block 0   Müller·jo.huber@muster-werke.de·DE89 3704…      64 KiB
//! block 1   -----BEGIN RSA PRIVATE KEY-----…                a text that needs more has a block of its own
//! ```

use zeroize::Zeroizing;

/// The size of a block.
const BLOCK: usize = 64 * 1024;

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    block: u32,
    start: u32,
    len: u32,
}

/// Texts in blocks.
#[derive(Default)]
pub(crate) struct Arena(Vec<Zeroizing<String>>);

impl Arena {
    /// Keeps a text.
    pub(crate) fn keep(&mut self, text: &str) -> Place {
        let fits = self.0.last().is_some_and(|block| block.capacity() - block.len() >= text.len());
        if !fits {
            // The first blocks are small: most conversations are.
            let size = BLOCK.min(1024 << self.0.len().min(6)).max(text.len());
            self.0.push(Zeroizing::new(String::with_capacity(size)));
        }
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let mut place = Place { block: number(self.0.len().saturating_sub(1)), start: 0, len: number(text.len()) };
        if let Some(block) = self.0.last_mut() {
            place.start = number(block.len());
            block.push_str(text);
        }
        place
    }

    /// Overwrites a text where it stands.
    pub(crate) fn erase(&mut self, place: Place) {
        let (start, len) = (place.start as usize, place.len as usize);
        if let Some(block) =
            self.0.get_mut(place.block as usize).filter(|block| block.get(start..start + len).is_some())
        {
            // As long as what stood there, so that the block keeps its place.
            block.replace_range(start..start + len, &"\0".repeat(len));
        }
    }

    /// A text that is kept.
    pub(crate) fn text(&self, place: Place) -> Option<&str> {
        let start = place.start as usize;
        self.0.get(place.block as usize)?.get(start..start + place.len as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_place() {
        let mut arena = Arena::default();
        let places: Vec<Place> = (0..5000).map(|n| arena.keep(&format!("Wert {n}"))).collect();
        let long = arena.keep(&"ü".repeat(100_000));
        assert!((0..).zip(&places).all(|(n, place)| arena.text(*place) == Some(format!("Wert {n}").as_str())));
        assert_eq!(arena.text(long).map(str::len), Some(200_000));
        assert!(arena.0.iter().all(|block| block.len() <= block.capacity()));
    }

    #[test]
    fn an_erased_text_is_overwritten_where_it_stands_and_others_stay() {
        let mut arena = Arena::default();
        let [one, müller, last] = ["Ott", "Müller", "Huber"].map(|text| arena.keep(text));
        let block = arena.0[0].as_ptr();
        [müller, last].into_iter().for_each(|place| arena.erase(place));
        assert_eq!(arena.0[0].as_str(), format!("Ott{}", "\0".repeat(12)));
        assert_eq!((arena.text(one), arena.0[0].as_ptr()), (Some("Ott"), block));
    }
}
