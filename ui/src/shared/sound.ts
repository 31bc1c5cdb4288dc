/** What a tone says: a value outside its codes, or a key that was discarded. */
export type Tone = "bad" | "discarded" | "again";

/** Hertz and seconds. A low one for what is wrong, a short one for what was not taken, two steps down for "key it again". */
const SHAPES: Record<Tone, readonly { hertz: number; from: number; lasts: number }[]> = {
  bad: [{ hertz: 185, from: 0, lasts: 0.16 }],
  discarded: [{ hertz: 620, from: 0, lasts: 0.035 }],
  again: [
    { hertz: 440, from: 0, lasts: 0.07 },
    { hertz: 330, from: 0.09, lasts: 0.09 },
  ],
};
const LOUD = 0.25;
/** Milliseconds after which a device that has not begun to play is missing. */
const PATIENCE = 1_500;
/** Name of the performance mark that stands at the moment a tone is heard, with the tone as its detail. */
export const HEARD = "cacah-tone";

/** Tones for eyes that are on the paper. */
export class Tones {
  on = true;
  /** Tones asked for, by kind: also when sound is off or no device plays them. */
  readonly sounded: Record<Tone, number> = { bad: 0, discarded: 0, again: 0 };
  #context: AudioContext | undefined;
  #missing = false;
  /** A tone was wanted. */
  #asked = false;
  #told = false;
  readonly #open: () => AudioContext;
  #tell: () => void = () => {};

  constructor(open: () => AudioContext = () => new AudioContext({ latencyHint: "interactive" })) {
    this.#open = open;
  }

  /** Is told once when there is no audio device. */
  hear(missing: () => void): void {
    this.#tell = missing;
  }

  /** Opens the device ahead: the first tone would wait for it. A device that is missing is told with the first tone. */
  ready(): void {
    if (!this.on || this.#missing) return;
    try {
      this.#context ??= this.#begin();
    } catch {
      this.#lack();
    }
  }

  /** Schedules a tone at once. */
  sound(tone: Tone): void {
    this.sounded[tone] += 1;
    this.#asked = true;
    if (!this.on) return;
    if (this.#missing) return this.#lack();
    try {
      const context = (this.#context ??= this.#begin());
      const now = context.currentTime;
      for (const { hertz, from, lasts } of SHAPES[tone]) play(context, hertz, now + from, lasts);
      mark(tone, heardAt(context, now));
    } catch {
      this.#lack();
    }
  }

  #begin(): AudioContext {
    const context = this.#open();
    void context.resume().catch(() => this.#lack());
    setTimeout(() => context.state === "running" || this.#lack(), PATIENCE);
    void outputs().then((count) => count === 0 && this.#lack());
    return context;
  }

  #lack(): void {
    this.#missing = true;
    if (!this.#asked || this.#told) return;
    this.#told = true;
    this.#tell();
  }
}

export const tones = new Tones();

function play(context: AudioContext, hertz: number, at: number, lasts: number): void {
  const oscillator = new OscillatorNode(context, { type: "square", frequency: hertz });
  const gain = new GainNode(context, { gain: LOUD });
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  // A ramp, or the end is heard as a click.
  gain.gain.setValueAtTime(LOUD, at + lasts * 0.7);
  gain.gain.linearRampToValueAtTime(0, at + lasts);
  oscillator.stop(at + lasts);
}

/** When a moment of the context is heard, by the clock of the page. */
function heardAt(context: AudioContext, at: number): number {
  const stamp = context.getOutputTimestamp?.();
  if (stamp?.performanceTime && stamp.contextTime !== undefined) return Math.max(stamp.performanceTime + (at - stamp.contextTime) * 1_000, performance.now());
  return performance.now() + ((context.outputLatency || context.baseLatency) ?? 0) * 1_000;
}

/** Only the newest stands: a day of keying must not fill the memory. */
function mark(tone: Tone, startTime: number): void {
  performance.clearMarks(HEARD);
  performance.mark(HEARD, { startTime, detail: tone });
}

/** Devices that play sound; undefined where the webview does not tell. */
async function outputs(): Promise<number | undefined> {
  if (!("setSinkId" in AudioContext.prototype)) return undefined;
  const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => undefined);
  return devices?.filter(({ kind }) => kind === "audiooutput").length;
}
