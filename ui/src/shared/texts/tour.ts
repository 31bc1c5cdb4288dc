import type { Text } from "../generated/wire";

/** The tour on a practice family. `{key}` is the key of the action. */
export const tour = {
  tour: { id: "Tur dua menit", en: "Tour of two minutes" },
  tour_about: {
    id: "Keluarga latihan, tidak pernah dikirim; pekerjaan Anda menunggu di belakangnya.",
    en: "A practice family that is never sent; your own work waits behind it.",
  },
  tour_preparing: { id: "Menyiapkan keluarga latihan…", en: "Preparing the practice family…" },
  tour_step: { id: "Tur {n} dari {of}", en: "Tour {n} of {of}" },
  tour_leave: { id: "Akhiri tur", en: "End the tour" },
  tour_gone: { id: "Selesai. Keluarga latihan ini dihapus; tidak ada yang dikirim.", en: "Done. The practice family was deleted; nothing was sent." },
  tour_done: { id: "Selesai. Esc menghapus keluarga latihan ini dan kembali ke pekerjaan Anda.", en: "Done. Esc deletes this practice family and returns to your work." },
  tour_go_to: { id: "Tekan {key}, ketik {number}, lalu Enter: ke rincian {number}.", en: "Press {key}, type {number}, then Enter: to question {number}." },
  tour_choose: { id: "Ketik {code} untuk {label}: pindah sendiri dan sudah tersimpan.", en: "Type {code} for {label}: it goes on by itself and is stored." },
  tour_back: { id: "{key} kembali ke rincian {number}. Kembali tidak menghapus apa pun.", en: "{key} goes back to question {number}. Going back erases nothing." },
  tour_change: { id: "Ketik {code} untuk {label}: jawaban lama diganti.", en: "Type {code} for {label}: the former answer is replaced." },
  tour_undo: { id: "{key} membatalkan: jawaban lama kembali.", en: "{key} takes it back: the former answer returns." },
  tour_language: { id: "{key} mengganti bahasa pertanyaan: Indonesia, Inggris, keduanya.", en: "{key} turns the language of the questions: Indonesian, English, both." },
  tour_reason: {
    id: "Responden tidak punya nomornya: {key}, {number}, Enter; lalu Spasi dan angka alasannya.",
    en: "The respondent has no such number: {key}, {number}, Enter; then Space and the digit of the reason.",
  },
  tour_note: { id: "{key}: tulis catatan pada rincian ini, lalu Enter.", en: "{key}: write a note at this question, then Enter." },
  tour_add: { id: "{key} menambah anggota keluarga.", en: "{key} adds a member." },
  tour_name: { id: "Ketik namanya, misalnya SARI LATIHAN, lalu {key}.", en: "Type the name, for instance SARI LATIHAN, then {key}." },
  tour_add_second: { id: "{key} sekali lagi: anggota kedua.", en: "{key} once more: a second member." },
  tour_column: { id: "{key}: rincian yang sama, anggota sebelumnya.", en: "{key}: the same question of the member before." },
  tour_open: { id: "{key} melompat ke rincian wajib berikutnya yang masih kosong.", en: "{key} jumps to the next required question that is open." },
  tour_finish: { id: "{key}: Selesai menunjukkan apa yang masih terbuka dan siapa yang mengisinya.", en: "{key}: Finish shows what is still open and who owes it." },
} as const satisfies Record<string, Text>;
