//! The usual slips: what the message says to write.

mod common;

use cacah_form::FormError;
use common::*;

const HEAD: &str = "type,name,label,relevant,calculation,trigger,bind::cacah:special\n";
const ASKED: &str = "begin_repeat,anggota,A\ninteger,umur,U\nselect_one jk,kelamin,K\nend_repeat\n";

fn only(survey: &str, checks: &str) -> FormError {
    let mut errors = compile(survey, CHOICES, checks).expect_err(survey);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    errors.remove(0)
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

#[test]
fn an_expression_says_what_to_write_instead() {
    for (written, expected) in [
        ("count(${angota})", "`anggota`, or else a name of the survey"),
        ("umur > 1", "${umur}"),
        ("ya", "'ya' if it is a text, ${…} around the name of a question"),
        ("1 = 1 AND 2 = 2", "`and`"),
        ("1 = 1 atau 2 = 2", "`or`"),
        ("1 == 1", "`=` once"),
        ("1 <> 1", "`!=`"),
        ("1 = 1 && 2 = 2", "`and`; concat(…) joins texts"),
        ("(1 + 2) / 3", "`div` to divide"),
        ("0,5 > 1", "an operator or the end; numbers have a point: 0.5"),
        ("if(1 = 1; 2; 3)", "a comma between the arguments of a function"),
        ("if(1 = 1, 2)", "if(condition, then, otherwise)"),
        ("COUNT(${anggota})", "`count`, or else a function of ODK XForms or cacah:…"),
        ("1 = ‘1’", "plain quotes: '…'"),
        ("today() > '2022-10-15'", "date('2022-10-15')"),
        (
            "pulldata('desa', 'a', 'b', 1)",
            "a CSV file beside the sheets, or a sheet of the workbook",
        ),
        ("instance('jkk')/root/item[1]/name = 1", "a list of choices, or data by its file"),
    ] {
        let error = only(&format!("{HEAD}{ASKED}text,t,T,{}\n", quoted(written)), "");
        assert_eq!((error.row, error.column.as_str()), (6, "relevant"), "{written}");
        assert_eq!(error.expected, expected, "{written}: {}", error.message);
    }
}

#[test]
fn a_cell_says_what_to_write_instead() {
    for (row, column, expected) in [
        ("desimal,t,T", "type", "`decimal`"),
        ("select_on jk,t,T", "type", "`select_one jk`"),
        ("jk_panjang,t,T", "type", "text, integer"),
        ("kartu,t,T", "type", "`select_one kartu` or `select_multiple kartu`"),
        ("select_one kartuu,t,T", "type", "`kartu`, or else a list_name of the sheet choices"),
        ("rank kartu,t,T", "type", "a select_one for each place"),
        ("text,t,T,,1,umur", "trigger", "${umur}"),
        ("integer,t,T,,,,kartuu", "bind::cacah:special", "`kartu`, or else a list"),
        ("begin_group,g,G,,1\ntext,t,T\nend_group", "calculation", "an empty cell"),
    ] {
        let error = only(&format!("{HEAD}{ASKED}{row}\n"), "");
        assert_eq!((error.row, error.column.as_str()), (6, column), "{row}");
        assert!(error.expected.starts_with(expected), "{row}: {}", error.expected);
    }
}

#[test]
fn an_end_that_lacks_is_one_error_where_it_lacks() {
    let inner = "begin_repeat,a,A\ntext,t,T\n";
    for (ends, row, message, expected) in [
        ("end_repeat,anggota\n", 5, "`a` of row 3 is still open here", "its end_repeat above"),
        ("end_repeat\nend_group\n", 6, "`anggota` of row 2 is still open", "its end_repeat above"),
        ("end_repeat,x\nend_repeat\nend_repeat\n", 5, "an end without a begin while `a`", "each"),
    ] {
        let group = if ends.contains("end_group") { "begin_group,g,G\n" } else { "" };
        let begun = format!("{HEAD}{group}begin_repeat,anggota,A\n{inner}");
        let error = only(&format!("{begun}{ends}"), "");
        let shift = usize::from(!group.is_empty());
        assert_eq!(error.row, row + shift, "{ends}: {error}");
        let message = message.replace("row 2", &format!("row {}", 2 + shift));
        assert!(error.message.starts_with(&message), "{ends}: {error}");
        assert!(error.expected.starts_with(expected), "{ends}: {error}");
    }
}

#[test]
fn a_check_and_a_column_say_what_to_write_instead() {
    let head = "id,severity,context,violated_when,focus,message\n";
    let survey = format!("{HEAD}{ASKED}");
    for (checks, expected) in [
        (format!("{head}K100,error,angota,1 = 1,umur,M\n"), "`anggota`, or else a repeat"),
        (format!("{head}K100,error,anggota,1 = 1,umru,M\n"), "`umur`, or else names of questions"),
        (format!("{head}K100,error,anggota,cacah:parameter('x') = 1,umur,M\n"), "a name of the"),
        (format!("{head}K100,error,anggota,1 = 1,anggota,M\n"), "a question in it"),
        (format!("{head}K100,warning,,K001,umur,M\n"), "error, as there"),
        (head.replace("severity", "severty,severity"), "`severity`"),
        (head.replace("message\n", "message,messge::English (en)\n"), "`message::English (en)`"),
    ] {
        let error = only(&survey, &checks);
        assert!(error.expected.starts_with(expected), "{checks}: {error}");
    }
}
