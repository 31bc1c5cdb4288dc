//! A document's state as it is stored: instances and slots, nothing computed, packed small.

use std::collections::BTreeMap;

use cacah_family::id::InstanceId;
use cacah_family::merge::DocumentState;
use cacah_family::path::Path;
use cacah_family::slot::{Seen, Slot};
use cacah_wire::pack::{Pack, pack};
use serde::Serialize;

use crate::error::Result;
use crate::storage::StorageError;

#[derive(Serialize)]
struct Snapshot<'a> {
    /// Id and repeat of each instance, in order.
    instances: Vec<(InstanceId, &'a str)>,
    /// Slots that hold what was keyed and nothing else.
    keyed: Vec<Keyed<'a>>,
    /// All others.
    slots: BTreeMap<&'a Path, &'a Slot>,
}

/// Slots of one instance that were seen at one place: questions, and their texts each before a `|`.
#[derive(Default, Serialize)]
struct Keyed<'a> {
    instance: Option<InstanceId>,
    seen: Option<Seen>,
    questions: Vec<&'a str>,
    texts: String,
}

/// The state as it is stored.
pub fn snapshot(state: &DocumentState) -> Result<Vec<u8>> {
    let mut keyed: Vec<Keyed<'_>> = Vec::new();
    let mut slots = BTreeMap::new();
    for (path, slot) in &state.slots {
        let text = slot.as_keyed().filter(|text| !text.contains('|'));
        let (Some(text), Some(question)) = (text, &path.name) else {
            slots.insert(path, slot);
            continue;
        };
        let same = |group: &Keyed<'_>| group.instance == path.instance && group.seen == slot.seen;
        // Slots come instance by instance.
        let recent = keyed.len().saturating_sub(5);
        let at = keyed.iter().skip(recent).position(same).map_or(keyed.len(), |at| recent + at);
        if at == keyed.len() {
            keyed.push(Keyed { instance: path.instance, seen: slot.seen, ..Keyed::default() });
        }
        keyed[at].questions.push(question);
        keyed[at].texts.push_str(text);
        keyed[at].texts.push('|');
    }
    let instances = state.instances.iter().map(|m| (m.instance, m.repeat.as_str())).collect();
    let json = serde_json::to_vec(&Snapshot { instances, keyed, slots });
    Ok(pack(&json.map_err(|_| StorageError::Damaged("document"))?, Pack::Disk))
}

#[cfg(test)]
mod tests {
    use cacah_wire::pack::unpack;
    use serde::Deserialize;
    use uuid::Uuid;

    use super::*;

    #[derive(Deserialize)]
    struct Read {
        keyed: Vec<ReadKeyed>,
        slots: BTreeMap<Path, Slot>,
    }

    #[derive(Deserialize)]
    struct ReadKeyed {
        instance: Option<InstanceId>,
        seen: Option<Seen>,
        questions: Vec<Box<str>>,
        texts: String,
    }

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
        let Read { keyed, mut slots } = serde_json::from_slice(&json).unwrap();
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
