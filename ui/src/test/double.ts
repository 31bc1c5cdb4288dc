import { Layout, pathOf, split } from "../shared/form/paths";
import type {
  AcrossRow,
  AreaView,
  CommentView,
  Commands,
  Delta,
  DocumentView,
  Failure,
  FamilyRow,
  FormView,
  GapReason,
  HomeView,
  InstanceView,
  NoticeGiven,
  PlaceView,
  Progress,
  ProtectionView,
  QueueView,
  RecapView,
  ReceiversView,
  Renumbered,
  SendReport,
  SetAnswer,
  SlotView,
  SlsChangeView,
  SlsRow,
  SlsView,
  StateView,
  TruthView,
  VisitRow,
  VisitsView,
  WaitingForm,
} from "../shared/generated/wire";

/** The password of the double's officer. */
export const PASSWORD = "kata sandi latihan";

/** What the curtain lets through. */
const OPEN: readonly string[] = ["state", "set_preferences", "touch", "cover", "lift", "lock"];

type Read = (question: string) => string;

/** What the double's form does beyond its view: skips and who must answer. */
export interface Rules {
  asked?: Record<string, (read: Read) => boolean>;
  optional?: readonly string[];
  /** Codes that a filter leaves of a question's list. */
  offered?: Record<string, (read: Read) => readonly string[]>;
}

/** A desk in memory for the tests of the window: one family's worth of truth, no engine, never shipped. */
export class DeskDouble {
  layout: Layout;
  /** A version that waits, and its form. */
  waiting: { form: FormView; news: WaitingForm } | undefined;
  readonly rules: Rules;
  readonly log: { command: string; args: unknown }[] = [];
  failing: Failure | undefined;
  instances: InstanceView[] = [];
  undecided: string[] = [];
  comments: CommentView[] = [];
  families: FamilyRow[];
  state: StateView;
  readonly slots = new Map<string, SlotView>();
  #made = 0;

  constructor(form: FormView, rules: Rules = {}, families: FamilyRow[] = [family("f1", "SARI UTAMI", 1)]) {
    this.layout = new Layout(form);
    this.rules = rules;
    this.families = families;
    this.state = {
      version: "0.0.0",
      officers: ["PPL 0123"],
      covered: false,
      has_pin: false,
      preferences: { interface: "id", interview: "id", theme: "light" },
    };
  }

  call<N extends keyof Commands>(command: N, args: Commands[N]["args"]): Commands[N]["reply"] {
    this.log.push({ command, args });
    if (this.failing) throw this.failing;
    if (this.state.covered && !OPEN.includes(command)) throw { code: "COVERED", message: "" } satisfies Failure;
    const answer = (this as unknown as Record<string, (args: unknown) => unknown>)[`on_${command}`];
    if (!answer) throw { code: "BAD_REQUEST", message: command } satisfies Failure;
    return answer.call(this, args) as Commands[N]["reply"];
  }

  /** Paths asked now, in order. */
  get stops(): string[] {
    return this.layout.stops(this.instances).filter((path) => this.#asked(path));
  }

  #asked(path: string): boolean {
    return this.rules.asked?.[split(path).question]?.(this.#reader(path)) ?? true;
  }

  #reader(path: string): Read {
    const { instance } = split(path);
    return (name) => {
      const own = this.layout.questions.get(name)?.repeat === undefined ? name : pathOf(name, instance);
      return this.slots.get(own)?.raw ?? "";
    };
  }

  #options(): Record<string, string[]> {
    const filtered = this.layout.stops(this.instances).flatMap((path) => {
      const codes = this.rules.offered?.[split(path).question]?.(this.#reader(path));
      return codes ? [[path, [...codes]] as [string, string[]]] : [];
    });
    return Object.fromEntries(filtered);
  }

  #hidden(): string[] {
    return this.layout.stops(this.instances).filter((path) => !this.#asked(path));
  }

