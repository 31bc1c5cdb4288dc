//! Publishing in words, for whoever does it at a terminal.

use std::fmt::Write as _;

use cacah_form::Effect;

use super::{DocumentCount, FormEdition, FormPreview};
use crate::report::{table, time};

/// What a version would do: the differences, documents counted, and those that something happens to.
#[must_use]
pub fn form_preview(preview: &FormPreview) -> String {
    let mut text = preview.diff.to_string();
    let mut rows = vec![
        ["dokumen / documents", "terbuka / open", "selesai / finished"].map(str::to_owned).to_vec(),
    ];
    let mut row = |name: &str, count: &dyn Fn(&DocumentCount) -> u32| {
        let counts = [&preview.open, &preview.finished].map(|of| count(of).to_string());
        rows.push(std::iter::once(name.to_owned()).chain(counts).collect());
    };
    row("semua / all", &|count| count.all);
    row("tidak berubah / unchanged", &|count| count.unchanged);
    for effect in EFFECTS {
        row(words(effect), &|count| count.effects.get(&effect).copied().unwrap_or_default());
    }
    let _ = write!(text, "\n{}", table(&rows));
    if !preview.documents.is_empty() {
        let head = ["keluarga / family", "dokumen / document", "", "akibat / effects"];
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        rows.extend(preview.documents.iter().map(|document| {
            let effects: Vec<&str> = document.effects.iter().map(|effect| words(*effect)).collect();
            let state = if document.finished { "selesai" } else { "terbuka" };
            vec![
                document.family.to_string(),
                document.document.to_string(),
                state.to_owned(),
                effects.join("; "),
            ]
        }));
        let _ = write!(text, "\n{}", table(&rows));
    }
    text
}

/// Every version, when it was handed out, and which is in force.
#[must_use]
pub fn editions(editions: &[FormEdition]) -> String {
    let head = ["nomor", "version", "dibagikan / handed out", ""];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(editions.iter().map(|edition| {
        let times: Vec<String> = edition.handed_out.iter().map(|at| time(*at)).collect();
        let state = if edition.in_force { "berlaku / in force" } else { "" };
        vec![
            edition.number.to_string(),
            edition.version.clone(),
            times.join(", "),
            state.to_owned(),
        ]
    }));
    table(&rows)
}

/// A version was handed out.
#[must_use]
pub fn published(number: u32) -> String {
    format!(
        "versi nomor {number} berlaku; laptop menerimanya saat berikutnya tersambung. Dokumen versi \
         lama tetap diterima.\nversion number {number} is in force; laptops get it when they next \
         connect. Documents of former versions are still taken.\n"
    )
}

const EFFECTS: [Effect; 5] = [
    Effect::NeedsAnswer,
    Effect::HidesAnswer,
    Effect::NoLongerFits,
    Effect::NoPlace,
    Effect::Recomputed,
];

fn words(effect: Effect) -> &'static str {
    match effect {
        Effect::NeedsAnswer => "perlu jawaban / needs an answer",
        Effect::HidesAnswer => "jawaban tersembunyi / hides an answer",
        Effect::NoLongerFits => "jawaban tidak cocok lagi / an answer no longer fits",
        Effect::NoPlace => "jawaban disimpan tersendiri / an answer has no place",
        Effect::Recomputed => "temuan dihitung ulang / findings anew",
    }
}
