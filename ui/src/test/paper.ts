import { split } from "../shared/form/paths";
import type { AskView, Commands, Delta, EntryView, Failure, FormView, HistoryRow, KeyingSettingsView, LineView, MyFigures, OfficerRole, QuestionView, SetAnswer, StateView, VerifyStep } from "../shared/generated/wire";
import { fieldsOf, pagesOf } from "../desktop/screens/entry/paper/pages";
import { DeskDouble, family } from "./double";
import { SAMPLE } from "./form";

export const SLS = "8271010001000100";

export const SETTINGS: KeyingSettingsView = {
  limit: 10_000,
  least: 50,
  confidence: 900,
  learning: 10,
  memory: 4000,
  all: false,
  blocks: [],
  questions: [],
  keyers: [],
  independent: false,
  free: false,
  rows: false,
  sound: true,
  shifts: false,
  pause: 120,
  mine: true,
};

/** The sample as a paper: five columns, one carried and one fixed question. */
export const PAPER: FormView = {
  ...SAMPLE,
  columns: 5,
  questions: SAMPLE.questions.map((question): QuestionView => {
    if (question.name === "tenure") return { ...question, digits: 2 };
    if (question.name === "proof") return { ...question, bundled: true };
    if (question.name === "area") return { ...question, carried: true };
    return question;
  }),
};

/** The desk of a keyer: one bundle, paper documents without an engine, and one document keyed again. */
export class PaperDesk extends DeskDouble {
  role: OfficerRole = "keyer";
  settings = SETTINGS;
  figures: MyFigures = { documents: 3, per_hour: 11_400, errors_tenths: 18, since_pause: 42 };
  fixed = true;
  pending = false;
  /** What keying asks, of what stands. */
  asking: (read: (path: string) => string) => AskView[] = () => [];
  /** What the first keyer read, of the document that is keyed again. */
  first: Record<string, string> = {};
  readonly tries = new Map<string, string>();
  readonly paper = new Set<string>();
  finished = 0;

  constructor(form: FormView = PAPER) {
    super(form, { optional: ["remark"] }, [family("f1", "SARI UTAMI", 1), family("f2", "JOKO", 2)]);
  }

  override on_unlock(args: { officer: string; password: string }): StateView {
    const state = super.on_unlock(args);
    return (this.state = { ...state, session: { ...state.session!, role: this.role } });
  }

  on_entry(): EntryView {
    const pending = this.pending ? { pending: { giving: "g1", from: "PGW 01", to: "KEY 07", documents: 0, mine: true, at: "2022-11-28T01:00:00Z" } } : {};
    const bundle = { idsubsls: SLS, name: "RT 001 RW 01 MAKASSAR TIMUR", number: "82710012", expected: 40, keyed: this.finished, begun: 0, parked: this.parked.length, errors: 0, recap: true, fixed: this.fixed, ...pending };
    return { bundles: [bundle], parked: this.parked, figures: this.figures, settings: this.settings };
  }

  parked: EntryView["parked"] = [];

  on_keying_settings() {
    return this.settings;
  }

  on_my_figures() {
    return this.figures;
  }

  on_write_custody({ idsubsls }: Commands["write_custody"]["args"]): Commands["write_custody"]["reply"] {
    this.pending = false;
    const row = { idsubsls, name: "", stage: "out", number: "", place: "", holder: "", listed: 0, counted: 0, special: 0, begun: 0, keyed: 0, parked: 0, verified: 0, clean: 0, errors: 0, away: 0 } as const;
    return { row, receipts: [], log: [], documents: [], pending: [] };
  }

  /** Documents that somebody finished, and who, by code. */
  finishedBy: Record<string, string> = {};

  on_bundle({ idsubsls }: Commands["bundle"]["args"]): Commands["bundle"]["reply"] {
    const documents = this.families.map(({ family, building, number, head }) => {
      const keyer = this.finishedBy[family] ?? "";
      return { family, building, number, head, stage: keyer ? "keyed" : "listed", keyer, note: "", errors: 0, warnings: 0, sets: 1 };
    });
    return { ...this.on_write_custody({ idsubsls, act: { shelve: { place: "" } } }), documents };
  }

  on_history({ path = "tenure" }: Commands["history"]["args"]): Commands["history"]["reply"] {
    const after = { raw: "3", masked: false, confirmed: [] };
    const by = { officer: "KEY 07", own: true, mode: "keying" } as const;
    const at = { laptop: "2022-11-28T02:00:00Z", clock_wrong: false };
    const row = { entry: "e1", path, number: "1", label: { id: "", en: "" }, deed: "answered", before: [], after, comments: [], by, at, stands: false, undo: true, restore: true, keys: 1, active: 1 } satisfies HistoryRow;
    return { rows: [row], total: 1 };
  }

  on_revert(): Commands["revert"]["reply"] {
    this.slots.set("tenure", { path: "tenure", raw: "3", value: "3", masked: false });
    return this.on_open_document({ family: "f1" });
  }

  on_pick_line({ building, number }: Commands["pick_line"]["args"]): LineView {
    const row = this.families.find((one) => one.building === building && one.number === number);
    return { ...(row ? { family: row, welfare: 2 } : {}), stage: this.parked.some((one) => one.family === row?.family) ? "parked" : "none", keyer: "" };
  }

  on_bundle_fields(args: Commands["bundle_fields"]["args"]): Commands["bundle_fields"]["reply"] {
    const fields = this.layout.form.questions.filter(({ bundled }) => bundled);
    return { ...args, fields: fields.map(({ name }) => ({ question: name, raw: this.slots.get(name)?.raw ?? "" })) };
  }

