//! The draft of a breach notice: what a lost laptop held, in counts, and nothing of anybody.

use cacah_testkit::ternate::families;
use cacah_wire::error::Code;
use cacah_wire::receipt::Verdict;

use crate::field::{keyed, practice};
use crate::laptop::Laptop;
use crate::office::{ADMIN, Office, form_files, version};

#[test]
fn trust_a_breach_notice_says_what_was_held_and_names_nobody() {
    let people = families(1, 60);
    let office = Office::empty();
    let plan = practice(&people);
    let fits =
        |family: &cacah_testkit::ternate::Family| family.members.len() == 5 && family.area == 0;
    let at = people.iter().position(fits).unwrap();
    let listed = plan.families[at].clone();
    let (officer, round) = (plan.officers[0].code.clone(), plan.round.id);
    let served = plan.officers[0].areas.clone();
    let told = plan
        .families
        .iter()
        .filter(|family| served.iter().any(|area| family.birth.idsubsls.within(area)));
    let told = told.count();
    office.central.install(ADMIN, plan).unwrap();
    let mut laptop = Laptop::enrolled(&office, &officer, 1);
    laptop.form = version(&form_files("regsosek22-k"));
    laptop.place.round = round;
    laptop.place.home = listed.birth.home.clone();
    laptop.place.idsubsls = listed.birth.idsubsls.clone();
    let entries = keyed(&mut laptop, listed.family, &people[at]);
    assert_eq!(laptop.send(&office, &[laptop.segment(&entries)]), [Verdict::Stored]);
    let device = laptop.reply.device;
    office.central.revoke(ADMIN, device, None, "dicuri").unwrap();
    let file = office.folder.path().join("notice.md");
    office.central.breach_notice(ADMIN, device, &file).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    for expected in [
        &*format!("alamat, nomor bangunan) | {told} |"),
        "| keluarga dengan jawaban kuesioner | 1 |",
        "| orang di dalamnya | 5 |",
        "| NIK | 5 |",
        "| nomor KK | 1 |",
        "| Keterangan Perumahan | 1 |",
        "Ternate Tengah",
        "pasal 46",
        &device.to_string(),
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    for family in &people {
        let names = family.members.iter().flat_map(|member| [&member.name, &member.nik]);
        for secret in names.chain([&family.kk, &family.address]) {
            assert!(!text.contains(secret.as_str()), "somebody's");
        }
    }
    let again = office.central.breach_notice(ADMIN, device, &file).unwrap_err();
    assert_eq!(again.code(), Code::StickLost, "never over a file");
}
