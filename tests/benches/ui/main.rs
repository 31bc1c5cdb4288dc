//! The real window, as an officer feels it: keys, answers, families, the search, its memory. None of
//! the figures should depend on how many families there are.

#![expect(clippy::print_stdout, reason = "a figure is printed")]

#[path = "../felt/mod.rs"]
mod felt;

use std::process::ExitCode;

use cacah_testkit::bench::{Figure, Report, Unit, age_of, memory_of};
use cacah_testkit::ternate::Family;
use cacah_tests::keying::Interview;
use cacah_tests::laptop::{Laptop, PASSWORD, row_of};
use cacah_tests::office::Office;
use cacah_tests::officer::{Officer, Sheet, stands_on};
use cacah_tests::page::Page;
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{Command, FormArgs};
use fantoccini::key::Key;

/// How much is measured; `CACAH_RUNS` set makes it a quick look, whose figures say little.
struct Plan {
    runs: usize,
    /// On the laptop; the officer serves five of six.
    families: usize,
    crowd: usize,
    opened: usize,
}

impl Plan {
    fn read() -> Self {
        match std::env::var_os("CACAH_RUNS") {
            None => Self { runs: 20, families: 6_000, crowd: 50, opened: 200 },
            Some(_) => Self { runs: 2, families: 60, crowd: 8, opened: 4 },
        }
    }
}

fn main() -> ExitCode {
    let plan = Plan::read();
    let office = Office::with_crowd(plan.families, plan.crowd);
    let laptop = Laptop::enrolled(&office);
    let [four, fresh] = families_of_four(&office);
    let crowd = office.family_of(plan.crowd);
    let mut desk = laptop.unlocked();
    let officer = Officer::trained(desk.call(&Command::Form(FormArgs {})).expect("the form"));
    for family in [four, crowd] {
        let row = row_of(&mut desk, family);
        let mut interview = Interview::open(&mut desk, &row.family, &family.answers());
        interview.key(&mut desk, usize::MAX).expect("answers are stored");
    }
    drop(desk);
    let mut figures = vec![starts(&laptop, &plan)];
    let screen = Screen::open(Engine::Window, laptop.data());
    let page = screen.page();
    felt::install(page);
    page.wait_for("[data-screen=unlock] #password:focus");
    figures.push(Figure::of("ui.floor.unlock", Unit::Ms, felt::floor(page)));
    officer.unlock(page, PASSWORD);
    officer.list(page);
    figures.push(search(page, &plan, crowd));
    figures.extend(open(&officer, page, &plan, ("ui.open.4", four)));
    figures.extend(open(&officer, page, &plan, ("ui.open.crowd", crowd)));
    figures.extend(keyed(&officer, page, fresh));
    figures.extend(memory(&screen, &officer, &plan, four));
    println!("{}", Report(figures));
    ExitCode::SUCCESS
}

/// Two families of four that the officer serves, each found by the name of its head.
fn families_of_four(office: &Office) -> [&Family; 2] {
    let called = |name: &str| office.families().iter().filter(|one| one.head() == name).count();
    let fours =
        |family: &&Family| (family.area, family.members.len(), called(family.head())) == (0, 4, 1);
    let mut fours = office.families().iter().filter(fours);
    std::array::from_fn(|_| fours.next().expect("a family of four"))
}

/// From the start of the process to the field of the password.
fn starts(laptop: &Laptop, plan: &Plan) -> Figure {
    let starts = (0..plan.runs.div_ceil(3)).map(|_| {
        let screen = Screen::open(Engine::Window, laptop.data());
        screen.page().wait_for("[data-screen=unlock] #password:focus");
        age_of(screen.app())
    });
    Figure::of("ui.start", Unit::Ms, starts.collect())
}

/// From a letter typed into the search to the rows it leaves.
fn search(page: &Page, plan: &Plan, family: &Family) -> Figure {
    let changed = "document.querySelector('[data-total]').dataset.total !== window.felt.total";
    let mut times = Vec::new();
    for _ in 0..plan.runs {
        // Three letters leave fewer rows than all, one after the other down to those of the head.
        for letters in [1, 3] {
            empty(page);
            page.script(
                "window.felt.total = document.querySelector('[data-total]').dataset.total",
                Vec::new(),
            );
            let typed: String = family.head().chars().take(letters).collect();
            times.push(felt::until(page, changed, || page.type_text(&typed)));
        }
    }
    empty(page);
    Figure::of("ui.search", Unit::Ms, times)
}

