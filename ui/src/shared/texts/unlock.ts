import type { Text } from "../generated/wire";

/** Unlocking and enrolling. */
export const unlock = {
  unlock: { id: "Buka kunci", en: "Unlock" },
  unlock_do: { id: "Buka", en: "Unlock" },
  unlocking: { id: "Membuka kunci…", en: "Unlocking…" },
  officer: { id: "Petugas", en: "Officer" },
  password: { id: "Kata sandi", en: "Password" },
  enrol: { id: "Daftarkan petugas di laptop ini", en: "Enrol an officer on this laptop" },
  enrol_do: { id: "Daftarkan", en: "Enrol" },
  enrolling: { id: "Mendaftarkan dan membuat berkas data…", en: "Enrolling and making the data file…" },
  enrol_how: {
    id: "Tempel tiket sekali pakai dari kantor, lalu pilih kata sandi. Laptop harus terhubung ke kantor untuk langkah ini saja.",
    en: "Paste the one-time ticket of the office, then choose a password. Only this step needs a link to the office.",
  },
  ticket: { id: "Tiket dari kantor", en: "Ticket of the office" },
  new_password: { id: "Kata sandi baru", en: "New password" },
  password_again: { id: "Kata sandi sekali lagi", en: "The password again" },
  password_advice: {
    id: "Sedikitnya 10 karakter; tiga atau empat kata mudah diingat dan sulit ditebak.",
    en: "At least 10 characters; three or four words are easy to remember and hard to guess.",
  },
  passwords_differ: {
    id: "Kedua kata sandi tidak sama. Ketik ulang keduanya.",
    en: "The two passwords differ. Type both again.",
  },
  to_enrol: { id: "Daftarkan petugas lain", en: "Enrol another officer" },
  to_unlock: { id: "Kembali ke buka kunci", en: "Back to unlocking" },
} as const satisfies Record<string, Text>;
