import type { Presence, Text, VisitOutcome } from "../generated/wire";

const presences = {
  presence_found: { id: "ditemukan", en: "found" },
  presence_new: { id: "baru", en: "new" },
  presence_moved: { id: "pindah", en: "moved away" },
  presence_died_out: { id: "meninggal atau tidak dikenal", en: "died out or unknown" },
  presence_doubled: { id: "ganda", en: "listed twice" },
} as const satisfies Record<`presence_${Presence}`, Text>;

const outcomes = {
  outcome_not_home: { id: "tidak ada di rumah", en: "not at home" },
  outcome_refused: { id: "menolak", en: "refused" },
  outcome_moved: { id: "pindah atau bangunan sudah tidak ada", en: "moved, or the building is gone" },
  outcome_later: { id: "minta datang lagi", en: "asked to come again" },
  outcome_on_paper: { id: "dilanjutkan di kertas", en: "goes on upon paper" },
} as const satisfies Record<`outcome_${VisitOutcome}`, Text>;

const listing = {
  verify_title: { id: "Verifikasi {number} {head}", en: "Verify {number} {head}" },
  verify_presence: { id: "Keberadaan", en: "Presence" },
  verify_welfare: { id: "Kesejahteraan", en: "Welfare" },
  verify_members: { id: "Anggota", en: "Members" },
  welfare_1: { id: "sangat miskin", en: "very poor" },
  welfare_2: { id: "miskin", en: "poor" },
  welfare_3: { id: "tidak miskin", en: "not poor" },
  verify_with: { id: "Ganda dengan keluarga mana", en: "The same as which family" },
  verify_twin: { id: "ganda dengan {head}", en: "the same as {head}" },
  verify_do: { id: "Simpan, keluarga berikutnya", en: "Store, next family" },
  listing_how: {
    id: "Angka mengisi dan maju sendiri; Enter menyimpan dan membuka keluarga berikutnya yang belum diverifikasi.",
    en: "Digits fill and go on; Enter stores and opens the next family that is not verified.",
  },
  verify_last: { id: "{head}: {what}. Tersimpan.", en: "{head}: {what}. Stored." },
  verify_all: { id: "Semua keluarga di daftar ini sudah diverifikasi.", en: "Every family of this list is verified." },
  number_title: { id: "Nomor {head}", en: "Number of {head}" },
  number_shift: { id: "Sisipkan: yang memakai nomor ini dan sesudahnya bergeser satu", en: "Insert: whoever has this number and those behind move on by one" },
  number_building: { id: "Bangunan baru: bangunan sesudahnya bergeser satu", en: "A new building: the buildings behind move on by one" },
  number_do: { id: "Nomori", en: "Number" },
  number_done: { id: "Nomor tersimpan; {n} keluarga berganti nomor, {documents} dokumen ikut.", en: "Stored; {n} families got another number, {documents} documents with them." },
  insert_before: { id: "Sisipkan keluarga sebelum {head}", en: "Insert a family before {head}" },
  own_building: { id: "Di bangunan sendiri; bangunan sesudahnya bergeser satu", en: "In a building of its own; the buildings behind move on by one" },
} as const satisfies Record<string, Text>;

const visits = {
  visit_of: { id: "Kunjungan tanpa hasil: {head}", en: "Visit without an answer: {head}" },
  visit_attempts: { id: "Ini percobaan ke-{n} dari 3.", en: "This is attempt {n} of 3." },
  visit_note: { id: "Catatan (boleh kosong)", en: "Note (may be empty)" },
  visit_appointment: { id: "Janji datang lagi (boleh kosong)", en: "Appointment to come again (may be empty)" },
  visit_appointment_how: { id: "Contoh: 2010 1600 · besok 16 · sabtu 9.30", en: "For instance: 2010 1600 · besok 16 · sabtu 9.30" },
  visit_unreadable: { id: "Belum terbaca sebagai tanggal dan jam yang akan datang.", en: "Not yet a date and time to come." },
  visit_recorded: { id: "{head}: kunjungan ke-{n} tercatat, {what}.", en: "{head}: visit {n} recorded, {what}." },
  visit_then: { id: "{head}: sesudah ini", en: "{head}: from here" },
  visit_hand_over: { id: "Serahkan ke pengawas (PML)", en: "Hand over to the supervisor" },
  visit_finish: { id: "Selesaikan tanpa jawaban (rincian 205 terisi)", en: "Finish without an answer (205 is filled in)" },
  visit_leave: { id: "Belum, nanti saja", en: "Not yet" },
  handed: { id: "diserahkan", en: "handed over" },
  handed_done: { id: "{head}: diserahkan ke pengawas; ikut terkirim.", en: "{head}: handed over to the supervisor; it will be sent." },
  handed_back: { id: "{head}: ditangani sendiri lagi.", en: "{head}: taken back." },
  visits_of: { id: "Catatan kunjungan: {head}", en: "Visits: {head}" },
  visits_none: { id: "Belum ada kunjungan tanpa hasil.", en: "No visit without an answer yet." },
  visits_attempts: { id: "{n} dari 3 percobaan", en: "{n} of 3 attempts" },
  visits_position: { id: "Letak: {position}", en: "Position: {position}" },
  record: { id: "Catat", en: "Record" },
} as const satisfies Record<string, Text>;

