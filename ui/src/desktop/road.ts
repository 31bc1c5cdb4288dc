import { SENTENCES, type Road } from "../shared/generated/wire";
import { say, t } from "../shared/texts";

/** Where a family stands on the road to the office, in words. */
export function roadWords(road: Road): string {
  switch (road.state) {
    case "settled":
      return t("road_settled", { n: road.receipt });
    case "held":
    case "unreadable":
      return t(`road_${road.state}`, { n: road.receipt });
    default:
      return t(`road_${road.state}`);
  }
}

/** A building's or family's number as printed; nothing where it is not known yet. */
export function numberWords(number: number): string {
  return number > 0 ? String(number).padStart(3, "0") : "–";
}

/** Why a family did not simply arrive, when it did not. */
export function roadReason(road: Road): string | undefined {
  return "code" in road ? say(SENTENCES[road.code]) : undefined;
}
