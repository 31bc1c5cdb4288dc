import type { Text } from "../generated/wire";

/** Who else it could be that is keyed at the doorstep. */
export const alike = {
  alike_person: { id: "Mungkin orang yang sama: {who} · {place} · {why}", en: "Perhaps the same person: {who} · {place} · {why}" },
  alike_number: { id: "Nomor sama di keluarga {who} · {place} · {why}", en: "The same number in the family of {who} · {place} · {why}" },
  alike_more: { id: "dan {n} lagi", en: "and {n} more" },
  alike_building: { id: "bangunan {n}", en: "building {n}" },
  alike_open: { id: "Buka keluarga {head} ({why})", en: "Open the family of {head} ({why})" },
  alike_office: { id: "Kantor: {words}", en: "The office: {words}" },
} as const satisfies Record<string, Text>;
