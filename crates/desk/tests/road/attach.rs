use std::fs::{self, File};

use serde_json::{Value, json};

use crate::field::{Laptop, Office, family, shown};

fn open(laptop: &Laptop, number: u16) -> String {
    let view: Value = laptop.call("open_document", json!({ "family": family(number) }));
    view["document"].as_str().unwrap().to_owned()
}

fn picture(laptop: &Laptop, name: &str, bytes: &[u8]) -> String {
    let path = laptop.data.path().join(name);
    fs::write(&path, bytes).unwrap();
    shown(&path)
}

#[test]
fn a_photo_is_sealed_named_shown_sent_and_taken_out() {
    let office = Office::new();
    let laptop = Laptop::enrolled(&office, 2);
    let document = open(&laptop, 1);
    let mut jpeg = b"\xff\xd8\xff\xe0 latihan ".repeat(40_000);
    jpeg.truncate(300_001);
    let path = picture(&laptop, "rumah.jpg", &jpeg);
    let attach = json!({ "document": document, "path": path });
    let files: Value = laptop.call("attach", attach);
    let file = files["files"][0].clone();
    assert_eq!((&file["media"], &file["bytes"]), (&json!("image/jpeg"), &json!(300_001)));
    assert_eq!((&file["here"], &file["receipted"]), (&json!(true), &json!(false)));
    let queue: Value = laptop.call("queue", json!({}));
    assert_eq!(queue["files"]["chunks"], 2);
    let one = json!({ "document": document, "file": file["file"] });
    let shown: Value = laptop.call("file_bytes", one.clone());
    let base64 = shown["base64"].as_str().unwrap();
    assert_eq!(base64.len(), 300_001_usize.div_ceil(3) * 4);
    assert!(base64.starts_with("/9j/"), "as a JPEG begins");

    laptop.sends_by_stick(&office);
    let files: Value = laptop.call("files", json!({ "document": document }));
    assert_eq!(files["files"][0]["receipted"], true);
    laptop.lock();
    laptop.unlock().unwrap();
    let document = open(&laptop, 1);
    let left: Value = laptop.call("detach", one.clone());
    assert_eq!(left["files"], json!([]));
    assert_eq!(laptop.refused("file_bytes", one.clone()), "NOT_FOUND");
    assert_eq!(laptop.refused("detach", one), "NOT_FOUND");
    let files: Value = laptop.call("files", json!({ "document": document }));
    assert_eq!(files["files"], json!([]));
}

#[test]
fn what_is_no_picture_too_large_or_not_there_is_refused() {
    let laptop = Laptop::enrolled(&Office::new(), 2);
    let document = open(&laptop, 1);
    let attach = |path: &str| json!({ "document": document, "path": path });
    let text = picture(&laptop, "rumah.jpg", b"bukan foto");
    let empty = picture(&laptop, "kosong.jpg", b"");
    let large = laptop.data.path().join("besar.png");
    fs::write(&large, b"\x89PNG\r\n\x1a\n").unwrap();
    File::options().write(true).open(&large).unwrap().set_len((20 << 20) + 1).unwrap();
    let gone = shown(&laptop.data.path().join("gone.jpg"));
    for (path, code) in [
        (text, "BAD_REQUEST"),
        (empty, "BAD_REQUEST"),
        (shown(&large), "FILE_TOO_LARGE"),
        (gone, "STICK_LOST"),
        ("rumah.jpg".into(), "BAD_REQUEST"),
        (shown(laptop.data.path()), "STICK_LOST"),
    ] {
        assert_eq!(laptop.refused("attach", attach(&path)), code, "{path}");
    }
    let queue: Value = laptop.call("queue", json!({}));
    assert_eq!(queue["files"]["chunks"], 0);
    let closed = json!({ "document": family(1), "path": "/x.jpg" });
    assert_eq!(laptop.refused("attach", closed), "NOT_FOUND");
}
