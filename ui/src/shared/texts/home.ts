import type { GapReason, Text } from "../generated/wire";

/** What is still to do, as a state of families. */
const gaps = {
  gap_not_listed: { id: "belum diverifikasi", en: "not verified yet" },
  gap_not_visited: { id: "belum dikunjungi", en: "not visited yet" },
  gap_not_home: { id: "perlu didatangi lagi", en: "to visit again" },
  gap_refused: { id: "menolak", en: "refused" },
  gap_handed_over: { id: "diserahkan ke pengawas", en: "handed over to the supervisor" },
  gap_unfinished: { id: "belum selesai diisi", en: "begun, not finished" },
  gap_error: { id: "ada galat", en: "with errors" },
  gap_warning: { id: "ada peringatan", en: "with warnings" },
  gap_returned: { id: "dikembalikan pengawas", en: "returned by the supervisor" },
  gap_undecided: { id: "perlu keputusan", en: "to decide" },
  gap_not_receipted: { id: "selesai, belum berbukti", en: "finished, without a receipt" },
  gap_sample: { id: "sampel kunjungan ulang", en: "sampled, to visit again" },
} as const satisfies Record<`gap_${GapReason}`, Text>;

/** The same as something to do. */
const next = {
  next_not_listed: { id: "verifikasi {n} keluarga prelist", en: "verify {n} families of the list" },
  next_not_visited: { id: "kunjungi {n} keluarga", en: "visit {n} families" },
  next_not_home: { id: "datangi lagi {n} keluarga", en: "visit {n} families again" },
  next_refused: { id: "bujuk atau serahkan {n} keluarga yang menolak", en: "win over or hand over {n} families that refused" },
  next_handed_over: { id: "{n} keluarga ditangani pengawas", en: "{n} families are with the supervisor" },
  next_unfinished: { id: "selesaikan {n} dokumen yang terbuka", en: "finish {n} documents that are open" },
  next_error: { id: "perbaiki {n} dokumen yang ada galat", en: "mend {n} documents with errors" },
  next_warning: { id: "periksa {n} dokumen yang ada peringatan", en: "look at {n} documents with warnings" },
  next_returned: { id: "perbaiki {n} dokumen yang dikembalikan", en: "correct {n} documents that were returned" },
  next_undecided: { id: "putuskan isian {n} keluarga", en: "decide answers of {n} families" },
  next_not_receipted: { id: "kirim {n} dokumen yang selesai", en: "send {n} finished documents" },
  next_sample: { id: "kunjungi ulang {n} keluarga sampel", en: "visit {n} sampled families again" },
} as const satisfies Record<`next_${GapReason}`, Text>;

/** The start screen. */
export const home = {
  ...gaps,
  ...next,
  home_next: { id: "Berikutnya:", en: "Next:" },
  home_then: { id: "lalu", en: "then" },
  home_recap: { id: "tulis rekap VK", en: "write the VK recap" },
  home_await: { id: "semua selesai dan berbukti; menunggu persetujuan Koseka", en: "all finished and receipted; waits for the coordinator's approval" },
  home_approved: { id: "disetujui", en: "approved" },
  home_table: { id: "SLS saya", en: "My SLS" },
  home_sls: { id: "SLS", en: "SLS" },
  home_prelist: { id: "Prelist", en: "Listed" },
  home_verified: { id: "Terdata", en: "Verified" },
  home_visited: { id: "Dikunjungi", en: "Visited" },
  home_finished: { id: "Selesai", en: "Finished" },
  home_error: { id: "Galat", en: "Error" },
  home_warning: { id: "Peringatan", en: "Warning" },
  home_sent: { id: "Dikirim", en: "Sent" },
  home_receipted: { id: "Berbukti", en: "Receipted" },
  home_share: { id: "Selesai %", en: "Done %" },
  home_all: { id: "Jumlah", en: "Total" },
  home_appointments: { id: "Janji hari ini", en: "Appointments today" },
  home_no_appointments: { id: "Tidak ada janji untuk hari ini.", en: "No appointments today." },
  home_later: { id: "{n} janji sesudah hari ini", en: "{n} appointments after today" },
  home_missed: { id: "terlewat {at}", en: "missed {at}" },
  home_empty: {
    id: "Belum ada SLS untuk Anda di laptop ini. Penugasan datang bersama pengiriman berikutnya; yang sudah diisi tetap tersimpan.",
    en: "No SLS is yours on this laptop yet. It comes with the next sending; whatever was keyed stays stored.",
  },
  home_fetch: { id: "Ke layar Kirim", en: "To the screen Send" },
  home_keys: {
    id: "↑ ↓ SLS dan janji · ← → yang tersisa · Enter buka daftarnya · Ctrl+M tindakan SLS",
    en: "↑ ↓ SLS and appointments · ← → what is left · Enter open its list · Ctrl+M actions of the SLS",
  },
} as const satisfies Record<string, Text>;