const actions = {
  family_actions_of: { id: "Tindakan: {head}", en: "Actions: {head}" },
  family_act_verify: { id: "Verifikasi (F2)", en: "Verify (F2)" },
  family_act_number: { id: "Nomor bangunan dan keluarga", en: "Building and family number" },
  family_act_insert: { id: "Sisipkan keluarga sebelum ini (F3)", en: "Insert a family before this (F3)" },
  family_act_visit: { id: "Kunjungan tanpa hasil (Ctrl+K)", en: "Visit without an answer (Ctrl+K)" },
  family_act_visits: { id: "Catatan kunjungan", en: "Log of visits" },
  family_act_place: { id: "Letak rumah", en: "Position of the house" },
  family_act_hand: { id: "Serahkan ke pengawas", en: "Hand over to the supervisor" },
  family_act_back: { id: "Ambil kembali dari pengawas", en: "Take back from the supervisor" },
  family_act_move: { id: "Pindahkan ke SLS lain", en: "Move to another SLS" },
  family_act_removed: { id: "Yang dihapus (Ctrl+H)", en: "What was removed (Ctrl+H)" },
} as const satisfies Record<string, Text>;

/** The list of families, adding one, recording a visit. */
export const families = {
  ...presences,
  ...outcomes,
  ...listing,
  ...visits,
  ...actions,
  search_families: { id: "Cari nama, alamat, nomor; NIK/KK utuh", en: "Search name, address, number; NIK or KK whole" },
  filter_status: { id: "Saring menurut status", en: "Filter by status" },
  filter_gap: { id: "Saring menurut yang tersisa", en: "Filter by what is left" },
  any_gap: { id: "Semua yang tersisa", en: "Whatever is left" },
  filter_area: { id: "Saring menurut SLS", en: "Filter by SLS" },
  all: { id: "Semua", en: "All" },
  all_areas: { id: "Semua SLS", en: "All SLS" },
  area: { id: "SLS", en: "SLS" },
  families_count: { id: "{n} keluarga", en: "{n} families" },
  no_families: {
    id: "Tidak ada keluarga yang cocok. Esc mengosongkan pencarian dan saringan; Insert menambah keluarga.",
    en: "No family fits. Esc empties the search and the filters; Insert adds a family.",
  },
  families_keys: {
    id: "Ketik untuk mencari · Enter buka · F2 verifikasi · Insert tambah · Ctrl+K kunjungan tanpa hasil · Ctrl+M tindakan · F7 saringan",
    en: "Type to search · Enter open · F2 verify · Insert add · Ctrl+K visit without an answer · Ctrl+M actions · F7 filters",
  },
  nobody_asks: { id: "Tidak ada keluarga yang dikembalikan atau perlu keputusan di daftar ini.", en: "No family in this list was returned or waits for a decision." },
  column_number: { id: "Bgn Kel", en: "Bldg Fam" },
  column_head: { id: "Kepala keluarga", en: "Head of family" },
  column_address: { id: "Alamat", en: "Address" },
  column_members: { id: "Ang.", en: "Mem." },
  column_status: { id: "Status", en: "Status" },
  column_presence: { id: "Verif.", en: "Verif." },
  column_road: { id: "Pengiriman", en: "Sending" },
  column_visits: { id: "Kunjungan", en: "Visits" },
  sampled: { id: "sampel", en: "sampled" },
  add_family: { id: "Tambah keluarga", en: "Add a family" },
  add_do: { id: "Tambah dan buka", en: "Add and open" },
  building_number: { id: "Nomor bangunan", en: "Building number" },
  family_number: { id: "Nomor keluarga", en: "Family number" },
} as const satisfies Record<string, Text>;
