use super::*;

fn shares_a_block(one: &str, other: &str) -> bool {
    blocks(one).iter().any(|block| blocks(other).contains(block))
}

fn of(name: &str) -> Person<'_> {
    Person { name, born: Some("1984-03-09"), ..Person::default() }
}

/// The score of two names, born on one day.
fn score(one: &str, other: &str) -> u8 {
    judge(&of(one), &of(other)).map_or(0, |judged| judged.score)
}

#[test]
fn the_habits_of_indonesian_names_are_one_name() {
    for (one, other) in [
        ("H. MUHAMMAD YUSUF, S.PD", "MOH. JUSUF"),
        ("DJAMALOEDDIN", "JAMALUDIN"),
        ("SITI AISYAH", "ST. AISYA"),
        ("HASAN KAMARO", "KAMARO HASAN"),
        ("NURHAYATI", "NOOR HAYATI"),
        ("ABDURRAHMAN SALEH", "ABD. RAHMAN SALEH"),
        ("FATIMAH", "PATIMA"),
        ("ZAENAL ARIFIN", "JAINAL ARIPIN"),
        ("KHAIRUDDIN", "CHAIRUDIN"),
        ("RAMADHAN", "RAMADLAN"),
        ("TJOKRO", "COKRO"),
        ("HENY", "HENNI"),
        ("ALI BIN IDRUS", "ALI IDRUS"),
        ("DRS. SYARIF", "SARIP"),
        ("AHMAD", "ACHMAD"),
        ("OESMAN", "Osman"),
    ] {
        let judged = judge(&of(one), &of(other));
        assert_eq!(judged.map(|judged| judged.naming), Some(Naming::Same), "{one}, {other}");
        assert!(shares_a_block(one, other), "{one}, {other}");
        assert!(score(one, other) >= ENOUGH, "{one}, {other}");
    }
}

#[test]
fn a_slip_and_an_initial_are_seen_and_another_name_is_not() {
    for (one, other) in [
        ("HASAN KAMARO", "HASAN KAMRAO"),
        ("MUHAMMAD IDRIS LOSIRO", "M. IDRIS LOSIRO"),
        ("HALIMA TELASI", "ALIMAH TELASI"),
        ("HASAN KAMARO", "HASAN"),
    ] {
        assert!(shares_a_block(one, other) && score(one, other) >= ENOUGH, "{one}, {other}");
    }
    for (one, other) in [
        ("HASAN KAMARO", "HUSEN LOSIRO"),
        ("MUHAMMAD IDRIS", "MUHAMMAD TAUFIK"),
        ("SITI MARIAM", "SITI RAHMA"),
    ] {
        assert!(score(one, other) < ENOUGH, "{one}, {other}");
    }
}

#[test]
fn a_birth_date_weighs_by_how_it_agrees() {
    let with = |born| judge(&of("HASAN KAMARO"), &Person { born, ..of("HASAN KAMARO") });
    let told = |born| with(born).map(|judged| (judged.birthday, judged.score));
    let (equal, swapped) = (told(Some("1984-03-09")), told(Some("1984-09-03")));
    let (slip, year) = (told(Some("1985-03-09")), told(Some("1984")));
    assert_eq!(equal.map(|(how, _)| how), Some(Some(Birthday::Equal)));
    assert_eq!(swapped.map(|(how, _)| how), Some(Some(Birthday::Swapped)));
    assert_eq!(slip.map(|(how, _)| how), Some(Some(Birthday::OneOff)));
    assert!(equal.map(|(_, score)| score) > slip.map(|(_, score)| score));
    assert!(year.is_none_or(|(_, score)| score < ENOUGH), "{year:?}");
    assert_eq!(with(Some("1961-07-30")), None);
    // Without one, only a neighbour could be meant.
    assert_eq!(with(None), None);
    let here = |born| Person { born, place: Some("8271021003000300"), ..of("HASAN KAMARO") };
    let neighbour = judge(&here(Some("1984-03-09")), &here(None)).unwrap();
    assert_eq!((neighbour.birthday, neighbour.place), (None, Some(Place::SameSls)));
}

#[test]
fn who_is_compared_first_changes_nothing() {
    let name = "[A-Z .,'-]{0,24}";
    let mut runner = proptest::test_runner::TestRunner::default();
    runner
        .run(&(name, name), |(one, other)| {
            proptest::prop_assert_eq!(judge(&of(&one), &of(&other)), judge(&of(&other), &of(&one)));
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_text_has_keys_that_meet_themselves() {
    let mut runner = proptest::test_runner::TestRunner::default();
    runner
        .run(&"\\PC{0,40}", |name| {
            let letters = name.chars().any(char::is_alphanumeric);
            proptest::prop_assert_eq!(shares_a_block(&name, &name), letters, "{}", name);
            Ok(())
        })
        .unwrap();
}

#[test]
fn people_of_a_document_are_read_as_far_as_they_are_answered() {
    use crate::id::InstanceId;
    use crate::path::Path;
    use crate::slot::Slot;
    let person = InstanceId(uuid::Uuid::from_u128(1));
    let question = |of| known::questions(of).next().unwrap();
    let said = [
        (Fact::Name, "HASAN"),
        (Fact::Day, "98"),
        (Fact::Month, "3"),
        (Fact::Year, "1984"),
        (Fact::Sex, "1"),
    ];
    let path = |of| Path { instance: Some(person), name: Some(question(of).into()) };
    let slots = said.map(|(fact, raw)| (path(fact), Slot { raw: raw.into(), ..Slot::default() }));
    let people = known(&slots.into(), |_| true);
    let hasan = people.get(&person).unwrap();
    assert_eq!((hasan.born.as_deref(), hasan.sex.as_deref()), (Some("1984-03"), Some("1")));
}
