import { KeyQueue } from "../shared/keys/queue";
import { strokeOf, type Stroke } from "../shared/keys/stroke";
import { replay } from "../shared/keys/replay";
import { ScanKeys } from "./scans";

/** Acts on a stroke and says true, or leaves it to whoever is below and at last to the webview. */
export type Handler = (stroke: Stroke) => boolean;

interface Listener {
  readonly handle: Handler;
  readonly modal: boolean;
}

const listeners: Listener[] = [];

/** The keys of the window: held while an answer is on its way. */
export const queue = new KeyQueue((stroke) => {
  if (!pressed(stroke)) replay(stroke);
});

/**
 * Listens to the keys until the returned function is called. The newest listener is asked first; below a
 * modal one only the window's own (the first) is asked.
 */
export function listen(handle: Handler, modal = false): () => void {
  const listener = { handle, modal };
  listeners.push(listener);
  return () => {
    listeners.splice(listeners.indexOf(listener), 1);
  };
}

function pressed(stroke: Stroke): boolean {
  const [own, ...rest] = listeners;
  for (const { handle, modal } of rest.reverse()) {
    if (handle(stroke)) return true;
    if (modal) break;
  }
  return own?.handle(stroke) ?? false;
}

const ALONE = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock", "Dead", "Process"]);

let scans: ScanKeys | undefined;

/** From now on scans are heard among the keys; `label` gets what was scanned, `broken` is told of what was not whole. */
export function hearScans(label: (code: string) => void, broken: () => void): void {
  const release = (stroke: Stroke) => {
    if (queue.offer(stroke) && !pressed(stroke)) replay(stroke);
  };
  scans = new ScanKeys({ label, broken, release });
}

/** Takes every key of the window before any field does. */
export function onkeydown(event: KeyboardEvent): void {
  if (event.isComposing || ALONE.has(event.key)) return;
  const stroke = strokeOf(event);
  if (scans?.take(stroke, event.timeStamp, queue.held)) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  if (queue.offer(stroke) && !pressed(stroke)) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Pasted text waits in line like a key. */
export function onpaste(event: ClipboardEvent): void {
  const pasted = event.clipboardData?.getData("text") ?? "";
  if (!queue.offer({ key: "", code: "", ctrl: false, alt: false, shift: false, pasted })) event.preventDefault();
}
