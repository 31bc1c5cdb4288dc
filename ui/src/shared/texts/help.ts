import type { Text } from "../generated/wire";

/** The help of F1 beside the key map. */
export const help = {
  help_question: { id: "Rincian ini", en: "This question" },
  help_own_words: {
    id: "Penjelasan dengan kata kami; bila berbeda, buku pedoman yang berlaku.",
    en: "Explained in our words; where the official manual differs, it holds.",
  },
  help_no_definition: { id: "Formulir tidak menjelaskan rincian ini lebih jauh.", en: "The form explains this question no further." },
  help_keys: { id: "Tombol layar ini", en: "Keys of this screen" },
  help_others: { id: "Tombol layar lain", en: "Keys of the other screens" },
  csentry_same: { id: "Sama: Enter dan Tab lanjut, Shift+Tab kembali, F6 ke rincian, Ctrl+N catatan.", en: "The same: Enter and Tab go on, Shift+Tab back, F6 go to a field, Ctrl+N note." },
  csentry_modes: {
    id: "Berbeda: tidak ada mode tambah, ubah dan verifikasi; dokumen dibuka dan dilanjutkan di rincian terakhir.",
    en: "Different: no modes to add, modify and verify; a document is opened and goes on at its last question.",
  },
} as const satisfies Record<string, Text>;
