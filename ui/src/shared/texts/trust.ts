import type { Text } from "../generated/wire";

/** Who may look: passwords, waiting after wrong ones, the office's help, the curtain. */
export const trust = {
  password_show: { id: "Tampilkan", en: "Show" },
  password_hide: { id: "Sembunyikan", en: "Hide" },
  caps_lock: { id: "Caps Lock menyala: huruf menjadi kapital.", en: "Caps Lock is on: letters become capitals." },
  weight: { id: "Kekuatan kata sandi", en: "Strength of the password" },
  weight_0: { id: "sangat lemah", en: "very weak" },
  weight_1: { id: "lemah", en: "weak" },
  weight_2: { id: "sedang", en: "middling" },
  weight_3: { id: "kuat", en: "strong" },
  weight_4: { id: "sangat kuat", en: "very strong" },
  weight_good: { id: "dapat dipakai", en: "can be used" },
  weight_bad: { id: "belum dapat dipakai", en: "cannot be used yet" },
  wait_left: { id: "Dapat dicoba lagi dalam {time}.", en: "You can try again in {time}." },
  wait_over: { id: "Sekarang boleh dicoba lagi.", en: "You can try again now." },
  wait_else: {
    id: "Menunggu di sini atau mematikan laptop sama saja; hitungan berjalan terus. Bila lupa, kantor dapat membantu tanpa jaringan.",
    en: "Waiting here or switching the laptop off is the same; the count goes on. If you forgot it, the office can help without a network.",
  },
  to_forgot: { id: "Lupa kata sandi", en: "Forgotten password" },
  wrong_password_help: {
    id: "Periksa Caps Lock dan nama petugas, lalu ketik lagi. Jawaban tetap tersimpan.",
    en: "Look at Caps Lock and the officer's name, then type it again. Answers stay stored.",
  },
  recover: { id: "Buka dengan kode dari kantor", en: "Open with a code of the office" },
  recover_forgot: {
    id: "Jawaban tetap tersimpan di laptop ini. Hubungi kantor lewat radio atau telepon; jaringan tidak diperlukan.",
    en: "The answers stay on this laptop. Call the office by radio or telephone; no network is needed.",
  },
  recover_asked: {
    id: "Laptop ini lama tidak terhubung dengan kantor, atau kantor memintanya. Kata sandi saja tidak cukup sekarang; jawaban tetap tersimpan.",
    en: "This laptop has long not heard from the office, or the office asked for it. The password alone is not enough now; answers stay stored.",
  },
  challenge_read: { id: "1. Bacakan kode ini, kelompok demi kelompok", en: "1. Read this code aloud, group by group" },
  challenge_long: {
    id: "Kode panjang: bacakan pelan-pelan, lima kelompok sekali baca.",
    en: "A long code: read slowly, five groups at a time.",
  },
  spelling_show: { id: "Ejaan", en: "Spelling" },
  spelling_hide: { id: "Tutup ejaan", en: "Hide the spelling" },
  challenge_lengthen: { id: "Kantor meminta kode panjang", en: "The office asks for the long code" },
  answer_type: { id: "2. Ketik jawaban kantor, sembilan kelompok", en: "2. Type the office's answer, nine groups" },
  answer_groups: { id: "{n} dari {of} kelompok", en: "{n} of {of} groups" },
  answer_misread: {
    id: "Kelompok {n} tidak cocok. Minta kantor membacakan kelompok {n} lagi; yang lain sudah terketik.",
    en: "Group {n} does not fit. Ask the office to read group {n} again; the others stay.",
  },
  group: { id: "kelompok {n}", en: "group {n}" },
  answer_password: { id: "3. Pilih kata sandi baru", en: "3. Choose a new password" },
  recover_do: { id: "Buka dengan kata sandi baru", en: "Open with the new password" },
  curtain: { id: "Layar ditutup", en: "The screen is covered" },
  curtain_safe: { id: "Semua jawaban tersimpan. Ketik PIN untuk kembali ke tempat semula.", en: "Every answer is stored. Type the PIN to return to where you were." },
  curtain_password: {
    id: "Semua jawaban tersimpan. Ketik kata sandi untuk kembali ke tempat semula.",
    en: "Every answer is stored. Type the password to return to where you were.",
  },
  curtain_no_pin: {
    id: "Lain kali bisa lebih cepat: atur PIN enam angka di Perlindungan (Alt+7).",
    en: "It can be quicker next time: set a PIN of six digits under Protection (Alt+7).",
  },
  curtain_lift: { id: "Buka tirai", en: "Lift the curtain" },
  curtain_lock: { id: "Kunci sekarang", en: "Lock now" },
  pin: { id: "PIN enam angka", en: "PIN of six digits" },
  tries_left: { id: "Tersisa {n} kali coba sebelum terkunci.", en: "{n} tries are left before it locks." },
} as const satisfies Record<string, Text>;
