use super::*;

fn shares_a_block(one: &str, other: &str) -> bool {
    blocks(one).iter().any(|block| blocks(other).contains(block))
}

/// The score of two names with the same birth date, given in the order of day, month and year.
fn born_alike(one: &str, other: &str) -> u8 {
    let person = |name| Person { name, born: Some("1984-03-09"), ..Person::default() };
    judge(&person(one), &person(other)).map_or(0, |judged| judged.score)
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
    ] {
        let judged = judge(
            &Person { name: one, ..Person::default() },
            &Person { name: other, ..Person::default() },
        );
        assert_eq!(judged.map(|judged| judged.naming), Some(Naming::Same), "{one}, {other}");
        assert!(shares_a_block(one, other), "{one}, {other}");
        assert!(born_alike(one, other) >= ENOUGH, "{one}, {other}");
    }
}
