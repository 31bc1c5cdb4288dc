import { SENTENCES, type Failure, type Text } from "../src/shared/generated/wire";
import { settings } from "../src/shared/settings.svelte";
import type { OfficerRole } from "./generated";

/** Every sentence of the office's pages, in both languages. */
export const CATALOGUE = {
  office: { id: "Kantor", en: "Office" },
  skip: { id: "Ke isi halaman", en: "To the content" },
  login: { id: "Masuk", en: "Log in" },
  logout: { id: "Keluar", en: "Log out" },
  name: { id: "Kode petugas", en: "Officer code" },
  password: { id: "Kata sandi", en: "Password" },
  second_code: { id: "Kode 6 angka, bila Anda memakainya", en: "Six-digit code, if you use one" },
  login_hint: {
    id: "Setelah lima kali salah, percobaan dari komputer ini tidak diperiksa selama beberapa menit. Lupa kata sandi: minta kode undangan baru kepada admin.",
    en: "After five wrong tries, those from this computer are not looked at for some minutes. Forgotten password: ask an administrator for a new invitation.",
  },
  accept: { id: "Kata sandi pertama", en: "First password" },
  accept_how: {
    id: "Ketik kode undangan dari admin, lalu pilih kata sandi. Kode berlaku sepuluh menit dan hanya sekali.",
    en: "Type the invitation code of your administrator, then choose a password. The code is good once, for ten minutes.",
  },
  invitation: { id: "Kode undangan", en: "Invitation code" },
  new_password: { id: "Kata sandi baru", en: "New password" },
  again: { id: "Kata sandi sekali lagi", en: "The password again" },
  differ: { id: "Kedua kata sandi tidak sama. Ketik ulang keduanya.", en: "The two passwords differ. Type both again." },
  advice: {
    id: "Sedikitnya 10 karakter; tiga atau empat kata mudah diingat dan sulit ditebak.",
    en: "At least 10 characters; three or four words are easy to remember and hard to guess.",
  },
  set: { id: "Simpan kata sandi dan masuk", en: "Set the password and log in" },
  people: { id: "Pengguna & perangkat", en: "People & devices" },
  trail: { id: "Jejak", en: "Audit trail" },
  account: { id: "Akun saya", en: "My account" },
  theme_light: { id: "Tema: terang", en: "Theme: light" },
  theme_dark: { id: "Tema: gelap", en: "Theme: dark" },
  theme_sun: { id: "Tema: matahari", en: "Theme: sun" },
  find: { id: "Cari kode atau nama", en: "Find a code or name" },
  area: { id: "Wilayah", en: "Area" },
  role: { id: "Peran", en: "Role" },
  laptops: { id: "Laptop", en: "Laptops" },
  seen: { id: "Kontak terakhir", en: "Last contact" },
  never: { id: "belum pernah", en: "never" },
  nobody: { id: "Tidak ada yang cocok di wilayah Anda.", en: "Nobody in your area fits." },
  count_people: { id: "{n} orang", en: "{n} people" },
  ended: { id: "berakhir {at}", en: "ended {at}" },
  served: { id: "Wilayah tugas", en: "Areas served" },
  until: { id: "sampai {at}", en: "until {at}" },
  since: { id: "sejak {at}", en: "since {at}" },
  now: { id: "berlaku", en: "now" },
  over: { id: "tidak berlaku", en: "not now" },
  end_do: { id: "Akhiri", en: "End" },
  end_sure: {
    id: "Akhiri tugas {officer} di {area}? Yang sudah dikerjakan di sana tetap diterima.",
    en: "End what {officer} serves in {area}? Work done there is still taken.",
  },
  end_done: { id: "Tugas di {area} diakhiri.", en: "{area} is served no more." },
  enrolled: { id: "terdaftar {at}", en: "enrolled {at}" },
  revoked: { id: "dicabut {at}", en: "revoked {at}" },
  order_lock: { id: "diperintahkan terkunci", en: "told to lock" },
  order_wipe: { id: "diperintahkan dikosongkan", en: "told to empty itself" },
  no_laptop: { id: "Belum ada laptop.", en: "No laptop yet." },
  revoke: { id: "Cabut", en: "Revoke" },
  revoke_of: { id: "Cabut laptop {device}", en: "Revoke laptop {device}" },
  revoke_how: {
    id: "Laptop tidak diberi tahu apa pun lagi; yang dikirimnya disimpan dan ditahan untuk pengawas. Pencabutan tidak dapat dibatalkan.",
    en: "The laptop is told nothing any more; what it sends is kept and held for a supervisor. It cannot be taken back.",
  },
  order: { id: "Perintah kepada laptop", en: "Order to the laptop" },
  order_none: { id: "Tanpa perintah", en: "None" },
  order_lock_do: { id: "Kunci, minta kode kantor", en: "Lock, and ask for the office" },
  order_wipe_do: { id: "Kosongkan setelah bukti terakhir", en: "Empty itself after a last receipt" },
  reason: { id: "Alasan", en: "Reason" },
  revoke_do: { id: "Cabut laptop", en: "Revoke the laptop" },
  revoke_done: { id: "Laptop dicabut.", en: "The laptop is revoked." },
  notice: { id: "Rancangan pemberitahuan", en: "Breach notice" },
  notice_done: { id: "Rancangan pemberitahuan diunduh.", en: "The draft was downloaded." },
  ticket: { id: "Tiket laptop", en: "Laptop ticket" },
  ticket_how: {
    id: "Untuk satu laptop, sepuluh menit. Ketik atau pindai di laptop petugas; tidak ditampilkan lagi.",
    en: "For one laptop, ten minutes. Type or scan it at the officer's laptop; it is not shown again.",
  },
  invite: { id: "Undang ke halaman ini", en: "Invite to this page" },
  invite_how: {
    id: "Bacakan atau berikan kode ini kepada {officer}: berlaku sepuluh menit, sekali. Kata sandi lama tetap berlaku sampai kode dipakai.",
    en: "Read or hand this code to {officer}: good for ten minutes, once. The former password holds until it is used.",
  },
  close: { id: "Tutup", en: "Close" },
  cancel: { id: "Batal", en: "Cancel" },
  qr: { id: "Kode QR untuk dipindai", en: "QR code to scan" },
  act: { id: "Perbuatan", en: "Act" },
  all: { id: "Semua", en: "All" },
  officer: { id: "Petugas", en: "Officer" },
  day_from: { id: "Dari tanggal", en: "From day" },
  day_to: { id: "Sampai tanggal", en: "To day" },
  show: { id: "Tampilkan", en: "Show" },
  when: { id: "Waktu", en: "When" },
  who: { id: "Siapa", en: "Who" },
  on: { id: "Terhadap", en: "On" },
  times: { id: "Jumlah", en: "Count" },
  older: { id: "Yang lebih lama", en: "Older" },
  no_records: { id: "Tidak ada catatan yang cocok.", en: "No record fits." },
  export: { id: "Ekspor bertanda tangan", en: "Export, signed" },
  password_change: { id: "Ganti kata sandi", en: "Change the password" },
  old_password: { id: "Kata sandi sekarang", en: "Present password" },
  password_done: { id: "Kata sandi diganti. Semua sesi lain berakhir.", en: "The password is changed. All other sessions ended." },
  second: { id: "Kode kedua (TOTP)", en: "Second factor (TOTP)" },
  second_off: {
    id: "Tidak dipakai. Dengan kode dari ponsel, kata sandi yang bocor saja tidak cukup untuk masuk.",
    en: "Not in use. With a code from a telephone, a leaked password alone does not get in.",
  },
  second_on: { id: "Dipakai: setiap masuk meminta kode dari ponsel.", en: "In use: every login asks for a code of the telephone." },
  second_begin: { id: "Pakai kode kedua", en: "Use a second factor" },
  second_end: { id: "Berhenti memakai", en: "Stop using it" },
  second_scan: {
    id: "Pindai dengan aplikasi TOTP, atau ketik rahasianya. Lalu ketik kode pertama yang ditampilkan.",
    en: "Scan it with a TOTP app, or type the secret. Then type the first code it shows.",
  },
  first_code: { id: "Kode 6 angka", en: "Six digits" },
  confirm: { id: "Aktifkan", en: "Put in force" },
  spares: {
    id: "Cetak atau catat kode ini: masing-masing menggantikan kode ponsel satu kali. Tidak ditampilkan lagi.",
    en: "Print these or write them down: each stands in for the telephone once. They are not shown again.",
  },
  session_until: { id: "Sesi ini berakhir paling lambat {at}, atau setelah 30 menit diam.", en: "This session ends at {at} at the latest, or after 30 idle minutes." },
} as const satisfies Record<string, Text>;

