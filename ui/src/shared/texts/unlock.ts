import type { Text } from "../generated/wire";

/** Unlocking, enrolling, and what helps when neither works. */
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
    id: "Ketik, pindai atau tempel tiket sekali pakai dari kantor, lalu pilih kata sandi. Tiket pendek (cacah2…) boleh diketik dengan huruf kecil dan spasi. Laptop harus terhubung ke kantor untuk langkah ini saja.",
    en: "Type, scan or paste the one-time ticket of the office, then choose a password. A short ticket (cacah2…) may be typed in small letters and with blanks. Only this step needs a link to the office.",
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
  to_enrol: { id: "Daftarkan dengan tiket", en: "Enrol with a ticket" },
  to_unlock: { id: "Kembali ke buka kunci", en: "Back to unlocking" },
  to_spare: { id: "Laptop cadangan, dari stik", en: "Spare laptop, from a stick" },
  to_restore: { id: "Pulihkan dari salinan pengaman", en: "Restore from a safety copy" },
  spare: { id: "Laptop cadangan dari stik", en: "Spare laptop from a stick" },
  spare_how: {
    id: "Tempel alamat berkas cadangan-….cacah dari kantor dan ketik kodenya. Jaringan tidak diperlukan; pekerjaan SLS petugas ini ikut kembali.",
    en: "Paste the address of the office's file cadangan-….cacah and type its code. No network is needed; the work of this officer's SLS comes back with it.",
  },
  spare_file: { id: "Berkas dari kantor", en: "File of the office" },
  spare_code: { id: "Kode 16 huruf", en: "Code of 16 letters" },
  restore: { id: "Pulihkan dari salinan pengaman", en: "Restore from a safety copy" },
  restore_how: {
    id: "Pilih folder atau stik yang berisi salinan. Data yang ada di laptop ini disisihkan utuh, tidak dihapus.",
    en: "Choose the folder or stick that holds the copies. The data on this laptop is set aside whole, not deleted.",
  },
  restore_folder: { id: "Folder salinan", en: "Folder of the copies" },
  restore_find: { id: "Cari salinan", en: "Find copies" },
  restore_none: {
    id: "Tidak ada salinan pengaman di folder ini. Periksa stik atau pilih folder lain.",
    en: "There is no safety copy in this folder. Check the stick or choose another folder.",
  },
  restore_copy: { id: "Salinan", en: "Copy" },
  restore_row: { id: "{officer} · {at} · no. {n}", en: "{officer} · {at} · no. {n}" },
  restore_look: { id: "Lihat isinya", en: "Look into it" },
  restore_holds: {
    id: "Berisi {families} keluarga dan {entries} isian; {beyond} isian belum ada buktinya. Terakhir diisi {last}.",
    en: "Holds {families} families and {entries} entries; {beyond} entries have no receipt yet. Last keyed {last}.",
  },
  restore_replaces: {
    id: "Laptop ini sudah berisi data petugas tersebut. Data itu disisihkan utuh dan dapat diambil kantor.",
    en: "This laptop already holds data of that officer. It is set aside whole, and the office can get at it.",
  },
  restore_do: { id: "Pulihkan", en: "Restore" },
  restored: {
    id: "Dipulihkan. Isian baru diberi nomor baru, sehingga tidak menimpa apa pun di kantor.",
    en: "Restored. New entries get new numbers, so that they replace nothing at the office.",
  },
  aside: { id: "Data sebelumnya disimpan utuh di {path}. Jangan dihapus.", en: "The data before is kept whole in {path}. Do not delete it." },
  go_on: { id: "Lanjut", en: "Go on" },
  damaged_how: {
    id: "Yang masih terbaca dapat diselamatkan ke berkas data baru. Berkas yang rusak disimpan utuh.",
    en: "What can still be read can be saved into a new data file. The damaged one is kept as it is.",
  },
  salvage_do: { id: "Selamatkan", en: "Save what can be read" },
  salvaging: { id: "Menyelamatkan… Jangan matikan laptop.", en: "Saving what can be read… Do not switch the laptop off." },
  salvaged: {
    id: "Terselamatkan: {families} keluarga, {documents} dokumen, {entries} isian.",
    en: "Saved: {families} families, {documents} documents, {entries} entries.",
  },
  salvaged_whole: { id: "Tidak ada isian yang hilang.", en: "No entry is lost." },
  salvaged_lost: {
    id: "{n} isian tidak terbaca dan hanya ada di laptop ini. Periksa dokumen yang terakhir diisi, dan beri tahu pengawas.",
    en: "{n} entries could not be read and were only on this laptop. Look at the documents keyed last, and tell your supervisor.",
  },
  salvaged_office: { id: "{head}: {n} isian tidak ada di sini, tetapi ada di kantor.", en: "{head}: {n} entries are not here, but at the office." },
  salvaged_batch: { id: "{head}: {n} isian ada dalam kiriman yang menunggu.", en: "{head}: {n} entries are in a batch that waits." },
  newer_how: {
    id: "Anda dapat melihat daftar keluarga dan menyalin data, tersegel, untuk kantor. Pengisian perlu versi terbaru.",
    en: "You can see the list of families and copy the data, sealed, for the office. Keying needs the newest version.",
  },
  newer_look: { id: "Lihat daftar keluarga", en: "See the list of families" },
  newer_export: { id: "Ekspor ke folder", en: "Export to a folder" },
  newer_exported: { id: "Tersalin dan sudah diperiksa: {path} ({size}).", en: "Copied and proven: {path} ({size})." },
} as const satisfies Record<string, Text>;
