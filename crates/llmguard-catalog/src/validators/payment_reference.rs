//! References of payments: who collects, and for what.
//!
//! `DE98ZZZ09999999999` names a creditor: without its business code `ZZZ` and with country and check digits behind it, it leaves 1
//! modulo 97. `RF18 5390 0754 7034` is the reference on an invoice: the same, nothing left out.

use llmguard_types::Accept;

use crate::checks::mod_97;
use crate::countries::iban_len;

/// EPC262-08, AT-02 of the SEPA direct debit. One of 97 candidates passes. Where no IBAN comes from the country, or a German
/// number has not its 18 characters, it counts 15.
#[must_use]
pub fn creditor_id(candidate: &[u8]) -> Option<Accept> {
    let number: Vec<u8> = candidate.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
    let (head, national) = (number.first_chunk::<4>()?, number.get(7..)?);
    (mod_97(national.iter().chain(head).copied()) == 1).then_some(())?;
    let [a, b, ..] = *head;
    let known = iban_len([a, b]).is_some() && ([a, b] != *b"DE" || number.len() == 18);
    Accept::checksum(candidate, if known { 97 } else { 15 })
}

/// ISO 11649:2009. One of 97 candidates passes, `RF` included one of far more. A pattern takes the words in capitals behind it,
/// too; the longest run of whole groups that holds is the finding.
#[must_use]
pub fn rf_reference(candidate: &[u8]) -> Option<Accept> {
    let ends = (1..=candidate.len()).rev().filter(|end| {
        let before = candidate.get(end - 1).is_some_and(u8::is_ascii_alphanumeric);
        before && !candidate.get(*end).is_some_and(u8::is_ascii_alphanumeric)
    });
    let found = ends.into_iter().find(|end| {
        let number: Vec<u8> = candidate.iter().take(*end).copied().filter(u8::is_ascii_alphanumeric).collect();
        let rearranged = number.iter().skip(4).chain(number.iter().take(4));
        (5..=25).contains(&number.len()) && mod_97(rearranged.copied()) == 1
    })?;
    Some(Accept::checksum(candidate, 97)?.shortened(found))
}
