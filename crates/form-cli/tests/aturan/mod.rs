//! `docs/aturan.md`: every rule as officers and supervisors read it, written from the sheets of the
//! forms and from the list of checks across families.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use cacah_family::across::{RULES, Severity};
use cacah_keying::sheets;
use csv::StringRecord;

const HEAD: &str = "\
# Aturan pemeriksaan

Halaman ini dibuat dari lembar `checks.csv` dan `parameters.csv` formulir dengan `cargo xtask generate`; jangan diubah di
sini.

- **Galat** harus diperbaiki. Bila jawabannya memang benar, pengawas dapat melepasnya dengan alasan; petugas entri tidak.
- **Peringatan** berarti jawaban jarang terjadi. Periksa lagi; bila benar, benarkan dengan alasan singkat.
- Aturan diam selama rincian yang dibandingkannya masih kosong. Jawaban yang tersembunyi dianggap kosong.
- Alasan seperti *belum punya* atau *menolak* memenuhi rincian nomor KK dan NIK.
- *Muncul* menyebut kapan petugas ditanya: **rincian** begitu diisi, **anggota** di akhir kolom anggota, **dokumen** di akhir
  dokumen, **daftar** hanya dalam daftar yang harus diperiksa.

";

const KEYING: &str = "\
## Saat mengetik dari kertas

Kuesioner tidak punya rincian untuk banyaknya set, dan nomor urut anggota (401) tidak diketik: di layar, kolom adalah nomornya,
sehingga nomor tidak dapat ganda. Yang dibandingkan adalah tulisan pada lembar tambahan (*set ... dari ...*) waktu lembar itu
dibuktikan. Kedua aturan dijawab oleh kantor setelah dokumen selesai, dan tidak mengubah status dokumen; selama tidak ada
lembar tambahan yang dibuktikan, keduanya diam.

| Aturan | Tingkat | Rincian | Arti dan yang dilakukan |
|---|---|---|---|
";

/// A sheet as rows of cells by column.
fn sheet(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).expect("a sheet");
    let names = reader.headers().expect("a header").clone();
    let row = |row: StringRecord| {
        names.iter().zip(&row).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

fn cell<'a>(row: &'a BTreeMap<String, String>, name: &str) -> &'a str {
    row.get(name).map_or("", String::as_str)
}

/// The block of a rule's first question and the numbers on the paper of all its questions.
fn place(focus: &str, survey: &[BTreeMap<String, String>]) -> (usize, String) {
    let mut numbers: Vec<&str> = Vec::new();
    let mut first = 0;
    for (at, name) in focus.split_whitespace().enumerate() {
        let row = survey.iter().position(|row| cell(row, "name") == name).expect("a question");
        if at == 0 {
            first = survey[..row].iter().filter(|row| cell(row, "type") == "begin_group").count();
        }
        let number = cell(&survey[row], "bind::cacah:number");
        let number = if number.is_empty() { name } else { number };
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    (first, numbers.join(", "))
}

/// The rules of one form, block by block.
fn rules(form: &Path, page: &mut String) {
    let survey = sheet(&form.join("survey.csv"));
    let groups: Vec<_> = survey.iter().filter(|row| cell(row, "type") == "begin_group").collect();
    let mut blocks: BTreeMap<usize, String> = BTreeMap::new();
    for row in sheet(&form.join("checks.csv")) {
        let (block, numbers) = place(cell(&row, "focus"), &survey);
        let severity = if cell(&row, "severity") == "error" { "galat" } else { "peringatan" };
        let asks = match cell(&row, "asks_at") {
            "field" => "rincian",
            "column" => "anggota",
            "later" => "daftar",
            _ => "dokumen",
        };
        let id = cell(&row, "id");
        let message = cell(&row, "message::Bahasa Indonesia (id)");
        let lines = blocks.entry(block).or_default();
        let _ = writeln!(lines, "| {id} | {severity} | {numbers} | {message} | {asks} |");
    }
    for (block, lines) in blocks {
        let title = match block.checked_sub(1).map(|at| groups[at]) {
            None => "Setiap rincian".to_owned(),
            Some(group) => {
                let (number, label) = (
                    cell(group, "bind::cacah:number"),
                    cell(group, "label::Bahasa Indonesia (id)"),
                );
                format!("{number} {label}").trim().to_owned()
            }
        };
        let _ = writeln!(page, "### {title}\n");
        page.push_str("| Aturan | Tingkat | Rincian | Arti dan yang dilakukan | Muncul |\n");
        let _ = writeln!(page, "|---|---|---|---|---|\n{lines}");
    }
}

fn severity(of: Severity) -> &'static str {
    if of == Severity::Error { "galat" } else { "peringatan" }
}

/// The whole page.
pub fn page(forms: &Path) -> String {
    let mut page = HEAD.to_owned();
    page.push_str("## Kuesioner keluarga (Regsosek22-K)\n\n");
    rules(&forms.join("regsosek22-k"), &mut page);
    page.push_str("## Daftar verifikasi keluarga (Regsosek22-VK)\n\n");
    rules(&forms.join("regsosek22-vk"), &mut page);
    page.push_str(KEYING);
    for rule in &sheets::RULES {
        let severity = severity(rule.severity);
        let _ =
            writeln!(page, "| {} | {severity} | {} | {} |", rule.id, rule.number, rule.indonesian);
    }
    page.push('\n');
    page.push_str("## Antarkeluarga\n\nAturan ini dijawab oleh berkas di laptop dan oleh kantor, masing-masing ");
    page.push_str("menurut data yang ada padanya, dan\ntidak mengubah status dokumen.\n\n");
    page.push_str("| Aturan | Tingkat | Arti dan yang dilakukan |\n|---|---|---|\n");
    for rule in &RULES {
        let severity = severity(rule.severity);
        let _ = writeln!(page, "| {} | {severity} | {} |", rule.id, rule.indonesian);
    }
    page.push_str("\n## Ambang\n\nAmbang dapat diubah kantor dalam `parameters.csv` formulir; ");
    page.push_str("pemeriksaan lalu dihitung ulang, jawaban tidak berubah.\n\n");
    page.push_str("| Ambang | Nilai | Arti |\n|---|---|---|\n");
    for row in sheet(&forms.join("regsosek22-k/parameters.csv")) {
        let label = cell(&row, "label::Bahasa Indonesia (id)");
        let _ = writeln!(page, "| {} | {} | {label} |", cell(&row, "name"), cell(&row, "value"));
    }
    page
}
