//! Repeats inside repeats, counted repeats, and what the form answers itself.

mod common;

use std::sync::Arc;

use cacah_form::{Answer, Delta, Form, Instance, Interview, Lacking, Path};
use common::*;
use proptest::prelude::*;

/// Houses with families with children: sums upwards, references outwards, filters at each level.
const HOUSES: &str = "\
type,name,label,relevant,calculation,constraint
integer,wilayah,Wilayah,,,
begin_repeat,rumah,Rumah,,,
integer,luas,Luas,,,
begin_repeat,keluarga,Keluarga,${luas} != 0,,
text,nama,Nama,,,
integer,umur,Umur,${nama} != '',,. < 120
begin_repeat,anak,Anak,${umur} > 15,,
integer,umur_anak,Umur anak,,,. < ${umur}
calculate,selisih,,,${umur} - ${umur_anak},
calculate,urutan,,,concat(position(../../..) ; '.' ; position(../..) ; '.' ; position(..)),
end_repeat,,,,,
calculate,anak_keluarga,,,count(${anak}),
calculate,sulung,,,max(${umur_anak}),
calculate,tetangga,,,count(../../keluarga[umur > current()/../umur]),
end_repeat,,,,,
calculate,umur_rumah,,,sum(${umur}),
calculate,anak_rumah,,,sum(${umur_anak}),
calculate,pertama,,,${keluarga}[1]/nama,
end_repeat,,,,,
calculate,semua_anak,,,count(${anak}),
calculate,jumlah_anak,,,sum(${umur_anak}),
calculate,besar,,,count(${rumah}[luas > 10]),
calculate,ramai,,,count(${rumah}[count(./keluarga[umur > 20]) > 1]),
calculate,dalam,,,sum(${rumah}[luas > 10]/keluarga[umur > 20]/anak/umur_anak),
calculate,ketiga,,,\"indexed-repeat(${umur_anak}, ${rumah}, 2, ${keluarga}, 1, ${anak}, 1)\",
calculate,terakhir,,,${rumah}[position() = last()]/luas,
";

fn form() -> Arc<Form> {
    let survey =
        HOUSES.replace("concat(", "\"concat(").replace(" ; ", ", ").replace("(..)),", "(..))\",");
    Arc::new(compile(&survey, "", "").unwrap_or_else(|errors| panic!("{errors:#?}")))
}

fn add(interview: &mut Interview, repeat: &str, number: u128, parent: Option<u128>) -> Delta {
    interview.add(repeat, id(number), parent.map(id), usize::MAX).expect("a place")
}

#[test]
fn an_instance_sees_its_own_around_it_and_the_document_sees_all() {
    let mut town = interview(&form());
    for (house, area) in [(1, "9"), (2, "20")] {
        add(&mut town, "rumah", house, None);
        set(&mut town, &format!("{house}.luas"), area);
        for family in [house * 10, house * 10 + 1] {
            add(&mut town, "keluarga", family, Some(house));
            set(&mut town, &format!("{family}.nama"), "ANI");
            set(&mut town, &format!("{family}.umur"), &(30 + family).to_string());
            add(&mut town, "anak", family * 10, Some(family));
            set(&mut town, &format!("{family}0.umur_anak"), "7");
        }
    }
    assert_eq!(shown(&town, "210.urutan"), "2.2.1");
    assert_eq!(shown(&town, "210.selisih"), "44");
    assert_eq!(shown(&town, "1.umur_rumah"), "81");
    assert_eq!(shown(&town, "2.anak_rumah"), "14");
    assert_eq!(shown(&town, "2.pertama"), "ANI");
    assert_eq!([shown(&town, "20.tetangga"), shown(&town, "21.tetangga")], ["1", "0"]);
    let of_all = ["semua_anak", "jumlah_anak", "besar", "ramai", "dalam", "ketiga", "terakhir"];
    assert_eq!(of_all.map(|name| shown(&town, name)), ["4", "28", "1", "2", "14", "7", "20"]);
    set(&mut town, "2.luas", "0");
    let of_all = ["semua_anak", "jumlah_anak", "besar", "ramai", "dalam", "ketiga", "terakhir"];
    assert_eq!(of_all.map(|name| shown(&town, name)), ["2", "14", "0", "1", "0", "", "0"]);
    town.remove(id(1)).expect("a house");
    assert_eq!(shown(&town, "semua_anak"), "0");
    assert_eq!(town.instances("anak"), [id(200), id(210)]);
    assert_eq!(town.parent(id(200)), Some(id(20)));
}

