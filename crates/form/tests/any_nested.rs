//! Random forms of repeats inside repeats, with all that a form does by itself: what step after step
//! has led to is what a load of the same answers computes.

mod common;

use std::fmt::Write as _;
use std::sync::Arc;

use cacah_form::{Answer, Form, Instance, Interview, Path};
use common::{compile, functions, id, interview};
use proptest::prelude::*;

const CHOICES: &str = "\
list_name,name,label,grup
kode,1,Satu,0
kode,2,Dua,1
kode,3,Tiga,1
kode,4,Empat,2
";
const HEAD: &str = "type,name,label,relevant,constraint,calculation,default,trigger,choice_filter,repeat_count,required\n";
/// The repeats: in what each lies, none for the document.
const REPEATS: [Option<usize>; 4] = [None, Some(0), Some(1), None];
const STEPS: usize = 20;
/// How often a row is thrown again that does not compile.
const ATTEMPTS: usize = 12;
const CHECKS: &str = "id,severity,scope,context,violated_when,focus,asks_at,message\n";

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % below
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(of.len())]
    }
}

fn operand(dice: &mut Dice, names: &[String]) -> String {
    let name = dice.one(names).clone();
    let (other, number) = (dice.one(names).clone(), dice.roll(4));
    let repeat = format!("r{}", dice.roll(REPEATS.len()));
    match dice.roll(22) {
        0..=5 => format!("${{{name}}}"),
        6 => number.to_string(),
        7 => format!("sum(${{{name}}})"),
        8 => format!("count(${{{repeat}}})"),
        9 => format!("max(${{{name}}})"),
        10 => format!("join(' ', ${{{name}}})"),
        11 => format!("count(${{{repeat}}}[{name} = current()/../{other}])"),
        12 => format!("count(${{{repeat}}}[{name} > {number}])"),
        13 => format!("${{{repeat}}}[{number}]/{name}"),
        14 => "position(..)".to_owned(),
        15 => format!("indexed-repeat(${{{name}}}, ${{{repeat}}}, {number})"),
        16 => format!("sum(${{{repeat}}}[{other} = {number}]/{name})"),
        17 => format!("count(../../{repeat}[{name} = current()/../{other}])"),
        18 => format!("count-selected(${{{name}}})"),
        19 => format!("count(${{{repeat}}}[count(./r{}[{name} > {number}]) > 0])", dice.roll(4)),
        20 => "position(../..)".to_owned(),
        _ => format!("count-non-empty(${{{name}}})"),
    }
}

fn expression(dice: &mut Dice, names: &[String]) -> String {
    let (a, b) = (operand(dice, names), operand(dice, names));
    match dice.roll(7) {
        0 | 1 => a,
        2 => format!("{a} + {b}"),
        3 => format!("concat({a}, {b})"),
        4 => format!("coalesce({a}, {b})"),
        5 => format!("if({a} > 1, {b}, 0)"),
        _ => format!("{a} - 1"),
    }
}

fn condition(dice: &mut Dice, names: &[String]) -> String {
    let (a, b) = (operand(dice, names), operand(dice, names));
    match dice.roll(4) {
        0 => format!("{a} != ''"),
        1 => format!("{a} > {b}"),
        2 => format!("not({a} = {b})"),
        _ => format!("{a} < 3 or {b} > 1"),
    }
}

