//! Expressions over lists of items: filters of choices, instances, files, parameters.

mod common;

use std::sync::Arc;

use cacah_form::{Form, FormError, FormErrorCode, Interview, Language, Sheets};
use common::*;

const CHOICES: &str = "\
list_name,name,label::Bahasa Indonesia (id),label::English (en),kabupaten,tingkat
kabupaten,71,Ternate,Ternate,,
kabupaten,72,Tidore,Tidore,,
kecamatan,7101,Pulau Ternate,Ternate Island,71,
kecamatan,7102,Moti,Moti,71,
kecamatan,7201,Tidore,Tidore,72,
ijazah,1,SD,Primary,,1
ijazah,2,SMP,Middle,,2
ijazah,3,SMA,High,,10
";

const DESA: &str = "\
kode,nama,kecamatan,jiwa
001,Kastela,7101,1200
002,Jambula,7101,800
001,Moti Kota,7102,950
";

/// A form with the lists above, the villages in `desa.csv`, and two parameters.
fn compile(survey: &str, checks: &str) -> Result<Arc<Form>, Vec<FormError>> {
    let parameters = "name,value,label\nbatas,15,Batas umur\nkode,01,Kode\n";
    let mut files = vec![
        ("survey.csv", survey),
        ("settings.csv", "form_id\nf\n"),
        ("choices.csv", CHOICES),
        ("parameters.csv", parameters),
    ];
    files.extend([("desa.csv", DESA)].into_iter().filter(|_| survey.contains("desa")));
    files.extend([("checks.csv", checks)].into_iter().filter(|_| !checks.is_empty()));
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    Form::compile(&Sheets::from_csv(&files)?).map(Arc::new)
}

const HEAD: &str = "type,name,label,calculation,choice_filter,relevant,parameters\n";

fn open(rows: &str) -> Interview {
    interview(&compile(&format!("{HEAD}{rows}"), "").unwrap_or_else(|errors| panic!("{errors:#?}")))
}

fn codes(interview: &Interview, at: &str) -> Vec<String> {
    interview.options(&path(at)).iter().map(|choice| choice.code.clone()).collect()
}

const CASCADE: &str = "\
select_one kabupaten,kab,Kabupaten
select_one kecamatan,kec,Kecamatan,,kabupaten = ${kab}
select_one_from_file desa.csv,desa,Desa,,kecamatan = ${kec},,value=kode label=nama
text,catatan,Catatan
";

#[test]
fn a_cascade_offers_what_depends_on_the_answer_before() {
    let mut interview = open(CASCADE);
    assert_eq!(codes(&interview, "kab"), ["71", "72"]);
    assert!(codes(&interview, "kec").is_empty(), "nothing is chosen yet");
    let delta = set(&mut interview, "kab", "71");
    assert_eq!(all(&delta.options), ["kec"]);
    assert_eq!(codes(&interview, "kec"), ["7101", "7102"]);
    let delta = set(&mut interview, "kec", "7101");
    assert_eq!(all(&delta.options), ["desa"]);
    let villages = interview.options(&path("desa"));
    assert_eq!(villages[0].label.get(Language::Id), "Kastela");
    assert_eq!(codes(&interview, "desa"), ["001", "002"]);
    assert!(set(&mut interview, "desa", "002").options.is_empty());
    assert!(set(&mut interview, "catatan", "x").options.is_empty());
    assert!(interview.findings().is_empty());
}

#[test]
fn an_answer_that_is_no_longer_offered_stays_with_its_finding() {
    let mut interview = open(CASCADE);
    for (at, code) in [("kab", "71"), ("kec", "7101"), ("desa", "002")] {
        set(&mut interview, at, code);
    }
    let delta = set(&mut interview, "kab", "72");
    assert_eq!(all(&delta.options), ["kec"], "the villages follow the district, which stays");
    assert_eq!(ids(&interview), ["K003 kec"]);
    assert_eq!(shown(&interview, "kec"), "7101");
    let delta = set(&mut interview, "kab", "71");
    assert_eq!(delta.cleared.len(), 1);
    assert!(interview.findings().is_empty());
    set(&mut interview, "kec", "7102");
    assert_eq!(ids(&interview), ["K003 desa"]);
}

#[test]
fn each_instance_has_options_of_its_own() {
    let mut interview = open(
        "begin_repeat,r,R\nselect_one kabupaten,kab,K\n\
         select_multiple kecamatan,kec,K,,kabupaten = current()/../kab\nend_repeat\n",
    );
    interview.add("r", id(1), None, 0).unwrap();
    interview.add("r", id(2), None, 1).unwrap();
    let delta = set(&mut interview, "2.kab", "72");
    assert_eq!(all(&delta.options), ["2.kec"]);
    assert_eq!(codes(&interview, "2.kec"), ["7201"]);
    assert!(codes(&interview, "1.kec").is_empty());
    set(&mut interview, "2.kec", "7201 7101");
    assert_eq!(ids(&interview), ["K003 2.kec"]);
}