#[test]
fn the_relevance_of_a_repeat_looks_out_from_where_the_repeat_stands() {
    let survey = "type,name,label,relevant\n\
        begin_repeat,rumah,Rumah,\ninteger,luas,Luas,\n\
        begin_repeat,keluarga,Keluarga,\ninteger,umur,Umur,\ninteger,lain,Lain,\n\
        begin_repeat,anak,Anak,../lain = 1 and position(..) = 2\ninteger,usia,Usia,\nend_repeat\n\
        end_repeat\nend_repeat\n";
    let mut town = interview(&Arc::new(compile(survey, "", "").expect("a form")));
    add(&mut town, "rumah", 1, None);
    for family in [10, 11] {
        add(&mut town, "keluarga", family, Some(1));
        add(&mut town, "anak", family * 10, Some(family));
        set(&mut town, &format!("{family}.lain"), "1");
    }
    assert_eq!(["100.usia", "110.usia"].map(|at| town.relevant(&path(at))), [false, true]);
    set(&mut town, "11.lain", "0");
    assert!(!town.relevant(&path("110.usia")));
}

#[test]
fn an_instance_goes_only_where_its_repeat_lies() {
    let mut town = interview(&form());
    add(&mut town, "rumah", 1, None);
    assert!(town.add("keluarga", id(2), None, 0).is_err());
    assert!(town.add("anak", id(2), Some(id(1)), 0).is_err());
    assert!(town.add("rumah", id(2), Some(id(1)), 0).is_err());
    assert!(town.add("keluarga", id(2), Some(id(9)), 0).is_err());
    assert_eq!(town.placed(), [("rumah", id(1), None)]);
}

#[test]
fn what_lies_in_an_instance_is_visited_with_it() {
    let mut town = interview(&form());
    for (repeat, number, parent) in [
        ("rumah", 1, None),
        ("keluarga", 10, Some(1)),
        ("keluarga", 11, Some(1)),
        ("anak", 110, Some(11)),
        ("rumah", 2, None),
    ] {
        add(&mut town, repeat, number, parent);
    }
    for place in ["10.nama", "11.nama"] {
        set(&mut town, place, "ANI");
    }
    set(&mut town, "11.umur", "30");
    let visited = [
        "wilayah",
        "1.luas",
        "10.nama",
        "10.umur",
        "11.nama",
        "11.umur",
        "110.umur_anak",
        "2.luas",
    ];
    assert_eq!(all(&town.fields()), visited);
    for pair in visited.windows(2) {
        assert_eq!(town.next(&path(pair[0])).as_ref().map(short).as_deref(), Some(pair[1]));
        assert_eq!(town.previous(&path(pair[1])).as_ref().map(short).as_deref(), Some(pair[0]));
    }
}

/// A number of children that is asked first, first answers, a trigger, and what is known once.
const COUNTED: &str = "\
type,name,label,relevant,calculation,default,trigger,repeat_count,read_only
text,kota,Kota,,,Ternate,,,
text,salam,Salam,,,\"concat('di ', ${kota})\",,,
integer,jumlah,Jumlah,,,,,,
begin_repeat,anak,Anak,,,,,${jumlah},
text,nama,Nama,,,,,,
text,asal,Asal,,,${kota},,,
end_repeat,,,,,,,,
calculate,banyak,,,count(${anak}),,,,
integer,tahun,Tahun,,,,,,
integer,umur,Umur,,2022 - ${tahun},,,,
text,catatan,Catatan,,\"concat('umur ', ${umur})\",,${tahun},,
calculate,pertama,,,once(${tahun}),,,,
";

