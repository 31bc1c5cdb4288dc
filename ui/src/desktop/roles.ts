import type { OfficerRole } from "../shared/generated/wire";

/** Screens of the menu. */
export type Place = "home" | "families" | "entry" | "track" | "send" | "protection";

/** What the Entri screen is made of, in the order of its keys. */
export const TABS = ["keying", "verify", "receive", "worklist", "figures", "settings"] as const;
export type Tab = (typeof TABS)[number];

const FIELD: readonly Place[] = ["home", "families", "send", "protection"];
const OFFICE: readonly Place[] = ["entry", "track", "send", "protection"];
const KEYER: readonly Tab[] = ["keying", "verify", "receive", "worklist", "figures"];

/** Supervisors of the processing office; an administrator of the regency is one too. */
export function isSupervisor(role: OfficerRole | undefined): boolean {
  return role === "supervisor" || role === "admin_regency";
}

/** Keys paper at the office. */
export function isKeying(role: OfficerRole | undefined): boolean {
  return role === "keyer" || isSupervisor(role);
}

/** The screens a role has; the first is where the day begins. */
export function placesOf(role: OfficerRole | undefined): readonly Place[] {
  if (role === "keyer") return OFFICE;
  if (role === "supervisor") return ["entry", "home", "families", "track", "send", "protection"];
  return isSupervisor(role) ? ["home", "families", "entry", "track", "send", "protection"] : FIELD;
}

/** The tabs of Entri that a role has. */
export function tabsOf(role: OfficerRole | undefined): readonly Tab[] {
  return isSupervisor(role) ? TABS : KEYER;
}
