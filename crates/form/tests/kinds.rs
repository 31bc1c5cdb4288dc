//! Every kind of question: what it takes, how it is written, and what expressions make of it.

mod common;

use std::sync::Arc;

use cacah_form::{Form, FormErrorCode, Functions, Interview, Kind, Media, Metadata, Owed, Value};
use chrono::{DateTime, FixedOffset};
use common::*;

const KINDS: &str = "\
type,name,label,calculation,bind::cacah:repeat,bind::cacah:bundle,guidance_hint,required,required_message
text,teks,Teks,,yes,,Tulis,yes,Isi dulu
add integer prompt,bulat,Bulat,,,yes,,,
decimal,pecahan,Pecahan,,,,,,
date,tanggal,Tanggal,,,,,,
time,jam,Jam,,,,,,
date time,saat,Saat,,,,,,
select one jk,satu,Satu,,,,,,
select all that apply kartu,banyak,Banyak,,,,,,
gps,tempat,Tempat,,,,,,
photo,foto,Foto,,,,,,
audio,suara,Suara,,,,,,
video,film,Film,,,,,,
file,berkas,Berkas,,,,,,
barcode,kode,Kode,,,,,,
trigger,paham,Paham,,,,,,
note,catatan,Catatan,,,,,,
hidden,diam,,,,,,,
start,mulai,,,,,,,
end,selesai,,,,,,,
today,hari,,,,,,,
imei,gawai,,,,,,,
username,petugas,,,,,,,
calculate,jam_desimal,,decimal-time(${jam}),,,,,
calculate,esok,,date(${tanggal} + 1),,,,,
calculate,lama,,decimal-date-time(${saat}) - decimal-date-time(${tanggal}),,,,,
calculate,rapi,,\"format-date-time(${saat}, '%a %e %b %Y %H.%M')\",,,,,
calculate,jarak,,\"round(distance(${tempat}, '0 0'), 0)\",,,,,
calculate,kini,,now(),,,,,
calculate,hari_ini,,today(),,,,,
calculate,umur_hari,,today() - ${tanggal},,,,,
note,sapaan,Sapaan,\"concat('hari ke-', ${umur_hari})\",,,,,
";

/// A laptop whose clock stands still.
struct Laptop;

impl Functions for Laptop {
    fn call(&self, _: &str, _: &[Value]) -> Option<Value> {
        None
    }

    fn now(&self) -> Option<DateTime<FixedOffset>> {
        DateTime::parse_from_rfc3339("2022-10-15T07:30:15.250999+09:00").ok()
    }
}

fn kinds() -> Arc<Form> {
    Arc::new(compile(KINDS, CHOICES, "").unwrap_or_else(|errors| panic!("{errors:#?}")))
}

/// What stands in a question once this has been keyed into it, and whether it is a finding.
fn keyed(interview: &mut Interview, at: &str, raw: &str) -> (String, bool) {
    set(interview, at, raw);
    let written = shown(interview, at);
    assert_eq!(interview.answer(&path(at)).expect("a place").raw, raw, "what was keyed is kept");
    (written, ids(interview).contains(&format!("K003 {at}")))
}

#[test]
fn the_words_of_xlsform_make_their_kinds() {
    let form = kinds();
    let kind = |name| &form.question(name).unwrap().kind;
    assert_eq!(kind("saat"), &Kind::DateTime);
    assert_eq!(kind("satu"), &Kind::SelectOne);
    assert_eq!(kind("banyak"), &Kind::SelectMultiple);
    assert_eq!(kind("tempat"), &Kind::Geopoint);
    assert_eq!(kind("foto"), &Kind::File(Media::Image));
    assert_eq!(kind("gawai"), &Kind::Metadata(Metadata::DeviceId));
    for name in ["diam", "mulai", "gawai", "catatan", "jam_desimal"] {
        assert!(!form.question(name).unwrap().is_asked(), "{name}");
    }
}

#[test]
fn columns_of_keying_and_of_hints_are_read() {
    let form = kinds();
    let question = |name| form.question(name).unwrap();
    assert!(question("teks").carried && !question("teks").bundled);
    assert!(question("bulat").bundled && !question("bulat").carried);
    assert_eq!(question("teks").guidance.get(cacah_form::Language::Id), "Tulis");
}