#[test]
fn a_form_begins_with_its_own_answers() {
    let mut document = interview(&Arc::new(compile(COUNTED, "", "").expect("a form")));
    let delta = document.begin();
    let given: Vec<_> = delta.given.iter().map(|(path, a)| (short(path), a.raw.clone())).collect();
    assert_eq!(given, [("kota".into(), "Ternate".into()), ("salam".into(), "di Ternate".into())]);
    assert_eq!(delta.lacking, []);
    set(&mut document, "kota", "Tidore");
    assert_eq!(shown(&document, "salam"), "di Ternate", "a first answer is computed once");
}

#[test]
fn a_counted_repeat_asks_for_instances_and_keeps_those_beyond() {
    let mut document = interview(&Arc::new(compile(COUNTED, "", "").expect("a form")));
    document.begin();
    let lacks = |count| vec![Lacking { repeat: "anak".into(), parent: None, count }];
    assert_eq!(set(&mut document, "jumlah", "2").lacking, lacks(2));
    let delta = add(&mut document, "anak", 1, None);
    assert_eq!(delta.lacking, lacks(1));
    assert_eq!(all(&[delta.given[0].0.clone()]), ["1.asal"]);
    add(&mut document, "anak", 2, None);
    set(&mut document, "2.nama", "ANI");
    assert_eq!(set(&mut document, "jumlah", "1").lacking, []);
    assert_eq!([shown(&document, "banyak"), shown(&document, "2.nama")], ["1", ""]);
    assert!(!document.relevant(&path("2.nama")));
    assert_eq!(set(&mut document, "jumlah", "2").lacking, []);
    assert_eq!([shown(&document, "banyak"), shown(&document, "2.nama")], ["2", "ANI"]);
    assert_eq!(set(&mut document, "jumlah", "1e9").lacking, [], "not a number: no instances");
}

#[test]
fn calculated_answers_give_way_to_a_person_until_what_they_read_changes() {
    let mut document = interview(&Arc::new(compile(COUNTED, "", "").expect("a form")));
    document.begin();
    let delta = set(&mut document, "tahun", "2000");
    let mut given: Vec<_> =
        delta.given.iter().map(|(path, a)| (short(path), a.raw.clone())).collect();
    given.sort();
    let told = [("catatan", "umur 22"), ("pertama", "2000"), ("umur", "22")];
    assert_eq!(given, told.map(|(path, raw)| (path.to_owned(), raw.to_owned())));
    set(&mut document, "umur", "30");
    set(&mut document, "kota", "Tidore");
    assert_eq!([shown(&document, "umur"), shown(&document, "catatan")], ["30", "umur 22"]);
    set(&mut document, "tahun", "2001");
    let now = ["umur", "catatan", "pertama"].map(|name| shown(&document, name));
    assert_eq!(now, ["21", "umur 21", "2000"]);
    let answers = document.paths().into_iter().filter_map(|path| {
        let answer = document.answer(&path)?.clone();
        answer.is_given().then_some((path, answer))
    });
    let placed = document.placed().into_iter();
    let loaded = Interview::load(Arc::clone(document.form()), functions(), placed, answers);
    assert_eq!(loaded.unknown(), []);
    assert_eq!(["umur", "catatan", "pertama"].map(|name| shown(&loaded, name)), now);
}

#[derive(Clone, Debug)]
enum Step {
    Set(usize, u8),
    Add(usize, usize),
    Remove(usize),
    Move(usize, usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (any::<usize>(), 0u8..40).prop_map(|(at, value)| Step::Set(at, value)),
        3 => (any::<usize>(), any::<usize>()).prop_map(|(at, place)| Step::Add(at, place)),
        1 => any::<usize>().prop_map(Step::Remove),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(at, to)| Step::Move(at, to)),
    ]
}

