import type { BalanceGap, BalanceRow, BundleDocument, BundleRow, BundleView, Commands, Custodian, CustodyLine, EntryView, Failure, FiguresRow, KeyingSettingsView, MyFigures, OfficerRole, PaperReceipt, Pending, StateView, WorkRow } from "../shared/generated/wire";
import { DeskDouble } from "./double";
import { TOY } from "./form";

const NOW = "2022-11-28T02:10:00Z";
const NAMES = ["RT 001 RW 01 MAKASSAR TIMUR", "RT 002 RW 01 MAKASSAR TIMUR", "RT 003 RW 02 KAMPUNG PISANG", "RT 004 RW 02 KAMPUNG PISANG", "RT 005 RW 03 SALERO"];

/** Area id of the n-th SLS of the double, from 1. */
export const slsOf = (n: number): string => `82710100010${String(n).padStart(3, "0")}00`;

/** The desk of a processing office: bundles whose custody is written, a work-list, figures, settings. */
export class OfficeDesk extends DeskDouble {
  readonly views = new Map<string, BundleView>();
  findings: WorkRow[] = [];
  people: Custodian[] = [];
  role: OfficerRole = "supervisor";
  settings: KeyingSettingsView = {
    limit: 10_000,
    least: 50,
    confidence: 900,
    learning: 10,
    memory: 4000,
    all: false,
    blocks: [],
    questions: ["r403"],
    keyers: [],
    independent: false,
    free: false,
    rows: false,
    sound: true,
    shifts: true,
    pause: 120,
    mine: true,
  };
  mine: MyFigures = { documents: 23, per_hour: 11_400, errors_tenths: 18, since_pause: 42 };
  #made = 0;

  constructor(bundles = NAMES.length, findings = 0) {
    super(TOY);
    for (let n = 1; n <= bundles; n += 1) this.views.set(slsOf(n), bundle(n));
    this.findings = Array.from({ length: findings }, (_, index) => finding(index));
  }

  override on_unlock(args: { officer: string; password: string }): StateView {
    const state = super.on_unlock(args);
    const areas = [...this.views.values()].map(({ row }) => ({ idsubsls: row.idsubsls, name: row.name, village: "", district: "" }));
    return (this.state = { ...state, ...(state.session ? { session: { ...state.session, areas, role: this.role } } : {}) });
  }

  /** Asked of the double with `command`, newest last. */
  asked(command: string): unknown[] {
    return this.log.filter((one) => one.command === command).map(({ args }) => args);
  }

  on_road_settings() {
    return { copies: true, clock: true, stick: "D:\\" };
  }