  #required(): string[] {
    return this.stops.filter((path) => !this.rules.optional?.includes(split(path).question));
  }

  #progress(): Progress {
    const count = (paths: string[]) => ({
      answered: paths.filter((path) => this.slots.has(path)).length,
      asked: paths.length,
    });
    const blocks = this.layout.form.blocks.map(({ name }) => ({
      block: name,
      ...count(this.stops.filter((path) => this.layout.at(path)?.block === name)),
    }));
    return { ...count(this.stops), blocks };
  }

  /** Everything as a change, after `change` ran. */
  #delta(change: () => string | undefined): Delta {
    const asked = new Set(this.stops);
    const needed = new Set(this.#required());
    const held = [...this.slots.keys()];
    const at = change();
    const emptied = held.filter((path) => !this.slots.has(path)).map((path) => ({ path, raw: "", value: "", masked: false }));
    const stops = this.stops;
    const required = this.#required();
    const newlyHidden = [...asked].filter((path) => !stops.includes(path) && this.layout.stops(this.instances).includes(path));
    const next = at === undefined ? undefined : stops[stops.indexOf(at) + 1];
    return {
      ...(next === undefined ? {} : { next }),
      shown: stops.filter((path) => !asked.has(path)),
      hidden: newlyHidden,
      folded: newlyHidden.filter((path) => this.slots.has(path)).length,
      required: required.filter((path) => !needed.has(path)),
      optional: [...needed].filter((path) => !required.includes(path)),
      slots: [...this.slots.values(), ...emptied],
      findings: [],
      cleared: [],
      instances: this.instances,
      progress: this.#progress(),
      undo: { undo: true, redo: false },
      undecided: this.undecided,
      comments: this.comments,
      options: this.#options(),
      saved: "2022-10-15T01:42:00Z",
    };
  }

  on_state() {
    return this.state;
  }

  on_set_preferences(preferences: StateView["preferences"]) {
    return (this.state = { ...this.state, preferences });
  }

  on_unlock({ officer, password }: { officer: string; password: string }): StateView {
    if (password !== PASSWORD) throw { code: "WRONG_PASSWORD", message: "" } satisfies Failure;
    const areas = [{ idsubsls: "8271010001000100", name: "RT 001 RW 01", village: "Makassar Timur", district: "Ternate Tengah" }];
    const session = { officer, officer_name: "RINI", round: "Regsosek 2022 · Kota Ternate", practice: true, areas, role: "ppl" } as const;
    return (this.state = { ...this.state, session });
  }

  on_lock() {
    const { session: _, ...closed } = this.state;
    return (this.state = { ...closed, covered: false });
  }

  on_touch() {
    return {};
  }

  on_cover() {
    return this.state.covered ? this.on_lock() : (this.state = { ...this.state, covered: true });
  }

  /** The PIN is 270822; without one the password lifts. */
  on_lift({ pin }: Commands["lift"]["args"]) {
    const right = this.state.has_pin ? "270822" : PASSWORD;
    if (pin !== right) throw { code: this.state.has_pin ? "WRONG_PIN" : "WRONG_PASSWORD", message: "" } satisfies Failure;
    return (this.state = { ...this.state, covered: false });
  }

  on_set_pin() {
    return (this.state = { ...this.state, has_pin: true });
  }

  protection: ProtectionView = { curtain_minutes: 5, lock_minutes: 30, pin: false, officers: ["PPL 0123"], days_alone: 2, days_allowed: 14, wiped: 0 };

  on_protection() {
    return { ...this.protection, pin: this.state.has_pin };
  }

  on_set_protection(wanted: Commands["set_protection"]["args"]) {
    return (this.protection = { ...this.protection, ...wanted });
  }

  on_weigh_password({ password }: Commands["weigh_password"]["args"]) {
    const score = Math.min(4, Math.floor(password.length / 5));
    return { score, good: score > 2, advice: score > 2 ? [] : ["Tambah satu atau dua kata."] };
  }

  on_notice() {
    const part = { name: "purpose", heading: "Tujuan", text: "Mendata semua keluarga.", heading_en: "Purpose", text_en: "To register every family." };
    return { version: "00", parts: [part] };
  }

  noticed: NoticeGiven | undefined;

  on_give_notice({ way }: Commands["give_notice"]["args"]) {
    return (this.noticed = { at: "2022-10-15T01:42:00Z", way, version: "00" });
  }

  on_truth(): TruthView {
    return { waiting: 0, held: 0, clock: "2022-10-15T01:42:00Z", new_form: this.waiting !== undefined };
  }

  on_form() {
    return this.layout.form;
  }

  on_new_form() {
    return this.waiting ? { waiting: this.waiting.news } : {};
  }

  on_take_form() {
    if (this.waiting) this.layout = new Layout(this.waiting.form);
    this.waiting = undefined;
    return this.layout.form;
  }

  on_families({ search, status, gap, offset, limit }: Commands["families"]["args"]) {
    const found = this.families.filter(
      (row) =>
        row.head.includes(search.toUpperCase()) &&
        (status === undefined || row.status === status) &&
        (gap === undefined || gapOf(row) === gap),
    );
    return { rows: found.slice(offset, offset + limit), total: found.length };
  }

  on_add_family({ head, address, building, number }: Commands["add_family"]["args"]) {
    const row = { ...family(`f${this.families.length + 1}`, head, number), address, building, found: true };
    this.families.push(row);
    return row;
  }

  on_record_visit({ family: id, outcome, note, appointment }: Commands["record_visit"]["args"]) {
    const at = { laptop: "2022-10-15T01:42:00Z", clock_wrong: false };
    const visit = { outcome, note: note ?? "", by: { own: true, mode: "visit" as const, officer: "0123" }, at, ...(appointment ? { appointment } : {}) };
    this.visits.set(id, [visit, ...(this.visits.get(id) ?? [])]);
    return this.#change(id, (row) => ({ visits: row.visits + 1, field: { ...row.field, outcome, ...(appointment ? { appointment } : {}) } }));
  }

  /** Visits without an answer, by family. */
  readonly visits = new Map<string, VisitRow[]>();

  #change(id: string, how: (row: FamilyRow) => Partial<FamilyRow>): FamilyRow | undefined {
    this.families = this.families.map((row) => (row.family === id ? { ...row, ...how(row) } : row));
    return this.families.find((row) => row.family === id);
  }

  on_visits({ family: id }: Commands["visits"]["args"]): VisitsView {
    const rows = this.visits.get(id) ?? [];
    const handed = this.families.find((row) => row.family === id)?.field.handed ?? false;
    return { rows, attempts: rows.filter(({ outcome }) => outcome !== "moved" && outcome !== "on_paper").length, handed };
  }

  on_hand_over({ family: id, handed }: Commands["hand_over"]["args"]) {
    return this.#change(id, (row) => ({ field: { ...row.field, handed } }));
  }

  on_list_family({ family: id, presence, welfare, members }: Commands["list_family"]["args"]) {
    return this.#change(id, (row) => ({ members, field: { ...row.field, presence, ...(welfare ? { welfare } : {}) } }) as Partial<FamilyRow>);
  }

  on_number_family({ family: id, building, number }: Commands["number_family"]["args"]): Renumbered {
    this.#change(id, () => ({ building, number }));
    return { families: 1, documents: 0 };
  }

  on_renumber(): Renumbered {
    return { families: 2, documents: 1 };
  }

  on_move_to_sls({ families, idsubsls }: Commands["move_to_sls"]["args"]): Renumbered {
    for (const id of families) this.#change(id, () => ({ idsubsls }));
    return { families: families.length, documents: 0 };
  }

  /** Written last, of the one SLS. */
  recap: RecapView | undefined;
  /** Reported last. */
  changed: SlsChangeView | undefined;

  #sls(area: AreaView): SlsRow {
    const rows = this.families.filter(({ idsubsls }) => idsubsls === area.idsubsls);
    const count = (holds: (row: FamilyRow) => boolean) => rows.filter(holds).length;
    const reasons = rows.map(gapOf).filter((reason) => reason !== undefined);
    const gaps = [...new Set(reasons)].map((reason) => ({ reason, families: reasons.filter((one) => one === reason).length }));
    const listed = count(({ field }) => field.presence !== undefined);
    const verified = count(({ field, found }) => found || field.presence === "found" || field.presence === "new");
    const error = count(({ status }) => status === "error");
    const warning = count(({ status }) => status === "warning");
    const clean = count(({ status }) => status === "clean");
    const visited = count(({ visits, status }) => visits > 0 || status !== "blank");
    const sent = count(({ road }) => road.state === "claimed" || road.state === "settled");
    const receipted = count(({ road }) => road.state === "settled");
    const figures = { prelist: count(({ found }) => !found), listed, found: count(({ found }) => found), verified, visited, error, warning, clean, sent, receipted };
    return { ...area, officers: ["0123"], ...figures, finished: clean + warning, gaps, recap: this.recap !== undefined, approved: false };
  }

  on_home(): HomeView {
    const areas = this.state.session?.areas ?? [];
    const appointments = this.families.flatMap((family) => {
      const at = family.field.appointment;
      return at === undefined ? [] : [{ at, family, note: this.visits.get(family.family)?.[0]?.note ?? "" }];
    });
    return { sls: areas.map((area) => this.#sls(area)), appointments: appointments.toSorted((a, b) => a.at.localeCompare(b.at)), today: "2022-10-15" };
  }

  on_sls({ idsubsls }: Commands["sls"]["args"]): SlsView {
    const area = this.state.session?.areas.find((one) => one.idsubsls === idsubsls);
    if (!area) throw { code: "NOT_FOUND", message: "" } satisfies Failure;
    const there = this.families.filter(({ field }) => field.presence === "found" || field.presence === "new");
    const judged = (code: number) => there.filter(({ field }) => field.welfare === code).length;
    const counted = { verified: there.length, very_poor: judged(1), poor: judged(2), not_poor: judged(3), nonresponse: 0 };
    const unjudged = there.filter(({ field }) => field.welfare === undefined).length;
    const word = { by: { own: true, mode: "visit" as const, officer: "0123" }, at: { laptop: "2022-10-15T01:42:00Z", clock_wrong: false } };
    return {
      row: this.#sls(area),
      counted,
      unjudged,
      ...(this.recap ? { written: this.recap, written_by: word } : {}),
      findings: [],
      ...(this.changed ? { change: this.changed } : {}),
      from: [],
      may_approve: false,
    };
  }

  on_write_recap({ idsubsls, recap }: Commands["write_recap"]["args"]): SlsView {
    this.recap = recap;
    return this.on_sls({ idsubsls });
  }

  on_change_sls({ idsubsls, kind, into, note, settle }: Commands["change_sls"]["args"]): SlsView {
    const word = { by: { own: true, mode: "visit" as const }, at: { laptop: "2022-10-15T01:42:00Z", clock_wrong: false } };
    this.changed = { kind, into, note, settled: settle, word };
    return this.on_sls({ idsubsls });
  }

  on_print_sls({ folder, paper }: Commands["print_sls"]["args"]) {
    return { path: `${folder}\\${paper}.pdf`, bytes: 2000 };
  }

  on_position(): PlaceView {
    return { swapped: false };
  }

  on_receivers(): ReceiversView {
    return { ports: [] };
  }

  on_open_document({ family: id }: { family: string }): DocumentView {
    return {
      document: `d-${id}`,
      family: this.families.find((row) => row.family === id) ?? family(id, "", 0),
      edition: this.layout.form.edition,
      instances: this.instances,
      slots: [...this.slots.values()],
      hidden: this.#hidden(),
      required: this.#required(),
      findings: [],
      progress: this.#progress(),
      finished: false,
      undo: { undo: false, redo: false },
      undecided: this.undecided,
      comments: this.comments,
      gone: [],
      options: this.#options(),
      ...(this.noticed ? { noticed: this.noticed } : {}),
    };
  }

  /** What is found across families. */
  across: AcrossRow[] = [];

  on_across({ family: id }: Commands["across"]["args"]) {
    return { rows: this.across.filter(({ family }) => id === undefined || family.family === id) };
  }

  on_close_document() {
    return {};
  }

  on_set_answer({ path, raw, keep, missing, note }: SetAnswer) {
    this.families = this.families.map((row) => ({ ...row, road: { state: "open" } }));
    return this.#delta(() => {
      const sensitive = this.layout.at(path)?.sensitive ?? false;
      const shown = sensitive && raw.length === 16 ? `${raw.slice(0, 6)}••••••••••` : raw;
      const old = this.slots.get(path) ?? { path, raw: "", value: "", masked: false };
      const answer = keep ? old : { path, raw: shown, value: shown, masked: shown !== raw, ...(missing ? { missing } : {}) };
      const slot = note === undefined ? answer : { ...answer, note };
      if (slot.raw || slot.missing || slot.note) this.slots.set(path, slot);
      else this.slots.delete(path);
      return path;
    });
  }

  on_attach({ path }: Commands["attach"]["args"]) {
    if (!path.startsWith("/")) throw { code: "BAD_REQUEST", message: "path" } satisfies Failure;
    this.attached = [...this.attached, path];
    return this.on_files();
  }

  /** Files of the document, by where they came from. */
  attached: string[] = [];

  on_files(): Commands["files"]["reply"] {
    const row = { media: "image/jpeg", bytes: 1000, receipted: false, here: true };
    return { files: this.attached.map((file) => ({ file, ...row })), edge: 1600 };
  }

  on_detach({ file }: Commands["detach"]["args"]) {
    this.attached = this.attached.filter((one) => one !== file);
    return this.on_files();
  }

  on_add_instance({ repeat, within, before }: Commands["add_instance"]["args"]) {
    return this.#delta(() => {
      const row = { instance: `m${(this.#made += 1)}`, repeat, ...(within === undefined ? {} : { within }) };
      const index = this.instances.findIndex(({ instance }) => instance === before);
      this.instances = this.instances.toSpliced(index < 0 ? this.instances.length : index, 0, row);
      return undefined;
    });
  }

  on_remove_instance({ instance }: { instance: string }) {
    return this.#delta(() => {
      this.instances = this.instances.filter((row) => row.instance !== instance && row.within !== instance);
      return undefined;
    });
  }

  /** Takes the newest row away again: all that the tests undo. */
  on_undo() {
    return this.#delta(() => {
      this.instances = this.instances.slice(0, -1);
      return undefined;
    });
  }

  on_stand(_: Commands["stand"]["args"]): object {
    return {};
  }

  on_finish() {
    const owed_here = this.#required().filter((path) => !this.slots.has(path));
    return { delta: this.#delta(() => undefined), status: owed_here.length ? "error" : "clean", owed_here, owed_later: [] };
  }

  on_queue(): QueueView {
    return { rows: [], waiting: 0, settled: 0, held: 0 };
  }

  on_receipts() {
    return { rows: [], total: 0 };
  }

  on_send(): SendReport {
    return { batches: 0, stored: 0, held: 0, waiting: 0 };
  }
}

/** Why a family is not done, as far as the double knows. */
function gapOf({ field, visits, status, road, found }: FamilyRow): GapReason | undefined {
  if (field.presence === undefined && !found) return "not_listed";
  if (field.presence !== undefined && field.presence !== "found" && field.presence !== "new") return undefined;
  if (field.handed) return "handed_over";
  if (status === "blank") return visits === 0 ? "not_visited" : field.outcome === "refused" ? "refused" : "not_home";
  if (status === "error" || status === "warning") return status;
  return road.state === "settled" ? undefined : "not_receipted";
}

/** A family of the list, nothing keyed yet. */
export function family(id: string, head: string, number: number): FamilyRow {
  return {
    family: id,
    idsubsls: "8271010001000100",
    building: number,
    number,
    head,
    address: `JL MELATI NO ${number}`,
    found: false,
    status: "blank",
    percent: 0,
    visits: 0,
    road: { state: "untouched" },
    field: { handed: false, sampled: false, located: false },
  };
}
