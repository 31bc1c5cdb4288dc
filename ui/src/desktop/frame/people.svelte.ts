import { call } from "../../shared/call";
import type { Custodian } from "../../shared/generated/wire";
import { t } from "../../shared/texts";

/** Codes that differ in spaces or capitals only are one. */
const folded = (code: string) => code.replace(/\s/g, "").toUpperCase();

/** What is told of a person beside the code. */
export function roleWords({ role }: Custodian): string {
  return role ? t(`role_${role}`) : "";
}

/** People that this PC knows. One for the session: every page of bundles tells them anew. */
class People {
  /** Absent until the desk has told them. */
  all = $state.raw<readonly Custodian[]>();

  /** Asks the desk; a failure leaves them as they were: nobody asked for them. */
  async renew(): Promise<void> {
    this.all = await call("bundles", { text: "", offset: 0, limit: 1 }).then(({ people }) => people, () => this.all);
  }

  /** Whoever fits what is typed, of their code or role; those whose code begins so first. */
  fitting(typed: string, limit = 8): Custodian[] {
    const code = folded(typed);
    const role = typed.trim().toLowerCase();
    const rank = (one: Custodian) => (folded(one.code).startsWith(code) ? 0 : folded(one.code).includes(code) ? 1 : roleWords(one).toLowerCase().startsWith(role) ? 2 : 3);
    const ranked = (this.all ?? []).map((one) => ({ one, rank: rank(one) })).filter((each) => each.rank < 3);
    return ranked.sort((a, b) => a.rank - b.rank).slice(0, limit).map(({ one }) => one);
  }

  /** The code as it is known; as it was typed where it is not. */
  spelled(typed: string): string {
    return this.all?.find(({ code }) => folded(code) === folded(typed))?.code ?? typed.trim();
  }

  /** True when the desk has told who is known, and this is nobody of them. */
  isStrange(code: string): boolean {
    return code !== "" && this.all !== undefined && this.all.every((one) => one.code !== code);
  }
}

export const people = new People();