/// A row of columns, of which any may be filled.
fn row(dice: &mut Dice, name: &str, names: &[String]) -> [String; 11] {
    let kind = *dice.one(&[
        "integer",
        "integer",
        "integer",
        "text",
        "select_one kode",
        "select_multiple kode",
        "calculate",
    ]);
    let mut cells: [String; 11] = Default::default();
    (cells[0], cells[1], cells[2]) = (kind.to_owned(), name.to_owned(), "L".to_owned());
    if dice.roll(3) == 0 {
        cells[3] = condition(dice, names);
    }
    if kind == "calculate" {
        cells[5] = expression(dice, names);
        if dice.roll(4) == 0 {
            cells[5] = format!("once({})", cells[5]);
        }
        return cells;
    }
    match dice.roll(8) {
        0 => cells[4] = condition(dice, names),
        1 => cells[5] = expression(dice, names),
        2 => cells[6] = expression(dice, names),
        3 => {
            cells[5] = expression(dice, names);
            cells[7] = format!("${{{}}}", dice.one(names));
        }
        4 => cells[10] = condition(dice, names),
        5 if kind.starts_with("select") => cells[8] = format!("grup = ${{{}}}", dice.one(names)),
        6 if kind.starts_with("select") => cells[8] = format!("grup < {}", operand(dice, names)),
        _ => {}
    }
    cells
}

/// The rows of the questions of a repeat, or of the document, with the repeats in it.
fn survey(rows: &[(Option<usize>, [String; 11])], around: Option<usize>) -> String {
    let mut text = String::new();
    let write = |text: &mut String, cells: &[String; 11]| {
        let cells: Vec<_> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
        writeln!(text, "{}", cells.join(",")).expect("a text");
    };
    for (_, cells) in
        rows.iter().filter(|(home, cells)| *home == around && cells[0] != "begin_repeat")
    {
        write(&mut text, cells);
    }
    for (inner, parent) in REPEATS.iter().enumerate() {
        let begin = rows.iter().find(|(_, cells)| cells[1] == format!("r{inner}"));
        if let Some((_, cells)) = begin
            && *parent == around
        {
            write(&mut text, cells);
            text += &survey(rows, Some(inner));
            text += "end_repeat\n";
        }
    }
    text
}

/// A form in which every column that does not compile was emptied.
fn form(dice: &mut Dice) -> Arc<Form> {
    let mut rows: Vec<(Option<usize>, [String; 11])> = Vec::new();
    let homes: Vec<Option<usize>> = (0..14usize)
        .map(|at| if at < 5 { at.checked_sub(1) } else { dice.roll(5).checked_sub(1) })
        .collect();
    let names: Vec<String> = (0..homes.len()).map(|at| format!("q{at}")).collect();
    let plain = |kind: &str, name: &str| {
        let mut cells: [String; 11] = Default::default();
        (cells[0], cells[1], cells[2]) = (kind.to_owned(), name.to_owned(), "L".to_owned());
        cells
    };
    for (repeat, parent) in REPEATS.iter().enumerate() {
        rows.push((*parent, plain("begin_repeat", &format!("r{repeat}"))));
    }
    rows.extend(homes.iter().zip(&names).map(|(home, name)| (*home, plain("integer", name))));
    let compiled = |rows: &[_], checks: &str| {
        let checks = if checks.is_empty() { String::new() } else { format!("{CHECKS}{checks}") };
        compile(&format!("{HEAD}{}", survey(rows, None)), CHOICES, &checks).ok()
    };
    let mut form = compiled(&rows, "").expect("a plain form");
    for at in 0..rows.len() {
        let before = rows[at].1.clone();
        for _ in 0..ATTEMPTS {
            rows[at].1 = if before[0] == "begin_repeat" {
                let mut cells = before.clone();
                match dice.roll(3) {
                    0 => cells[3] = condition(dice, &names),
                    1 => cells[9] = operand(dice, &names),
                    _ => {}
                }
                cells
            } else {
                row(dice, &before[1], &names)
            };
            if let Some(better) = compiled(&rows, "") {
                form = better;
                break;
            }
            rows[at].1.clone_from(&before);
        }
    }
    let mut checks = String::new();
    for number in 0..4 * ATTEMPTS {
        let context = *dice.one(&["", "r0", "r1", "r2", "r3"]);
        let (rule, focus) = (condition(dice, &names), dice.one(&names).clone());
        let row = format!("K{},warning,,{context},\"{rule}\",{focus},,M\n", 200 + number);
        if let Some(better) = compiled(&rows, &format!("{checks}{row}")) {
            form = better;
            checks += &row;
        }
    }
    Arc::new(form)
}

