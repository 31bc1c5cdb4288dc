use std::net::TcpListener;
use std::thread;

use serde_json::{Value, json};

use crate::field::{Laptop, Office};

#[test]
fn the_clock_sends_when_it_is_time_and_says_when_it_tries_again() {
    let laptop = Laptop::enrolled(&Office::new(), 2);
    laptop.visits(1);
    let link = laptop.truth()["link"].clone();
    assert_eq!((&link["tried"], &link["busy"]), (&Value::Null, &json!(false)));
    laptop.host.pass(20_000);
    laptop.desk.tick();
    let link = laptop.truth()["link"].clone();
    assert_eq!(link["failure"], "ENDPOINT_DOWN");
    assert!(link["next"].as_str() > link["tried"].as_str(), "{link}");
    laptop.desk.tick();
    assert_eq!(laptop.truth()["link"], link, "not before it is due again");
    assert_eq!(laptop.truth()["waiting"], 1);
}

#[test]
fn by_hand_alone_the_clock_sends_nothing() {
    let laptop = Laptop::enrolled(&Office::new(), 2);
    let _: Value = laptop.call("set_road_settings", json!({ "copies": true, "clock": false }));
    laptop.works(3_600_000);
    laptop.desk.tick();
    let link = laptop.truth()["link"].clone();
    assert_eq!((&link["tried"], &link["next"]), (&Value::Null, &Value::Null));
    let report: Value = laptop.call("send", json!({}));
    assert_eq!(report["stopped"]["code"], "ENDPOINT_DOWN");
    assert!(laptop.truth()["link"]["tried"].is_string());
}

#[test]
fn typing_goes_on_while_a_sending_hangs() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let laptop = Laptop::enrolled_at(&Office::new(), 2, &url);
    laptop.visits(1);
    laptop.host.pass(20_000);
    thread::scope(|scope| {
        let sending = scope.spawn(|| laptop.desk.tick());
        // It is connected, and waits for an answer that does not come.
        let (hanging, _) = listener.accept().unwrap();
        laptop.visits(2);
        let truth = laptop.truth();
        assert_eq!((&truth["link"]["busy"], &truth["waiting"]), (&json!(true), &json!(2)));
        let stick = json!({ "folder": laptop.stick() });
        assert_eq!(laptop.refused("write_stick", stick), "BUSY", "one road at a time");
        drop((hanging, listener));
        sending.join().unwrap();
    });
    assert_eq!(laptop.truth()["link"]["busy"], false);
}