  on_set_bundle_fields(fields: Commands["set_bundle_fields"]["args"]) {
    this.fixed = true;
    for (const { question, raw } of fields.fields) this.slots.set(question, { path: question, raw, value: raw, masked: false });
    return fields;
  }

  override on_open_document(args: { family: string }) {
    return { ...super.on_open_document(args), ...(this.stood ? { stand: this.stood } : {}), source: "paper" as const, asks: this.#asks(), sets: 1 };
  }

  stood: string | undefined;

  override on_stand({ path }: Commands["stand"]["args"]) {
    this.stood = path;
    return {};
  }

  #asks(): AskView[] {
    const read = (path: string) => this.slots.get(path)?.raw ?? "";
    return this.asking(read).filter(({ path }) => !this.paper.has(path));
  }

  /** The order of the paper, in which the engine leads. */
  #order(): string[] {
    const fixed = (path: string) => this.layout.at(path)?.bundled !== true;
    return pagesOf(this.layout, this.instances).flatMap((page) => fieldsOf(page)).filter((path) => fixed(path) && this.stops.includes(path));
  }

  #led(path: string, delta: Delta): Delta {
    const { next: _, ...rest } = delta;
    const order = this.#order();
    const next = order[order.indexOf(path) + 1];
    return { ...rest, ...(next === undefined ? {} : { next }), asks: this.#asks() };
  }

  override on_set_answer(answer: SetAnswer): Delta {
    if (answer.paper) this.paper.add(answer.path);
    else if (!answer.keep) this.paper.delete(answer.path);
    // An empty name ends the roster.
    const { instance, question } = split(answer.path);
    const delta = super.on_set_answer(answer);
    if (instance !== undefined && question === "name" && answer.raw === "" && !answer.keep) {
      const at = this.instances.findIndex((row) => row.instance === instance);
      const before = this.#order()[this.#order().indexOf(answer.path) - 1];
      this.instances = this.instances.slice(0, at);
      return { ...this.#led(before ?? "", delta), instances: this.instances };
    }
    return this.#led(answer.path, delta);
  }

  on_repeat_answer({ document, path }: Commands["repeat_answer"]["args"]): Delta {
    return this.on_set_answer({ document, path, raw: "120", keep: false });
  }

  on_park({ reason }: Commands["park"]["args"]) {
    this.parked = [{ family: "f1", idsubsls: SLS, building: 1, number: 1, reason, at: "2022-11-28T02:10:00Z" }];
    return {};
  }

  on_prove_sheet({ building, family_number }: Commands["prove_sheet"]["args"]) {
    const differs = [...(building === 1 ? [] : ["tenure"]), ...(family_number === 1 ? [] : ["area"])];
    return { belongs: differs.length === 0, differs };
  }

  override on_finish() {
    this.finished += 1;
    return super.on_finish();
  }

  on_verify_queue(): Commands["verify_queue"]["reply"] {
    const all = Object.keys(this.first).length;
    const row = { document: "d-f2", family: "f2", idsubsls: SLS, building: 2, number: 2, label: "82710012", progress: { answered: this.tries.size, asked: all, blocks: [] }, why: "sampled", independent: false };
    return { documents: all ? [row] : [], disputes: this.disputed.length };
  }

  on_open_verify({ document }: Commands["open_verify"]["args"]): Commands["open_verify"]["reply"] {
    const fields = this.#order().filter((path) => path in this.first);
    return { document, family: "f2", idsubsls: SLS, building: 2, number: 2, edition: this.layout.form.edition, instances: this.instances, fields, done: [], ...(fields[0] ? { next: fields[0] } : {}) };
  }

  on_verify_field({ path, raw }: Commands["verify_field"]["args"]): VerifyStep {
    const fields = this.#order().filter((one) => one in this.first);
    const before = this.tries.get(path);
    const progress = { answered: fields.indexOf(path) + 1, asked: fields.length, blocks: [] };
    this.tries.set(path, raw);
    if (raw !== this.first[path] && before === undefined) return { outcome: "again", next: path, progress };
    const outcome = raw === this.first[path] ? (before === undefined ? "same" : "slip") : raw === before ? "disputed" : "parked";
    const next = fields[fields.indexOf(path) + 1];
    return { outcome, ...(next ? { next } : {}), progress };
  }

  on_finish_verify() {
    return { fields: Object.keys(this.first).length, slips: 1, disputed: 1 };
  }

  disputed: Commands["dispute"]["reply"]["fields"] = [];
  readonly choices: Commands["adjudicate"]["args"][] = [];

  #dispute() {
    return { document: "d-f2", idsubsls: SLS, building: 2, number: 2, label: "82710012", fields: this.disputed.length };
  }

  on_disputes() {
    return { documents: this.disputed.length ? [this.#dispute()] : [] };
  }

  on_dispute() {
    return { row: this.#dispute(), family: "f2", fields: this.disputed, pages: [] };
  }

  on_adjudicate(choice: Commands["adjudicate"]["args"]) {
    const field = this.disputed.find(({ path }) => path === choice.path);
    if (field?.seen !== choice.seen) throw { code: "CHANGED_SINCE", message: "" } satisfies Failure;
    this.choices.push(choice);
    this.disputed = this.disputed.filter(({ path }) => path !== choice.path);
    return this.on_dispute();
  }

  on_trace(): never {
    throw { code: "NOT_FOUND", message: "" } satisfies Failure;
  }
}
