//! Cause: what a reason says, before it is put into a language.
//!
//! ```text
//! Treated { transform: Tokenize, destination: eu }, classes [person, supplier]
//! en   classes `person`, `supplier` are tokenized for destination `eu`
//! de   die Klassen `person`, `supplier` werden für das Ziel `eu` durch Platzhalter ersetzt
//! ```

use crate::names::Name;
use crate::quote::{list, quote};
use crate::{Language, Transform};

/// What a reason says. Names are as the policy or the request writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cause {
    RoleMissing { known: Vec<String> },
    RoleUnknown { name: String, known: Vec<String> },
    PurposeMissing { known: Vec<String> },
    PurposeUnknown { name: String, known: Vec<String> },
    PurposeClosed { name: String, roles: Vec<String> },
    ToolMissing { known: Vec<String> },
    ToolUnknown { name: String, known: Vec<String> },
    ToolClosed { name: String, roles: Vec<String> },
    SourceUnknown { name: String, known: Vec<String> },
    SourceClosed { name: String, destination: String },
    DestinationUnknown { name: String, known: Vec<String> },
    DestinationClosed { name: String, roles: Vec<String>, open: Vec<String> },
    ClassUnknown,
    Forbidden,
    Treated { transform: Transform, destination: Name },
    Released { id: String, transform: Transform, destination: Name },
    Ceiling { destination: Name, tool: Option<Name>, sees: Name, ceiling: Name },
    Approval { id: String, by: String },
    Permitted { role: Name, destination: Name },
    Labelled { source: String, level: String },
    Classed { level: String },
    Raised { level: String, count: u32 },
    Other { english: String, german: String },
}

impl Cause {
    pub(crate) fn sentence(&self, classes: &[Name], language: Language) -> String {
        match language {
            Language::En => self.english(classes),
            Language::De => self.german(classes),
        }
    }

    fn english(&self, classes: &[Name]) -> String {
        let subject = match classes {
            [] => "a finding without a class".to_owned(),
            [class] => format!("class {}", quote(class)),
            _ => format!("classes {}", names(classes)),
        };
        let verb = if classes.len() > 1 { "are" } else { "is" };
        let noun = |roles: &[String]| if roles.len() == 1 { "role" } else { "roles" };
        match self {
            Cause::RoleMissing { known } => format!("the request names no role; known are {}", names(known)),
            Cause::RoleUnknown { name, known } => {
                format!("the role {} is unknown; known are {}", quote(name), names(known))
            }
            Cause::PurposeMissing { known } => format!("the request names no purpose; declared are {}", names(known)),
            Cause::PurposeUnknown { name, known } => {
                format!("the purpose {} is not declared; declared are {}", quote(name), names(known))
            }
            Cause::PurposeClosed { name, roles } => {
                format!("the purpose {} is not open to {} {}", quote(name), noun(roles), names(roles))
            }
            Cause::ToolMissing { known } => format!("the request names no tool; known are {}", names(known)),
            Cause::ToolUnknown { name, known } => {
                format!("the tool {} is unknown; known are {}", quote(name), names(known))
            }
            Cause::ToolClosed { name, roles } => {
                format!("the tool {} is not open to {} {}", quote(name), noun(roles), names(roles))
            }
            Cause::SourceUnknown { name, known } => {
                format!("the source {} is unknown; known are {}", quote(name), names(known))
            }
            Cause::SourceClosed { name, destination } => {
                format!("the source {} is not allowed at destination {}", quote(name), quote(destination))
            }
            Cause::DestinationUnknown { name, known } => {
                format!("the destination {} is unknown; known are {}", quote(name), names(known))
            }
            Cause::DestinationClosed { name, roles, open } => format!(
                "the destination {} is not open to {} {}; open are {}",
                quote(name),
                noun(roles),
                names(roles),
                names(open)
            ),
            Cause::ClassUnknown => "a finding has a class that the policy does not define".to_owned(),
            Cause::Forbidden => format!("{subject} {verb} forbidden in a response"),
            Cause::Treated { transform, destination } => {
                format!("{subject} {verb} {} for destination {}", transform.done(), quote(destination))
            }
            Cause::Released { id, transform, destination } => format!(
                "{subject} {verb} {} for destination {}, released by unlock {}",
                transform.done(),
                quote(destination),
                quote(id)
            ),
            Cause::Ceiling { destination, tool: None, sees, ceiling } => format!(
                "{subject} would reach destination {} as {}, above its ceiling {}",
                quote(destination),
                quote(sees),
                quote(ceiling)
            ),
            Cause::Ceiling { tool: Some(tool), sees, ceiling, .. } => {
                format!(
                    "{subject} would reach tool {} as {}, above its ceiling {}",
                    quote(tool),
                    quote(sees),
                    quote(ceiling)
                )
            }
            Cause::Approval { id, by } => {
                format!("approval {} is needed from somebody with role {}", quote(id), quote(by))
            }
            Cause::Permitted { role, destination } => {
                format!("role {} may use destination {}", quote(role), quote(destination))
            }
            Cause::Labelled { source, level } => format!("source {} is labelled {}", quote(source), quote(level)),
            Cause::Classed { level } => format!("{subject} {verb} {}", quote(level)),
            Cause::Raised { level, count } => {
                format!("{subject} {verb} {} because {count} distinct values were found", quote(level))
            }
            Cause::Other { english, .. } => english.clone(),
        }
    }

