//! Families as whole documents, without history: what a document store sends.

use cacah_family::id::FamilyId;
use cacah_testkit::ternate::{Answer, Family};
use serde_json::{Map, Value, json};

/// A family with its answers by question, a list of members among them.
pub fn document(id: FamilyId, family: &Family) -> Value {
    let answers = family.answers();
    let members: Vec<Value> = answers.members.iter().map(by_question).collect();
    let opening = answers.opening.iter().chain(&answers.closing);
    json!({
        "_id": id.to_string(),
        "idsubsls": family.idsubsls,
        "finished": true,
        "answers": by_question(opening),
        "members": members,
    })
}

fn by_question<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> Value {
    let pairs = answers.into_iter().map(|answer| (answer.question.clone(), json!(answer.raw)));
    Value::Object(pairs.collect::<Map<_, _>>())
}
