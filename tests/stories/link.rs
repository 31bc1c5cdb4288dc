//! The link between laptop and office at its worst moments: nothing lost, nothing doubled.

use cacah_testkit::desk::Desk;
use cacah_tests::cable::{Cable, Carries};
use cacah_tests::keying::Interview;
use cacah_tests::laptop::{Laptop, queue, receipts, row_of, send};
use cacah_tests::office::Office;
use cacah_wire::command::Road;
use cacah_wire::error::Code;

/// A family of five, keyed and finished, waiting to be sent.
fn finished(laptop: &Laptop, office: &Office) -> Desk {
    let family = office.family_of(5);
    let mut desk = laptop.unlocked();
    let row = row_of(&mut desk, family);
    let mut interview = Interview::open(&mut desk, &row.family, &family.answers());
    interview.key(&mut desk, usize::MAX).expect("answers are stored");
    interview.finish(&mut desk);
    desk
}

/// One family at the office, settled here by receipt 1, and nothing twice.
fn assert_settled_once(desk: &mut Desk, office: &Office) {
    let queue = queue(desk);
    assert_eq!((queue.waiting, queue.settled), (0, 1));
    assert_eq!(queue.rows[0].road, Road::Settled { receipt: 1 });
    assert_eq!(receipts(desk).total, 1);
    assert_eq!(office.batches(), 1, "one batch at the office");
}

#[test]
fn an_endpoint_that_is_down_is_told_and_loses_nothing() {
    let mut office = Office::open(20);
    let laptop = Laptop::enrolled(&office);
    let mut desk = finished(&laptop, &office);
    office.lose_power();
    let report = send(&mut desk);
    assert_eq!(report.stopped.expect("it says so").code, Code::EndpointDown);
    assert_eq!((report.stored, report.waiting, queue(&mut desk).waiting), (0, 1, 1));
    office.start();
    assert_eq!(send(&mut desk).stored, 1);
    assert_settled_once(&mut desk, &office);
}

#[test]
fn an_endpoint_that_dies_after_its_commit_before_its_answer_doubles_nothing() {
    let mut office = Office::open(20);
    let cable = Cable::to(office.address().parse().expect("an address"));
    let laptop = Laptop::enrolled_at(&office, &cable.address().to_string());
    let mut desk = finished(&laptop, &office);
    cable.set(Carries::NoAnswer);
    let report = send(&mut desk);
    assert!(cable.was_cut(), "the answer to a batch was on its way");
    office.lose_power();
    assert_eq!(report.stopped.expect("it says so").code, Code::EndpointDown);
    assert_eq!(queue(&mut desk).waiting, 1, "without a receipt nothing is settled");
    assert_eq!(office.batches(), 1, "the commit had happened");
    cable.set(Carries::Everything);
    office.start();
    assert_eq!(send(&mut desk).waiting, 0);
    assert_settled_once(&mut desk, &office);
}

#[test]
fn half_a_batch_is_no_batch() {
    let office = Office::open(20);
    let cable = Cable::to(office.address().parse().expect("an address"));
    let laptop = Laptop::enrolled_at(&office, &cable.address().to_string());
    let mut desk = finished(&laptop, &office);
    cable.set(Carries::HalfABatch);
    assert!(send(&mut desk).stopped.is_some());
    assert!(cable.was_cut(), "the batch was on its way");
    assert_eq!(office.batches(), 0);
    cable.set(Carries::Everything);
    assert_eq!(send(&mut desk).stored, 1);
    assert_settled_once(&mut desk, &office);
}

#[test]
fn a_stranger_at_the_office_address_gets_nothing() {
    let mut office = Office::open(20);
    let laptop = Laptop::enrolled(&office);
    let mut desk = finished(&laptop, &office);
    office.lose_power();
    let stranger = Office::at(office.address(), 20);
    let report = send(&mut desk);
    assert_eq!(report.stopped.expect("it says so").code, Code::WrongCertificate);
    assert_eq!((stranger.batches(), queue(&mut desk).waiting), (0, 1));
    drop(stranger);
    office.start();
    assert_eq!(send(&mut desk).stored, 1);
    assert_settled_once(&mut desk, &office);
}

#[test]
fn power_lost_between_sending_and_the_receipt_sends_the_same_batch_again() {
    let office = Office::open(20);
    let cable = Cable::to(office.address().parse().expect("an address"));
    let laptop = Laptop::enrolled_at(&office, &cable.address().to_string());
    let mut desk = finished(&laptop, &office);
    cable.set(Carries::NoAnswer);
    assert!(send(&mut desk).stopped.is_some() && cable.was_cut());
    desk.lose_power().expect("the desk ends");
    cable.set(Carries::Everything);
    let mut desk = laptop.unlocked();
    assert_eq!(send(&mut desk).waiting, 0);
    assert_settled_once(&mut desk, &office);
}