/** Roles as the office says them. */
export const ROLES: Record<OfficerRole, Text> = {
  ppl: { id: "PPL", en: "Enumerator (PPL)" },
  pml: { id: "PML", en: "Field checker (PML)" },
  koseka: { id: "Koseka", en: "Coordinator (Koseka)" },
  keyer: { id: "Operator entri", en: "Keyer" },
  supervisor: { id: "Pengawas pengolahan", en: "Processing supervisor" },
  admin_regency: { id: "Admin kab/kota", en: "Administrator, regency" },
  admin_province: { id: "Admin provinsi", en: "Administrator, province" },
  admin_centre: { id: "Admin pusat", en: "Administrator, centre" },
};

/** Acts of the trail, as it writes them. */
export const ACTS: Record<string, Text> = {
  ticket: { id: "membuat tiket", en: "made a ticket" },
  enrolled: { id: "mendaftarkan laptop", en: "enrolled a laptop" },
  revoked: { id: "mencabut laptop", en: "revoked a laptop" },
  officer_added: { id: "mencatat petugas", en: "made an officer known" },
  officer_removed: { id: "mengakhiri petugas atau tugas", en: "ended an officer or a task" },
  account: { id: "mengubah akun", en: "changed an account" },
  logged_in: { id: "masuk", en: "logged in" },
  login_failed: { id: "gagal masuk", en: "failed to log in" },
  logged_out: { id: "keluar", en: "logged out" },
  refused: { id: "ditolak: tidak berhak", en: "refused: no right" },
  exported: { id: "mengekspor", en: "exported" },
  printed: { id: "mencetak", en: "printed" },
  saw: { id: "melihat", en: "saw" },
  told: { id: "memberi tahu laptop", en: "told a laptop" },
  sent: { id: "menerima kiriman", en: "took a batch" },
  supervised: { id: "memutuskan sebagai pengawas", en: "supervised" },
  imported: { id: "mengimpor daftar", en: "imported lists" },
  published: { id: "membagikan kuesioner", en: "handed out a form" },
  backed_up: { id: "mencadangkan", en: "backed up" },
  recovery_answered: { id: "menjawab permintaan kode", en: "answered a challenge" },
  key_split: { id: "membagi kunci pemulihan", en: "split the recovery key" },
  policy: { id: "mengubah aturan laptop", en: "changed what laptops are asked" },
};

