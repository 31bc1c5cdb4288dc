//! What the paper says, read from its layout and from the PDF itself.

use super::*;

fn line(number: u64) -> ReceiptLine {
    ReceiptLine {
        number,
        at: 1_666_224_012_345 + i64::try_from(number).unwrap() * 3_600_000,
        families: 20,
        entries: 3_811,
        batch: format!("0183f2a1-{number:04x}"),
        segments_hash: format!("{number:04x}").repeat(16),
    }
}

fn receipt(rows: u64) -> SlsReceipt {
    SlsReceipt {
        office: "BPS Kota Ternate".to_owned(),
        round: "Regsosek 2022 · Kota Ternate".to_owned(),
        practice: false,
        idsubsls: "8271030001000100".to_owned(),
        sls_name: "RT 001 / RW 002 Lingkungan Moya".to_owned(),
        village: "Moya".to_owned(),
        district: "Ternate Tengah".to_owned(),
        officer: "827100017".to_owned(),
        device: "018f-3c2a".to_owned(),
        counts: Counts { prelist: 84, worked: 81, finished: 78, receipted: 76, held: 2, open: 3 },
        entries: 15_402,
        newest: (rows > 0).then(|| Newest { number: rows, at: line(rows).at }),
        epoch: "7c1e-90ab".to_owned(),
        rows: (1..=rows).map(line).collect(),
        rolling_hash: "9f86d081884c7d65".repeat(4),
        proof: format!("cacah:1:8271030001000100:{rows}:{}", "9f86d081884c7d65".repeat(4)),
        offset_minutes: 540,
    }
}

fn pages(data: &SlsReceipt) -> Vec<String> {
    let pdf = lopdf::Document::load_mem(&sls_receipt(data).unwrap()).unwrap();
    pdf.get_pages().keys().map(|page| pdf.extract_text(&[*page]).unwrap()).collect()
}

#[test]
fn a_short_receipt_is_one_page_that_says_it_all() {
    let pages = pages(&receipt(4));
    assert_eq!(pages.len(), 1);
    for text in [
        "8271030001000100",
        "Lingkungan Moya",
        "15.402",
        "No. 4 · 20-10-2022 13:00:12 WIT, UTC+09:00 · jam pusat",
        &"9f86d081884c7d65".repeat(4),
        "Pengawas (PML)",
        "hal. 1 dari 1",
    ] {
        assert!(pages[0].contains(text), "{text}: {}", pages[0]);
    }
    assert!(!pages[0].contains("LATIHAN"));
}

#[test]
fn hundreds_of_receipts_break_over_pages_under_the_same_heading() {
    let pages = pages(&receipt(300));
    let count = pages.len();
    assert!(count > 5);
    for (index, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("hal. {} dari {count}", index + 1)), "{page}");
        let rows = page.contains("0183f2a1-");
        assert_eq!(page.contains("Hash segmen"), rows, "a heading stands over rows: {page}");
    }
    let all = pages.concat();
    for number in 1..=300 {
        assert!(all.contains(&format!("0183f2a1-{number:04x}")), "{number}");
    }
    assert!(pages[count - 1].contains("Petugas (PPL)"));
}

#[test]
fn practice_is_marked_on_each_page() {
    let data = SlsReceipt { practice: true, ..receipt(60) };
    let pages = pages(&data);
    assert!(pages.len() > 1);
    assert!(pages.iter().all(|page| page.contains("LATIHAN")));
}

#[test]
fn text_is_never_markup() {
    let odd = r##"#let x = $a*b$ `raw` \ \n _u_ <b>&amp;</b> (x) Tj"##;
    let data = SlsReceipt {
        office: odd.to_owned(),
        sls_name: odd.to_owned(),
        village: odd.to_owned(),
        ..receipt(1)
    };
    let texts = layout::lay(&data).unwrap().texts().concat();
    assert!(texts.iter().any(|text| text == odd));
    assert!(pages(&data)[0].contains(odd));
}

#[test]
fn a_name_of_any_length_and_script_stays_on_its_page() {
    for name in ["kelurahan ".repeat(1_000), "x".repeat(10_000), "語\u{202e}\n\t\0é".repeat(50)] {
        let data = SlsReceipt { sls_name: name.clone(), village: name, ..receipt(1) };
        assert_eq!(pages(&data).len(), 1);
    }
}

#[test]
fn an_sls_without_receipts_says_so() {
    let pages = pages(&receipt(0));
    assert!(pages[0].contains("Belum ada"));
    assert!(pages[0].contains("0 tanda terima"));
}

#[test]
fn the_same_data_makes_the_same_bytes() {
    assert_eq!(sls_receipt(&receipt(9)).unwrap(), sls_receipt(&receipt(9)).unwrap());
}

#[test]
fn what_cannot_be_printed_is_an_error() {
    let long = SlsReceipt { proof: "x".repeat(3_000), ..receipt(1) };
    assert!(matches!(sls_receipt(&long), Err(PrintError::ProofTooLong { bytes: 3_000, .. })));
    let mut late = receipt(1);
    late.rows[0].at = i64::MAX;
    assert!(matches!(sls_receipt(&late), Err(PrintError::Time { .. })));
}
