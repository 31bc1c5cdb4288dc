//! The words of the draft. Indonesian: it goes to families and to the authority.

use std::fmt::Write as _;

use cacah_family::host::Millis;

use super::{Held, Kind};
use crate::report::time;

/// The draft in Markdown: once for the authority, once for those whose data they are.
pub(super) fn notice(held: &Held, now: Millis) -> String {
    let mut text = head(held, now);
    text.push_str("\n## A. Untuk lembaga pelindungan data pribadi\n");
    text.push_str(&facts(held));
    text.push_str(MEASURES);
    text.push_str("\n## B. Untuk keluarga yang datanya ada di laptop itu\n");
    text.push_str(&letter(held));
    text.push_str("\n## Lampiran: SLS yang dimuat\n\n");
    for area in &held.areas {
        let _ = writeln!(text, "- {area}");
    }
    text
}

fn head(held: &Held, now: Millis) -> String {
    format!(
        "# RANCANGAN pemberitahuan kegagalan pelindungan data pribadi\n\n\
         Dasar: UU 27/2022 pasal 46. Disampaikan tertulis paling lambat 3 × 24 jam sejak diketahui.\n\
         Dibuat dari catatan server pada {}; isi bagian bertitik-titik, periksa, lalu tanda tangani.\n\
         Tidak memuat nama, nomor, atau jawaban siapa pun.\n\n\
         - Perangkat: `{}`\n- Diketahui hilang pada: ……………… pukul ………\n- Tempat dan cara terungkap: ………………\n\
         - Pengendali data: ……………… · Pejabat pelindungan data: ……………… · Telepon: ………………\n",
        time(now),
        held.device
    )
}

fn facts(held: &Held) -> String {
    let since = |at: Option<Millis>| at.map_or_else(|| "tidak tercatat".to_owned(), time);
    let mut text = format!(
        "\n### Data yang terungkap atau mungkin terungkap\n\n\
         | | jumlah |\n|---|---|\n\
         | keluarga dalam daftar (nama kepala keluarga, alamat, nomor bangunan) | {} |\n\
         | keluarga dengan jawaban kuesioner | {} |\n| orang di dalamnya | {} |\n\
         | NIK | {} |\n| nomor KK | {} |\n\n\
         Jenis data menurut bagian kuesioner, dengan jumlah keluarga:\n\n\
         | bagian | keluarga | ditandai peka di kuesioner | data spesifik (pasal 4 ayat 2)? |\n\
         |---|---|---|---|\n",
        held.listed, held.answered, held.persons, held.niks, held.kks
    );
    for (Kind { label, sensitive, .. }, families) in &held.kinds {
        let marked = if *sensitive { "ya" } else { "tidak" };
        let _ = writeln!(text, "| {} | {families} | {marked} | ……… |", cell(label));
    }
    let districts: Vec<&str> = held.districts.iter().map(String::as_str).collect();
    let _ = write!(
        text,
        "\nJawaban yang belum dikirim laptop tidak tercatat di server; jumlahnya dapat lebih besar.\n\n\
         - Kecamatan: {}\n- Laptop didaftarkan: {}\n- Terakhir terhubung: {}\n- Dicabut: {}\n",
        districts.join(", "),
        time(held.enrolled),
        since(held.seen),
        since(held.revoked)
    );
    text
}

const MEASURES: &str = "
### Pelindungan pada laptop itu

- Semua data berada dalam berkas terenkripsi (SQLCipher, AES-256); foto dan pindaian disegel XChaCha20-Poly1305.
- Kunci berkas hanya terbuka dengan kata sandi petugas melalui Argon2id; tebakan salah memperlambat tebakan berikutnya.
- Layar tertutup dan kunci dihapus dari memori setelah tidak dipakai. Bila laptop hilang dalam keadaan terbuka, sebutkan: ………………
- Laptop yang dicabut tidak menerima data baru; kirimannya ditahan, tidak dibuang.

### Upaya penanganan dan pemulihan

- Laptop dicabut oleh: ……………… ; perintah kunci/kosongkan: ………………
- Laporan kehilangan ke kepolisian nomor: ………………
- Petugas memperoleh laptop pengganti pada: ………………
- Langkah agar tidak terulang: ………………
";

fn letter(held: &Held) -> String {
    let kinds: Vec<String> = held.kinds.keys().map(|kind| cell(&kind.label)).collect();
    format!(
        "\nYth. Bapak/Ibu kepala keluarga ………………\n\n\
         Pada tanggal ……………… laptop petugas pendataan kami ……………… (hilang/dicuri) di ………………. \
         Di dalamnya ada data keluarga Bapak/Ibu: nama, alamat, serta jawaban pada bagian {}.\n\n\
         Data itu terenkripsi dan tidak dapat dibaca tanpa kata sandi petugas. Laptop itu sudah kami cabut \
         dan tidak dapat lagi menerima data. Dampak yang mungkin: ………………. Yang sebaiknya Bapak/Ibu lakukan: \
         ………………\n\n\
         Bapak/Ibu berhak memperoleh penjelasan, meminta perbaikan, dan mengajukan pengaduan. \
         Hubungi: ………………\n\n……………… , ………………\n\n(………………………………)\n",
        if kinds.is_empty() { "………………".to_owned() } else { kinds.join(", ") }
    )
}

/// A label of the form in a table of Markdown.
fn cell(label: &str) -> String {
    label.replace('|', "/").replace(['\n', '\r'], " ")
}