  #view(idsubsls: string): BundleView {
    const view = this.views.get(idsubsls);
    if (!view) throw { code: "NOT_FOUND", message: "" } satisfies Failure;
    return view;
  }

  on_bundles({ text, stage, offset, limit }: Commands["bundles"]["args"]) {
    const wanted = text.toUpperCase();
    const rows = [...this.views.values()]
      .map(({ row }) => row)
      .filter((row) => (stage === undefined || row.stage === stage) && `${row.name} ${row.idsubsls} ${row.number} ${row.place} ${row.holder}`.toUpperCase().includes(wanted));
    const boxes = [...this.views.values()].map(({ row }) => Number(row.number.slice(4)));
    const next_box = `8271${String(Math.max(0, ...boxes) + 1).padStart(4, "0")}`;
    return { rows: rows.slice(offset, offset + limit), total: rows.length, next_box, people: this.people };
  }

  on_bundle({ idsubsls }: Commands["bundle"]["args"]): BundleView {
    return this.#view(idsubsls);
  }

  on_write_custody({ idsubsls, act }: Commands["write_custody"]["args"]): BundleView {
    const view = this.#view(idsubsls);
    const row = { ...view.row, at: NOW };
    let { receipts, pending, log } = view;
    const line = this.#line();
    if ("receive" in act) {
      const { kind, listed, counted, from, letter, note } = act.receive;
      receipts = [...receipts, { receipt: line.dot, kind, listed, counted, from, letter, note, by: "PENGAWAS 1", at: NOW }];
      Object.assign(line, { what: "received", from, letter, note, detail: `${kind.toUpperCase()} ${counted}/${listed}` });
      if (kind === "k") Object.assign(row, { listed, counted });
    } else if ("settle" in act) {
      receipts = receipts.map((one) => (one.receipt === act.settle.receipt ? { ...one, settled: { by: "PENGAWAS 1", note: act.settle.note, at: NOW } } : one));
      Object.assign(line, { what: "settled", note: act.settle.note });
    } else if ("box" in act) {
      row.number = act.box.number;
      Object.assign(line, { what: "boxed", detail: row.number });
    } else if ("shelve" in act) {
      row.place = act.shelve.place;
      Object.assign(line, { what: "shelved", detail: row.place });
    } else if ("give" in act) {
      const { to, documents, letter, note } = act.give;
      const given: Pending = { giving: line.dot, from: row.holder, to, documents: documents.length, mine: to === "", at: NOW };
      pending = [...pending, given];
      Object.assign(line, { what: "given", from: row.holder, to, letter, note, documents: documents.length });
    } else if ("take" in act) {
      const giving = pending.find((one) => one.giving === act.take.giving);
      pending = pending.filter((one) => one !== giving);
      if (giving?.documents === 0) row.holder = giving.to;
      log = log.map((one) => (one.dot === giving?.giving ? { ...one, confirmed: true } : one));
      Object.assign(line, { what: "taken", to: giving?.to ?? "" });
    } else {
      pending = pending.filter((one) => one.giving !== act.refuse.giving);
      Object.assign(line, { what: "refused", note: act.refuse.note });
    }
    const { pending: _, ...rest } = row;
    const told = { ...view, row: { ...rest, ...stageOf(row, receipts, pending) }, receipts, pending, log: [line, ...log] };
    this.views.set(idsubsls, told);
    return told;
  }

  #line(): CustodyLine {
    const dot = `d${(this.#made += 1)}`;
    return { dot, what: "", by: "PENGAWAS 1", at: NOW, from: "", to: "", detail: "", letter: "", note: "", documents: 0, confirmed: false };
  }

  on_import_bundles({ text, dry }: Commands["import_bundles"]["args"]): Commands["import_bundles"]["reply"] {
    const rows = text.trim().split("\n").slice(1);
    const faults = rows.flatMap((row, index) => (/^\d{16}\t/.test(row) ? [] : [{ row: index + 2, column: "idsubsls", fault: "bad_area" }]));
    return { rows: rows.length, taken: dry || faults.length === 0 ? rows.length - faults.length : 0, known: 0, faults };
  }

  on_export_bundles({ folder, what, format }: Commands["export_bundles"]["args"]) {
    return { path: `${folder}${what}.${format}`, bytes: 4200 };
  }

  on_print_bundles({ folder, paper }: Commands["print_bundles"]["args"]) {
    return { path: `${folder}${paper}.pdf`, bytes: 8200 };
  }

  on_print_work_list({ folder, checker }: Commands["print_work_list"]["args"]) {
    return { path: `${folder}galat-${checker}.pdf`, bytes: 8200 };
  }

  on_take_stock({ place, boxes }: Commands["take_stock"]["args"]): Commands["take_stock"]["reply"] {
    const rows = [...this.views.values()].map(({ row }) => row).filter(({ number }) => number !== "");
    const scanned = rows.filter(({ number }) => boxes.includes(number));
    return {
      right: scanned.filter((row) => row.place === place).length,
      missing: rows.filter((row) => row.place === place && !boxes.includes(row.number)),
      surplus: scanned.filter((row) => row.place !== place),
      unknown: boxes.filter((box) => rows.every(({ number }) => number !== box)),
    };
  }

  on_trace({ code, building, number }: Commands["trace"]["args"]): Commands["trace"]["reply"] {
    const named = code.replace(/^K[BS](.*).$/, "$1");
    const bundle = [...this.views.values()].find(({ row }) => row.idsubsls === named || row.number === named);
    if (!bundle) throw { code: "NOT_FOUND", message: "" } satisfies Failure;
    const document = bundle.documents.find((one) => one.building === building && one.number === number);
    return { bundle, ...(document ? { document } : {}) };
  }

  on_balance(): Commands["balance"]["reply"] {
    const rows = [...this.views.values()].map(({ row }) => balance(row));
    const total = rows.reduce((sum, row) => added(sum, row), balance());
    const gaps: BalanceGap[] = rows
      .filter(({ listed, received, special }) => listed !== received + special)
      .flatMap(({ idsubsls, listed, received, special }) => [
        { idsubsls, column: "received", count: listed - received - special, owner: "", since: "2022-11-24T02:00:00Z" },
        { idsubsls, column: "keyed", count: 12, owner: "ENTRI 07", since: "2022-11-27T22:00:00Z" },
      ]);
    const unsaid = [...this.views.values()].filter(({ row }) => row.recap === undefined);
    gaps.push(...unsaid.map(({ row: { idsubsls } }) => ({ idsubsls, column: "listed", count: 1, owner: "" })));
    return { at: NOW, rows, total, gaps, silent: [{ name: "PC-07 (ENTRI 07)", last: "2022-11-26T09:00:00Z" }] };
  }

  on_work_list({ idsubsls, checker, rule, errors, settled, offset, limit }: Commands["work_list"]["args"]): Commands["work_list"]["reply"] {
    const open = (row: WorkRow) => !row.ticked && !row.confirmed && !row.released;
    const fit = this.findings.filter(
      (row) => (!idsubsls || row.idsubsls === idsubsls) && (!rule || row.rule === rule) && (!errors || row.severity === "error") && (settled || open(row)) && (!checker || checker === "PML 012"),
    );
    const count = (of: (row: WorkRow) => string) => [...new Set(fit.map(of))].map((name) => ({ name, count: fit.filter((row) => of(row) === name).length }));
    return {
      rows: fit.slice(offset, offset + limit),
      total: fit.length,
      errors: fit.filter((row) => row.severity === "error" && open(row)).length,
      warnings: fit.filter((row) => row.severity === "warning" && open(row)).length,
      released: fit.filter(({ released }) => released).length,
      rules: count((row) => row.rule),
      checkers: [{ name: "PML 012", count: fit.length }],
      slses: count((row) => row.idsubsls),
    };
  }

  #judge(document: string, path: string, finding: string, how: Partial<WorkRow>): WorkRow {
    const index = this.findings.findIndex((row) => row.document === document && row.path === path && row.rule === finding);
    const row = { ...(this.findings[index] as WorkRow), ...how };
    this.findings = this.findings.with(index, row);
    return row;
  }

  on_tick({ document, path, finding, done }: Commands["tick"]["args"]): WorkRow {
    return this.#judge(document, path, finding, { ticked: done });
  }

  on_release({ document, path, finding, reason }: Commands["release"]["args"]): WorkRow {
    return this.#judge(document, path, finding, { released: reason !== "" });
  }

  on_confirm_finding({ document, path, finding }: Commands["confirm_finding"]["args"]): Commands["confirm_finding"]["reply"] {
    this.#judge(document, path, finding, { confirmed: true });
    return this.on_set_answer({ document, path, raw: "", keep: true });
  }

  on_keying_settings(): KeyingSettingsView {
    return { ...this.settings, mine: this.role !== "keyer" };
  }

  on_set_keying_settings(settings: KeyingSettingsView): KeyingSettingsView {
    return (this.settings = settings);
  }

  /** A desk with nothing on it: the day of somebody of the office begins there. */
  on_entry(): EntryView {
    return { bundles: [], parked: [], figures: this.mine, settings: this.settings };
  }

  on_my_figures(): MyFigures {
    return this.mine;
  }

  on_attend({ act, shift }: Commands["attend"]["args"]): MyFigures {
    const { shift: _, ...away } = this.mine;
    if (act === "begin") this.mine = { ...this.mine, shift };
    if (act === "end") this.mine = away;
    return this.mine;
  }

  on_work_figures({ by, everybody }: Commands["work_figures"]["args"]): Commands["work_figures"]["reply"] {
    const keyers = everybody ? ["ENTRI 03", "ENTRI 07", "ENTRI 12"] : ["ENTRI 03"];
    const of = { officer: "", day: "2022-11-28", shift: "2", sls: slsOf(1), field: "r406" }[by];
    const rows = keyers.map((officer, n) => figuresOf(officer, of, n + 1));
    return { rows, total: figuresOf("", "", keyers.length) };
  }
}

