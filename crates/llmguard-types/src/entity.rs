//! Entity: what kind of thing was found, a number with a name.
//!
//! Built-in kinds are numbered once and never reused; the numbers are part of the C ABI. From
//! [`Entity::FIRST_CUSTOM`] on, the numbers belong to one compiled engine, which hands them out by name to the
//! kinds its users' detector files introduce:
//!
//! ```
//! use llmguard_types::{Entities, Entity};
//!
//! let mut entities = Entities::default();
//! let badge = entities.intern("BADGE_NUMBER");
//! assert_eq!(badge.number(), Entity::FIRST_CUSTOM);
//! assert_eq!(entities.label(badge), "BADGE_NUMBER");
//! assert_eq!(entities.intern("IBAN"), Entity::IBAN);
//! ```

/// What kind of thing a finding is. A small number; the label belongs to it for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entity(u16);

/// One line a kind: constant, number, label, what it is.
macro_rules! entities {
    ($($name:ident = $number:literal, $label:literal, $doc:literal;)*) => {
        impl Entity {
            $(#[doc = $doc] pub const $name: Entity = Entity($number);)*
        }
        /// Every built-in kind with its label, ordered by number.
        const BUILT_IN: &[(Entity, &str)] = &[$((Entity::$name, $label),)*];
    };
}

entities! {
    PERSON = 1, "PERSON", "Name of a natural person, without honorific.";
    LOCATION = 2, "LOCATION", "Place name without a street.";
    ADDRESS = 3, "ADDRESS", "Street with number, or a whole postal address.";
    POSTAL_CODE = 4, "POSTAL_CODE", "Postal code by itself.";
    ORGANIZATION = 5, "ORGANIZATION", "Company, authority, hospital, club.";
    EMAIL = 6, "EMAIL", "E-mail address.";
    PHONE = 7, "PHONE", "Telephone or fax number.";
    URL = 8, "URL", "Address of a resource.";
    IP = 9, "IP", "IPv4 or IPv6 address.";
    MAC = 10, "MAC", "Hardware address.";
    USERNAME = 11, "USERNAME", "Login or handle.";
    IBAN = 12, "IBAN", "International bank account number.";
    BIC = 13, "BIC", "Bank identifier code.";
    BANK_ACCOUNT = 14, "BANK_ACCOUNT", "National bank account number.";
    CREDIT_CARD = 15, "CREDIT_CARD", "Payment card number.";
    CRYPTO = 16, "CRYPTO", "Wallet address of a crypto currency.";
    NATIONAL_ID = 17, "NATIONAL_ID", "Civil registry, social insurance or identity card number.";
    TAX_ID = 18, "TAX_ID", "Tax number that is not a VAT number.";
    VAT_ID = 19, "VAT_ID", "Value added tax identification number.";
    HEALTH_ID = 20, "HEALTH_ID", "Number of an insured person, a patient or a practitioner.";
    PASSPORT = 21, "PASSPORT", "Passport number.";
    DRIVER_LICENSE = 22, "DRIVER_LICENSE", "Driving licence number.";
    LICENSE_PLATE = 23, "LICENSE_PLATE", "Vehicle registration plate.";
    COMPANY_REG = 24, "COMPANY_REG", "Company register number.";
    VIN = 25, "VIN", "Vehicle identification number.";
    IMEI = 26, "IMEI", "Number of a mobile device.";
    ISIN = 27, "ISIN", "Securities identification number.";
    LEI = 28, "LEI", "Legal entity identifier.";
    DATE_OF_BIRTH = 29, "DATE_OF_BIRTH", "A date stated to be a birth date.";
    DATE = 30, "DATE", "Any other date or time expression.";
    AGE = 31, "AGE", "Age of a person.";
    SEX = 32, "SEX", "Sex or gender of a person.";
    NRP = 33, "NRP", "Nationality, religion or political group.";
    PROFESSION = 34, "PROFESSION", "Profession of a person.";
    TITLE = 35, "TITLE", "Title or degree of a person.";
    PASSWORD = 36, "PASSWORD", "Password, PIN or passphrase.";
    SECRET = 37, "SECRET", "Credential: key, token, private key.";
    OTHER_PII = 38, "OTHER_PII", "Personal data with no better home.";
    OT_ADDRESS = 64, "OT_ADDRESS", "Address of a control point or a device in a plant.";
    PART_NUMBER = 65, "PART_NUMBER", "Part, material or drawing number.";
    PRICE = 66, "PRICE", "Price or amount of money.";
    RECIPE = 67, "RECIPE", "Process parameter, tolerance, program or recipe: how something is made.";
    MARKING = 68, "MARKING", "Confidentiality marking.";
    ORDER_NUMBER = 69, "ORDER_NUMBER", "Number of an order, offer, delivery, invoice, complaint or report.";
    PARTNER_ID = 70, "PARTNER_ID", "Number of a supplier, customer or site.";
    SERIAL_NUMBER = 71, "SERIAL_NUMBER", "Serial number of a thing or a consignment.";
    HOSTNAME = 72, "HOSTNAME", "Internal host name, system or path on a share.";
    TERMS = 73, "TERMS", "Value of a term of trade or of a rating.";
    QUALITY = 74, "QUALITY", "Capability, risk or complaint figure, special characteristic.";
    PROJECT = 75, "PROJECT", "Code of a project or a vehicle programme.";
    MATERIAL = 76, "MATERIAL", "Designation of a material or a substance.";
    TRADE_CODE = 77, "TRADE_CODE", "Customs, export control or classification number.";
    HIDDEN = 80, "HIDDEN", "Content that is written so that nobody sees it.";
    LINK = 81, "LINK", "Address that leads out of a text, where a renderer or a reader follows it.";
    MARKUP = 82, "MARKUP", "What a terminal, a browser, a spreadsheet, a shell or a database would run.";
    LEAK = 83, "LEAK", "A piece of what a model was told in confidence: its instructions, a canary.";
    INJECTION = 84, "INJECTION", "Text that gives orders to a model and not to its reader.";
}

impl Entity {
    /// The first number a compiled engine hands out by itself.
    pub const FIRST_CUSTOM: u16 = 1024;

    /// The number, stable for ever below [`Entity::FIRST_CUSTOM`].
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// The label of a built-in kind; `None` for a kind that one engine defined.
    #[must_use]
    pub fn label(self) -> Option<&'static str> {
        BUILT_IN.iter().find(|(entity, _)| *entity == self).map(|(_, label)| *label)
    }

    /// The built-in kind a label names.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Entity> {
        BUILT_IN.iter().find(|(_, known)| *known == label).map(|(entity, _)| *entity)
    }

    /// Every built-in kind with its label, ordered by number.
    pub fn all() -> impl Iterator<Item = (Entity, &'static str)> {
        BUILT_IN.iter().copied()
    }
}