#[test]
fn items_are_read_by_their_columns() {
    let mut interview = open(
        "select_one ijazah,r413,Ijazah\n\
         integer,n,N\n\
         calculate,tingkat,,instance('ijazah')/root/item[name = ${r413}]/tingkat\n\
         calculate,lebih,,count(instance('ijazah')/root/item[tingkat > 1])\n\
         calculate,di,,instance('ijazah')/root/item[number(${n})]/label\n\
         calculate,akhir,,instance('ijazah')/root/item[position() = last()]/name\n\
         calculate,jumlah,,sum(instance('ijazah')/root/item/tingkat)\n\
         calculate,terkecil,,min(instance('ijazah')/root/item[tingkat > ${n}]/tingkat)\n\
         calculate,semua,,\"join('-', instance('ijazah')/root/item[tingkat >= 2]/name)\"\n\
         calculate,nama,,\"jr:choice-name(${r413}, '${r413}')\"\n\
         text,lanjut,Lanjut,,,${tingkat} > 9\n",
    );
    let values = ["lebih", "akhir", "jumlah", "semua"].map(|at| shown(&interview, at));
    assert_eq!(values, ["2", "3", "13", "2-3"]);
    set(&mut interview, "n", "2");
    assert_eq!(["di", "terkecil"].map(|at| shown(&interview, at)), ["SMP", "10"]);
    let delta = set(&mut interview, "r413", "3");
    assert_eq!(all(&delta.shown), ["lanjut"], "10 compares as a number");
    assert_eq!(["tingkat", "nama"].map(|at| shown(&interview, at)), ["10", "SMA"]);
    set(&mut interview, "r413", "");
    assert_eq!(["tingkat", "nama"].map(|at| shown(&interview, at)), ["", ""]);
}

#[test]
fn files_are_read_by_pulldata_and_as_instances() {
    let mut interview = open(
        "csv-external,desa\n\
         text,kode,Kode\n\
         text,kec,Kec\n\
         calculate,nama,,\"pulldata('desa', 'nama', 'kode', ${kode})\"\n\
         calculate,jiwa,,\"sum(instance('desa')/root/item[kecamatan = ${kec}]/jiwa)\"\n\
         calculate,tepat,,instance('desa')/root/item[kode = ${kode} and kecamatan = ${kec}]/nama\n\
         calculate,rantai,,\"instance('kecamatan')/root/item[name = \
         instance('desa')/root/item[nama = 'Moti Kota']/kecamatan]/label\"\n",
    );
    assert_eq!(shown(&interview, "rantai"), "Moti");
    set(&mut interview, "kode", "001");
    assert_eq!(shown(&interview, "nama"), "Kastela", "the first of them");
    set(&mut interview, "kec", "7102");
    assert_eq!(["jiwa", "tepat"].map(|at| shown(&interview, at)), ["950", "Moti Kota"]);
    set(&mut interview, "kode", "1");
    assert_eq!(shown(&interview, "nama"), "", "keys are texts");
}

#[test]
fn a_level_table_serves_the_rules_of_each_member() {
    let survey =
        format!("{HEAD}begin_repeat,r,R\ninteger,umur,U\nselect_one ijazah,r413,I\nend_repeat\n");
    let checks = "id,severity,scope,context,violated_when,focus,asks_at,message\n\
        K060,error,,r,\"instance('ijazah')/root/item[name = current()/../r413]/tingkat > 1 and \
        ${umur} < cacah:parameter('batas')\",r413,,M\n\
        K061,error,,,count(${r}[instance('ijazah')/root/item[name = '2']/tingkat = umur]) > 0,umur,,M\n";
    let form = compile(&survey, checks).unwrap_or_else(|errors| panic!("{errors:#?}"));
    assert_eq!(form.parameters()[0].value, "15");
    let mut interview = interview(&form);
    interview.add("r", id(1), None, 0).unwrap();
    set(&mut interview, "1.umur", "14");
    set(&mut interview, "1.r413", "1");
    assert!(interview.findings().is_empty());
    set(&mut interview, "1.r413", "2");
    assert_eq!(ids(&interview), ["K060 1.r413"]);
    set(&mut interview, "1.umur", "15");
    assert!(interview.findings().is_empty());
    set(&mut interview, "1.umur", "2");
    assert_eq!(ids(&interview), ["K061 1.umur", "K060 1.r413"]);
}

/// A rule that reads a list of keywords rests while the list is empty, as K077 does.
#[test]
fn a_rule_over_a_list_waits_for_the_list() {
    let survey = "type,name,label\ncsv-external,kata,\ntext,uraian,U\ntext,kode,K\n";
    let checks = "id,severity,scope,context,violated_when,focus,asks_at,message\n\
        K077,warning,,,\"count(instance('kata')/root/item[contains(current()/../uraian, kata)]) > 0 \
        and count(instance('kata')/root/item[contains(current()/../uraian, kata) and kode = \
        current()/../kode]) = 0\",kode,,M\n";
    let findings = |data: &str| {
        let files = [
            ("survey.csv", survey),
            ("settings.csv", "form_id\nf\n"),
            ("checks.csv", checks),
            ("kata.csv", data),
        ];
        let files = files.map(|(name, text)| (name, text.as_bytes()));
        let form = Form::compile(&Sheets::from_csv(&files).unwrap()).unwrap();
        let mut interview = interview(&form.into());
        set(&mut interview, "uraian", "PETANI KELAPA");
        set(&mut interview, "kode", "7");
        ids(&interview)
    };
    assert!(findings("kata,kode\n").is_empty());
    assert_eq!(findings("kata,kode\nPETANI,1\nPETANI,2\n"), ["K077 kode"]);
    assert!(findings("kata,kode\nPETANI,1\nKELAPA,7\n").is_empty());
}

