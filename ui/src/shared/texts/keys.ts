import type { Text } from "../generated/wire";
import type { Action, Scope } from "../keys/map";

const actions = {
  key_help: { id: "Bantuan ini", en: "This help" },
  key_theme: { id: "Tema: terang, gelap, matahari", en: "Theme: light, dark, sun" },
  key_language: { id: "Bahasa wawancara: Indonesia, Inggris, keduanya", en: "Interview language: Indonesian, English, both" },
  key_curtain: { id: "Tutup layar dan kunci; dibuka dengan kata sandi", en: "Cover the screen and lock; the password opens it" },
  key_screen_families: { id: "Layar Keluarga", en: "Screen Families" },
  key_screen_send: { id: "Layar Kirim", en: "Screen Send" },
  key_saved: { id: "Kapan terakhir tersimpan (semua tersimpan sendiri)", en: "When it was last stored (all is stored by itself)" },
  key_row_down: { id: "Keluarga berikutnya", en: "Next family" },
  key_row_up: { id: "Keluarga sebelumnya", en: "Previous family" },
  key_page_down: { id: "Satu layar turun", en: "A page down" },
  key_page_up: { id: "Satu layar naik", en: "A page up" },
  key_open: { id: "Buka dokumen keluarga", en: "Open the family's document" },
  key_add_family: { id: "Tambah keluarga yang ditemukan di lapangan", en: "Add a family found in the field" },
  key_visit: { id: "Catat kunjungan tanpa hasil", en: "Record a visit without an answer" },
  key_search: { id: "Ke kotak pencarian", en: "To the search field" },
  key_clear_search: { id: "Kosongkan pencarian", en: "Empty the search" },
  key_take: { id: "Terima dan lanjut; rincian wajib yang kosong bertahan sekali", en: "Take and go on; an empty required question stays once" },
  key_next: { id: "Lanjut", en: "Next" },
  key_back: { id: "Kembali", en: "Back" },
  key_down: { id: "Sorot pilihan berikutnya; tanpa pilihan: rincian berikutnya", en: "Highlight the next choice; without choices: next question" },
  key_up: { id: "Sorot pilihan sebelumnya; tanpa pilihan: rincian sebelumnya", en: "Highlight the previous choice; without choices: previous question" },
  key_left: { id: "Dalam teks: kursor; dalam kode: anggota sebelumnya", en: "In text: the caret; in codes: previous member" },
  key_right: { id: "Dalam teks: kursor; dalam kode: anggota berikutnya", en: "In text: the caret; in codes: next member" },
  key_member_next: { id: "Anggota berikutnya, rincian yang sama", en: "Next member, same question" },
  key_member_back: { id: "Anggota sebelumnya, rincian yang sama", en: "Previous member, same question" },
  key_tick: { id: "Centang atau ambil; di NIK/KK kosong: alasan", en: "Tick or take; in an empty NIK/KK: reasons" },
  key_empty: { id: "Kosongkan rincian", en: "Empty the field" },
  key_restore: { id: "Batalkan ketikan, tutup panel; tidak pernah keluar dari dokumen", en: "Undo typing, close a panel; never leaves a document" },
  key_actions: { id: "Tindakan menurut angka", en: "Actions by digit" },
  key_confirm: { id: "Konfirmasi peringatan dengan alasan", en: "Confirm a warning with a reason" },
  key_member_before: { id: "Sisipkan anggota sebelum ini", en: "Insert a member before" },
  key_member_after: { id: "Sisipkan anggota sesudah ini", en: "Insert a member after" },
  key_member_add: { id: "Tambah anggota di akhir", en: "Add a member at the end" },
  key_member_remove: { id: "Hapus anggota (ditanya dulu)", en: "Remove a member (asks first)" },
  key_go_to: { id: "Cari dan ke rincian, anggota: ketik 405 3", en: "Find and go to a question, member: type 405 3" },
  key_finding_next: { id: "Temuan berikutnya", en: "Next finding" },
  key_codes: { id: "Daftar kode rincian ini", en: "Code list of this question" },
  key_unanswered_next: { id: "Rincian wajib berikutnya yang kosong", en: "Next required question that is open" },
  key_finish: { id: "Selesai: apa yang masih terbuka", en: "Finish: what is still open" },
  key_block_next: { id: "Blok berikutnya", en: "Next block" },
  key_block_back: { id: "Blok sebelumnya", en: "Previous block" },
  key_family_next: { id: "Keluarga berikutnya", en: "Next family" },
  key_family_back: { id: "Keluarga sebelumnya", en: "Previous family" },
  key_note: { id: "Catatan pada rincian", en: "Note at the question" },
  key_reveal: { id: "Tampilkan nomor yang disamarkan (dicatat)", en: "Show a masked number (recorded)" },
  key_undo: { id: "Batalkan tindakan terakhir", en: "Undo the last action" },
  key_redo: { id: "Ulangi", en: "Redo" },
  key_history: { id: "Riwayat rincian ini dan seluruh dokumen", en: "History of this question and of the document" },
  key_decisions: { id: "Yang perlu keputusan: dua isian berdampingan", en: "What is to decide: two answers side by side" },
  key_asking_next: { id: "Keluarga berikutnya yang dikembalikan atau perlu keputusan", en: "Next family that was returned or waits for a decision" },
  key_removed: { id: "Yang dihapus dari keluarga ini; dapat dipulihkan", en: "What was removed from this family; it can come back" },
  key_across: { id: "Temuan antarkeluarga: NIK, KK atau nomor yang ganda", en: "Findings across families: a NIK, KK or number given twice" },
  key_across_here: { id: "Temuan antarkeluarga pada keluarga ini", en: "Findings across families of this family" },
  key_visit_here: { id: "Catat kunjungan tanpa hasil keluarga ini", en: "Record a visit without an answer of this family" },
  key_panel_blocks: { id: "Ke daftar blok", en: "To the blocks" },
  key_panel_questions: { id: "Ke rincian", en: "To the questions" },
  key_panel_checks: { id: "Ke pemeriksaan", en: "To the checks" },
  key_send: { id: "Kirim sekarang", en: "Send now" },
  key_road_search: { id: "Cari: di mana keluarga X", en: "Search: where is family X" },
  key_road_actions: {
    id: "Tindakan dengan angka: stik, jawaban, cetak, periksa bukti, pengaturan",
    en: "Actions by digit: stick, answer, print, check the receipts, settings",
  },
} as const satisfies Record<`key_${Action}`, Text>;