/** Things of closed lists in the trail, as it writes them. */
export const THINGS: Record<string, Text> = {
  invited: { id: "undangan", en: "invitation" },
  password: { id: "kata sandi", en: "password" },
  second_factor: { id: "kode kedua dipakai", en: "second factor in use" },
  second_factor_ended: { id: "kode kedua dihentikan", en: "second factor ended" },
  recovery_code: { id: "kode cadangan", en: "recovery code" },
  unknown: { id: "kode yang tidak dikenal", en: "an unknown code" },
  breach_notice: { id: "rancangan pemberitahuan", en: "breach notice" },
  trail: { id: "jejak", en: "trail" },
  round: { id: "putaran", en: "round" },
  form: { id: "kuesioner", en: "form" },
  area: { id: "wilayah", en: "area" },
  family: { id: "keluarga", en: "family" },
  document: { id: "dokumen", en: "document" },
  batch: { id: "kiriman", en: "batch" },
  lock: { id: "terkunci", en: "lock" },
  wipe: { id: "dikosongkan", en: "wipe" },
};

type TextKey = keyof typeof CATALOGUE;

/** A sentence in the language of the interface, its `{names}` filled. */
export function t(key: TextKey, fill: Record<string, string | number> = {}): string {
  return say(CATALOGUE[key]).replace(/\{(\w+)\}/g, (_, name: string) => String(fill[name] ?? ""));
}

/** A text in the language of the interface. */
export function say(text: Text): string {
  return settings.preferences.interface === "en" ? text.en : text.id;
}

/** What a failure says. */
export function sentence(failure: Failure): string {
  return say(SENTENCES[failure.code]);
}

/** A moment as `15-10-2022 10.42`, on this computer's clock. */
export function moment(millis: number): string {
  const at = new Date(millis);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${two(at.getDate())}-${two(at.getMonth() + 1)}-${at.getFullYear()} ${two(at.getHours())}.${two(at.getMinutes())}`;
}

/** An act in words; one this page does not know, as the trail writes it. */
export function act(name: string): string {
  const words = ACTS[name];
  return words ? say(words) : name;
}

/** A thing of a closed list in words. */
export function thing(name: string): string {
  const words = THINGS[name];
  return words ? say(words) : name;
}

/** A laptop's id, short enough to compare by eye: its end is what is random. */
export function short(device: string): string {
  return device.slice(-8);
}
