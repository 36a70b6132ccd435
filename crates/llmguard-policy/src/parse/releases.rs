//! Releases: `[[approval]]` and `[[unlock]]`, the rules that people answer for.

use llmguard_types::{Code, Error};

use super::names::{Noun, filled, find, name, narrowed};
use super::rules::scope;
use super::{class_list, mode, number};
use crate::document::{Table, Word};
use crate::quote::quote;
use crate::rule::{Approval, Unlock};
use crate::{Mode, Policy, Transform};

/// Adds approvals and unlocks to a policy that has its rules.
pub(super) fn add(root: Table<'_>, policy: &mut Policy) -> Result<(), Error> {
    let (approvals, unlocks) = (root.tables("approval"), root.tables("unlock"));
    let ids: Vec<Word<'_>> = approvals.iter().chain(&unlocks).map(|table| table.word("id")).collect();
    if let Some(word) = super::repeated(&ids) {
        return Err(Error::new(Code::PolicyValue, format!("the id {} is used twice", quote(word.text)))
            .at_line(word.line)
            .mend("give every approval and unlock an id of its own"));
    }
    policy.approvals = approvals.into_iter().map(|table| approval(table, policy)).collect::<Result<_, _>>()?;
    policy.observes |= policy.approvals.iter().any(|approval| approval.mode != Mode::Enforce);
    policy.unlocks = unlocks.into_iter().map(|table| unlock(table, policy)).collect::<Result<_, _>>()?;
    Ok(())
}

fn approval(table: Table<'_>, policy: &Policy) -> Result<Approval, Error> {
    let when = table.table("when").unwrap_or(table);
    let by = table.word("by");
    find(Noun::Role, by, policy.roles())?;
    let binds: Vec<&str> = table.words("binds").iter().map(|word| word.text).collect();
    if table.get("binds").is_some() && !["policy_digest", "request_digest"].iter().all(|digest| binds.contains(digest))
    {
        return Err(Error::new(Code::PolicyValue, "`binds` leaves out a digest")
            .at_line(table.line_of("binds"))
            .mend("bind `request_digest` and `policy_digest`: an approval bound to less could be used again"));
    }
    let not_by_requester = table.flag("not_by_requester").unwrap_or(true);
    if !not_by_requester && policy.ai_act_risk() == Some("high") {
        return Err(Error::new(Code::PolicyValue, "`not_by_requester` is false although the use case has a high risk")
            .at_line(table.line_of("not_by_requester"))
            .mend("let somebody else approve"));
    }
    Ok(Approval {
        id: name(table.word("id"))?,
        by: by.text.to_owned(),
        not_by_requester,
        valid_minutes: number(table, "valid_minutes").unwrap_or(1),
        scope: scope(when, policy, "tool")?,
        classes: match when.get("classes") {
            Some(_) => class_list(filled(when, "classes")?, policy)?,
            None => Vec::new(),
        },
        confidence_below: number(when, "answer_confidence_below"),
        mode: mode(table).unwrap_or(policy.mode),
    })
}

fn unlock(table: Table<'_>, policy: &Policy) -> Result<Unlock, Error> {
    let class_words = filled(table, "classes")?;
    let classes = class_list(class_words.clone(), policy)?;
    for (class, word) in classes.iter().zip(&class_words) {
        if policy.is_protected(*class) {
            let message = format!("the unlock would release the class {}, which is protected", quote(word.text));
            return Err(Error::new(Code::PolicyUnlock, message)
                .at_line(word.line)
                .mend("name other classes: a floor or a class at the top level cannot be released"));
        }
    }
    for word in filled(table, "roles")? {
        let place = find(Noun::Role, word, policy.roles())?;
        let may = policy.roles.get(place).map(|role| role.may_unlock.as_slice()).unwrap_or_default();
        if let Some(class) = classes.iter().find(|class| !may.contains(class)) {
            let (role, class) = (quote(word.text), quote(policy.class_name(*class)));
            return Err(Error::new(Code::PolicyUnlock, format!("the role {role} may not unlock {class}"))
                .at_line(word.line)
                .mend("add the class to `may_unlock` of the role, or remove the role"));
        }
    }
    let justification = table.table("justification");
    let codes = justification.map(|table| table.words("reason_codes")).unwrap_or_default();
    Ok(Unlock {
        id: name(table.word("id"))?,
        roles: table.words("roles").iter().map(|word| word.text.to_owned()).collect(),
        lowers_to: Transform::from_name(table.word("lowers_to").text).unwrap_or(Transform::Block),
        justification: justification.and_then(|table| table.flag("required")).unwrap_or(true),
        min_chars: justification.and_then(|table| number(table, "min_chars")).unwrap_or(1),
        reason_codes: codes.iter().map(|word| word.text.to_owned()).collect(),
        second_person: table.flag("second_person").unwrap_or(true),
        max_minutes: number(table, "max_minutes").unwrap_or(1),
        max_uses: number(table, "max_uses").unwrap_or(1),
        places: narrowed(table, "destinations", Noun::Destination, policy.destination_names())?,
        who: narrowed(table, "roles", Noun::Role, policy.roles())?,
        classes,
        line: table.line,
    })
}