/// Empties the search; all rows are there again.
fn empty(page: &Page) {
    page.press(Key::Escape);
    page.until("the search is empty", || {
        let script = "return document.querySelector('[data-search]').value === ''";
        (page.script(script, Vec::new()) == true).then_some(())
    });
    page.painted();
    page.painted();
}

/// Opening a family that is keyed whole, changing its block, adding a member.
fn open(
    officer: &Officer,
    page: &Page,
    plan: &Plan,
    (name, family): (&str, &Family),
) -> Vec<Figure> {
    let open = "document.activeElement?.closest('[data-screen=document]') !== null && \
                document.activeElement?.dataset.path !== undefined";
    let moved = "document.activeElement?.dataset.path !== window.felt.before";
    let more = "document.querySelectorAll('[data-instance]').length > window.felt.rows";
    let (mut opens, mut blocks, mut adds) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..plan.runs {
        find(page, family);
        opens.push(felt::until(page, open, || page.press(Key::Return)));
        for key in [Key::PageUp, Key::PageDown] {
            page.script("window.felt.before = document.activeElement.dataset.path", Vec::new());
            blocks.push(felt::until(page, moved, || page.press(key)));
        }
        officer.go_to(page, "r402");
        page.script(
            "window.felt.rows = document.querySelectorAll('[data-instance]').length",
            Vec::new(),
        );
        adds.push(felt::until(page, more, || page.press(Key::Insert)));
        page.chord(Key::Control, 'z');
        page.until("the member is taken back", || {
            (page.script(&format!("return !({more})"), Vec::new()) == true).then_some(())
        });
        officer.list(page);
    }
    let size = name.rsplit('.').next().unwrap_or_default();
    vec![
        Figure::of(name, Unit::Ms, opens),
        Figure::of(&format!("ui.block.{size}"), Unit::Ms, blocks),
        Figure::of(&format!("ui.add.{size}"), Unit::Ms, adds),
    ]
}

/// Selects the row of a family.
fn find(page: &Page, family: &Family) {
    empty(page);
    page.type_text(family.head());
    page.until("its row is selected", || {
        page.text("[aria-selected=true]").filter(|row| row.contains(family.head())).map(drop)
    });
}

/// A family keyed whole: each key to its paint, each answer to its effects, keys for an answer.
fn keyed(officer: &Officer, page: &Page, family: &Family) -> Vec<Figure> {
    find(page, family);
    page.press(Key::Return);
    page.wait_for("[data-screen=document]");
    let _ = stands_on(page);
    let floor = Figure::of("ui.floor.document", Unit::Ms, felt::floor(page));
    for name in ["keys", "answers"] {
        felt::taken(page, name);
    }
    felt::strokes(page);
    let mut sheet = Sheet::new(family.answers());
    officer.key(page, &mut sheet, 0);
    page.painted();
    let (keys, answers) = (felt::taken(page, "keys"), felt::taken(page, "answers"));
    let all = family.answers().count();
    #[expect(clippy::cast_precision_loss, reason = "some hundred answers")]
    let each = felt::strokes(page) / all as f64;
    officer.list(page);
    vec![
        floor,
        Figure::of("ui.key", Unit::Ms, keys),
        Figure::of("ui.answer", Unit::Ms, answers),
        Figure::read("ui.keys.answer", Unit::Keys, each),
    ]
}

/// What the window holds after one family, and after many opened in turn.
fn memory(screen: &Screen, officer: &Officer, plan: &Plan, family: &Family) -> Vec<Figure> {
    let page = screen.page();
    let held = |name: &str| Figure::read(name, Unit::Mib, memory_of(screen.app()));
    let list = held("ui.memory.list");
    find(page, family);
    page.press(Key::Return);
    page.wait_for("[data-screen=document]");
    let _ = stands_on(page);
    let one = held("ui.memory.document");
    // Only whose list is not narrowed has neighbours to go to.
    officer.list(page);
    empty(page);
    page.press(Key::Return);
    page.wait_for("[data-screen=document]");
    for _ in 0..plan.opened {
        let before = page.all("[data-document]", "data-document");
        page.chord(Key::Control, Key::PageDown.into());
        page.until("the next family is open", || {
            (page.all("[data-document]", "data-document") != before).then_some(())
        });
    }
    let many = held("ui.memory.opened");
    vec![list, one, many]
}