#[test]
fn answers_are_written_as_odk_writes_them() {
    let mut interview = interview(&kinds());
    for (at, raw, written) in [
        ("teks", " Ternate ", "Ternate"),
        ("bulat", "007", "7"),
        ("pecahan", "2,50", "2.5"),
        ("tanggal", "15-10-2022", "2022-10-15"),
        ("jam", "0730", "07:30:00.000"),
        ("jam", "07:30:00.000+09:00", "07:30:00.000+09:00"),
        ("saat", "15-10-2022 7.30", "2022-10-15T07:30:00.000"),
        ("saat", "2022-10-15T07:30:00.000+09:00", "2022-10-15T07:30:00.000+09:00"),
        ("satu", "01", "1"),
        ("banyak", "2 1", "1 2"),
        ("tempat", "0.79, 127.38", "0.79 127.38 0.0 0.0"),
        ("foto", "rumah.jpg", "rumah.jpg"),
        ("kode", "8992761", "8992761"),
        ("paham", "ok", "OK"),
        ("mulai", "2022-10-15T07:30:00.000+09:00", "2022-10-15T07:30:00.000+09:00"),
        ("hari", "2022-10-15", "2022-10-15"),
        ("petugas", "ppl", "ppl"),
    ] {
        assert_eq!(keyed(&mut interview, at, raw), (written.to_owned(), false), "{at} {raw}");
    }
}

#[test]
fn what_does_not_fit_is_kept_and_found() {
    let mut interview = interview(&kinds());
    for (at, raw) in [
        ("bulat", "1.5"),
        ("pecahan", "1e3"),
        ("tanggal", "2022-02-30"),
        ("jam", "2460"),
        ("saat", "kemarin"),
        ("tempat", "127.38 0.79"),
        ("foto", "../rumah.jpg"),
        ("paham", "ya"),
    ] {
        assert_eq!(keyed(&mut interview, at, raw), (String::new(), true), "{at} {raw}");
    }
}

#[test]
fn expressions_see_times_and_places() {
    let mut interview = Interview::new(kinds(), Arc::new(Laptop));
    set(&mut interview, "jam", "18:00");
    set(&mut interview, "tanggal", "2022-10-14");
    set(&mut interview, "saat", "2022-10-15T06:00:00.000Z");
    set(&mut interview, "tempat", "0 1");
    for (at, value) in [
        ("jam_desimal", "0.75"),
        ("esok", "2022-10-15"),
        ("lama", "1.25"),
        ("rapi", "Sat 15 Oct 2022 06.00"),
        ("jarak", "111319"),
        ("kini", "2022-10-15T07:30:15.250+09:00"),
        ("hari_ini", "2022-10-15"),
        ("umur_hari", "1"),
        ("sapaan", "hari ke-1"),
    ] {
        assert_eq!(shown(&interview, at), value, "{at}");
    }
}

#[test]
fn without_a_clock_there_is_no_day() {
    let interview = interview(&kinds());
    for at in ["kini", "hari_ini", "umur_hari"] {
        assert_eq!(shown(&interview, at), "", "{at}");
    }
}

#[test]
fn an_empty_answer_says_what_the_form_says() {
    let mut interview = interview(&kinds());
    interview.finish(Owed::Enumerator);
    let findings = interview.findings();
    let open = findings.iter().find(|finding| finding.id == "K001").unwrap();
    assert_eq!(open.message.get(cacah_form::Language::Id), "Isi dulu");
}