/** Stage of a bundle as its log has it. */
function stageOf(row: BundleRow, receipts: readonly PaperReceipt[], pending: readonly Pending[]): Pick<BundleRow, "stage" | "pending"> {
  const differs = receipts.some(({ listed, counted, settled }) => listed !== counted && !settled);
  const [waits] = pending;
  if (waits) return { stage: "underway", pending: waits };
  const stage = receipts.length === 0 ? "expected" : differs ? "differs" : row.holder ? "out" : row.number ? "stored" : "received";
  return { stage } as Pick<BundleRow, "stage" | "pending">;
}

/** The n-th bundle, still in the field. */
function bundle(n: number): BundleView {
  const name = NAMES[(n - 1) % NAMES.length] ?? "";
  const none = { number: "", place: "", holder: "", listed: 0, counted: 0, special: 0, begun: 0, keyed: 0, parked: 0, verified: 0, clean: 0, errors: 0, away: 0 };
  const heads = ["SARI UTAMI", "BUDI SANTOSO", "HASAN USMAN"];
  const documents = heads.map((head, index): BundleDocument => ({
    family: `f${n}-${index + 1}`,
    building: 10 + index,
    number: index + 1,
    head,
    stage: "listed",
    keyer: "",
    note: "",
    errors: 0,
    warnings: 0,
    sets: 1,
  }));
  return { row: { idsubsls: slsOf(n), name, stage: "expected", ...none }, receipts: [], log: [], documents, pending: [] };
}

