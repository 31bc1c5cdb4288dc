import { SENTENCES, type Failure, type Text } from "../generated/wire";
import { settings } from "../settings.svelte";
import { across } from "./across";
import { alike } from "./alike";
import { devices } from "./devices";
import { document } from "./document";
import { entry } from "./entry";
import { families } from "./families";
import { figures } from "./figures";
import { form } from "./form";
import { frame } from "./frame";
import { help } from "./help";
import { history } from "./history";
import { home } from "./home";
import { keys } from "./keys";
import { protection } from "./protection";
import { receive } from "./receive";
import { send } from "./send";
import { sls } from "./sls";
import { team } from "./team";
import { tour } from "./tour";
import { track } from "./track";
import { trust } from "./trust";
import { unlock } from "./unlock";
import { worklist } from "./worklist";

/** Every sentence of the window, by key, in both languages. */
export const CATALOGUE = { ...frame, ...home, ...sls, ...team, ...across, ...alike, ...unlock, ...families, ...figures, ...form, ...document, ...entry, ...help, ...tour, ...track, ...worklist, ...history, ...receive, ...send, ...keys, ...devices, ...trust, ...protection } as const satisfies Record<
  string,
  Text
>;

/** The keys of the catalogue. */
export type TextKey = keyof typeof CATALOGUE;

/** A sentence in the language of the interface, its `{names}` filled. */
export function t(key: TextKey, fill: Record<string, string | number> = {}): string {
  return say(CATALOGUE[key]).replace(/\{(\w+)\}/g, (_, name: string) => String(fill[name] ?? ""));
}

/** A text of the desk in the language of the interface. */
export function say(text: Text): string {
  return settings.preferences.interface === "en" ? text.en : text.id;
}

/** What a failure says; where it lies follows when known. Seconds to wait are counted down beside it. */
export function sentence({ code, place }: Failure): string {
  const words = say(SENTENCES[code]);
  if (place === undefined || code === "TOO_SOON") return words;
  return `${words} (${code === "CODE_MISREAD" ? t("group", { n: place }) : place})`;
}

/** A moment as `10.42`, on this laptop's clock. */
export function hour(rfc3339: string): string {
  const date = new Date(rfc3339);
  return `${two(date.getHours())}.${two(date.getMinutes())}`;
}

/** A moment as `15-10-2022 10.42`. */
export function moment(rfc3339: string): string {
  const date = new Date(rfc3339);
  return `${two(date.getDate())}-${two(date.getMonth() + 1)}-${date.getFullYear()} ${hour(rfc3339)}`;
}

/** A moment as short as it can be told: today's by its hour. */
export function recently(rfc3339: string): string {
  return new Date(rfc3339).toDateString() === new Date().toDateString() ? hour(rfc3339) : moment(rfc3339);
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