    fn german(&self, classes: &[Name]) -> String {
        let subject = match classes {
            [] => "ein Fund ohne Klasse".to_owned(),
            [class] => format!("die Klasse {}", quote(class)),
            _ => format!("die Klassen {}", names(classes)),
        };
        let many = classes.len() > 1;
        let noun = |roles: &[String]| if roles.len() == 1 { "der Rolle" } else { "den Rollen" };
        match self {
            Cause::RoleMissing { known } => format!("die Anfrage nennt keine Rolle; bekannt sind {}", names(known)),
            Cause::RoleUnknown { name, known } => {
                format!("die Rolle {} ist unbekannt; bekannt sind {}", quote(name), names(known))
            }
            Cause::PurposeMissing { known } => {
                format!("die Anfrage nennt keinen Zweck; erklärt sind {}", names(known))
            }
            Cause::PurposeUnknown { name, known } => {
                format!("der Zweck {} ist nicht erklärt; erklärt sind {}", quote(name), names(known))
            }
            Cause::PurposeClosed { name, roles } => {
                format!("der Zweck {} steht {} {} nicht offen", quote(name), noun(roles), names(roles))
            }
            Cause::ToolMissing { known } => format!("die Anfrage nennt kein Werkzeug; bekannt sind {}", names(known)),
            Cause::ToolUnknown { name, known } => {
                format!("das Werkzeug {} ist unbekannt; bekannt sind {}", quote(name), names(known))
            }
            Cause::ToolClosed { name, roles } => {
                format!("das Werkzeug {} steht {} {} nicht offen", quote(name), noun(roles), names(roles))
            }
            Cause::SourceUnknown { name, known } => {
                format!("die Quelle {} ist unbekannt; bekannt sind {}", quote(name), names(known))
            }
            Cause::SourceClosed { name, destination } => {
                format!("die Quelle {} ist am Ziel {} nicht zugelassen", quote(name), quote(destination))
            }
            Cause::DestinationUnknown { name, known } => {
                format!("das Ziel {} ist unbekannt; bekannt sind {}", quote(name), names(known))
            }
            Cause::DestinationClosed { name, roles, open } => format!(
                "das Ziel {} steht {} {} nicht offen; offen sind {}",
                quote(name),
                noun(roles),
                names(roles),
                names(open)
            ),
            Cause::ClassUnknown => "ein Fund hat eine Klasse, die das Regelwerk nicht kennt".to_owned(),
            Cause::Forbidden => {
                format!("{subject} {} in einer Antwort nicht vorkommen", if many { "dürfen" } else { "darf" })
            }
            Cause::Treated { transform, destination } => treated(&subject, many, *transform, destination),
            Cause::Released { id, transform, destination } => {
                format!("{}, freigegeben durch {}", treated(&subject, many, *transform, destination), quote(id))
            }
            Cause::Ceiling { destination, tool, sees, ceiling } => {
                let (at, name) = tool.as_ref().map_or(("das Ziel", destination), |tool| ("das Werkzeug", tool));
                let verb = if many { "erreichten" } else { "erreichte" };
                format!(
                    "{subject} {verb} {at} {} als {}, über der Obergrenze {}",
                    quote(name),
                    quote(sees),
                    quote(ceiling)
                )
            }
            Cause::Approval { id, by } => {
                format!("die Genehmigung {} ist nötig, durch jemanden mit der Rolle {}", quote(id), quote(by))
            }
            Cause::Permitted { role, destination } => {
                format!("die Rolle {} darf das Ziel {} nutzen", quote(role), quote(destination))
            }
            Cause::Labelled { source, level } => {
                format!("die Quelle {} ist als {} eingestuft", quote(source), quote(level))
            }
            Cause::Classed { level } => {
                format!("{subject} {} als {} eingestuft", if many { "sind" } else { "ist" }, quote(level))
            }
            Cause::Raised { level, count } => format!(
                "{subject} {} wegen {count} verschiedener Werte als {} eingestuft",
                if many { "sind" } else { "ist" },
                quote(level)
            ),
            Cause::Other { german, .. } => german.clone(),
        }
    }
}

fn treated(subject: &str, many: bool, transform: Transform, destination: &str) -> String {
    let verb = match (transform, many) {
        (Transform::Keep, false) => "bleibt",
        (Transform::Keep, true) => "bleiben",
        (_, false) => "wird",
        (_, true) => "werden",
    };
    format!("{subject} {verb} für das Ziel {} {}", quote(destination), transform.german())
}

fn names(names: &[impl AsRef<str>]) -> String {
    list(names.iter().map(AsRef::as_ref))
}
