import { SvelteSet } from "svelte/reactivity";
import { call } from "../../../../shared/call";
import type { Layout } from "../../../../shared/form/paths";
import type { AskView, VerifyView } from "../../../../shared/generated/wire";
import { t } from "../../../../shared/texts";
import type { Answer, Book, Cost, Step } from "./book";

/** A document that is keyed again, blind: no answer of it is here. */
export class AgainBook implements Book {
  readonly blind = true;
  readonly layout: Layout;
  readonly view: VerifyView;
  readonly asks: readonly AskView[] = [];
  readonly title: Book["title"];
  readonly #fields: ReadonlySet<string>;
  readonly #done: SvelteSet<string>;

  constructor(layout: Layout, view: VerifyView) {
    this.layout = layout;
    this.view = view;
    this.title = { ...view, head: "" };
    this.#fields = new Set(view.fields);
    this.#done = new SvelteSet(view.done);
  }

  get document(): string {
    return this.view.document;
  }

  get instances() {
    return this.view.instances;
  }

  slot(): undefined {
    return undefined;
  }

  isEmpty(path: string): boolean {
    return !this.#done.has(path);
  }

  isAsked(path: string): boolean {
    return this.#fields.has(path);
  }

  isDone(path: string): boolean {
    return this.#done.has(path);
  }

  isWrong(): boolean {
    return false;
  }

  choices(path: string) {
    const question = this.layout.at(path);
    return question ? this.layout.list(question) : [];
  }

  async store(path: string, { raw = "", missing }: Answer, cost: Cost): Promise<Step> {
    const { outcome, next } = await call("verify_field", { document: this.document, path, raw, ...(missing ? { missing } : {}), ...cost });
    if (outcome === "again") return { next: path, again: true };
    this.#done.add(path);
    const told = outcome === "slip" ? t("verify_slip") : outcome === "same" ? "" : t("verify_disputed");
    return { next, told };
  }

  async finish(): Promise<string> {
    return t("verify_done", { ...(await call("finish_verify", { document: this.document })) });
  }
}
