import { call } from "../../../shared/call";
import type { AcrossRow } from "../../../shared/generated/wire";
import { say, t } from "../../../shared/texts";
import { numberWords } from "../../road";
import { attempt } from "../../session.svelte";

/** What is found across families, as it was when last asked: of all families, or of one. */
export class Across {
  rows = $state.raw<readonly AcrossRow[]>([]);
  /** It was asked at least once. */
  asked = $state(false);
  readonly #family: string | undefined;

  constructor(family?: string) {
    this.#family = family;
  }

  /** Asked for by a person: what goes wrong is said. */
  async renew(): Promise<void> {
    await attempt(() => this.#ask());
  }

  /** Asked beside the work: it says nothing over what the work itself has to say. */
  async glance(): Promise<void> {
    await this.#ask().catch(() => undefined);
  }

  async #ask(): Promise<void> {
    const family = this.#family;
    this.rows = (await call("across", family === undefined ? {} : { family })).rows;
    this.asked = true;
  }

  /** Findings nobody confirmed. */
  get open(): number {
    return this.rows.filter(({ confirmed }) => confirmed === undefined).length;
  }
}

type Family = AcrossRow["family"];

/** A family as the list of families has it: building, number, head. */
export function familyWords({ building, number, head }: Family): string {
  return `${numberWords(building)} ${numberWords(number)} ${head}`;
}

/** With whom: families of this laptop by name; of any other only that there is one. */
export function othersWords({ others, elsewhere }: AcrossRow): string {
  const named = others.map(familyWords);
  return [...named, ...(elsewhere ? [t("across_elsewhere")] : [])].join(" · ");
}

/** Who found it. */
export function sidesWords({ sides }: AcrossRow): string {
  const [side = "laptop", other] = sides;
  return t("across_found", { where: t(other === undefined ? `across_${side}` : "across_both") });
}

/** What is wrong. */
export function ruleWords({ rule, message }: AcrossRow): string {
  return `${rule} · ${say(message)}`;
}
