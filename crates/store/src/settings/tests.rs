use crate::fixture::{Laptop, family_id};

#[test]
fn settings_outlive_a_restart() {
    let mut laptop = Laptop::new();
    assert_eq!(laptop.store.setting("epoch").unwrap(), None);
    laptop.store.set_setting("epoch", "1").unwrap();
    laptop.store.set_setting("epoch", "2").unwrap();
    let laptop = laptop.reopened();
    assert_eq!(laptop.store.setting("epoch").unwrap().as_deref(), Some("2"));
}

#[test]
fn the_open_family_is_remembered_until_it_is_closed() {
    let mut laptop = Laptop::new();
    assert_eq!(laptop.store.last_open().unwrap(), None);
    laptop.store.set_open(Some(family_id(3))).unwrap();
    let mut laptop = laptop.reopened();
    assert_eq!(laptop.store.last_open().unwrap(), Some(family_id(3)));
    laptop.store.set_open(None).unwrap();
    assert_eq!(laptop.store.last_open().unwrap(), None);
}
