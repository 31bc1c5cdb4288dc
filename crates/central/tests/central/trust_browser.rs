//! Every route of the pages over TLS: who is let in, from where, and what each answer carries.

use cacah_central::NewPerson;
use cacah_central::http::{Gate, openapi};
use cacah_central::storage::sqlite::Sqlite;
use cacah_wire::batch::{HASH_HEADER, SIGNATURE_HEADER};
use cacah_wire::browser::{Me, OneTimeCode, PeopleList, TrailPage};
use cacah_wire::error::Code;
use cacah_wire::hub::DEVICE_HEADER;
use cacah_wire::seal::Sig;
use reqwest::Method;
use reqwest::blocking::{RequestBuilder, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::https::{Served, refused};
use crate::office::{A, ADMIN, B};
use crate::trust_login::PASSWORD;

/// A browser with a session.
struct Tab<'a> {
    served: &'a Served,
    cookie: String,
}

impl<'a> Tab<'a> {
    fn open(served: &'a Served, officer: &str) -> Self {
        let code = served.central.invite(ADMIN, officer).unwrap().code;
        let entered = served.central.accept_invitation(&code, PASSWORD).unwrap();
        Self { served, cookie: format!("__Host-cacah={}", entered.token) }
    }

    fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        ask(self.served, method, path).header("cookie", &self.cookie)
    }

    fn get<T: DeserializeOwned>(&self, path: &str) -> T {
        read(self.ask(Method::GET, path).send().unwrap())
    }

    fn post(&self, path: &str, body: &Value) -> RequestBuilder {
        self.ask(Method::POST, path).body(body.to_string())
    }
}

/// As a page of ours asks.
fn ask(served: &Served, method: Method, path: &str) -> RequestBuilder {
    let request = served.client.request(method, served.at(path));
    request.header("x-cacah", "1").header("origin", &served.url)
}

fn read<T: DeserializeOwned>(answer: Response) -> T {
    let (status, body) = (answer.status(), answer.bytes().unwrap());
    assert!(status.is_success(), "{status} {}", String::from_utf8_lossy(&body));
    serde_json::from_slice(&body).unwrap()
}

/// Every route of a kind: method, path with something for each part of it.
fn routes(auth: &str) -> Vec<(Method, String)> {
    let described = openapi::<Sqlite>();
    let mut all = Vec::new();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            if operation["security"].as_array().unwrap().iter().any(|one| one[auth].is_array()) {
                let path = path.replace("{device}", &uuid::Uuid::nil().to_string());
                let path = path.replace("{id}", &uuid::Uuid::nil().to_string());
                let path = path.replace("{idsubsls}", "8271021003000300");
                let path = path.replace("{name}", &"0".repeat(64));
                all.push((method.to_uppercase().parse().unwrap(), path));
            }
        }
    }
    assert!(all.len() > 1, "{auth}");
    all
}

#[test]
fn trust_no_route_of_the_pages_answers_without_a_session_or_to_a_foreign_page() {
    let served = Served::new(Gate::new(4, 2));
    let tab = Tab::open(&served, ADMIN);
    let laptop = served.enrol().reply.token;
    for (method, path) in routes("session") {
        let request = || ask(&served, method.clone(), &path);
        assert_eq!(refused(request()), (401, Code::SignedOut), "{method} {path}");
        let other = request().header("cookie", format!("__Host-cacah={}", "0".repeat(64)));
        assert_eq!(refused(other), (401, Code::SignedOut), "{method} {path}: another's");
        let device = request().bearer_auth(&laptop);
        assert_eq!(refused(device), (401, Code::SignedOut), "{method} {path}: a laptop's token");
        if method == Method::GET {
            continue;
        }
        let bare = || {
            served.client.request(method.clone(), served.at(&path)).header("cookie", &tab.cookie)
        };
        let foreign = "https://evil.example";
        for request in [
            bare().header("origin", &served.url),
            bare().header("x-cacah", "1"),
            bare().header("x-cacah", "1").header("origin", foreign),
            bare()
                .header("x-cacah", "1")
                .header("origin", &served.url)
                .header("sec-fetch-site", "cross-site"),
        ] {
            assert_eq!(refused(request), (403, Code::ForeignPage), "{method} {path}");
        }
    }
    assert!(tab.get::<Me>("/api/me").may.contains(&"see_trail".to_owned()), "still there");
}