/// Adds an instance of some repeat to some place for it.
fn grow(town: &mut Interview, number: u128, at: usize, place: usize) {
    let placed = town.placed();
    let mut places = vec![("rumah", None)];
    for (repeat, id, _) in placed {
        match repeat {
            "rumah" => places.push(("keluarga", Some(id))),
            "keluarga" => places.push(("anak", Some(id))),
            _ => {}
        }
    }
    let (repeat, parent): (&str, Option<Instance>) = places[at % places.len()];
    town.add(repeat, id(number), parent, place % 4).expect("a place");
}

fn take(town: &mut Interview, number: u128, step: &Step) {
    let instances: Vec<Instance> = town.placed().iter().map(|(_, id, _)| *id).collect();
    match step {
        Step::Add(at, place) => grow(town, number, *at, *place),
        Step::Set(at, value) => {
            let questions = town.paths().into_iter();
            let open: Vec<Path> = questions
                .filter(|path| {
                    town.form().question(&path.question).is_some_and(|q| q.takes_answer())
                })
                .collect();
            let raw = if *value == 39 { String::new() } else { value.to_string() };
            town.set(&open[at % open.len()], Answer::raw(raw)).expect("a question");
        }
        Step::Remove(at) if !instances.is_empty() => {
            town.remove(instances[at % instances.len()]).expect("an instance");
        }
        Step::Move(at, to) if !instances.is_empty() => {
            town.move_to(instances[at % instances.len()], to % 4).expect("an instance");
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn steps_through_nested_repeats_end_where_a_load_starts(
        steps in proptest::collection::vec(step(), 1..40),
    ) {
        let mut town = interview(&form());
        for (number, step) in (1..).zip(&steps) {
            take(&mut town, number, step);
        }
        let answers = town.paths().into_iter().filter_map(|path| {
            let answer = town.answer(&path)?.clone();
            answer.is_given().then_some((path, answer))
        });
        let placed = town.placed().into_iter();
        let loaded = Interview::load(Arc::clone(town.form()), functions(), placed, answers);
        prop_assert_eq!(town.findings(), loaded.findings());
        prop_assert_eq!(town.progress(), loaded.progress());
        prop_assert_eq!(town.fields(), loaded.fields());
        for path in town.paths() {
            prop_assert_eq!(town.value(&path), loaded.value(&path), "{}", path);
            prop_assert_eq!(town.relevant(&path), loaded.relevant(&path), "{}", path);
        }
    }
}

#[test]
fn a_form_asks_for_a_bounded_number_of_instances() {
    let survey = "type,name,label,repeat_count\n\
        integer,n,N,\nbegin_repeat,a,A,${n}\ninteger,x,X,\nbegin_repeat,b,B,${n}\ninteger,y,Y,\n\
        begin_repeat,c,C,1000000\ninteger,z,Z,\nend_repeat\nend_repeat\nend_repeat\n";
    let mut document = interview(&Arc::new(compile(survey, "", "").expect("a form")));
    for raw in ["", "-3", "x"] {
        assert_eq!(set(&mut document, "n", raw).lacking, [], "{raw}");
    }
    set(&mut document, "n", "999999999999999");
    let mut added = 0;
    while let Some(Lacking { repeat, parent, .. }) = document.lacking().into_iter().next() {
        added += 1;
        document.add(&repeat, id(added), parent, usize::MAX).expect("a place");
    }
    assert_eq!(added, 500);
}

#[test]
fn a_text_that_doubles_from_row_to_row_comes_to_an_end() {
    let mut survey = "type,name,label,calculation\ntext,t0,T,\n".to_owned();
    for at in 1..60 {
        let before = at - 1;
        survey += &format!("calculate,t{at},,\"concat(${{t{before}}}, ${{t{before}}})\"\n");
    }
    let mut document = interview(&Arc::new(compile(&survey, "", "").expect("a form")));
    set(&mut document, "t0", "ab");
    assert_eq!(shown(&document, "t10").len(), 2048);
    assert_eq!(shown(&document, "t59"), "");
}
