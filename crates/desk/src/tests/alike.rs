//! Who else it could be that is keyed, among three families of one SLS.

use cacah_wire::command::{AlikeReason, AlikeView};
use serde_json::json;

use super::{Laptop, birth};

const NIK: &str = "8271021205900000";

impl Laptop {
    fn alike(&self, document: &str, path: &str, raw: Option<&str>) -> AlikeView {
        self.call("alike", json!({ "document": document, "path": path, "raw": raw }))
    }

    /// Answers of a member, by question.
    fn say(&self, document: &str, member: &str, answers: &[(&str, &str)]) {
        for (question, raw) in answers {
            let _ = self.set(document, &format!("{member}/{question}"), raw);
        }
    }
}

#[test]
fn a_number_of_another_family_is_told_while_it_is_typed_and_never_shown() {
    let laptop = Laptop::new();
    let one = laptop.open(0).document;
    let member = laptop.member(&one, "HASAN KAMARO");
    laptop.say(&one, &member, &[("r403", NIK)]);
    let other = laptop.open(1).document;
    let member = laptop.member(&other, "SARI UTAMI");
    let nik = format!("{member}/r403");
    assert!(laptop.alike(&other, &nik, Some("827102120590")).rows.is_empty(), "half a number");
    let found = laptop.alike(&other, &nik, Some(NIK));
    let reasons: Vec<_> = found.rows.iter().map(|row| (row.reason, row.score)).collect();
    assert_eq!(reasons, [(AlikeReason::SameNik, 100)]);
    assert!(!serde_json::to_string(&found).unwrap().contains("120590"));
    // In its own family a number is nobody else's.
    let one = laptop.open(0).document;
    assert!(laptop.alike(&one, &nik, Some(NIK)).rows.is_empty());
}

#[test]
fn a_name_with_a_birth_date_finds_the_same_person_written_otherwise() {
    let laptop = Laptop::new();
    let one = laptop.open(0).document;
    let member = laptop.member(&one, "H. MUHAMMAD YUSUF LOSIRO");
    let born = [("r404", "1"), ("r406_tgl", "9"), ("r406_bln", "3"), ("r406_thn", "1984")];
    laptop.say(&one, &member, &born);
    let other = laptop.open(1).document;
    let member = laptop.member(&other, "MOH. JUSUF LOSIRO");
    laptop.say(&other, &member, &born[..3]);
    let year = format!("{member}/r406_thn");
    let found = laptop.alike(&other, &year, Some("1984"));
    let row = found.rows.first().expect("the same person");
    assert_eq!(row.member.as_deref(), Some("H. MUHAMMAD YUSUF LOSIRO"));
    assert_eq!(row.words.id, "nama sama, tanggal lahir sama");
    assert!(laptop.alike(&other, &year, Some("1951")).rows.is_empty());
    // Nothing was stored by asking, and the stored answer is asked about as it stands.
    laptop.say(&other, &member, &born[3..]);
    assert_eq!(laptop.alike(&other, &year, None).rows, found.rows);
}

#[test]
fn a_head_of_the_list_is_told_by_name_alone_and_other_questions_tell_nothing() {
    let laptop = Laptop::new();
    let document = laptop.open(0).document;
    let member = laptop.member(&document, "X");
    let name = format!("{member}/r402");
    let head = birth(1).head;
    let found = laptop.alike(&document, &name, Some(&head));
    let told: Vec<_> = found.rows.iter().map(|row| (&row.member, &row.family.head)).collect();
    assert_eq!(told, [(&None, &head)]);
    assert!(laptop.alike(&document, "r301a", Some("1")).rows.is_empty());
}