#[test]
fn functions_take_the_answers_of_all_instances() {
    let survey = "\
type,name,label,calculation
begin_repeat,anggota,Anggota,
text,nama,Nama,
integer,umur,Umur,
end_repeat,,,
calculate,semua,,\"concat('[', ${nama}, ']')\"
calculate,urut,,\"join('; ', 'kk', ${nama})\"
calculate,tertua,,\"max(18, ${umur})\"
calculate,berdua,,\"checklist(2, 2, ${nama})\"
calculate,satu,,min(5)
";
    let form = compile(survey, "", "").unwrap_or_else(|errors| panic!("{errors:#?}"));
    let mut interview = interview(&Arc::new(form));
    for (number, name, age) in [(1, "Ani", "40"), (2, "Budi", "8")] {
        interview.add("anggota", id(number), None, usize::MAX).unwrap();
        set(&mut interview, &format!("{number}.nama"), name);
        set(&mut interview, &format!("{number}.umur"), age);
    }
    for (at, value) in [
        ("semua", "[AniBudi]"),
        ("urut", "kk; Ani; Budi"),
        ("tertua", "40"),
        ("berdua", "true"),
        ("satu", "5"),
    ] {
        assert_eq!(shown(&interview, at), value, "{at}");
    }
    interview.remove(id(1)).unwrap();
    assert_eq!(shown(&interview, "semua"), "[Budi]");
    assert_eq!(shown(&interview, "tertua"), "18");
}

#[test]
fn what_cannot_be_compared_is_refused_with_its_place() {
    use FormErrorCode as Code;
    let base = "type,name,label,relevant\ntime,t,T,\ntime,u,U,\ndateTime,d,D,\ndateTime,e,E,\n";
    for (relevant, code) in [
        ("${t} < ${u}", Code::Type),
        ("${t} = '07:30'", Code::Type),
        ("${t} + 1 > 2", Code::Type),
        ("${d} = ${e}", Code::Type),
        ("${d} > ${e}", Code::Type),
        ("${d} = '2022-10-15'", Code::Type),
        ("digest('a', 'MD5') = 'b'", Code::Unsupported),
        ("format-date(${d}, '%B') = 'Mei'", Code::Unsupported),
        ("checklist(1)", Code::Type),
        ("weighted-checklist(1, 2, 3)", Code::Type),
        ("uuid() = ''", Code::Unsupported),
        ("version() = ''", Code::Unsupported),
    ] {
        let errors = compile(&format!("{base}text,a,A,\"{relevant}\"\n"), "", "").unwrap_err();
        let places: Vec<_> = errors.iter().map(|e| (e.row, e.column.as_str(), e.code)).collect();
        assert_eq!(places, [(6, "relevant", code)], "{relevant}: {errors:?}");
    }
    for relevant in [
        "${t} != ''",
        "decimal-time(${t}) < decimal-time(${u})",
        "${d} >= date('2022-10-15')",
        "decimal-date-time(${d}) > decimal-date-time(${e})",
        "date(${d}) = date(${e})",
    ] {
        let form = compile(&format!("{base}text,a,A,\"{relevant}\"\n"), "", "");
        assert!(form.is_ok(), "{relevant}: {form:?}");
    }
}

#[test]
fn types_and_columns_that_are_not_supported_say_so() {
    for (head, row) in [
        ("type,name,label", "range,a,A"),
        ("type,name,label", "geotrace,a,A"),
        ("type,name,label", "rank kartu,a,A"),
        ("type,name,label", "select_one kartu or_other,a,A"),
        ("type,name,label", "phone number,a,A"),
        ("type,name,label,media::image", "text,a,A,a.png"),
        ("type,name,label,image::Bahasa Indonesia (id)", "text,a,A,a.png"),
        ("type,name,label,body::accept", "text,a,A,x"),
        ("type,name,label,instance::odk:tag", "text,a,A,x"),
        ("type,name,label,save_to", "text,a,A,x"),
    ] {
        let errors = compile(&format!("{head}\n{row}\n"), CHOICES, "").unwrap_err();
        let codes: Vec<_> = errors.iter().map(|error| (error.row, error.code)).collect();
        assert_eq!(codes, [(2, FormErrorCode::Unsupported)], "{head} {row}: {errors:?}");
    }
}

#[test]
fn when_a_document_was_closed_is_told_once() {
    let mut closed = Interview::new(kinds(), Arc::new(Laptop));
    assert_eq!(shown(&closed, "selesai"), "");
    let delta = closed.finish(Owed::Enumerator);
    assert_eq!(all(&[delta.given[0].0.clone()]), ["selesai"]);
    let load = || Interview::new(kinds(), Arc::new(Laptop)).left_by(Owed::Enumerator);
    assert_eq!(shown(&load(), "selesai"), "", "opened again, it keeps what is stored");
    assert!(load().finished());
}
