//! The program itself: its commands, and its death.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use cacah_wire::batch::{HASH_HEADER, SIGNATURE_HEADER, SealedBatch};
use cacah_wire::down::{EnrolReply, Ticket};
use cacah_wire::receipt::Verdict;
use reqwest::blocking::Client;
use tempfile::TempDir;

use crate::laptop::{Laptop, request};
use crate::office::{A, ADMIN, family, plan, toy};

pub fn cacah_central(command: &str, data: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_cacah-central"));
    program.arg(command).arg("--data").arg(data);
    if !["init", "serve", "import-stick", "area"].contains(&command) {
        program.args(["--by", ADMIN]);
    }
    program
}

/// A data folder with its first administrator.
pub fn founded(data: &Path) {
    let admin = ["--admin", ADMIN, "--name", "PUSAT LATIHAN", "--area", "82"];
    done(&cacah_central("init", data).args(admin).output().unwrap());
}

pub fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A data folder with the round installed from a file.
pub fn data() -> TempDir {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("practice.json");
    std::fs::write(&file, serde_json::to_vec(&plan(&toy())).unwrap()).unwrap();
    founded(folder.path());
    for _ in 0..2 {
        let mut practice = cacah_central("practice", folder.path());
        done(&practice.arg("--from").arg(&file).output().unwrap());
    }
    folder
}

/// A running endpoint; killed, never asked to stop, unless a test asks.
pub struct Program(pub Child, pub String);

impl Program {
    pub fn start(data: &Path) -> Self {
        Self::with(data, &["--listen", "127.0.0.1:0"])
    }

    pub fn with(data: &Path, args: &[&str]) -> Self {
        let ready = data.join("ready");
        let mut serve = cacah_central("serve", data);
        serve.args(args).arg("--ready-file").arg(&ready);
        let mut child = serve.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap().to_owned();
        assert_eq!(std::fs::read_to_string(ready).unwrap(), url);
        Self(child, url)
    }

    pub fn put(
        &self,
        client: &Client,
        token: &str,
        batch: &SealedBatch,
    ) -> reqwest::Result<Vec<u8>> {
        let put = client.put(format!("{}/v1/batches/{}", self.1, batch.id)).bearer_auth(token);
        let put = put.header(HASH_HEADER, batch.hash.to_string());
        let put = put.header(SIGNATURE_HEADER, batch.sig.to_string()).body(batch.bytes.clone());
        Ok(put.send()?.bytes()?.to_vec())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn ticket(data: &Path, url: &str) -> Ticket {
    let mut ticket = cacah_central("ticket", data);
    let text = done(&ticket.args(["--officer", A, "--url", url]).output().unwrap());
    Ticket::from_text(&text).unwrap()
}

pub fn client(ticket: &Ticket) -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let pinned = reqwest::Certificate::from_pem(ticket.certificate.as_bytes()).unwrap();
    Client::builder().tls_certs_only([pinned]).no_proxy().build().unwrap()
}

pub fn enrol(client: &Client, ticket: &Ticket) -> Laptop {
    let (request, device, officer) = request(1, &ticket.code);
    let body = serde_json::to_vec(&request).unwrap();
    let answer = client.post(format!("{}/v1/enrol", ticket.url)).body(body).send().unwrap();
    let reply: EnrolReply = serde_json::from_slice(&answer.bytes().unwrap()).unwrap();
    Laptop::of(reply, device, officer, 1)
}

/// The receipt the endpoint wrote, read beside it.
fn written(data: &Path) -> Option<Vec<u8>> {
    let database = rusqlite::Connection::open(data.join("central.db")).unwrap();
    database.query_row("SELECT receipt FROM batch", [], |row| row.get(0)).ok()
}

#[test]
fn killed_after_its_commit_before_its_answer_was_read_it_gives_the_same_receipt() {
    let data = data();
    let first = Program::start(data.path());
    let ticket = ticket(data.path(), &first.1);
    let client = client(&ticket);
    let mut laptop = enrol(&client, &ticket);
    let visit = laptop.visit(family(1), "2");
    let batch = laptop.batch(&[laptop.segment(&visit)]);
    // The answer is lost with the link: nobody reads it.
    let before_the_kill = std::thread::scope(|scope| {
        let sent = scope.spawn(|| drop(first.put(&client, &laptop.reply.token, &batch)));
        let receipt = loop {
            match written(data.path()) {
                Some(receipt) => break receipt,
                None => std::thread::yield_now(),
            }
        };
        kill_nine(&first);
        drop(sent.join());
        receipt
    });
    let again = Program::start(data.path());
    let receipt = again.put(&client, &laptop.reply.token, &batch).unwrap();
    assert_eq!(receipt, before_the_kill);
    assert_eq!(laptop.verdicts(&receipt), [Verdict::Stored]);
    let table = done(&cacah_central("families", data.path()).output().unwrap());
    let sum = table.lines().find(|line| line.starts_with("JUMLAH")).unwrap();
    let counts: Vec<&str> = sum.split_whitespace().skip(1).collect();
    assert_eq!(counts, ["3", "0", "1", "1", "0", "0", "0", "1", "0", "0", "0", "0"]);
    let receipts = done(&cacah_central("receipts", data.path()).output().unwrap());
    assert_eq!(receipts.lines().count(), 2);
    assert!(receipts.contains(&batch.id.to_string()) && !receipts.contains("LATIHAN"));
}

pub fn kill_nine(program: &Program) {
    let id = program.0.id().to_string();
    assert!(Command::new("kill").args(["-9", &id]).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn asked_to_stop_it_ends_in_good_order_and_its_secrets_are_its_owners() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("new");
    let mut program = Program::start(&data);
    let id = program.0.id().to_string();
    assert!(Command::new("kill").arg(&id).status().unwrap().success());
    assert!(program.0.wait().unwrap().success());
    for file in std::fs::read_dir(&data).unwrap().flatten() {
        let mode = file.metadata().unwrap().permissions().mode();
        let ready = file.file_name() == "ready";
        assert!(ready || mode & 0o077 == 0, "{:?} {mode:o}", file.file_name());
    }
    let epoch = |data: &Path| done(&cacah_central("init", data).output().unwrap());
    assert_eq!(epoch(&data), epoch(&data));
}

#[test]
fn what_cannot_be_done_is_said_and_exits_with_a_status() {
    let data = data();
    let mut ticket = cacah_central("ticket", data.path());
    let output = ticket.args(["--officer", "PPL Z", "--url", "https://x"]).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("PPL Z"));
    let mut broken = plan(&toy());
    let survey = broken.form.get_mut("survey.csv").unwrap();
    *survey = survey.replace("${minum_kopi}", "${minum_teh}");
    let file = data.path().join("broken.json");
    std::fs::write(&file, serde_json::to_vec(&broken).unwrap()).unwrap();
    let output = cacah_central("practice", data.path()).arg("--from").arg(&file).output().unwrap();
    assert!(!output.status.success());
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.contains("survey.csv row 4") && words.contains("minum_teh"), "{words}");
}