#[test]
fn trust_no_route_of_laptops_answers_without_their_token_or_to_a_session() {
    let served = Served::new(Gate::new(4, 2));
    let tab = Tab::open(&served, ADMIN);
    for auth in ["device", "hub"] {
        for (method, path) in routes(auth) {
            let zeros = "0".repeat(64);
            let request = || {
                let request = tab.ask(method.clone(), &path).header(HASH_HEADER, &zeros);
                let request = request.header(SIGNATURE_HEADER, Sig([0; 64]).to_string());
                request.header(DEVICE_HEADER, uuid::Uuid::nil().to_string())
            };
            assert_eq!(refused(request()), (401, Code::Unauthorized), "{method} {path}");
            let other = request().bearer_auth("x");
            assert_eq!(refused(other), (401, Code::Unauthorized), "{method} {path}");
        }
    }
}

#[test]
fn trust_a_role_and_an_area_end_where_they_end_in_the_browser_too() {
    let served = Served::new(Gate::new(4, 2));
    let device = served.enrol().reply.device;
    let revoke = format!("/api/devices/{device}/revoke");
    let notice = format!("/api/devices/{device}/notice");
    let why = json!({ "order": "lock", "reason": "hilang" });
    let central = &served.central;
    central
        .add_person(Some(ADMIN), &NewPerson::admin("ADM", "ADMIN LATIHAN", &["8271021003000400"]))
        .unwrap();
    // An administrator of B's area alone, and an enumerator.
    for officer in ["ADM", A] {
        let tab = Tab::open(&served, officer);
        for request in [
            tab.post(&revoke, &why),
            tab.post(&notice, &json!({})),
            tab.post("/api/trail/export", &json!({})),
            tab.post("/api/tickets", &json!({ "officer": A })),
            tab.post("/api/invitations", &json!({ "officer": ADMIN })),
            tab.post("/api/assignments/end", &json!({ "officer": A, "area": "8271021003000300" })),
        ] {
            assert_eq!(refused(request), (403, Code::NotAllowed), "{officer}");
        }
    }
    let enumerator = Tab::open(&served, A);
    for path in ["/api/people", "/api/trail"] {
        assert_eq!(refused(enumerator.ask(Method::GET, path)), (403, Code::NotAllowed));
    }
    let there = Tab::open(&served, "ADM");
    let seen: PeopleList = there.get("/api/people");
    let codes: Vec<&str> = seen.people.iter().map(|person| person.code.as_str()).collect();
    assert_eq!(codes, ["ADM", B], "only the area that is served");
    let elsewhere = there.ask(Method::GET, "/api/people?area=8271021003000300");
    assert_eq!(refused(elsewhere), (403, Code::NotAllowed));
    let trail: TrailPage = there.get("/api/trail");
    let others = trail.records.iter().filter(|record| record.by.as_deref() == Some(A)).count();
    assert_eq!(others, 0, "what A did is not of B's area");
    // Whoever was ended while logged in is out at once.
    central.end_officer(ADMIN, "ADM").unwrap();
    assert_eq!(refused(there.ask(Method::GET, "/api/me")), (401, Code::SignedOut));
}

