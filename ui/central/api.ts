import { CODES, SENTENCES, type Failure } from "../src/shared/generated/wire";

let ended: () => void = () => {};

/** Hears that the session ended, whatever was being asked. */
export function hearEnd(listener: () => void): void {
  ended = listener;
}

/** Fetches what a person may see. Throws a `Failure`. */
export function get<T>(path: string, query: Record<string, string | number | undefined> = {}): Promise<T> {
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]));
  return ask<T>(search.size ? `${path}?${search}` : path);
}

/** Changes something. Throws a `Failure`. */
export function post<T = void>(path: string, body: object = {}): Promise<T> {
  // The header is what no foreign page can send.
  return ask<T>(path, { method: "POST", headers: { "x-cacah": "1", "content-type": "application/json" }, body: JSON.stringify(body) });
}

async function ask<T>(path: string, request: RequestInit = {}): Promise<T> {
  const answer = await fetch(path, { ...request, credentials: "same-origin", cache: "no-store" }).catch(() => {
    throw failure("ENDPOINT_DOWN");
  });
  if (!answer.ok) {
    const said = failureOf(await answer.json().catch(() => undefined));
    if (said.code === "SIGNED_OUT") ended();
    throw said;
  }
  if (answer.status === 204) return undefined as T;
  const kind = answer.headers.get("content-type") ?? "";
  return (await (kind.startsWith("application/json") ? answer.json() : answer.text())) as T;
}

/** What was thrown, as a `Failure`: whatever is none of ours is a fault of ours. */
export function failureOf(thrown: unknown): Failure {
  const code = (thrown as Failure | null | undefined)?.code;
  return CODES.some((known) => known === code) ? (thrown as Failure) : failure("INTERNAL");
}

function failure(code: Failure["code"]): Failure {
  return { code, message: SENTENCES[code].id };
}
