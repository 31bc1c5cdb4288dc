import type { Text } from "../generated/wire";

/** A newer version of the questionnaire that waits. */
export const form = {
  form_waits: { id: "Kuesioner versi {version} sudah ada di laptop ini.", en: "Version {version} of the questionnaire is on this laptop." },
  form_no_documents: { id: "Tidak ada dokumen yang terbuka.", en: "No document is in work." },
  form_documents: { id: "Dari {n} dokumen yang belum selesai", en: "Of {n} documents not finished" },
  form_unchanged: { id: "{n} tidak berubah", en: "{n} unchanged" },
  form_needs_answer: { id: "{n} perlu jawaban baru", en: "{n} need an answer" },
  form_hides_answer: { id: "{n} punya jawaban yang tidak ditanyakan lagi", en: "{n} have an answer no longer asked for" },
  form_no_longer_fits: { id: "{n} punya jawaban yang tidak cocok lagi", en: "{n} have an answer that no longer fits" },
  form_no_place: { id: "{n} punya jawaban tanpa rincian", en: "{n} have an answer without a question" },
  form_recomputed: { id: "{n} temuannya dihitung ulang", en: "{n} with findings computed anew" },
  form_kept: { id: "Semua jawaban tetap tersimpan.", en: "Every answer is kept." },
  form_take: { id: "Pakai versi ini", en: "Use this version" },
  form_taking: { id: "Memakai versi baru", en: "Taking the new version" },
  form_taken: {
    id: "Kuesioner versi {version} dipakai. Dokumen yang terbuka dilanjutkan dengan versi ini.",
    en: "Version {version} of the questionnaire is in use. Documents in work go on under it.",
  },
} as const satisfies Record<string, Text>;
