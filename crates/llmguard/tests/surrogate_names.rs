//! Names that stand for names: word by word, of the same gender, and back.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

mod surrogated;

use llmguard::{Direction, Request, Session};

use surrogated::guard;

fn shown(session: &Session, text: &str) -> String {
    session.protect(text).unwrap().text
}

#[test]
fn a_letter_that_a_model_writes_comes_back_as_if_it_knew_everybody() {
    let session = guard().session();
    let prompt = "Frau Petra Müller, petra.mueller@muster-werke.de, Tel. 0711 23125-0, und Herr Hans Weber warten.";
    let sent = session.check(prompt, &Request::new("buyer", "eu")).unwrap().output.unwrap();
    let words: Vec<&str> = sent.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let [petra, müller, mail, hans, weber] = [words[1], words[2], words[3], words[9], words[10]];
    let letter = |petra, müller, mail, hans, weber| {
        format!(
            "Sehr geehrte Frau {müller},\n\nvielen Dank. {hans} {weber} meldet sich ({weber}s Urlaub endet morgen); {petra} \
             {müller} und Herrn {weber} schreibe ich an <{mail}>.\n\n- **{petra} {müller}**: offen\n- {weber}, {hans}: erledigt\n\n\
             Mit freundlichen Grüßen\n{petra} {müller}"
        )
    };
    let (text, wanted) = (
        letter(petra, müller, mail, hans, weber),
        letter("Petra", "Müller", "petra.mueller@muster-werke.de", "Hans", "Weber"),
    );
    let request = Request::new("buyer", "eu").direction(Direction::Response);
    let answered = session.check(&text, &request).unwrap();
    assert_eq!(answered.output.as_deref(), Some(wanted.as_str()), "{text}");
    let mut stream = session.stream(&request).unwrap();
    let mut streamed: String =
        text.as_bytes().iter().map(|byte| stream.push_bytes(&[*byte]).unwrap().text.to_owned()).collect();
    streamed.push_str(stream.finish().unwrap().text);
    assert_eq!(streamed, wanted);
    assert_eq!(session.reveal(&text).unwrap().text, wanted);
}

#[test]
fn names_stand_for_names_word_by_word() {
    let session = guard().session();
    let text =
        "Frau Petra Müller und Herr Hans Müller, bitte an Herrn Müller. Sachbearbeiter: Müller, Hans. Frau MÜLLER!";
    let sent = shown(&session, text);
    let words: Vec<&str> = sent.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let [petra, müller, hans] = [words[1], words[2], words[5]];
    assert_eq!(
        sent,
        format!(
            "Frau {petra} {müller} und Herr {hans} {müller}, bitte an Herrn {müller}. Sachbearbeiter: {müller}, {hans}. Frau {}!",
            müller.to_uppercase()
        )
    );
    assert_eq!(session.reveal(&sent).unwrap().text, text);
    // What a model makes of them.
    for (written, wanted) in [
        (format!("Herr {müller} und Frau {petra} kommen"), "Herr Müller und Frau Petra kommen"),
        (format!("**{müller}s** Angebot, {petra}'s Mail"), "**Müllers** Angebot, Petra's Mail"),
        (format!("{petra}-{müller} ({hans})"), "Petra-Müller (Hans)"),
        (format!("FRAU {}", petra.to_uppercase()), "FRAU Petra"),
        (
            format!("{müller}straße, {petra}1 {}", petra.to_lowercase()),
            &format!("{müller}straße, {petra}1 {}", petra.to_lowercase()),
        ),
    ] {
        assert_eq!(session.reveal(&written).unwrap().text, wanted);
    }
    // Another name of the same list is nobody's, and no token.
    let revealed = session.reveal("Frau Wiltrud Wittmeyer").unwrap();
    assert_eq!((revealed.restored, revealed.unknown), (0, 0));
    let mut stream = session.reveal_stream();
    stream.push("Frau Wiltrud Wittmeyer, 030 23125-017").unwrap();
    stream.finish().unwrap();
    assert_eq!((stream.restored(), stream.unknown()), (0, 1));
}

#[test]
fn the_gender_of_a_name_stays() {
    let session = guard().session();
    let sent = shown(&session, "Frau Xiaoling Huber, Herrn Xiaodong Huber, Frau Dr. Nhung Ott, Herr Thomas Ott.");
    assert_eq!(
        sent,
        "Frau Adelheid Sellmeyer, Herrn Ansgar Sellmeyer, Frau Dr. Almut Moldenhauer, Herr Arnulf Moldenhauer."
    );
}

#[test]
fn names_that_are_no_plain_words_have_brackets() {
    let session = guard().session();
    for text in ["Herr H. Müller", "Ms. Mary O'Brien", "Mr. McDonald"] {
        let sent = shown(&session, text);
        assert!(sent.contains("[PERSON_"), "{sent}");
        assert_eq!(session.reveal(&sent).unwrap().text, text);
    }
}

#[test]
fn a_name_that_is_erased_does_not_come_back() {
    let session = guard().session();
    let sent = shown(&session, "Frau Petra Müller");
    assert!(session.shred_value("Petra Müller").unwrap());
    assert_eq!(session.reveal(&sent).unwrap().text, sent);
    assert_ne!(shown(&session, "Frau Petra Müller"), sent);
    let sent = shown(&session, "Herr Weber und Herrn Webers Angebot");
    assert!(session.shred_value("Webers").unwrap());
    assert_eq!(session.reveal(&sent).unwrap().text, sent);
}