#[test]
fn trust_an_administrator_works_in_the_browser_and_the_trail_shows_it() {
    let served = Served::new(Gate::new(4, 2));
    let device = served.enrol().reply.device;
    let tab = Tab::open(&served, ADMIN);
    let ticket: OneTimeCode =
        read(tab.post("/api/tickets", &json!({ "officer": A })).send().unwrap());
    assert!(ticket.text.starts_with("cacah2.127.0.0.1:"), "{}", ticket.text);
    assert!(ticket.qr.len() > 20 && ticket.qr.iter().all(|row| row.len() == ticket.qr.len()));
    let body = json!({ "order": "lock", "reason": "tertinggal di kapal" });
    let revoke = format!("/api/devices/{device}/revoke");
    assert_eq!(tab.post(&revoke, &body).send().unwrap().status().as_u16(), 204);
    let people: PeopleList = tab.get("/api/people");
    let person = people.people.iter().find(|person| person.code == A).unwrap();
    assert!(person.devices[0].revoked.is_some());
    let notice = tab.post(&format!("/api/devices/{device}/notice"), &json!({})).send().unwrap();
    assert!(notice.text().unwrap().contains("RANCANGAN"));
    let end = json!({ "officer": A, "area": "8271021003000300" });
    assert_eq!(tab.post("/api/assignments/end", &end).send().unwrap().status().as_u16(), 204);
    let page: TrailPage = tab.get("/api/trail?act=revoked");
    assert_eq!(page.records.len(), 1);
    assert_eq!(page.records[0].by.as_deref(), Some(ADMIN));
    assert_eq!(page.records[0].on[0].value, device.to_string());
    let mine: TrailPage = tab.get(&format!("/api/trail?officer={ADMIN}"));
    assert!(mine.records.iter().all(|record| record.by.as_deref() == Some(ADMIN)
        || record.on.iter().any(|subject| subject.value == ADMIN)));
    assert!(tab.get::<TrailPage>("/api/trail?since=0&until=1").records.is_empty());
    let lines = tab.post("/api/trail/export", &json!({})).send().unwrap();
    assert_eq!(lines.headers()["content-type"], "application/x-ndjson");
    let lines = lines.bytes().unwrap();
    let key = served.central.endpoint_key();
    assert!(
        cacah_wire::trail::verify(&mut &lines[..], &key, |_| ()).is_ok(),
        "signed by the endpoint"
    );
    for wrong in ["act=nothing", "since=x", "before=-1"] {
        let request = tab.ask(Method::GET, &format!("/api/trail?{wrong}"));
        assert_eq!(refused(request), (400, Code::BadRequest), "{wrong}");
    }
    let gone = tab.post("/api/logout", &json!({})).send().unwrap();
    assert!(gone.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(refused(tab.ask(Method::GET, "/api/me")), (401, Code::SignedOut));
}

#[test]
fn trust_every_answer_carries_the_headers_and_a_session_its_cookie() {
    let served = Served::new(Gate::new(4, 2));
    Tab::open(&served, ADMIN);
    let login = json!({ "name": ADMIN, "password": PASSWORD }).to_string();
    let login = ask(&served, Method::POST, "/api/login").body(login).send().unwrap();
    let cookies: Vec<&str> = login
        .headers()
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap())
        .collect();
    for (cookie, name) in cookies.iter().zip(["__Host-cacah=", "__Host-cacah-mark="]) {
        assert!(cookie.starts_with(name), "{cookie}");
        assert!(cookie.contains("; Path=/; Secure; HttpOnly; SameSite=Strict"), "{cookie}");
    }
    assert_eq!(cookies.len(), 2);
    for path in ["/", "/v1/hello", "/api/me", "/api/login", "/openapi.json", "/nothing"] {
        let answer = served.client.get(served.at(path)).send().unwrap();
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"));
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        assert!(header("strict-transport-security").starts_with("max-age="), "{path}");
        assert!(header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
    }
}

#[test]
fn trust_an_address_that_asks_for_logins_without_end_is_asked_to_wait() {
    let served = Served::new(Gate::new(4, 2));
    let login = || ask(&served, Method::POST, "/api/login").body("{}");
    (0..20).for_each(|_| assert_eq!(refused(login()), (400, Code::BadRequest)));
    let answer = login().send().unwrap();
    assert_eq!(answer.status().as_u16(), 429);
    assert_eq!(answer.headers()["retry-after"], "3");
    assert_eq!(served.client.get(served.at("/v1/hello")).send().unwrap().status().as_u16(), 200);
    served.host.pass(3_000);
    assert_eq!(refused(login()), (400, Code::BadRequest));
}
