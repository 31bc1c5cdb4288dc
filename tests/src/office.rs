//! The office: a real `cacah-central` with a practice round, that can die and come back.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use cacah_testkit::ternate::{self, Family, Practice};
use tempfile::TempDir;

use crate::page::until;
use crate::programs::{built, root};

/// Code of the administrator, who says all that the office says.
pub const ADMIN: &str = "ADMIN 8271";

/// The endpoint in a folder of its own, and the families on its prelist.
#[derive(Debug)]
pub struct Office {
    folder: TempDir,
    address: String,
    server: Option<Child>,
    families: Vec<Family>,
}

impl Office {
    /// The practice round "Regsosek 2022 · Kota Ternate" with `families` synthetic families.
    ///
    /// # Panics
    /// When the endpoint does not do what it should.
    #[must_use]
    pub fn open(families: usize) -> Self {
        Self::with_form(&root().join("schemas/forms/regsosek22-k"), families)
    }

    /// A practice round with the form in the folder `form`.
    ///
    /// # Panics
    /// When the endpoint does not do what it should.
    #[must_use]
    pub fn with_form(form: &Path, families: usize) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        Self::furnished(&free.expect("a free port").to_string(), form, prelist(families))
    }

    /// As [`Office::open`], and one family of the first area has so many members.
    ///
    /// # Panics
    /// When the endpoint does not do what it should.
    #[must_use]
    pub fn with_crowd(families: usize, members: usize) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = free.expect("a free port").to_string();
        let mut families = prelist(families);
        ternate::crowd(&mut families, members);
        Self::furnished(&address, &root().join("schemas/forms/regsosek22-k"), families)
    }

    /// Another office, with keys and a certificate of its own, at this address.
    ///
    /// # Panics
    /// When the endpoint does not do what it should.
    #[must_use]
    pub fn at(address: &str, families: usize) -> Self {
        Self::furnished(address, &root().join("schemas/forms/regsosek22-k"), prelist(families))
    }

    fn furnished(address: &str, form: &Path, families: Vec<Family>) -> Self {
        let mut office = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            address: address.into(),
            server: None,
            families,
        };
        let mut init = office.central("init");
        init.args(["--admin", ADMIN, "--name", "KANTOR LATIHAN", "--area", "8271"]);
        assert!(init.output().expect("cacah-central starts").status.success(), "an administrator");
        let installed = office.install(form);
        assert!(installed.is_ok(), "the practice round: {installed:?}");
        office.start();
        office
    }

    /// Installs the practice round with a form.
    ///
    /// # Errors
    /// What the endpoint says on its error output when it refuses.
    ///
    /// # Panics
    /// When `cacah-central` does not start.
    pub fn install(&self, form: &Path) -> Result<(), String> {
        let list = self.folder.path().join("families.json");
        let practice = Practice::new(form, &self.families);
        let json = serde_json::to_vec(&practice).expect("a practice round is JSON");
        fs::write(&list, json).expect("families.json is written");
        let mut install = self.person("practice");
        let output = install.arg("--from").arg(list).output().expect("cacah-central starts");
        if output.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }

    fn central(&self, command: &str) -> Command {
        let mut central = Command::new(built("cacah-central"));
        central.arg(command).arg("--data").arg(self.folder.path().join("central"));
        central
    }

    /// A command that the administrator gives.
    fn person(&self, command: &str) -> Command {
        let mut central = self.central(command);
        central.args(["--by", ADMIN]);
        central
    }

    /// Opens for laptops, at the same address each time.
    ///
    /// # Panics
    /// When the endpoint does not come up.
    pub fn start(&mut self) {
        let ready = self.folder.path().join("ready");
        let _ = fs::remove_file(&ready);
        let mut serve = self.central("serve");
        serve.args(["--listen", &self.address]).arg("--ready-file").arg(&ready);
        let server = serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        self.server = Some(server.expect("cacah-central starts"));
        until("the endpoint listens", || ready.exists().then_some(()));
    }

    /// The power fails at the office, or somebody pulls the plug.
    ///
    /// # Panics
    /// When the process cannot be ended.
    pub fn lose_power(&mut self) {
        let mut server = self.server.take().expect("the endpoint runs");
        server.kill().and_then(|()| server.wait()).expect("the endpoint ends");
    }

    /// A one-time ticket for an officer who reaches the office at `address`.
    ///
    /// # Panics
    /// When the endpoint gives none.
    #[must_use]
    pub fn ticket(&self, officer: &str, address: &str) -> String {
        let url = format!("https://{address}");
        let output = self.person("ticket").args(["--officer", officer, "--url", &url]).output();
        let output = output.expect("cacah-central starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "no ticket for {officer}: {said}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// The administrator gives the one document of a family back with a comment.
    ///
    /// # Panics
    /// When the endpoint refuses.
    pub fn give_back(&self, family: &str, comment: &str) {
        let mut word = self.person("return");
        word.args(["--family", family, "--comment", comment]);
        let output = word.output().expect("cacah-central starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "not given back: {said}");
    }

    /// What `cacah-central form` says to these arguments.
    ///
    /// # Panics
    /// When the endpoint refuses.
    pub fn form(&self, args: &[&str]) -> String {
        let mut form = Command::new(built("cacah-central"));
        form.arg("form").args(args).arg("--data").arg(self.data());
        if args.first() != Some(&"list") {
            form.args(["--by", ADMIN]);
        }
        let output = form.output().expect("cacah-central starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "form {args:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// What the endpoint answers to a command of the administrator.
    ///
    /// # Panics
    /// When it refuses.
    pub fn tells(&self, command: &[&str]) -> String {
        let mut central = Command::new(built("cacah-central"));
        central.args(command).arg("--data").arg(self.data()).args(["--by", ADMIN]);
        let output = central.output().expect("cacah-central starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{command:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Takes a laptop's file and writes the answer beside it.
    ///
    /// # Panics
    /// When it is not taken.
    pub fn answers(&self, stick: &str) {
        let folder = Path::new(stick).parent().expect("a file lies in a folder");
        let mut import = self.central("import-stick");
        import.arg(stick).arg("--answer").arg(folder);
        let output = import.output().expect("cacah-central starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// The endpoint's own table of receipts, newest first.
    ///
    /// # Panics
    /// When it does not tell.
    #[must_use]
    pub fn receipts(&self) -> String {
        let output = self.person("receipts").output().expect("cacah-central starts");
        assert!(output.status.success(), "the endpoint's receipts");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Batches the endpoint has taken.
    #[must_use]
    pub fn batches(&self) -> usize {
        let head = 1;
        self.receipts().lines().skip(head).count()
    }

    /// The families of the prelist.
    #[must_use]
    pub fn families(&self) -> &[Family] {
        &self.families
    }

    /// The first family on the prelist with this many members, of the first officer's first area,
    /// whose head has a name of his own.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn family_of(&self, members: usize) -> &Family {
        let called =
            |name: &str| self.families.iter().filter(|family| family.head() == name).count();
        let wanted = |family: &&Family| {
            (family.area, family.members.len(), called(family.head())) == (0, members, 1)
        };
        self.families.iter().find(wanted).expect("such a family lives in Gamalama")
    }

    /// Address and port.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Folder of the endpoint's data.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("central")
    }

    /// Process id of the endpoint.
    ///
    /// # Panics
    /// When it does not run.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.server.as_ref().expect("the endpoint runs").id()
    }
}

fn prelist(families: usize) -> Vec<Family> {
    ternate::families(20_221_015, families)
}

impl Drop for Office {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}
