//! Both sides count alike.

use cacah_central::storage::{SafeRow, Safety as _};
use cacah_family::entry::Actor;
use cacah_wire::down::{Tally, TallyList};
use cacah_wire::error::Code;
use cacah_wire::seal::Hash;

use crate::laptop::Laptop;
use crate::office::{A, HERE, Office, THERE, family};

fn tally(office: &Office, laptop: &Laptop) -> TallyList {
    office.central.tally(&laptop.reply.token).unwrap()
}

#[test]
fn a_tally_counts_what_is_at_rest_held_or_not_and_names_it() {
    let office = Office::new();
    let mut laptop = Laptop::enrolled(&office, A, 1);
    let other = Laptop::enrolled(&office, A, 2);
    assert_eq!(tally(&office, &laptop).areas, []);
    let stored = laptop.visit(family(1), "2");
    let more = laptop.visit(family(1), "3");
    let stored = [laptop.segment(&stored), laptop.segment(&more)];
    laptop.send(&office, &stored);
    laptop.incarnation = 2;
    laptop.seq = 0;
    laptop.place.idsubsls = THERE.parse().unwrap();
    let held = laptop.visit(family(3), "2");
    let held = laptop.segment(&held);
    // Whoever carries it, it counts for its writer.
    other.send(&office, std::slice::from_ref(&held));
    let xor = |hashes: &[Hash]| {
        let mut sum = [0; 32];
        hashes.iter().for_each(|hash| sum.iter_mut().zip(hash.0).for_each(|(s, b)| *s ^= b));
        Hash(sum)
    };
    let hashes = [stored[0].2.hash(), stored[1].2.hash()];
    let list = tally(&office, &laptop);
    let expected = [
        Tally { idsubsls: HERE.parse().unwrap(), segments: 2, entries: 8, hash: xor(&hashes) },
        Tally { idsubsls: THERE.parse().unwrap(), segments: 1, entries: 4, hash: held.2.hash() },
    ];
    assert_eq!(list.areas, expected);
    assert_eq!(list.highest.into_iter().collect::<Vec<_>>(), [(1, 8), (2, 4)]);
    let named = office.central.tally_of(&laptop.reply.token, &HERE.parse().unwrap()).unwrap();
    assert_eq!(xor(&named.hashes), xor(&hashes));
    assert_eq!(tally(&office, &other).areas, []);
    // What a verified backup holds is said to one who sends nothing more, too.
    assert!(tally(&office, &laptop).safe.is_empty());
    let (wil, actor) = (laptop.place.home.clone(), Actor { incarnation: 1, ..laptop.actor() });
    office.central.storage().put_safe(&[SafeRow { wil, actor, through: 1 }]).unwrap();
    assert_eq!(tally(&office, &laptop).safe.into_iter().collect::<Vec<_>>(), [(1, 1)]);
    assert!(tally(&office, &other).safe.is_empty());
    let stranger = office.central.tally("0").unwrap_err();
    assert_eq!(stranger.code(), Code::Unauthorized);
}
