import { afterEach, vi } from "vitest";
import type { Commands, Failure } from "../shared/generated/wire";
import type { DeskDouble } from "./double";

// What jsdom lacks of a browser.
Element.prototype.scrollIntoView = () => {};
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
  this.querySelector<HTMLElement>("input, textarea, button")?.focus();
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};
(globalThis as { ResizeObserver?: unknown }).ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

/** How long a slow machine may take; nothing is measured by it. */
const PATIENCE = { timeout: 15_000 };

let close: () => unknown = () => {};

// Every window starts from modules of its own, as a page newly loaded does.
afterEach(async () => {
  await close();
  document.body.innerHTML = "";
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** The whole window over a desk in memory, whose answers can be kept waiting. */
export class TestWindow {
  #gate: Promise<void> = Promise.resolve();
  #open = () => {};

  static async over(desk: DeskDouble): Promise<TestWindow> {
    const window = new TestWindow();
    vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
      const { id, command, args } = JSON.parse(body) as { id: number; command: keyof Commands; args: never };
      await window.#gate;
      try {
        return Response.json({ id, ok: desk.call(command, args) });
      } catch (error) {
        return Response.json({ id, error: error as Failure });
      }
    });
    const { mount, unmount } = await import("svelte");
    const { default: App } = await import("../desktop/App.svelte");
    const app = mount(App, { target: document.body });
    close = () => unmount(app);
    return window;
  }

  /** From now on the desk thinks until `answer` is called. */
  think(): void {
    this.#gate = new Promise((resolve) => (this.#open = resolve));
  }

  answer(): void {
    this.#open();
    this.#gate = Promise.resolve();
  }

  /** Unlocks: the start screen. */
  async unlock(): Promise<void> {
    await this.until("#password");
    this.type("kata sandi latihan");
    this.press("Enter");
    await this.until("[data-screen=home] :focus");
  }

  /** Unlocks and goes to the list of families. */
  async list(): Promise<void> {
    await this.unlock();
    this.press("2", { altKey: true, code: "Digit2" });
    await this.until("[data-family]");
  }

  /** Unlocks and opens the first family. */
  async enter(): Promise<void> {
    await this.list();
    this.press("Enter");
    await this.until("[data-screen=document]");
    await vi.waitUntil(() => this.at !== undefined, PATIENCE);
  }

  /** Waits until something is so. */
  when(so: () => boolean): Promise<unknown> {
    return vi.waitUntil(so, PATIENCE);
  }

  until(selector: string): Promise<Element> {
    return vi.waitUntil(() => document.querySelector(selector), PATIENCE);
  }

  stands(path: string): Promise<unknown> {
    return vi.waitFor(() => {
      if (this.at !== path) throw new Error(`stands at ${this.at}, not ${path}`);
    }, PATIENCE);
  }

  /** The path of the field with the focus. */
  get at(): string | undefined {
    return (document.activeElement as HTMLElement | null)?.dataset["path"];
  }

  value(path: string): string {
    return document.querySelector<HTMLInputElement>(`[data-path="${path}"]`)?.value ?? "";
  }

  get notice(): string {
    return document.querySelector("[data-notice]")?.textContent?.trim() ?? "";
  }

  type(text: string): void {
    for (const key of text) this.press(key);
  }

  /** A key as a keyboard sends it: what the window does not take for itself, the focused field does. */
  press(key: string, chord: { ctrlKey?: boolean; shiftKey?: boolean; altKey?: boolean; code?: string } = {}): void {
    const target = document.activeElement ?? document.body;
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...chord });
    if (!target.dispatchEvent(event)) return;
    const field = document.activeElement;
    if (field instanceof HTMLButtonElement && key === "Enter") field.click();
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
    if (key === "Enter" && field instanceof HTMLInputElement) return field.form?.requestSubmit();
    if ([...key].length !== 1) return;
    field.setRangeText(key, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}
