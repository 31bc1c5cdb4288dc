import type { Text } from "../generated/wire";

/** The queue, sending and receipts. */
export const send = {
  send_now: { id: "Kirim sekarang", en: "Send now" },
  sending: {
    id: "Mengirim… Anda boleh terus bekerja; tidak ada yang hilang bila terputus.",
    en: "Sending… You may go on working; nothing is lost if the link breaks.",
  },
  send_counts: {
    id: "{waiting} menunggu · {settled} dengan bukti · {held} ditahan",
    en: "{waiting} waiting · {settled} with a receipt · {held} held",
  },
  send_report: {
    id: "{stored} keluarga diterima kantor, {held} ditahan, {waiting} masih menunggu ({batches} kiriman).",
    en: "{stored} families received by the office, {held} held, {waiting} still waiting ({batches} batches).",
  },
  nothing_to_send: {
    id: "Tidak ada yang menunggu dikirim. Dokumen yang sedang diisi menunggu setelah F12 Selesai.",
    en: "Nothing waits to be sent. A document being filled waits after F12 Finish.",
  },
  queue: { id: "Keluarga di jalan", en: "Families on the road" },
  queue_empty: {
    id: "Belum ada keluarga yang menunggu. Selesaikan dokumen dengan F12.",
    en: "No family waits yet. Finish a document with F12.",
  },
  entries: { id: "{n} isian belum dengan bukti", en: "{n} entries without a receipt yet" },
  receipts: { id: "Bukti", en: "Receipts" },
  receipt: { id: "Bukti no. {n}", en: "Receipt no. {n}" },
  proven: { id: "tanda tangan kantor sah", en: "signed by the office" },
  unproven: { id: "tanda tangan belum terbukti; hubungi kantor", en: "signature not proven; call the office" },
} as const satisfies Record<string, Text>;