/// Adds what a `repeat_count` asks for, up to a handful.
fn add_lacking(town: &mut Interview, next: &mut u128) {
    while *next < 300
        && let Some(lacking) = town.lacking().into_iter().next()
    {
        *next += 1;
        town.add(&lacking.repeat, id(*next), lacking.parent, usize::MAX).expect("a place");
    }
}

fn take(town: &mut Interview, dice: &mut Dice, next: &mut u128) {
    let form = Arc::clone(town.form());
    let placed: Vec<Instance> = town.placed().iter().map(|(_, id, _)| *id).collect();
    match dice.roll(10) {
        0..=5 => {
            let open: Vec<Path> = town
                .paths()
                .into_iter()
                .filter(|path| form.question(&path.question).is_some_and(|q| q.takes_answer()))
                .collect();
            let raw = *dice.one(&["", "0", "1", "2", "3", "4", "1 3", "x"]);
            if !open.is_empty() {
                town.set(dice.one(&open), Answer::raw(raw)).expect("a question");
            }
        }
        6 | 7 => {
            let repeat = &form.repeats()[dice.roll(form.repeats().len())];
            let around = repeat.parent.map(|around| town.instances(&form.repeats()[around.0].name));
            let parent = match &around {
                Some(ids) if ids.is_empty() => return,
                Some(ids) => Some(*dice.one(ids)),
                None => None,
            };
            *next += 1;
            town.add(&repeat.name, id(*next), parent, dice.roll(4)).expect("a place");
        }
        8 if !placed.is_empty() => {
            town.remove(*dice.one(&placed)).expect("an instance");
        }
        9 if !placed.is_empty() => {
            town.move_to(*dice.one(&placed), dice.roll(4)).expect("an instance");
        }
        _ => {}
    }
    add_lacking(town, next);
}

fn loaded(town: &Interview) -> Interview {
    let answers = town.paths().into_iter().filter_map(|path| {
        let answer = town.answer(&path)?.clone();
        answer.is_given().then_some((path, answer))
    });
    let loaded =
        Interview::load(Arc::clone(town.form()), functions(), town.placed().into_iter(), answers);
    assert_eq!(loaded.unknown(), []);
    loaded
}

fn assert_same(live: &Interview, other: &Interview, when: &str) {
    assert_eq!(live.placed(), other.placed(), "{when}");
    for path in live.paths() {
        let of = |town: &Interview| {
            let options: Vec<_> =
                town.options(&path).into_iter().map(|choice| choice.code.clone()).collect();
            (
                town.value(&path),
                town.answer(&path).cloned(),
                town.relevant(&path),
                town.required(&path),
                options,
            )
        };
        assert_eq!(format!("{:?}", of(live)), format!("{:?}", of(other)), "{when}: {path}");
    }
    assert_eq!(live.findings(), other.findings(), "{when}");
    assert_eq!(live.progress(), other.progress(), "{when}");
    assert_eq!(live.fields(), other.fields(), "{when}");
    assert_eq!(live.lacking(), other.lacking(), "{when}");
    assert_eq!(live.open_questions(), other.open_questions(), "{when}");
    assert_eq!(live.verdict(), other.verdict(), "{when}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn steps_end_where_a_load_starts(seed in 1u64..) {
        let dice = &mut Dice(seed);
        let form = form(dice);
        let mut town = interview(&form);
        town.begin();
        let next = &mut 0;
        add_lacking(&mut town, next);
        for step in 0..STEPS {
            take(&mut town, dice, next);
            assert_same(&town, &loaded(&town), &format!("seed {seed}, step {step}"));
        }
        // What was loaded goes on like what has lived through it.
        let mut again = loaded(&town);
        for step in 0..STEPS {
            let (mut same_dice, mut same_next) = (Dice(dice.0), *next);
            take(&mut town, dice, next);
            take(&mut again, &mut same_dice, &mut same_next);
            assert_same(&town, &again, &format!("seed {seed}, step {step} after a load"));
        }
    }
}