#[test]
fn a_damaged_key_is_named_and_never_replaced() {
    let data = data();
    let key = data.path().join("endpoint.key");
    std::fs::write(&key, "torn").unwrap();
    let output = cacah_central("init", data.path()).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("endpoint.key"));
    assert_eq!(std::fs::read_to_string(&key).unwrap(), "torn");
}

#[test]
fn a_database_of_a_newer_program_is_not_touched() {
    let data = data();
    let file = data.path().join("central.db");
    let database = rusqlite::Connection::open(&file).unwrap();
    database
        .execute(
            "INSERT INTO refinery_schema_history SELECT 99, 'later', applied_on, checksum
             FROM refinery_schema_history LIMIT 1",
            [],
        )
        .unwrap();
    drop(database);
    let output = cacah_central("families", data.path()).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("newer version"));
}

#[test]
fn supervising_backing_up_and_proving_at_a_terminal() {
    let data = data();
    let first = Program::start(data.path());
    let ticket = ticket(data.path(), &first.1);
    let client = client(&ticket);
    let mut laptop = enrol(&client, &ticket);
    let visit = laptop.visit(family(1), "2");
    let batch = laptop.batch(&[laptop.segment(&visit)]);
    first.put(&client, &laptop.reply.token, &batch).unwrap();
    let family = family(1).to_string();
    let by = |command: &str, more: &[&str]| {
        let mut program = cacah_central(command, data.path());
        program.args(["--family", &family]).args(more).output().unwrap()
    };
    done(&by("return", &["--comment", "cangkir: periksa"]));
    done(&by("accept", &["--document", &visit[0].document.unwrap().to_string()]));
    assert!(!by("return", &[]).status.success(), "a return says why");
    let bad = by("decide", &["--path", "cangkir", "--take", "x/1/2"]);
    assert!(!bad.status.success());
    let undecided = cacah_central("undecided", data.path()).args(["--family", &family]).output();
    assert_eq!(done(&undecided.unwrap()).lines().count(), 1);
    let file = data.path().join("backup");
    let backup = || cacah_central("backup", data.path()).arg("--to").arg(&file).output().unwrap();
    assert!(done(&backup()).contains("proven"));
    assert!(!backup().status.success(), "never overwritten");
    let new = data.path().join("new");
    let restore = || cacah_central("restore", &new).arg("--from").arg(&file).output().unwrap();
    assert!(done(&restore()).starts_with("epoch "));
    assert!(!restore().status.success(), "never over a folder");
    let verify = |data: &Path| cacah_central("verify-receipts", data).output().unwrap();
    for data in [data.path(), &new] {
        assert!(done(&verify(data)).contains("problems: 0"));
        assert_eq!(done(&cacah_central("forks", data).output().unwrap()).lines().count(), 1);
    }
    let database = rusqlite::Connection::open(new.join("central.db")).unwrap();
    database.execute("DELETE FROM segment", []).unwrap();
    let output = verify(&new);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("is missing"));
    let revoke = cacah_central("revoke", data.path())
        .args(["--device", &laptop.reply.device.to_string(), "--reason", "hilang"])
        .output();
    done(&revoke.unwrap());
}
