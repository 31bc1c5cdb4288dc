//! The description of the routes: whole, true of the router, and tried by schemathesis.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use cacah_central::NewPerson;
use cacah_central::folder::Folder;
use cacah_central::http::{Gate, openapi, router, serve};
use cacah_central::hub::office_router;
use cacah_central::storage::sqlite::Sqlite;
use cacah_family::host::{Host, SystemHost};
use serde_json::Value;
use tempfile::TempDir;

use crate::https::{Served, client};
use crate::laptop::request;
use crate::office::{A, ADMIN, plan, toy};
use crate::trust_login::PASSWORD;

/// Every `$ref` inside.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, field)| match field.as_str() {
            Some(target) if name == "$ref" => found.push(target.to_owned()),
            _ => references(field, found),
        }),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn trust_the_description_is_whole() {
    let described = openapi::<Sqlite>();
    let mut targets = Vec::new();
    references(&described, &mut targets);
    assert!(targets.iter().any(|target| target == "#/components/schemas/Failure"));
    for target in targets {
        let pointer = target.strip_prefix('#').unwrap();
        assert!(described.pointer(pointer).is_some(), "{target}");
    }
    let mut ids = std::collections::BTreeSet::new();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(ids.insert(operation["operationId"].to_string()), "{method} {path}");
            for status in ["400", "429", "503", "500"] {
                assert!(operation["responses"][status].is_object(), "{method} {path}: {status}");
            }
        }
    }
}

/// The router is made of the table and of nothing else: no other file of the endpoint says `.route(`
/// but a hub's, whose paths are the endpoint's.
#[test]
fn trust_every_route_is_described() {
    let described = openapi::<Sqlite>();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut saying = Vec::new();
    for folder in ["http", "hub"] {
        for file in std::fs::read_dir(source.join(folder)).unwrap().flatten() {
            let text = std::fs::read_to_string(file.path()).unwrap();
            if text.contains(".route(") {
                saying.push(format!("{folder}/{}", file.file_name().to_string_lossy()));
            }
        }
    }
    saying.sort();
    assert_eq!(saying, ["http/table.rs", "hub/routes.rs"]);
    let hub = std::fs::read_to_string(source.join("hub/routes.rs")).unwrap();
    for path in hub.split('"').filter(|text| text.starts_with("/v1/")) {
        assert!(described["paths"][path].is_object(), "{path}");
    }
}

#[test]
fn trust_what_is_described_is_answered_and_published() {
    let served = Served::new(Gate::new(4, 2));
    let told = served.client.get(served.at("/openapi.json")).send().unwrap().bytes().unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&told).unwrap(), openapi::<Sqlite>());
    for (path, methods) in openapi::<Sqlite>()["paths"].as_object().unwrap() {
        if path.starts_with("/v1/hubs") {
            continue;
        }
        let address = served.at(&path.replace(['{', '}'], ""));
        let wrong = served.client.request(reqwest::Method::PATCH, &address).send().unwrap();
        assert_eq!(wrong.status().as_u16(), 405, "{path} is a path of ours");
        let allowed = wrong.headers()["allow"].to_str().unwrap().to_ascii_lowercase();
        for method in methods.as_object().unwrap().keys() {
            assert!(allowed.contains(method.as_str()), "{method} {path}: {allowed}");
        }
    }
}

/// An endpoint by the real clock, and what opens it.
struct Open {
    url: String,
    device: String,
    cookie: String,
    folder: TempDir,
}

fn open() -> Open {
    let folder = TempDir::new().unwrap();
    let host: Arc<dyn Host> = Arc::new(SystemHost::default());
    let data = Folder::open(folder.path(), host.as_ref()).unwrap();
    let central = Arc::new(data.central(host).unwrap());
    central.add_person(None, &NewPerson::admin(ADMIN, "PUSAT LATIHAN", &["82"])).unwrap();
    central.install(ADMIN, plan(&toy())).unwrap();
    let tls = data.tls(&["127.0.0.1".into()]).unwrap();
    std::fs::write(folder.path().join("trusted.pem"), data.certificate()).unwrap();
    let (enrol, ..) = request(1, &central.ticket(ADMIN, A, "https://localhost", "").unwrap().code);
    let device = central.enrol(&enrol).unwrap().token;
    let code = central.invite(ADMIN, ADMIN).unwrap().code;
    let cookie = central.accept_invitation(&code, PASSWORD).unwrap().token;
    let routes = router(Arc::clone(&central), Gate::new(16, 2));
    let routes = routes.merge(office_router(central, Gate::new(16, 2), Arc::new(data)));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    // Serves until the program ends.
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(serve(routes, listener, tls, std::future::pending())).unwrap();
    });
    Open { url, device, cookie, folder }
}

fn schemathesis() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let program = root.join("target/schemathesis/bin/schemathesis");
    assert!(program.is_file(), "schemathesis is missing: run `cargo xtask setup`");
    program
}

/// What is random is drawn from a seed; ten examples of each route in each way schemathesis has.
#[test]
fn trust_schemathesis_finds_no_server_error_and_answers_as_described() {
    let open = open();
    let answer = client(&std::fs::read_to_string(open.folder.path().join("trusted.pem")).unwrap());
    assert!(answer.get(format!("{}/v1/hello", open.url)).send().unwrap().status().is_success());
    let (session, origin) =
        (format!("Cookie: __Host-cacah={}", open.cookie), format!("Origin: {}", open.url));
    let output = Command::new(schemathesis())
        .current_dir(open.folder.path())
        .env("REQUESTS_CA_BUNDLE", open.folder.path().join("trusted.pem"))
        .arg("run")
        .arg(format!("{}/openapi.json", open.url))
        .args(["--max-examples", "10", "--seed", "20221015", "--workers", "1", "--no-color"])
        .args(["--phases", "examples,coverage,fuzzing", "--suppress-health-check", "all"])
        .args(["--checks", "not_a_server_error,status_code_conformance,content_type_conformance"])
        .args(["--checks", "response_schema_conformance"])
        // Whoever logs out has no session for the rest.
        .args(["--exclude-path-regex", "^/api/(logout|password)$"])
        .args(["--header", &format!("Authorization: Bearer {}", open.device)])
        .args(["--header", &session, "--header", &origin, "--header", "x-cacah: 1"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let end: Vec<&str> = said.lines().rev().take(120).collect();
    let end: Vec<&str> = end.into_iter().rev().collect();
    assert!(output.status.success(), "{}", end.join("\n"));
}
