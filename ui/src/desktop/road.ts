import { SENTENCES, type LinkView, type Road, type SafetyView } from "../shared/generated/wire";
import { recently, say, t } from "../shared/texts";

/** Where a family stands on the road to the office, in words. */
export function roadWords(road: Road): string {
  switch (road.state) {
    case "copied":
    case "settled":
    case "held":
      return t(`road_${road.state}`, { n: road.receipt });
    case "unreadable":
      return road.receipt === undefined ? t("road_refused") : t("road_unreadable", { n: road.receipt });
    case "claimed":
      return t(road.at_hub ? "road_at_hub" : "road_claimed");
    default:
      return t(`road_${road.state}`);
  }
}

/** How it stands with the link, as short as the top line wants it. */
export function linkWords(link: LinkView): string {
  const next = link.next === undefined ? undefined : recently(link.next);
  if (link.busy) return t("link_sending");
  if (link.tried === undefined) return next === undefined ? t("link_hand") : t("link_waiting", { at: next });
  if (link.failure === undefined) return t(link.hub ? "link_hub" : "link_online", { at: recently(link.tried) });
  if (next === undefined) return t("link_offline_hand");
  return t(link.failure === "ENDPOINT_DOWN" || link.failure === "BUSY" ? "link_offline" : "link_refused", { at: next });
}

/** How it stands with the safety copy. */
export function safetyWords(safety: SafetyView): string {
  if (safety.failing !== undefined) return t("safety_gone", { at: recently(safety.failing) });
  return safety.copied === undefined ? t("safety_none") : t("safety_good", { at: recently(safety.copied) });
}

/** A building's or family's number as printed; nothing where it is not known yet. */
export function numberWords(number: number): string {
  return number > 0 ? String(number).padStart(3, "0") : "–";
}

/** Why a family did not simply arrive, when it did not. */
export function roadReason(road: Road): string | undefined {
  return "code" in road ? say(SENTENCES[road.code]) : undefined;
}

/** Bytes as a person counts them. */
export function sizeWords(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${megabytes(bytes)} MB`;
}

/** Megabytes with one decimal, a comma as in Indonesian print. */
export function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1).replace(".", ",");
}
