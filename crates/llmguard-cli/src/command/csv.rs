//! CSV (RFC 4180): fields may be quoted, a quote inside is doubled, quoted fields may hold line breaks.

use llmguard::{Code, Error};

/// Calls `record` with the line and the fields of every record that is not empty.
pub(crate) fn records(
    text: &str,
    separator: char,
    mut record: impl FnMut(u32, &[String]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut rest = text.trim_start_matches('\u{feff}');
    let mut fields: Vec<String> = Vec::new();
    let mut line = 1;
    while !rest.is_empty() {
        let (mut count, first_line) = (0, line);
        loop {
            if fields.len() == count {
                fields.push(String::new());
            }
            let Some(to) = fields.get_mut(count) else { break };
            to.clear();
            let (behind, last) = field(rest, separator, to).ok_or_else(|| {
                Error::new(Code::DictionaryColumn, "a quoted field is not closed, or something stands behind its quote")
                    .mend("double the quotes inside a quoted field")
                    .at_line(line)
            })?;
            line += rest.len().checked_sub(behind.len()).and_then(|read| rest.get(..read)).map_or(0, breaks);
            rest = behind;
            count += 1;
            if last {
                break;
            }
        }
        let fields = fields.get(..count).unwrap_or_default();
        if !matches!(fields, [only] if only.is_empty()) {
            record(first_line, fields)?;
        }
    }
    Ok(())
}

/// One column of a record, counted from 1.
pub(crate) fn column(fields: &[String], number: u16, line: u32) -> Result<&str, Error> {
    usize::from(number).checked_sub(1).and_then(|at| fields.get(at)).map(String::as_str).ok_or_else(|| {
        let what = format!("the record has {} columns, not {number}", fields.len());
        Error::new(Code::DictionaryColumn, what).mend("see --column and --separator").at_line(line)
    })
}

fn breaks(text: &str) -> u32 {
    text.bytes().filter(|byte| *byte == b'\n').count().try_into().unwrap_or(u32::MAX)
}

/// Reads one field into `to`; gives what stands behind it and whether it was the last of its record.
fn field<'l>(text: &'l str, separator: char, to: &mut String) -> Option<(&'l str, bool)> {
    let rest;
    if let Some(mut quoted) = text.strip_prefix('"') {
        rest = loop {
            let (part, behind) = quoted.split_once('"')?;
            to.push_str(part);
            match behind.strip_prefix('"') {
                Some(more) => {
                    to.push('"');
                    quoted = more;
                }
                None => break behind,
            }
        };
    } else {
        let end = text.find([separator, '\n']).unwrap_or(text.len());
        let (part, behind) = text.split_at_checked(end)?;
        to.push_str(if behind.starts_with(separator) { part } else { part.trim_end_matches('\r') });
        rest = behind;
    }
    match rest.strip_prefix(separator) {
        Some(behind) => Some((behind, false)),
        None if rest.is_empty() => Some((rest, true)),
        None => rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).map(|behind| (behind, true)),
    }
}
