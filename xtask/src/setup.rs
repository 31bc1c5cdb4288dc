//! What a fresh Debian or Ubuntu machine with cargo and npm still lacks.

use std::path::Path;
use std::process::Command;

use crate::step::{Error, Result, output, program, read, root, run, write};

/// What a command is about to do, and so what must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Compile every crate.
    Build,
    /// Compile the window's page.
    Page,
    /// Drive the real window without a display.
    Window,
    /// Drive the same page in Chromium (Windows' WebView is Chromium).
    Chromium,
    /// Ask ODK's own tools about the questionnaires.
    Pyxform,
    /// Try the endpoint's routes against their description.
    Schemathesis,
    /// Run a peer that is written in Java from its source.
    Java,
    /// Run the engine of ODK Web Forms.
    XformsEngine,
}

/// Everything, as `test` needs it.
pub const EVERYTHING: &[Need] = &[
    Need::Build,
    Need::Page,
    Need::Window,
    Need::Chromium,
    Need::Pyxform,
    Need::Schemathesis,
    Need::Java,
    Need::XformsEngine,
];

impl Need {
    /// System packages as Debian names them (Ubuntu's Chromium apart), and for some the program
    /// whose presence proves them, because other packages bring it too.
    fn packages(self) -> &'static [(&'static str, Option<&'static str>)] {
        match self {
            Self::Build => &[
                ("build-essential", None),
                ("pkg-config", Some("pkg-config")),
                ("libssl-dev", None),
                ("libwebkit2gtk-4.1-dev", None),
            ],
            Self::Page | Self::XformsEngine => &[],
            Self::Window => &[
                ("webkit2gtk-driver", None),
                ("xvfb", None),
                ("xauth", None),
                ("dbus", None),
                ("fonts-dejavu-core", None),
            ],
            Self::Chromium if on_ubuntu() => &[("chromium-chromedriver", Some("chromedriver"))],
            Self::Chromium => &[("chromium", None), ("chromium-driver", Some("chromedriver"))],
            Self::Pyxform => &[("python3-venv", None), ("default-jre-headless", Some("java"))],
            Self::Schemathesis => &[("python3-venv", None)],
            Self::Java => &[("default-jdk-headless", Some("javac"))],
        }
    }
}

/// Brings what `needs` ask for; says what it installs before it does.
///
/// # Errors
/// When something cannot be installed; the message says what to install by hand.
pub fn setup(needs: &[Need]) -> Result<()> {
    system_packages(needs)?;
    if needs.contains(&Need::Page) {
        node_modules()?;
    }
    if needs.contains(&Need::Pyxform) {
        python_environment("pyxform")?;
    }
    if needs.contains(&Need::Schemathesis) {
        python_environment("schemathesis")?;
    }
    if needs.contains(&Need::XformsEngine) {
        peer("xforms-engine")?;
    }
    Ok(())
}

fn system_packages(needs: &[Need]) -> Result<()> {
    let missing: Vec<&str> = needs
        .iter()
        .flat_map(|need| need.packages())
        .filter(|(package, proof)| !proof.is_some_and(on_path) && !installed(package))
        .map(|(package, _)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !on_path("apt-get") {
        return Err(Error::Missing(format!(
            "this machine has no apt; install what Debian calls: {list}"
        )));
    }
    println!("These system packages are missing and will be installed now through apt:\n  {list}");
    run("apt-get update", &mut as_root(&["apt-get", "update", "-q"])?)?;
    let mut install = as_root(&["apt-get", "install", "-y", "-q", "--no-install-recommends"])?;
    install.args(["-o", "DPkg::Lock::Timeout=300"]).args(&missing);
    run("apt-get install", &mut install)
}

/// A command with the rights of root: as it is, or through sudo.
fn as_root(command: &[&str]) -> Result<Command> {
    let is_root = output(&mut program("id", &["-u"])).is_some_and(|id| id.trim() == "0");
    let mut elevated = match (is_root, command) {
        (true, [name, args @ ..]) => program(name, args),
        (false, _) if on_path("sudo") => program("sudo", command),
        _ => {
            return Err(Error::Missing(
                "installing system packages needs root: run as root, or install sudo".into(),
            ));
        }
    };
    elevated.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(elevated)
}

fn on_ubuntu() -> bool {
    std::fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|line| line == "ID=ubuntu"))
}

/// True when the package of this very name is installed.
fn installed(package: &str) -> bool {
    let state = program("dpkg-query", &["--show", "--showformat=${db:Status-Abbrev}", package])
        .stderr(std::process::Stdio::null())
        .output();
    state.is_ok_and(|state| state.stdout.starts_with(b"ii"))
}

fn on_path(name: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()))
}

fn node_modules() -> Result<()> {
    install("libraries of the window's page", &root().join("ui"))
}

/// A peer in JavaScript with pinned libraries, in `target/peers`: what runs it lies in `tests/peers`.
///
/// # Errors
/// When its libraries cannot be installed.
pub fn peer(name: &str) -> Result<()> {
    let (from, to) =
        (root().join("tests/peers").join(name), root().join("target/peers").join(name));
    for file in ["package.json", "package-lock.json"] {
        write(&to.join(file), &read(&from.join(file))?)?;
    }
    install(name, &to)
}

/// `npm ci`, when the lock file is not the one that was installed.
fn install(what: &str, folder: &Path) -> Result<()> {
    if !on_path("npm") {
        return Err(Error::Missing(
            "npm is missing: install Node.js 20 or newer with npm, then run this again".into(),
        ));
    }
    let lock = read(&folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.cacah-lock");
    if read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut npm = program("npm", &["ci", "--no-audit", "--no-fund"]);
    run(&format!("npm ci ({what})"), npm.current_dir(folder))?;
    write(&stamp, &lock)
}

/// A Python environment in `target/NAME` with the requirements pinned in `tests/NAME`.
fn python_environment(name: &str) -> Result<()> {
    let (requirements, folder) =
        (format!("tests/{name}/requirements.txt"), format!("target/{name}"));
    let wanted = read(&root().join(&requirements))?;
    let stamp = root().join(&folder).join("requirements.installed");
    if read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    run(
        &format!("python environment for {name}"),
        &mut program("python3", &["-m", "venv", "--clear", &folder]),
    )?;
    run(
        &format!("pip install ({name})"),
        &mut program(
            &format!("{folder}/bin/pip"),
            &["install", "--quiet", "--requirement", &requirements],
        ),
    )?;
    write(&stamp, &wanted)
}
