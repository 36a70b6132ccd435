//! Built-ins: the catalogue's detectors, compiled when the library was built.

use llmguard_scan::{Image, Program};
use llmguard_types::{Detector, Error};
use once_cell::sync::OnceCell;

use crate::lists::Named;

/// The compiled form of the catalogue.
const IMAGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/detectors.image"));

/// The built-in detectors, others and lists in one program.
pub(crate) fn program_with(
    others: impl IntoIterator<Item = Detector>,
    lists: impl IntoIterator<Item = Named>,
) -> Result<Program, Error> {
    static PARSED: OnceCell<Image> = OnceCell::new();
    let image = PARSED.get_or_try_init(|| Image::embedded(IMAGE))?;
    Program::load_with(image, llmguard_catalog::detectors().iter().cloned().chain(others), lists)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_image_is_that_of_the_catalogue() {
        let image = Image::compile(llmguard_catalog::detectors()).map(|image| image.to_bytes());
        assert!(image.as_deref() == Ok(IMAGE));
        assert_eq!(Image::from_bytes(IMAGE), Image::embedded(IMAGE));
    }
}
