import { call, failureOf } from "../../../shared/call";
import type { Failure, FixView, PortView } from "../../../shared/generated/wire";

/** Milliseconds between two readings, so that a quick receiver leaves the desk to the keys. */
const BREATH = 200;

/** A receiver of satellites that is read again and again while somebody looks. */
export class Receiver {
  ports = $state.raw<readonly PortView[]>();
  /** The port that is read; empty while none is. */
  port = $state("");
  fix = $state.raw<FixView>();
  failure = $state.raw<Failure>();
  #turn = 0;

  /** What is plugged in; the only one is read at once. */
  async look(): Promise<void> {
    this.stop();
    this.failure = undefined;
    try {
      this.ports = (await call("receivers", {})).ports;
      if (!this.ports.some(({ port }) => port === this.port)) {
        this.port = this.ports.length === 1 ? (this.ports[0]?.port ?? "") : "";
      }
    } catch (thrown) {
      this.failure = failureOf(thrown);
    }
  }

  /** Reads the port until `stop`, or until it cannot be read. */
  async read(): Promise<void> {
    this.stop();
    const turn = this.#turn;
    this.fix = this.failure = undefined;
    while (turn === this.#turn && this.port !== "") {
      try {
        const fix = await call("read_receiver", { port: this.port });
        if (turn !== this.#turn) return;
        this.fix = fix;
        await new Promise((resolve) => setTimeout(resolve, BREATH));
      } catch (thrown) {
        if (turn === this.#turn) this.failure = failureOf(thrown);
        return;
      }
    }
  }

  stop(): void {
    this.#turn += 1;
    this.fix = undefined;
  }
}
