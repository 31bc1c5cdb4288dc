//! A form with errors names file, row, column and what was expected.

mod common;

use cacah_form::{Form, FormError, FormErrorCode, Sheets, Text};
use common::*;

const HEAD: &str = "type,name,label,relevant,constraint,calculation,read_only,required\n";

fn errors(rows: &str) -> Vec<FormError> {
    compile(&format!("{HEAD}{rows}"), CHOICES, "").expect_err(rows)
}

/// The one error of a form: row, column, code.
fn only(rows: &str) -> (usize, String, FormErrorCode, String) {
    let mut errors = errors(rows);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    let error = errors.remove(0);
    assert_eq!(error.file, "survey.csv");
    assert!(!error.expected.is_empty());
    (error.row, error.column, error.code, error.message)
}

#[test]
fn every_kind_of_mistake_has_its_place() {
    use FormErrorCode as Code;
    for (rows, row, column, code) in [
        ("txt,a,A\n", 2, "type", Code::Value),
        ("geotrace,a,A\n", 2, "type", Code::Unsupported),
        ("select_one x,a,A\n", 2, "type", Code::Reference),
        ("select_one jk or_other,a,A\n", 2, "type", Code::Unsupported),
        ("text,1a,A\n", 2, "name", Code::Name),
        ("text,a,A\ntext,a,A\n", 3, "name", Code::Name),
        ("text,a\n", 2, "label", Code::Value),
        ("text,a,A,1 +\n", 2, "relevant", Code::Syntax),
        ("text,a,A,${b} = 1\n", 2, "relevant", Code::Reference),
        ("text,a,A,foo(1)\n", 2, "relevant", Code::Reference),
        ("text,a,A,random() > 1\n", 2, "relevant", Code::Unsupported),
        ("text,a,A,selected(1)\n", 2, "relevant", Code::Type),
        ("text,a,A,,,,,yes or\n", 2, "required", Code::Syntax),
        ("text,a,A,,,,maybe\n", 2, "read_only", Code::Value),
        ("calculate,a\n", 2, "calculation", Code::Value),
        ("begin_group,g,G\ntext,a,A\n", 2, "type", Code::Nesting),
        ("text,a,A\nend_group\n", 3, "type", Code::Nesting),
        ("begin_group,g,G\ntext,a,A\nend_repeat\nend_group\n", 4, "type", Code::Nesting),
        ("select_one jk,a,A\ntext,b,B,${a} = 3\n", 3, "relevant", Code::Reference),
        ("select_one jk,a,A\ntext,b,B,${a} < 'x'\n", 3, "relevant", Code::Type),
        ("date,a,A\ntext,b,B,${a} = '2022-10-15'\n", 3, "relevant", Code::Type),
        ("text,a,A,\"regex('a', '(')\"\n", 2, "relevant", Code::Syntax),
        (
            "begin_repeat,r,R\ninteger,a,A\nend_repeat\ntext,b,B,${a} > 1\n",
            5,
            "relevant",
            Code::Type,
        ),
        (
            "begin_repeat,r,R\ninteger,a,A\ntext,b,B,sum(${a}) > 1\nend_repeat\n",
            4,
            "relevant",
            Code::Type,
        ),
        (
            "begin_repeat,r,R\ninteger,a,A\ntext,b,B,count(${r}[a = ${a}]) > 1\nend_repeat\n",
            4,
            "relevant",
            Code::Unsupported,
        ),
        (
            "begin_repeat,r,R\ninteger,a,A\ntext,b,B,${r}/a[1] = 1\nend_repeat\n",
            4,
            "relevant",
            Code::Unsupported,
        ),
    ] {
        let found = only(rows);
        assert_eq!(
            (found.0, found.1.as_str(), found.2),
            (row, column, code),
            "{rows}: {}",
            found.3
        );
    }
}

#[test]
fn a_circle_is_named_whole() {
    let (row, column, code, message) = only(
        "calculate,a,,,,${c} + 1\ncalculate,b,,,,${a} + 1\ntext,x,X\ncalculate,c,,,,${b} + 1\n",
    );
    assert_eq!((row, column.as_str(), code), (2, "calculation", FormErrorCode::Circle));
    assert!(message.contains("a → c → b → a"), "{message}");
    let (_, column, code, message) = only("text,a,A,${a} = 1\n");
    assert_eq!((column.as_str(), code), ("relevant", FormErrorCode::Circle));
    assert!(message.contains("a → a"), "{message}");
    assert_eq!(errors("text,a,A,${a} = 1\ntext,b,B,${b} = 1\n").len(), 2);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let rows: Vec<_> = errors("text,a,A,${x} = 1\ntext,b,B,1 =\ntext,c,C,,)\n")
        .iter()
        .map(|error| error.row)
        .collect();
    assert_eq!(rows, [3, 4], "an expression that cannot be read hides what it would refer to");
    let rows: Vec<_> =
        errors("text,a,A,${x} = 1\ntext,b,B,${y} = 1\n").iter().map(|error| error.row).collect();
    assert_eq!(rows, [2, 3]);
}

