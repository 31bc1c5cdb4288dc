//! `cacah-demo`: a practice round of Ternate on this machine, from an empty folder to a receipt.
//!
//! With a display it opens the window and waits until it is closed. With `--headless` it keys one
//! family of five through the real window by itself and leaves pictures.

#![expect(clippy::print_stdout, reason = "it shows what it does")]

use std::path::{Path, PathBuf};
use std::process::{Command as Program, ExitCode};

use cacah_testkit::ternate::{FAMILIES, OFFICERS};
use cacah_tests::laptop::{Laptop, OFFICER, PASSWORD};
use cacah_tests::office::Office;
use cacah_tests::officer::{Officer, Sheet};
use cacah_tests::page::Page;
use cacah_tests::programs::{built, root};
use cacah_tests::screen::{Engine, Screen};
use cacah_wire::command::{Command, FormArgs};

fn main() -> ExitCode {
    println!("· endpoint in a throw-away folder, practice round of {FAMILIES} invented families");
    let office = Office::open(FAMILIES);
    println!("  https://{} with the officers:", office.address());
    for officer in OFFICERS {
        println!("  {} {}", officer.code, officer.name);
    }
    println!("· enrolling this laptop for {OFFICER}");
    let laptop = Laptop::enrolled(&office);
    if std::env::args().any(|argument| argument == "--headless") {
        by_itself(&office, &laptop);
        return ExitCode::SUCCESS;
    }
    for_a_person(&office, &laptop)
}

/// Opens the window and says how to log in.
fn for_a_person(office: &Office, laptop: &Laptop) -> ExitCode {
    let ticket = laptop.data().join("ticket.txt");
    std::fs::write(&ticket, office.ticket(OFFICERS[1].code, office.address())).expect("written");
    println!("· opening the window\n");
    println!("  Petugas / officer:     {OFFICER}");
    println!("  Kata sandi / password: {PASSWORD}\n");
    println!(
        "  F1 shows the keys. A one-time ticket for {}, good for ten minutes:",
        OFFICERS[1].code
    );
    println!("  {}", ticket.display());
    println!("  All of it is thrown away when the window is closed.");
    let status = Program::new(built("cacah")).arg("--data").arg(laptop.data()).status();
    if status.expect("the window starts").success() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Keys a family of five through the real window, without anybody.
fn by_itself(office: &Office, laptop: &Laptop) {
    let pictures = Pictures(root().join("target/demo"));
    let form = laptop.unlocked().call(&Command::Form(FormArgs {})).expect("the form");
    let (officer, family) = (Officer::trained(form), office.family_of(5));
    let mut sheet = Sheet::new(family.answers());
    println!("· opening the real window under Xvfb");
    let screen = Screen::open(Engine::Window, laptop.data());
    let page = screen.page();
    page.wait_for("[data-screen=unlock]");
    pictures.take(page, "1-unlock");
    officer.unlock(page, PASSWORD);
    pictures.take(page, "2-home");
    officer.open_family(page, family.head());
    pictures.take(page, "3-document");
    let all = sheet.left();
    for part in 1..=4 {
        officer.key(page, &mut sheet, all - all * part / 4);
        println!("  {} of {all} answers keyed", all - sheet.left());
        pictures.take(page, &format!("4-keyed-{part}"));
    }
    let status = officer.finish(page);
    pictures.take(page, "5-finished");
    assert_eq!(status, "clean", "the family is complete and without a finding");
    officer.leave(page);
    println!("· sending");
    let number = officer.send(page);
    pictures.take(page, "6-receipt");
    let words = page.text("[data-receipt]").unwrap_or_default();
    println!("· receipt no. {number}: {}", words.split_whitespace().collect::<Vec<_>>().join(" "));
    println!("  at the office:\n{}", office.receipts());
    println!("  pictures: {}", pictures.0.display());
}

/// A folder of pictures.
struct Pictures(PathBuf);

impl Pictures {
    fn take(&self, page: &Page, name: &str) {
        page.picture(&Path::new(&self.0).join(format!("{name}.png")));
    }
}
