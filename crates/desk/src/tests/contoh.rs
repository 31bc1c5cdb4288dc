//! The form to copy, as the window gets it: filtered choices, repeats inside repeats, counted ones.

use cacah_testkit::questionnaire;
use cacah_wire::command::{FormView, InstanceView, Kind};

use super::*;

/// The instances of a repeat inside `within`.
fn inside<'a>(
    instances: &'a [InstanceView],
    repeat: &str,
    within: Option<&str>,
) -> Vec<&'a InstanceView> {
    let own = |row: &&InstanceView| row.repeat == repeat && row.within.as_deref() == within;
    instances.iter().filter(own).collect()
}

#[test]
fn the_form_tells_every_kind_and_how_its_repeats_lie_in_each_other() {
    let form: FormView = Laptop::over("contoh").call("form", json!({}));
    let kind = |name: &str| form.questions.iter().find(|q| q.name == name).unwrap().kind;
    let names = ["jam", "janji", "lokasi", "stiker", "foto", "setuju"];
    let kinds =
        [Kind::Time, Kind::DateTime, Kind::Geopoint, Kind::Barcode, Kind::File, Kind::Acknowledge];
    assert_eq!(names.map(kind), kinds);
    let guided = form.questions.iter().filter(|question| question.guidance.is_some());
    assert_eq!(guided.map(|question| question.name.as_str()).collect::<Vec<_>>(), ["lokasi"]);
    let repeats: Vec<_> =
        form.repeats.iter().map(|r| (r.name.as_str(), r.within.as_deref(), r.counted)).collect();
    let expected = [
        ("rumah", None, false),
        ("penghuni", Some("rumah"), false),
        ("kendaraan", Some("rumah"), true),
    ];
    assert_eq!(repeats, expected);
}

/// The window's own tests run over this form; the file they read is what the desk hands over.
#[test]
fn the_form_in_the_tests_of_the_window_is_up_to_date() {
    let form: Value = Laptop::over("contoh").call("form", json!({}));
    let text = format!("{}\n", serde_json::to_string_pretty(&form).unwrap());
    let file = questionnaire::folder("contoh").join("../../../ui/src/test/contoh.json");
    if std::env::var_os("CACAH_GENERATE").is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(there == text, "CACAH_GENERATE=1 cargo test -p cacah-desk contoh writes it anew");
}

#[test]
fn the_options_left_by_a_filter_travel_by_path_and_an_answer_outside_them_stays() {
    let laptop = Laptop::over("contoh");
    let view = laptop.open(1);
    assert_eq!(view.options["kelurahan"], [""; 0]);
    let delta = laptop.set(&view.document, "kecamatan", "1");
    assert_eq!(delta.options["kelurahan"], ["11", "12", "13"]);
    laptop.set(&view.document, "kelurahan", "12");
    let delta = laptop.set(&view.document, "kecamatan", "2");
    assert_eq!(delta.options["kelurahan"], ["21", "22"]);
    assert!(delta.findings.iter().any(|f| f.id == "K003" && f.path == "kelurahan"));
    let again = laptop.open(1);
    assert_eq!(again.options["kelurahan"], ["21", "22"]);
    assert!(again.slots.iter().any(|slot| slot.path == "kelurahan" && slot.raw == "12"));
}

#[test]
fn rows_are_added_inside_their_row_and_a_counted_repeat_follows_its_count() {
    let laptop = Laptop::over("contoh");
    let view = laptop.open(1);
    let house = inside(&view.instances, "rumah", None)[0].instance.clone();
    let adding = json!({ "document": view.document, "repeat": "penghuni", "within": house });
    let delta: Delta = laptop.call("add_instance", adding);
    let rows = delta.instances.unwrap();
    let residents = inside(&rows, "penghuni", Some(&house));
    assert_eq!(residents.len(), 2);
    let second = &residents[1].instance;
    let delta = laptop.set(&view.document, &format!("{second}/umur"), "9");
    // A question just shown says what it offers: nothing, until the level is known.
    let delta_of_level = laptop.set(&view.document, &format!("{second}/jenjang"), "2");
    assert!(delta.shown.contains(&format!("{second}/jenjang")));
    assert_eq!(delta_of_level.options[&format!("{second}/kelas")], ["7", "8", "9"]);
    let delta = laptop.set(&view.document, &format!("{house}/jumlah_kendaraan"), "2");
    let rows = delta.instances.unwrap();
    let vehicles = inside(&rows, "kendaraan", Some(&house));
    assert_eq!(vehicles.len(), 2);
    assert_eq!(
        delta.next,
        Some(format!("{}/jenis", vehicles[0].instance)),
        "one goes on from the number"
    );
}
