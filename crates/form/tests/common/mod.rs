#![allow(dead_code, reason = "each test file uses its part")]
//! Small forms for the tests, written as CSV.

use std::sync::Arc;

use cacah_form::{
    Answer, Form, FormError, Functions, Instance, Interview, NoFunctions, Path, Sheets, Value,
};

/// Compiles a form from its sheets; `checks` may be empty.
pub fn compile(survey: &str, choices: &str, checks: &str) -> Result<Form, Vec<FormError>> {
    let mut files = vec![
        ("survey.csv", survey.as_bytes()),
        ("settings.csv", b"form_id,form_title,version\nf,Formulir,1\n".as_slice()),
    ];
    if !choices.is_empty() {
        files.push(("choices.csv", choices.as_bytes()));
    }
    if !checks.is_empty() {
        files.push(("checks.csv", checks.as_bytes()));
    }
    Form::compile(&Sheets::from_csv(&files)?)
}

pub const CHOICES: &str = "\
list_name,name,label
ada,1,Tinggal
ada,2,Meninggal
ada,5,Baru
jk,1,Laki-laki
jk,2,Perempuan
hub,1,Kepala
hub,2,Pasangan
hub,3,Anak
kartu,0,Tidak ada
kartu,1,Akta
kartu,2,KIA
kartu,4,KTP
kartu,99,Tidak tahu
";

/// A family in miniature: skips, a roster, aggregates both ways, a sum, a constraint.
pub const SURVEY: &str = "\
type,name,label::Bahasa Indonesia (id),label::English (en),required,relevant,constraint,calculation,read_only,bind::cacah:number,bind::cacah:page,bind::cacah:sum,bind::cacah:special,bind::cacah:missing,bind::cacah:owed
begin_group,blok_i,Tempat,Place,,,,,,I,,,,,
integer,r112,Jumlah anggota,Members,yes,,. >= 1 and . <= 99,,,112,,,,,
select_one ada,r205,Hasil,Result,yes,,,,,205,,,,,
text,r114,Nomor KK,Family card,yes,,\"regex(., '[0-9]{16}')\",,,114,,,,belum_punya menolak,
end_group,,,,,,,,,,,,,,
begin_group,blok_iv,Anggota,Members,,${r205} != 5,,,,IV,,,,,
begin_repeat,anggota,Anggota,Member,,,,,,,,,,,
integer,r401,Nomor urut,Number,,,,position(..),yes,401,A,,,,
text,r402,Nama,Name,yes,,,,,402,A,,,,
select_one ada,r404,Keberadaan,Presence,yes,,,,,404,A,,,,
integer,r407,Umur,Age,yes,${r404} = 1 or ${r404} = 5,. >= 0 and . <= 97,,,407,A,,98,,
select_one hub,r409,Hubungan,Relation,yes,${r404} = 1 or ${r404} = 5,,,,409,A,,,,
select_multiple kartu,r411,Kartu,Cards,yes,${r404} = 1 or ${r404} = 5,,,,411,B,yes 0 99,,,
text,r413,Sekolah,School,${r407} < 18,${r407} >= 5,,,,413,B,,,,
text,kode,Kode,Code,yes,${r407} >= 5,,,,414,B,,,,coder
calculate,umur_kk,,,,,,${anggota}[r409 = '1']/r407,,,,,,,
end_repeat,,,,,,,,,,,,,,
end_group,,,,,,,,,,,,,,
begin_group,blok_v,Akhir,End,,,,,,V,,,,,
calculate,hadir,,,,,,count(${anggota}[r404 = '1' or r404 = '5']),,,,,,,
calculate,tertua,,,,,,max(${r407}),,,,,,,
text,catatan,Catatan,Notes,${hadir} > 2,,,,,501,,,,,
end_group,,,,,,,,,,,,,,
";

pub const CHECKS: &str = "\
id,severity,scope,context,violated_when,focus,asks_at,message::Bahasa Indonesia (id),message::English (en)
K001,error,umum,,,,,Belum terisi,Missing
K019,error,keluarga,,${r112} != ${hadir},r112 r404,document,Jumlah tidak sama,Count differs
K028,error,antar_anggota,,count(${anggota}[r409 = '1']) != 1,r409,document,Kepala tepat satu,One head
K045,warning,antar_anggota,anggota,${r409} = 3 and ${umur_kk} - ${r407} < 10,r407 r409,column,Selisih umur,Age gap
K010,error,antar_anggota,anggota,${r402} != '' and count(${anggota}[r402 = current()/../r402]) > 1,r402,column,Nama ganda,Same name
";

pub fn family() -> Arc<Form> {
    Arc::new(compile(SURVEY, CHOICES, CHECKS).unwrap_or_else(|errors| panic!("{errors:#?}")))
}

pub fn interview(form: &Arc<Form>) -> Interview {
    Interview::new(Arc::clone(form), functions())
}

pub fn functions() -> Arc<dyn Functions> {
    Arc::new(NoFunctions)
}

pub fn id(number: u128) -> Instance {
    Instance::from_u128(number + (7 << 76))
}

/// `r101`, or `3.r405` for the member with id 3.
pub fn path(text: &str) -> Path {
    match text.split_once('.') {
        Some((member, question)) => Path::of(id(member.parse().expect("a member")), question),
        None => Path::document(text),
    }
}

pub fn set(interview: &mut Interview, at: &str, raw: &str) -> cacah_form::Delta {
    interview.set(&path(at), Answer::raw(raw)).expect("a question")
}

pub fn shown(interview: &Interview, at: &str) -> String {
    interview.value(&path(at)).string().into_owned()
}

pub fn ids(interview: &Interview) -> Vec<String> {
    interview
        .findings()
        .iter()
        .map(|finding| format!("{} {}", finding.id, short(&finding.path)))
        .collect()
}

pub fn short(path: &Path) -> String {
    match path.instance {
        Some(instance) => format!("{}.{}", instance.as_u128() - (7 << 76), path.question),
        None => path.question.clone(),
    }
}

pub fn all(paths: &[Path]) -> Vec<String> {
    paths.iter().map(short).collect()
}

pub fn number(value: &Value) -> f64 {
    value.number()
}