#[test]
fn a_parameter_keeps_its_zeros() {
    let interview = open("text,a,A\ncalculate,b,,\"concat(cacah:parameter('kode'), 'x')\"\n");
    assert_eq!(shown(&interview, "b"), "01x");
}

#[test]
fn mistakes_have_their_places() {
    use FormErrorCode as Code;
    for (rows, row, column, code) in [
        (
            "calculate,a,,instance('x')/root/item[name = '1']/label\n",
            2,
            "calculation",
            Code::Reference,
        ),
        ("calculate,a,,instance('ijazah')/root/item/nama\n", 2, "calculation", Code::Reference),
        ("calculate,a,,instance('ijazah')/item\n", 2, "calculation", Code::Type),
        (
            "calculate,a,,count(instance('ijazah')/root/item[nama = 1])\n",
            2,
            "calculation",
            Code::Reference,
        ),
        (
            "calculate,a,,count(instance('ijazah')/root/item[../name = 1])\n",
            2,
            "calculation",
            Code::Unsupported,
        ),
        ("calculate,a,,cacah:parameter('x')\n", 2, "calculation", Code::Reference),
        ("calculate,a,,\"pulldata('x', 'a', 'b', '1')\"\n", 2, "calculation", Code::Reference),
        ("text,a,A\ncalculate,b,,\"jr:choice-name(${a}, '${a}')\"\n", 3, "calculation", Code::Type),
        ("text,a,A,,name = '1'\n", 2, "choice_filter", Code::Value),
        ("text,a,A,,,,value=x\n", 2, "parameters", Code::Value),
        ("select_one ijazah,a,A,,nama = '1'\n", 2, "choice_filter", Code::Reference),
        ("select_one ${a},a,A\n", 2, "type", Code::Unsupported),
        ("select_one_from_file x.geojson,a,A\n", 2, "type", Code::Unsupported),
        ("select_one_from_file x.csv,a,A\n", 2, "type", Code::Reference),
        ("select_one_from_file desa.csv,a,A\n", 1, "name", Code::Column),
        (
            "select_one_from_file desa.csv,a,A,,,,randomize=true\n",
            2,
            "parameters",
            Code::Unsupported,
        ),
        ("csv-external,x\ntext,a,A\n", 2, "name", Code::Reference),
        ("text,desa,A\n", 0, "", Code::Sheet),
    ] {
        let rows = format!(
            "{rows}{}",
            if rows.contains("file desa") {
                "select_one_from_file desa.csv,z,Z,,,,value=kode label=nama\n"
            } else {
                ""
            }
        );
        let found = compile(&format!("{HEAD}{rows}"), "").expect_err(&rows);
        let found = &found[0];
        assert_eq!(
            (found.row, found.column.as_str(), found.code),
            (row, column, code),
            "{rows}: {found}"
        );
    }
    let spaced = "name,label\nx y,Z\n";
    let survey = format!("{HEAD}select_one_from_file l.csv,a,A\n");
    let files =
        [("survey.csv", survey.as_str()), ("settings.csv", "form_id\nf\n"), ("l.csv", spaced)];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let errors = Form::compile(&Sheets::from_csv(&files).unwrap()).expect_err("a bad code");
    assert_eq!(
        (errors[0].file.as_str(), errors[0].row, errors[0].column.as_str()),
        ("l.csv", 2, "name")
    );
}

#[test]
fn a_hundred_thousand_rows_load_and_are_looked_up() {
    let rows: String = (0..100_000).map(|n| format!("{n:06},Desa {n},{}\n", n / 10)).collect();
    let data = format!("name,label,kec\n{rows}");
    let survey = format!(
        "{HEAD}integer,kec,K\nselect_one_from_file l.csv,desa,D,,kec = ${{kec}}\n\
         calculate,nama,,\"pulldata('l', 'label', 'name', ${{desa}})\"\n"
    );
    let files =
        [("survey.csv", survey.as_str()), ("settings.csv", "form_id\nf\n"), ("l.csv", &data)];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let form = Form::compile(&Sheets::from_csv(&files).unwrap()).unwrap();
    let mut interview = interview(&form.into());
    for kec in [0, 9_999, 4_321] {
        set(&mut interview, "kec", &kec.to_string());
        let codes = codes(&interview, "desa");
        assert_eq!((codes.len(), codes[0].clone()), (10, format!("{:06}", kec * 10)));
        set(&mut interview, "desa", &codes[3]);
        assert_eq!(shown(&interview, "nama"), format!("Desa {}", kec * 10 + 3));
        assert!(interview.findings().is_empty());
    }
}
