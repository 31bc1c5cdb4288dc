//! The real window: from the start of its process to the field of the password, and its memory.

#![expect(clippy::print_stdout, reason = "a figure is printed")]

use std::process::ExitCode;

use cacah_testkit::bench::{Figure, Report, Unit, age_of, memory_of};
use cacah_tests::laptop::{Laptop, PASSWORD};
use cacah_tests::office::Office;
use cacah_tests::officer::{Officer, stands_on};
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{Command, FormArgs};

const STARTS: usize = 7;

fn main() -> ExitCode {
    let office = Office::open(200);
    let laptop = Laptop::enrolled(&office);
    let form = laptop.unlocked().call(&Command::Form(FormArgs {})).expect("the form");
    let officer = Officer::trained(form);
    let starts = (0..STARTS).map(|_| {
        let screen = Screen::open(Engine::Window, laptop.data());
        screen.page().wait_for("[data-screen=unlock] #password:focus");
        age_of(screen.app())
    });
    let start = Figure::of("ui.start", Unit::Ms, starts.collect());
    let screen = Screen::open(Engine::Window, laptop.data());
    officer.unlock(screen.page(), PASSWORD);
    let list = Figure::read("ui.memory.list", Unit::Mib, memory_of(screen.app()));
    officer.open_family(screen.page(), office.family_of(5).head());
    let _ = stands_on(screen.page());
    let document = Figure::read("ui.memory.document", Unit::Mib, memory_of(screen.app()));
    println!("{}", Report(vec![start, list, document]));
    ExitCode::SUCCESS
}