#[test]
fn columns_must_be_known() {
    let error = &compile("type,name,label,lable\ntext,a,A,B\n", "", "").expect_err("column")[0];
    assert_eq!((error.row, error.column.as_str(), error.code), (1, "lable", FormErrorCode::Column));
    let error = &compile("type,label\ntext,A\n", "", "").expect_err("column")[0];
    assert_eq!((error.row, error.column.as_str()), (1, "name"));
    let error = &compile("type,name,label\ntext,a,A,B\n", "", "").expect_err("column")[0];
    assert_eq!((error.row, error.column.as_str()), (2, "D"));
}

#[test]
fn what_other_tools_do_is_refused_where_it_is_asked_for() {
    for column in ["media::image", "image::English (en)", "body::accuracyThreshold", "bind::odk:x"]
    {
        let empty = format!("type,name,label,{column}\ntext,a,A\n");
        assert!(compile(&empty, "", "").is_ok(), "an empty column asks for nothing");
        let errors = compile(&format!("{empty}text,b,B,x\n"), "", "").expect_err(column);
        let found: Vec<_> = errors.iter().map(|e| (e.row, e.column.as_str(), e.code)).collect();
        assert_eq!(found, [(3, column, FormErrorCode::Unsupported)]);
    }
    let settings: &[u8] = b"form_id,style,submission_url\nf,pages,https://example.org\n";
    let files =
        [("survey.csv", b"type,name,label\ntext,a,A\n".as_slice()), ("settings.csv", settings)];
    let errors = Form::compile(&Sheets::from_csv(&files).unwrap()).expect_err("a setting");
    assert_eq!((errors[0].row, errors[0].column.as_str()), (2, "submission_url"));
}

#[test]
fn columns_have_the_names_that_pyxform_takes() {
    let survey = "Type,Tag,Caption,Relevance,Calculate,readonly\n\
        select_one jk,a,A\ntext,b,B,${a} = 1\ninteger,c,C,,1 + 1,TRUE\n";
    let choices = "list name,value,caption\njk,1,Laki-laki\njk,2,Perempuan\n";
    let form = compile(survey, choices, "").unwrap();
    let plain = compile(
        "type,name,label,relevant,calculation,read_only\n\
         select_one jk,a,A\ntext,b,B,${a} = 1\ninteger,c,C,,1 + 1,TRUE\n",
        "list_name,name,label\njk,1,Laki-laki\njk,2,Perempuan\n",
        "",
    );
    assert_eq!(form.structure_hash(), plain.unwrap().structure_hash());
    let error = &compile("type,name,tag\ntext,a,a\n", "", "").expect_err("twice")[0];
    assert_eq!((error.row, error.column.as_str()), (1, "tag"));
}

#[test]
fn any_language_is_taken_and_two_are_shown() {
    let label = |survey: &str, language: &str| {
        let settings = format!("form_id,default_language\nf,{language}\n");
        let files = [("survey.csv", survey.as_bytes()), ("settings.csv", settings.as_bytes())];
        let form = Form::compile(&Sheets::from_csv(&files).unwrap()).unwrap();
        form.questions()[0].label.clone()
    };
    let three =
        "type,name,label::Indonesian,label::English (en),label::Ternate (tft)\ntext,a,I,E,T\n";
    assert_eq!(label(three, "Ternate (tft)"), Text { id: "I".into(), en: "E".into() });
    let one = "type,name,label::Ternate (tft),label::Arabic (ar)\ntext,a,T,A\n";
    assert_eq!(label(one, "Ternate (tft)"), Text { id: "T".into(), en: "T".into() });
    let bare = "type,name,label,label::Indonesian (id)\ntext,a,E,I\n";
    assert_eq!(label(bare, "English (en)"), Text { id: "I".into(), en: "E".into() });
    let errors = compile(one, "", "").expect_err("no label in a language that is shown");
    assert_eq!((errors[0].row, errors[0].code), (2, FormErrorCode::Value));
}

#[test]
fn parameters_have_their_places_too() {
    for (text, row, column) in [
        ("name,value,wert\na,1,2\n", 1, "wert"),
        ("name,value\na,1\na,2\n", 3, "name"),
        ("name,value\n1a,1\n", 2, "name"),
        ("name\na\n", 1, "value"),
    ] {
        let files = [
            ("survey.csv", b"type,name,label\ntext,a,A\n".as_slice()),
            ("settings.csv", b"form_id\nf\n"),
            ("parameters.csv", text.as_bytes()),
        ];
        let errors = Form::compile(&Sheets::from_csv(&files).unwrap()).expect_err(text);
        let found = (errors[0].file.as_str(), errors[0].row, errors[0].column.as_str());
        assert_eq!(found, ("parameters.csv", row, column));
    }
}

