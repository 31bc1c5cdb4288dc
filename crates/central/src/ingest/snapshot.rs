//! A document's state as it is stored: instances and slots, nothing computed, packed small.

use std::collections::BTreeMap;

use cacah_family::id::InstanceId;
use cacah_family::merge::DocumentState;
use cacah_family::path::Path;
use cacah_family::slot::{Seen, Slot};
use cacah_wire::pack::pack;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::storage::StorageError;

#[derive(Serialize, Deserialize)]
struct Snapshot {
    /// Id and repeat of each instance, in order.
    instances: Vec<(InstanceId, String)>,
    /// Slots that hold what was keyed and nothing else.
    keyed: Vec<Keyed>,
    /// All others.
    slots: BTreeMap<Path, Slot>,
}

/// Slots of one instance that were seen at one place: questions, and their texts between `|`.
#[derive(Default, Serialize, Deserialize)]
struct Keyed {
    instance: Option<InstanceId>,
    seen: Option<Seen>,
    questions: Vec<Box<str>>,
    texts: String,
}

/// The state as it is stored.
pub fn snapshot(state: &DocumentState) -> Result<Vec<u8>> {
    let mut keyed: Vec<Keyed> = Vec::new();
    let mut slots = BTreeMap::new();
    for (path, slot) in &state.slots {
        let text = slot.as_keyed().filter(|text| !text.contains('|'));
        let (Some(text), Some(question)) = (text, &path.name) else {
            slots.insert(path.clone(), slot.clone());
            continue;
        };
        let (instance, seen) = (path.instance, slot.seen);
        let same = |group: &Keyed| group.instance == instance && group.seen == seen;
        if !keyed.iter().rev().take(4).any(same) {
            keyed.push(Keyed { instance, seen, ..Keyed::default() });
        }
        if let Some(group) = keyed.iter_mut().rev().find(|group| same(group)) {
            group.questions.push(question.clone());
            group.texts.push_str(text);
            group.texts.push('|');
        }
    }
    let instances = state.instances.iter().map(|m| (m.instance, m.repeat.clone())).collect();
    let json = serde_json::to_vec(&Snapshot { instances, keyed, slots });
    Ok(pack(&json.map_err(|_| StorageError::Damaged("document"))?))
}

#[cfg(test)]
mod tests {
    use cacah_wire::pack::unpack;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_slot_comes_back() {
        let member = InstanceId(Uuid::from_u128(7));
        let odd = Slot { note: Some("ragu".into()), ..Slot::keyed("1", None) };
        let written = [
            (Path::question("r101"), Slot::keyed("82", Some(Seen::Prelist))),
            (Path::question("r110"), Slot::keyed("7", None)),
            (Path::question("r111"), Slot::keyed("82", Some(Seen::Prelist))),
            (Path::question("r112"), odd),
            (Path::of(member, "r402"), Slot::keyed("A|B", None)),
            (Path::of(member, "r403"), Slot::keyed("3", None)),
        ];
        let state = DocumentState { slots: written.into(), ..DocumentState::default() };
        let json = unpack(&snapshot(&state).unwrap(), 10_000).unwrap();
        let Snapshot { keyed, mut slots, .. } = serde_json::from_slice(&json).unwrap();
        assert_eq!((keyed.len(), slots.len()), (3, 2));
        for group in keyed {
            for (question, text) in group.questions.into_iter().zip(group.texts.split('|')) {
                let path = Path { instance: group.instance, name: Some(question) };
                slots.insert(path, Slot::keyed(text, group.seen));
            }
        }
        assert_eq!(slots, state.slots);
    }
}
