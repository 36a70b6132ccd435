//! UTF-8 in pieces: a character that is cut waits for its rest.

use llmguard_types::{Code, Error};

/// The beginning of a character, and how many bytes of whole characters were before.
#[derive(Debug, Default)]
pub(crate) struct Cut {
    bytes: [u8; 4],
    len: usize,
    before: usize,
    /// The character that was completed last.
    whole: [u8; 4],
}

impl Cut {
    /// How many bytes wait.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The character that a piece completes, and its other whole characters.
    ///
    /// # Errors
    ///
    /// `I002` with the offset of what is not UTF-8.
    pub(crate) fn whole<'p>(&'p mut self, piece: &'p [u8]) -> Result<(&'p str, &'p str), Error> {
        let (mut completed, mut rest) = (0, piece);
        while self.len > 0 {
            let Some((byte, others)) = rest.split_first() else { return Ok(("", "")) };
            let Some(place) = self.bytes.get_mut(self.len) else { return Err(invalid(self.before)) };
            (*place, rest) = (*byte, others);
            self.len += 1;
            let known = self.bytes.get(..self.len).unwrap_or_default();
            match std::str::from_utf8(known) {
                Ok(_) => {
                    (self.whole, completed) = (self.bytes, self.len);
                    self.before += self.len;
                    self.len = 0;
                }
                Err(error) if error.error_len().is_some() => return Err(invalid(self.before)),
                Err(_) => {}
            }
        }
        let valid = match std::str::from_utf8(rest) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_some() => return Err(invalid(self.before + error.valid_up_to())),
            Err(error) => error.valid_up_to(),
        };
        let (text, cut) = rest.split_at(valid);
        for (place, byte) in self.bytes.iter_mut().zip(cut) {
            *place = *byte;
        }
        self.len = cut.len();
        self.before += text.len();
        let completed = self.whole.get(..completed).unwrap_or_default();
        let text = |bytes| std::str::from_utf8(bytes).map_err(|_| invalid(0));
        Ok((text(completed)?, text(rest.get(..valid).unwrap_or_default())?))
    }

    /// The text is over.
    ///
    /// # Errors
    ///
    /// `I002` inside a character.
    pub(crate) fn end(&self) -> Result<(), Error> {
        if self.len == 0 { Ok(()) } else { Err(invalid(self.before)) }
    }
}

fn invalid(offset: usize) -> Error {
    Error::new(Code::InputUtf8, "the input is not valid UTF-8")
        .at_offset(offset)
        .mend("convert it to UTF-8 first; an older German file is often Windows-1252")
}