function finding(index: number): WorkRow {
  const error = index % 3 !== 2;
  const messages = error
    ? { id: "Kepala keluarga berumur kurang dari 10 tahun: periksa rincian 407 dan 409.", en: "The head of family is younger than 10." }
    : { id: "Luas lantai 900 m² jarang terjadi; benarkah di kertas?", en: "A floor of 900 m² is rare; does the paper say so?" };
  return {
    document: `d-f${index}`,
    family: `f${index}`,
    idsubsls: slsOf(1 + Math.floor(index / 1000)),
    building: 1 + (index % 400),
    number: 1 + (index % 400),
    member: error ? 1 + (index % 5) : 0,
    path: error ? "m1/r407" : "r302",
    rule: error ? "K041" : "K104",
    severity: error ? "error" : "warning",
    message: messages,
    paper: index % 7 === 0,
    ticked: false,
    confirmed: false,
    released: false,
  };
}

function balance(row?: BundleRow): BalanceRow {
  const { idsubsls = "", name = "", counted = 0, special = 0, keyed = 0, verified = 0, clean = 0, listed: sets = 0, recap = sets } = row ?? {};
  return { idsubsls, name, prelist: recap, listed: recap, received: counted, special, keyed, verified, clean, sent: clean, receipted: clean };
}

function added(sum: BalanceRow, row: BalanceRow): BalanceRow {
  const figures = Object.entries(row).map(([key, value]) => [key, typeof value === "number" ? value + Number(sum[key as "listed"]) : ""]);
  return Object.fromEntries(figures) as BalanceRow;
}

function figuresOf(officer: string, of: string, n: number): FiguresRow {
  const hour = 3_600_000;
  return { officer, of, documents: 20 * n, verified: 3 * n, keys: 24_000 * n, number_keys: 18_000 * n, active: 2 * n * hour, number_active: 1.5 * n * hour, present: 2.5 * n * hour, pauses: n, checked: 1200 * n, checked_keys: 3000 * n, wrong: 3 * n, suspected: n };
}
