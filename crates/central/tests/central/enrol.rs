use cacah_central::CentralError;
use cacah_wire::down::EnrolRequest;
use cacah_wire::error::Code;

use crate::laptop::request;
use crate::office::{A, ADMIN, B, Office};

fn refused(office: &Office, request: &EnrolRequest) -> Code {
    office.central.enrol(request).unwrap_err().code()
}

#[test]
fn a_lost_answer_is_given_again_and_other_keys_find_the_ticket_spent() {
    let office = Office::new();
    let ticket = office.central.ticket(ADMIN, A, "https://localhost:1", "PEM").unwrap();
    let (first, ..) = request(1, &ticket.code);
    let reply = office.central.enrol(&first).unwrap();
    let again = office.central.enrol(&first).unwrap();
    assert_eq!(serde_json::to_value(&reply).unwrap(), serde_json::to_value(&again).unwrap());
    let (other, ..) = request(2, &ticket.code);
    assert_eq!(refused(&office, &other), Code::TicketSpent);
    assert_eq!(office.rows()["device"], 1);
}

#[test]
fn a_ticket_lives_ten_minutes() {
    let office = Office::new();
    let ticket = office.central.ticket(ADMIN, A, "https://localhost:1", "PEM").unwrap();
    let (enrolment, ..) = request(1, &ticket.code);
    office.host.pass(10 * 60 * 1000 - 1);
    office.central.enrol(&enrolment).unwrap();
    office.host.pass(1);
    assert_eq!(refused(&office, &enrolment), Code::TicketSpent);
    let (unknown, ..) = request(1, "0123456789abcdef");
    assert_eq!(refused(&office, &unknown), Code::TicketSpent);
}

#[test]
fn no_secret_of_an_enrolment_is_in_the_database() {
    let office = Office::new();
    let ticket = office.central.ticket(ADMIN, A, "https://localhost:1", "PEM").unwrap();
    let (enrolment, ..) = request(1, &ticket.code);
    let token = office.central.enrol(&enrolment).unwrap().token;
    assert_eq!(token.len(), 64);
    for file in ["central.db", "central.db-wal"] {
        let bytes = std::fs::read(office.folder.path().join(file)).unwrap();
        let holds =
            |needle: &str| bytes.windows(needle.len()).any(|part| part == needle.as_bytes());
        assert!(!holds(&token) && !holds(&ticket.code), "{file}");
    }
}

#[test]
fn no_ticket_without_an_officer_who_serves_an_area() {
    let office = Office::new();
    let nobody = office.central.ticket(ADMIN, "PPL Z", "https://localhost:1", "PEM");
    assert!(matches!(nobody, Err(CentralError::Officer(_))));
    let mut plan = crate::office::plan(&crate::office::toy());
    plan.officers[1].areas.clear();
    office.central.install(ADMIN, plan).unwrap();
    let unassigned = office.central.ticket(ADMIN, B, "https://localhost:1", "PEM");
    assert!(matches!(unassigned, Err(CentralError::Officer(_))));
}