const scopes = {
  scope_everywhere: { id: "Di mana saja", en: "Everywhere" },
  scope_families: { id: "Keluarga", en: "Families" },
  scope_document: { id: "Dokumen", en: "Document" },
  scope_send: { id: "Kirim", en: "Send" },
} as const satisfies Record<`scope_${Scope}`, Text>;

const typing = {
  typing_digits: { id: "0 … 9", en: "0 … 9" },
  typing_digits_does: {
    id: "Kode; lanjut sendiri bila tidak ada kode lain yang berawal sama. Nol di depan boleh.",
    en: "Code; goes on by itself when no other code begins with it. A leading zero is allowed.",
  },
  typing_letters: { id: "A … Z", en: "A … Z" },
  typing_letters_does: { id: "Menyaring pilihan menurut kata, atau teks", en: "Narrow the choices by words, or text" },
  typing_full: { id: "Penuh", en: "Full" },
  typing_full_does: {
    id: "Tanggal, NIK, KK, dan kode yang penuh lanjut sendiri; angka, jumlah, dan teks menunggu Enter.",
    en: "Full dates, NIK, KK and codes go on; numbers, sums and text wait for Enter.",
  },
  typing_ahead: { id: "Mengetik cepat", en: "Typing ahead" },
  typing_ahead_does: {
    id: "Tombol menunggu urut dan masuk ke rincian yang seharusnya.",
    en: "Keys wait in order and reach the question they belong to.",
  },
  typing_separators: { id: "- / .", en: "- / ." },
  typing_separators_does: { id: "Pemisah tanggal; titik atau koma: desimal", en: "Separate dates; point or comma: decimals" },
} as const satisfies Record<string, Text>;

const csentry = {
  csentry: { id: "Dari CSEntry", en: "From CSEntry" },
  csentry_1: {
    id: "Tidak ada tombol simpan: setiap rincian tersimpan begitu ditinggalkan, juga bila listrik padam.",
    en: "There is no save key: each question is stored when it is left, even if power fails.",
  },
  csentry_2: {
    id: "Nilai di luar kode tidak ditolak: disimpan dengan galat di bawahnya, dapat diperbaiki kapan saja.",
    en: "A value outside its codes is not refused: it is kept with its error below, to be mended at any time.",
  },
  csentry_3: { id: "F6 ke rincian, F8 temuan berikutnya, F10 rincian kosong berikutnya.", en: "F6 go to, F8 next finding, F10 next open question." },
  csentry_4: { id: "Num + lanjut dan Num - kembali; Num * membuka tindakan.", en: "Num + goes on and Num - back; Num * opens the actions." },
  csentry_5: {
    id: "Rincian yang dilewati dilipat, tidak dihapus; jawaban lama kembali bila syaratnya kembali.",
    en: "Skipped questions fold and are not erased; the former answers return with their condition.",
  },
  csentry_6: { id: "Keluar dari dokumen dengan Alt+2; Esc tidak pernah keluar.", en: "Leave a document with Alt+2; Esc never does." },
  help_lock: {
    id: "Ctrl+P menutup layar dan langsung mengunci; membukanya memerlukan kata sandi dan kembali ke rincian yang sama. PIN singkat belum ada.",
    en: "Ctrl+P covers the screen and locks at once; unlocking needs the password and returns to the same question. A short PIN does not exist yet.",
  },
} as const satisfies Record<string, Text>;

/** The key map in words, drawn by the help. */
export const keys = { ...actions, ...scopes, ...typing, ...csentry } as const;
