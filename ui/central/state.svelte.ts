import type { Failure } from "../src/shared/generated/wire";
import { settings } from "../src/shared/settings.svelte";
import { failureOf, get } from "./api";
import type { Me } from "./generated";

/** The screens behind the door, by what stands behind `#`. */
export const SCREENS = ["people", "trail", "account"] as const;
export type Screen = (typeof SCREENS)[number];

const KEY = "cacah.page";

/** Who is here, and where. `me` is null at the door and undefined until that is known. */
export const state = $state<{ me: Me | null | undefined; screen: Screen }>({ me: undefined, screen: "people" });

/** What a role may do, by the names of the endpoint's table of rights. */
export function may(action: string): boolean {
  return state.me?.may.includes(action) ?? false;
}

/** Screens this person has anything to do on. */
export function screens(): Screen[] {
  return SCREENS.filter((screen) => screen === "account" || may(screen === "people" ? "see_people" : "see_trail"));
}

/** Reads the address, so that going back and a reload lead where one was. */
export function follow(): void {
  const named = SCREENS.find((screen) => `#${screen}` === location.hash);
  const mine = screens();
  state.screen = named && mine.includes(named) ? named : (mine[0] ?? "account");
}

/** Asks who is here. */
export async function begin(): Promise<void> {
  try {
    state.me = await get<Me>("/api/me");
  } catch {
    state.me = null;
  }
  follow();
}

/** Theme and language stay in this browser; nothing about a person does. */
export function remember(): void {
  localStorage.setItem(KEY, JSON.stringify(settings.preferences));
}

/** As this browser was left. */
export function recall(): void {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (kept && typeof kept === "object") settings.preferences = { ...settings.preferences, ...kept };
  } catch {
    localStorage.removeItem(KEY);
  }
}

/** Something that is being asked: whether it still is, and how it failed. */
export class Work {
  busy = $state(false);
  failure = $state<Failure>();

  /** Does one thing at a time; what failed is kept to be said. */
  async run<T>(job: () => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.failure = undefined;
    try {
      return await job();
    } catch (thrown) {
      this.failure = failureOf(thrown);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
