//! The targets. Each takes any bytes.

use std::io::{Cursor, Write};
use std::sync::{Arc, OnceLock};

use cacah_family::recovery::{self, Challenge};
use cacah_family::trail::Head;
use cacah_form::{Form, Sheets, lint};
use cacah_form_cli::eval::eval;
use cacah_form_cli::surroundings::Surroundings;
use cacah_wire::batch;
use cacah_wire::down::Ticket;
use cacah_wire::receipt::Receipt;
use cacah_wire::seal::{PublicKey, Signed};
use cacah_wire::segment::SealedSegment;
use zip::write::SimpleFileOptions;

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const ALL: [Target; 7] = [
    ("expression", expression),
    ("csv", csv),
    ("xlsx", xlsx),
    ("form", form),
    ("script", script),
    ("code", code),
    ("segment", segment),
];

const SETTINGS: (&str, &[u8]) = ("settings.csv", b"form_id\nf\n");

/// Separates the sheets of a form: survey, choices, checks, parameters.
pub const BETWEEN: u8 = 0x1E;

/// An expression: parsed, resolved and analysed as the condition of a question.
pub fn expression(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).replace('"', "\"\"");
    let survey = format!(
        "type,name,label,relevant,calculation\ninteger,a,A\ndate,b,B\nbegin_repeat,r,R\n\
         select_one ya,c,C\ntext,d,D,\"{text}\"\nend_repeat\ntext,e,E,\"{text}\"\n\
         calculate,f,,,\"{text}\"\n"
    );
    let choices = b"list_name,name,label\nya,1,Ya\nya,2,Tidak\n".as_slice();
    check(&[("survey.csv", survey.as_bytes()), ("choices.csv", choices), SETTINGS]);
}

/// A file as CSV; what is read is printed and read again.
pub fn csv(bytes: &[u8]) {
    let Ok(sheets) = Sheets::from_csv(&[("survey.csv", bytes), SETTINGS]) else { return };
    let printed = sheets.to_csv();
    let files: Vec<_> =
        printed.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let again = Sheets::from_csv(&files).expect("what was printed reads back");
    assert_eq!(again.to_csv(), printed);
}

/// A workbook, or the XML of its only sheet.
pub fn xlsx(bytes: &[u8]) {
    let book = if bytes.starts_with(b"PK") { bytes.to_vec() } else { workbook(bytes) };
    if let Ok(sheets) = Sheets::from_xlsx(&book) {
        lint(&sheets);
    }
}

/// The sheets of a form, compiled and analysed.
pub fn form(bytes: &[u8]) {
    let mut sheets = bytes.split(|byte| *byte == BETWEEN);
    let names = ["survey.csv", "choices.csv", "checks.csv", "parameters.csv"];
    let mut files: Vec<_> = names.iter().filter_map(|name| Some((*name, sheets.next()?))).collect();
    files.push(SETTINGS);
    check(&files);
}

/// A script of answers, run through a form with every kind of row.
pub fn script(bytes: &[u8]) {
    static FORM: OnceLock<Arc<Form>> = OnceLock::new();
    let form = FORM.get_or_init(|| Arc::new(small()));
    let _ = eval(form, &String::from_utf8_lossy(bytes), &Surroundings::default());
}

/// What is typed or read from paper by a stranger: codes that are read aloud, tickets, lines of a
/// trail. What is read as a challenge is spelled the same again.
pub fn code(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(challenge) = Challenge::from_text(&text) {
        assert_eq!(Challenge::from_text(&challenge.to_text()), Ok(challenge));
    }
    if let Ok(answer) = recovery::read_answer(&text) {
        let spelled = recovery::spell_answer(&answer);
        assert_eq!(recovery::read_answer(&spelled).ok(), Some(answer));
    }
    let _ = Ticket::from_text(&text);
    let mut head = Head::START;
    let _ = text.lines().try_for_each(|line| head.follow(line).map(|_| ()));
}

/// What comes from a laptop: a segment, a signed statement, a packed body. Nothing is trusted
/// before it is proven, and nothing is large.
pub fn segment(bytes: &[u8]) {
    let key = PublicKey([7; 32]);
    if let Ok(sealed) = serde_json::from_slice::<SealedSegment>(bytes) {
        let _ = sealed.prove(&key);
        let _ = sealed.read().map(|segment| segment.entries());
    }
    if let Ok(signed) = serde_json::from_slice::<Signed>(bytes) {
        assert!(signed.open::<Receipt>(&key).is_err(), "nobody has this key");
    }
    if let Ok(plain) = batch::expand(bytes) {
        assert!(plain.len() <= batch::MAX_EXPANDED);
    }
}

fn check(files: &[(&str, &[u8])]) {
    if let Ok(sheets) = Sheets::from_csv(files) {
        lint(&sheets);
    }
}

fn small() -> Form {
    let survey: &[u8] =
        b"type,name,label,required,relevant,constraint,calculation,bind::cacah:sum\n\
        select_one ya,a,A,yes,,,,\ninteger,n,N,,${a} = '1',. > 0 and . < 99,,\n\
        begin_repeat,r,R,,${n} != 3,,,\ntext,t,T,yes,,,,\ndate,d,D,,,,,\n\
        select_multiple jumlah,s,S,,${t} != '',,,yes 0\ncalculate,c,,,,,position(..),\n\
        end_repeat,,,,,,,\ncalculate,k,,,,,count(${r}[t != '']),\n";
    let choices: &[u8] = b"list_name,name,label\nya,1,Ya\nya,2,Tidak\n\
        jumlah,0,Tidak\njumlah,1,Satu\njumlah,2,Dua\njumlah,4,Empat\n";
    let checks: &[u8] = b"id,severity,context,violated_when,focus,message\n\
        X1,error,r,${t} = ${a},t,Sama\nX2,warning,,${k} > 2,n,Banyak\n";
    let files =
        [("survey.csv", survey), ("choices.csv", choices), ("checks.csv", checks), SETTINGS];
    Form::compile(&Sheets::from_csv(&files).expect("sheets")).expect("a form")
}

/// The smallest workbook around the XML of a sheet.
pub fn workbook(sheet: &[u8]) -> Vec<u8> {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |kind: &str, to: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{KIND}/{kind}\" \
             Target=\"{to}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{KIND}\"><sheets>\
         <sheet name=\"survey\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).expect("a file of the archive");
        zip.write_all(content).expect("memory");
    }
    zip.finish().expect("an archive").into_inner()
}
