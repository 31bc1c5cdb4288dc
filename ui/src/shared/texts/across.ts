import type { Text } from "../generated/wire";

/** What is found across families. */
export const across = {
  across: { id: "Temuan antarkeluarga", en: "Findings across families" },
  across_told: {
    id: "Hasil perbandingan dengan keluarga lain. Tidak mengubah status dokumen mana pun.",
    en: "What comparing families shows. It changes the status of no document.",
  },
  across_count: { id: "{n} temuan antarkeluarga", en: "{n} findings across families" },
  across_none: { id: "Tidak ada temuan antarkeluarga.", en: "Nothing is found across families." },
  across_with: { id: "dengan {families}", en: "with {families}" },
  across_elsewhere: { id: "keluarga di luar wilayah Anda", en: "a family outside your area" },
  across_found: { id: "ditemukan {where}", en: "found {where}" },
  across_laptop: { id: "di laptop ini", en: "on this laptop" },
  across_endpoint: { id: "di kantor", en: "at the office" },
  across_both: { id: "di laptop ini dan di kantor", en: "on this laptop and at the office" },
  across_confirmed: { id: "dikonfirmasi: {reason}", en: "confirmed: {reason}" },
  across_keys: { id: "↑ ↓ pilih · Enter buka keluarga · Esc tutup", en: "↑ ↓ choose · Enter opens the family · Esc closes" },
} as const satisfies Record<string, Text>;