#[test]
fn checks_have_their_places_too() {
    let head = "id,severity,scope,context,violated_when,focus,asks_at,message\n";
    let survey = "type,name,label\nbegin_repeat,r,R\ninteger,a,A\nend_repeat\ninteger,b,B\n";
    for (row, column) in [
        ("K100,bad,,,${b} = 1,b,,M", "severity"),
        ("K100,error,,x,${b} = 1,b,,M", "context"),
        ("K100,error,,,${c} = 1,b,,M", "violated_when"),
        ("K100,error,,,${a} = 1,b,,M", "violated_when"),
        ("K100,error,,,${b} = 1,c,,M", "focus"),
        ("K100,error,,r,${a} = 1,b a,,M", "focus"),
        ("K100,error,,,${b} = 1,b,soon,M", "asks_at"),
        ("K100,error,,,${b} = 1,b,,", "message"),
        ("K001,error,,,${b} = 1,,,M", "violated_when"),
        ("K100,error,,,,b,,M", "violated_when"),
        ("K100,warning,,,K001,b,,M", "severity"),
        ("K100,error,,,K001 or K001,b,,M", "focus"),
        ("K100,error,,,K001 or K003,b,,M", "violated_when"),
    ] {
        let errors = compile(survey, "", &format!("{head}{row}\n")).expect_err(row);
        let found: Vec<_> = errors.iter().map(|error| (error.row, error.column.as_str())).collect();
        assert_eq!(found, [(2, column)], "{row}");
        assert_eq!(errors[0].file, "checks.csv");
    }
}

#[test]
fn choices_have_their_places_too() {
    for (rows, row) in [("a,01,X\n", 2), ("a,1,X\na,1,Y\n", 3), ("a,1 2,X\n", 2), ("a,,X\n", 2)] {
        let choices = format!("list_name,name,label\n{rows}");
        let errors = compile("type,name,label\ntext,a,A\n", &choices, "").expect_err(rows);
        assert_eq!((errors[0].row, errors[0].column.as_str()), (row, "name"), "{rows}");
        assert_eq!(errors[0].file, "choices.csv");
    }
}

#[test]
fn a_deep_expression_is_an_error() {
    let deep = format!("text,a,A,{}1{}\n", "(".repeat(10_000), ")".repeat(10_000));
    assert_eq!(only(&deep).2, FormErrorCode::Syntax);
}

#[test]
fn what_is_no_workbook_is_an_error() {
    let errors = Sheets::from_xlsx(b"PK\x03\x04 no").expect_err("no workbook");
    assert_eq!(errors[0].code, FormErrorCode::Unreadable);
}

#[test]
fn filters_inside_filters_are_bounded() {
    let rows = |filter: &str| {
        format!("begin_repeat,r,R\ninteger,x,X\nend_repeat\ntext,t,T,count(${{r}}[{filter}]) > 0\n")
    };
    let nested =
        |depth| (0..depth).fold("x > 1".to_owned(), |in_it, _| format!("count(../r[{in_it}]) > 1"));
    assert!(compile(&format!("{HEAD}{}", rows(&nested(2))), CHOICES, "").is_ok());
    assert_eq!(only(&rows(&nested(3))).2, FormErrorCode::Unsupported);
    let list: String = (0..4_000).map(|row| format!("{row},Desa\n")).collect();
    let list = format!("name,label\n{list}");
    let item = |filter: &str| format!("instance('desa')/root/item[{filter}]");
    for (filter, taken) in [
        (format!("count({}) > 1", item("label != 'x'")), false),
        (format!("count({}) > 1", item("name = 5")), true),
    ] {
        let survey = format!("{HEAD}text,a,A,count({}) > 0\n", item(&filter));
        let files = [
            ("survey.csv", survey.as_bytes()),
            ("settings.csv", b"form_id\nf\n"),
            ("desa.csv", list.as_bytes()),
        ];
        let form = Form::compile(&Sheets::from_csv(&files).unwrap());
        assert_eq!(form.is_ok(), taken, "{filter}");
    }
}

#[test]
fn groups_and_repeats_lie_so_deep_in_each_other_and_no_deeper() {
    let nested = |kind: &str, depth: usize| {
        let begin = |at| format!("begin_{kind},g{at},G\n");
        let ends = format!("end_{kind}\n").repeat(depth);
        format!("{}text,a,A\n{ends}", (0..depth).map(begin).collect::<String>())
    };
    for (kind, most) in [("group", 64), ("repeat", 8)] {
        assert!(compile(&format!("{HEAD}{}", nested(kind, most)), CHOICES, "").is_ok(), "{kind}");
        for depth in [most + 1, 10_000] {
            let found = errors(&nested(kind, depth));
            assert_eq!((found[0].row, found[0].code), (most + 2, FormErrorCode::Nesting), "{kind}");
        }
    }
}
