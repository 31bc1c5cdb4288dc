import { invoke } from "@tauri-apps/api/core";
import { CODES, SENTENCES, type Commands, type Failure } from "./generated/wire";

/** Every command's name. */
export type CommandName = keyof Commands;

let told: (failure: Failure) => void = () => {};

/** Hears of every failure before whoever asked: the curtain and the lock can fall in the middle of anything. */
export function hearFailures(listener: (failure: Failure) => void): void {
  told = listener;
}

/**
 * Asks the desk. Inside the desktop it is the one Tauri command; in a plain browser (the tests' Chromium)
 * a bridge on the same origin hands the line to `cacah-desk`. Throws a `Failure`.
 */
export async function call<N extends CommandName>(
  command: N,
  args: Commands[N]["args"],
): Promise<Commands[N]["reply"]> {
  try {
    return await ("__TAURI_INTERNALS__" in window
      ? invoke<Commands[N]["reply"]>("call", { request: { command, args } })
      : viaBridge(command, args));
  } catch (thrown) {
    told(failureOf(thrown));
    throw thrown;
  }
}

let lines = 0;

async function viaBridge<N extends CommandName>(
  command: N,
  args: Commands[N]["args"],
): Promise<Commands[N]["reply"]> {
  const response = await fetch("/call", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ id: ++lines, command, args }),
  });
  const line = (await response.json()) as { ok?: Commands[N]["reply"]; error?: Failure };
  if (line.error) throw line.error;
  return line.ok as Commands[N]["reply"];
}

/** What was thrown, as a `Failure`: whatever is none of ours is a fault of ours. */
export function failureOf(thrown: unknown): Failure {
  if (isFailure(thrown)) return thrown;
  return { code: "INTERNAL", message: SENTENCES.INTERNAL.id };
}

function isFailure(thrown: unknown): thrown is Failure {
  const code = (thrown as Failure | null)?.code;
  return typeof code === "string" && (CODES as readonly string[]).includes(code);
}
