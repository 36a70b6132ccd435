//! Tell: cells, answers and changes as one line of text.

use std::fmt;

use crate::diff::{CellChange, SettingChange};
use crate::quote::quote;
use crate::{Answer, Cell, Subject, Transform, Verdict};

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Nothing => f.write_str("nothing found"),
            Subject::Class(name) => write!(f, "class {}", quote(name)),
            Subject::Level(name) => write!(f, "a finding without a class at {}", quote(name)),
            Subject::Source(name) => write!(f, "text of source {}", quote(name)),
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}, {}", quote(&self.role), quote(&self.destination), self.subject)?;
        f.write_str(if self.many { ", many values" } else { "" })?;
        f.write_str(if self.granted { ", with every grant" } else { "" })?;
        write!(f, ", {}", self.direction.as_str())?;
        if let Some(tool) = &self.tool {
            write!(f, " of tool {}", quote(tool))?;
        }
        match &self.purpose {
            Some(purpose) => write!(f, ", for {}", quote(purpose)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.verdict.as_str())?;
        if self.verdict < Verdict::Deny && self.transform > Transform::Keep {
            write!(f, " ({})", self.transform.as_str())?;
        }
        if self.would != self.verdict {
            write!(f, " [would be {}]", self.would.as_str())?;
        }
        Ok(())
    }
}

impl fmt::Display for CellChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} -> {}", self.cell, self.before, self.after)
    }
}

impl fmt::Display for SettingChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} -> {}", self.name, self.before, self.after)
    }
}