/// The kinds one engine knows: the built-in ones and those its users' detector files introduce.
#[derive(Debug, Clone, Default)]
pub struct Entities {
    custom: Vec<String>,
}

impl Entities {
    /// The kind a label names, new if nobody named it before.
    pub fn intern(&mut self, label: &str) -> Entity {
        if let Some(entity) = Entity::from_label(label) {
            return entity;
        }
        let index = self.custom.iter().position(|known| known == label).unwrap_or_else(|| {
            self.custom.push(label.to_owned());
            self.custom.len() - 1
        });
        Entity(Entity::FIRST_CUSTOM.saturating_add(u16::try_from(index).unwrap_or(u16::MAX)))
    }

    /// The label of a kind; empty for a kind of another engine.
    #[must_use]
    pub fn label(&self, entity: Entity) -> &str {
        entity.label().unwrap_or_else(|| {
            let index = usize::from(entity.0.wrapping_sub(Entity::FIRST_CUSTOM));
            self.custom.get(index).map_or("", String::as_str)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_labels_are_unique() {
        let mut numbers: Vec<u16> = Entity::all().map(|(e, _)| e.number()).collect();
        let mut labels: Vec<&str> = Entity::all().map(|(_, l)| l).collect();
        let count = numbers.len();
        numbers.dedup();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!((numbers.len(), labels.len()), (count, count));
        assert!(Entity::all().all(|(e, l)| e.number() < Entity::FIRST_CUSTOM && !l.is_empty()));
    }
}
