import type { Language, Preferences, Theme } from "./generated/wire";

/** What a person set about the window; texts and theme follow it. */
export const settings = $state<{ preferences: Preferences }>({
  preferences: { interface: "id", interview: "id", theme: "light" },
});

const THEMES: readonly Theme[] = ["light", "dark", "sun"];
const INTERVIEWS: readonly Language[] = ["id", "en", "both"];

/** The preferences with the next theme. */
export function nextTheme(preferences: Preferences): Preferences {
  return { ...preferences, theme: after(THEMES, preferences.theme) };
}

/** The preferences with the interview in the next language. */
export function nextInterview(preferences: Preferences): Preferences {
  return { ...preferences, interview: after(INTERVIEWS, preferences.interview) };
}

/** The preferences with the interface in the other language. */
export function nextInterface(preferences: Preferences): Preferences {
  return { ...preferences, interface: preferences.interface === "en" ? "id" : "en" };
}

function after<T>(all: readonly T[], one: T): T {
  return all[(all.indexOf(one) + 1) % all.length] as T;
}
