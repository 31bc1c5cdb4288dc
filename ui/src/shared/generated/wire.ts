// Made from crates/wire by `cargo xtask generate`; do not edit.

export type AddFamily = { 
/**
 * The SLS, one of the officer's.
 */
idsubsls: string, 
/**
 * Name of the head.
 */
head: string, 
/**
 * Address.
 */
address: string, 
/**
 * Building number (r109).
 */
building: number, 
/**
 * Family number (r110).
 */
number: number, };
export type AddInstance = { 
/**
 * Document.
 */
document: string, 
/**
 * Repeat.
 */
repeat: string, 
/**
 * Before this instance; absent: at the end.
 */
before?: string, };
export type AreaView = { 
/**
 * BPS `idsubsls`, 16 characters.
 */
idsubsls: string, 
/**
 * Name ("RT 003 RW 01").
 */
name: string, 
/**
 * Kelurahan.
 */
village: string, 
/**
 * Kecamatan.
 */
district: string, };
export type BlockProgress = { 
/**
 * Block name.
 */
block: string, 
/**
 * Answered among the asked.
 */
answered: number, 
/**
 * Asked now.
 */
asked: number, };
export type BlockView = { 
/**
 * Name in the form (`blok_3`).
 */
name: string, 
/**
 * Title.
 */
title: Text, 
/**
 * Name of the repeat this block is, if it is one.
 */
repeat?: string, 
/**
 * Pages inside the repeat, in order.
 */
pages: Array<string>, };
export type ChoiceView = { 
/**
 * Code.
 */
code: string, 
/**
 * Text.
 */
label: Text, };
export type ClearedFinding = { 
/**
 * Rule.
 */
id: string, 
/**
 * Question it stood at.
 */
path: string, };
export type Code = "WRONG_PASSWORD" | "WEAK_PASSWORD" | "LOCKED" | "UNKNOWN_OFFICER" | "ALREADY_ENROLLED" | "BAD_TICKET" | "TICKET_SPENT" | "VAULT_BUSY" | "VAULT_DAMAGED" | "VAULT_TOO_NEW" | "DISK_FULL" | "NOT_WRITABLE" | "FORM_BROKEN" | "NOT_FOUND" | "BAD_REQUEST" | "ENDPOINT_DOWN" | "BUSY" | "WRONG_CERTIFICATE" | "RECEIPT_FORGED" | "UNAUTHORIZED" | "BAD_HASH" | "BAD_SIGNATURE" | "BAD_BATCH" | "BATCH_MISMATCH" | "TOO_LARGE" | "BAD_SEGMENT" | "UNKNOWN_FORM" | "OUTSIDE_AREA" | "WRONG_ROUND" | "FORK" | "INTERNAL";
export type ConfirmFinding = { 
/**
 * Document.
 */
document: string, 
/**
 * Question the finding stands at.
 */
path: string, 
/**
 * Rule.
 */
finding: string, 
/**
 * Why it is right all the same.
 */
reason: string, };
export type Delta = { 
/**
 * The field the engine sends the officer to.
 */
next?: string, 
/**
 * Paths asked from now on.
 */
shown: Array<string>, 
/**
 * Paths no longer asked.
 */
hidden: Array<string>, 
/**
 * Answers hidden by this change that stay in the journal and do not count.
 */
folded: number, 
/**
 * Paths that became required, and that no longer are.
 */
required: Array<string>, 
/**
 * Paths no longer required.
 */
optional: Array<string>, 
/**
 * Slots changed, computed ones included; an empty one is cleared.
 */
slots: Array<SlotView>, 
/**
 * Findings new or changed.
 */
findings: Array<FindingView>, 
/**
 * Findings gone: rule and path.
 */
cleared: Array<ClearedFinding>, 
/**
 * All instances in order, when the roster changed.
 */
instances?: Array<InstanceView>, 
/**
 * Share answered now.
 */
progress: Progress, 
/**
 * Undo and redo now.
 */
undo: UndoView, 
/**
 * RFC 3339: when it was durable.
 */
saved: string, };
export type DocumentArgs = { 
/**
 * Document id.
 */
document: string, };
export type DocumentView = { 
/**
 * Document id.
 */
document: string, 
/**
 * Its family.
 */
family: FamilyRow, 
/**
 * Instances of each repeat, in order.
 */
instances: Array<InstanceView>, 
/**
 * Every slot with something in it, computed ones included.
 */
slots: Array<SlotView>, 
/**
 * Paths that are not asked now.
 */
hidden: Array<string>, 
/**
 * Paths that must be answered now.
 */
required: Array<string>, 
/**
 * Findings of now.
 */
findings: Array<FindingView>, 
/**
 * Share answered.
 */
progress: Progress, 
/**
 * The field to stand on: where the officer was, else the first.
 */
stand?: string, 
/**
 * True after `finish`.
 */
finished: boolean, 
/**
 * Something to undo, to redo.
 */
undo: UndoView, };
export type Done = Record<symbol, never>;
export type Enrol = { 
/**
 * The one-time ticket, as typed, scanned or read from a file.
 */
ticket: string, 
/**
 * The password this officer chooses; at least 10 characters and not a guessable one.
 */
password: string, };
export type Failure = { 
/**
 * Stable code; the window has the sentence for it in its catalogue.
 */
code: Code, 
/**
 * The sentence in Indonesian, for places without a catalogue.
 */
message: string, 
/**
 * Where it lies (a path, a file, a row), never an answer.
 */
place?: string, };
export type Families = { 
/**
 * Letters and digits of head, member, address or number; a NIK or KK number only whole. Empty: all.
 */
search: string, 
/**
 * Only this status.
 */
status?: Status, 
/**
 * Only this SLS.
 */
idsubsls?: string, 
/**
 * First row wanted.
 */
offset: number, 
/**
 * Rows wanted, at most 1,000.
 */
limit: number, };
export type FamilyPage = { 
/**
 * Rows.
 */
rows: Array<FamilyRow>, 
/**
 * Rows in all with this search and filter.
 */
total: number, };
export type FamilyRow = { 
/**
 * Family id.
 */
family: string, 
/**
 * SLS.
 */
idsubsls: string, 
/**
 * Building number (r109), 0 when not known yet.
 */
building: number, 
/**
 * Family number (r110), 0 when not known yet.
 */
number: number, 
/**
 * Head of family.
 */
head: string, 
/**
 * Address.
 */
address: string, 
/**
 * Members, when keyed.
 */
members?: number, 
/**
 * Added in the field, not in the prelist.
 */
found: boolean, 
/**
 * Status of the document.
 */
status: Status, 
/**
 * Share answered, 0 to 100.
 */
percent: number, 
/**
 * Visits without an answer so far.
 */
visits: number, 
/**
 * Where it stands.
 */
road: Road, };
export type FindingView = { 
/**
 * Rule (`K028`).
 */
id: string, 
/**
 * How grave.
 */
severity: Severity, 
/**
 * Question it stands at.
 */
path: string, 
/**
 * What is wrong and what to do.
 */
message: Text, 
/**
 * Confirmed with a reason.
 */
confirmed: boolean, 
/**
 * Places to jump to, the first is `path`.
 */
focus: Array<string>, };
export type Finished = { 
/**
 * Findings, missing answers now among them.
 */
delta: Delta, 
/**
 * Status now.
 */
status: Status, 
/**
 * Open questions owed by this officer.
 */
owed_here: Array<string>, 
/**
 * Open questions owed by others (field checker, coder).
 */
owed_later: Array<OwedView>, };
export type FormArgs = Record<symbol, never>;
export type FormView = { 
/**
 * Name of the form (`regsosek22-k`).
 */
id: string, 
/**
 * Title.
 */
title: Text, 
/**
 * BLAKE3 of the structure, hex.
 */
structure: string, 
/**
 * Blocks in paper order.
 */
blocks: Array<BlockView>, 
/**
 * Questions in paper order, those inside repeats included.
 */
questions: Array<QuestionView>, 
/**
 * Choice lists by name.
 */
lists: { [key in string]: Array<ChoiceView> }, 
/**
 * Words for missing codes.
 */
missing: Array<ChoiceView>, };
export type InstanceArgs = { 
/**
 * Document.
 */
document: string, 
/**
 * Instance.
 */
instance: string, };
export type InstanceView = { 
/**
 * Its id.
 */
instance: string, 
/**
 * Name of the repeat.
 */
repeat: string, };
export type Kind = "text" | "long_text" | "digits" | "integer" | "decimal" | "date" | "one" | "sum" | "many" | "note" | "computed";
export type Language = "id" | "en" | "both";
export type LockArgs = Record<symbol, never>;
export type MoveInstance = { 
/**
 * Document.
 */
document: string, 
/**
 * What moves.
 */
instance: string, 
/**
 * Before this instance; absent: to the end.
 */
before?: string, };
export type OpenDocument = { 
/**
 * Family.
 */
family: string, };
export type OwedView = { 
/**
 * Question.
 */
path: string, 
/**
 * Who owes it.
 */
owed: string, };
export type Preferences = { 
/**
 * Language of menus and messages (`id` or `en`).
 */
interface: Language, 
/**
 * Language of the questions.
 */
interview: Language, 
/**
 * Theme of the window.
 */
theme: Theme, };
export type Progress = { 
/**
 * Answered among the asked.
 */
answered: number, 
/**
 * Asked now.
 */
asked: number, 
/**
 * The same per block: name, answered, asked.
 */
blocks: Array<BlockProgress>, };
export type QuestionView = { 
/**
 * Id (`r301a`).
 */
name: string, 
/**
 * Number on the paper (`301a`).
 */
number: string, 
/**
 * Block it stands in.
 */
block: string, 
/**
 * Repeat it stands in.
 */
repeat?: string, 
/**
 * Page inside the repeat.
 */
page?: string, 
/**
 * How it is answered.
 */
kind: Kind, 
/**
 * The question.
 */
label: Text, 
/**
 * Help below it.
 */
hint?: Text, 
/**
 * Name of its choice list.
 */
list?: string, 
/**
 * Boxes on the paper; a full field goes on by itself.
 */
width?: number, 
/**
 * Display width of a code, with leading zeros.
 */
digits?: number, 
/**
 * Missing codes it takes.
 */
missing: Array<string>, 
/**
 * Who owes it: `enumerator`, `field_checker`, `coder`.
 */
owed: string, 
/**
 * Masked until asked.
 */
sensitive: boolean, 
/**
 * Grouped and decoded as `nik` or `kk`.
 */
decode?: string, 
/**
 * Text becomes capitals while keyed.
 */
capitals: boolean, 
/**
 * Cannot be keyed.
 */
readonly: boolean, };
export type QueueArgs = Record<symbol, never>;
export type QueueRow = { 
/**
 * Family.
 */
family: string, 
/**
 * Head of family.
 */
head: string, 
/**
 * SLS.
 */
idsubsls: string, 
/**
 * Family number.
 */
number: number, 
/**
 * Entries no receipt names yet.
 */
entries: number, 
/**
 * Where it stands.
 */
road: Road, };
export type QueueView = { 
/**
 * Families with anything on the road, unsettled first.
 */
rows: Array<QueueRow>, 
/**
 * Families waiting or claimed.
 */
waiting: number, 
/**
 * Families settled.
 */
settled: number, 
/**
 * Families held or unreadable.
 */
held: number, };
export type ReceiptPage = { 
/**
 * Rows.
 */
rows: Array<ReceiptRow>, 
/**
 * Receipts in all.
 */
total: number, };
export type ReceiptRow = { 
/**
 * Its number.
 */
number: number, 
/**
 * RFC 3339, the endpoint's clock.
 */
at: string, 
/**
 * Batch it answers.
 */
batch: string, 
/**
 * Families it names.
 */
families: number, 
/**
 * Signature proven against the endpoint's key.
 */
proven: boolean, };
export type Receipts = { 
/**
 * Rows wanted, at most 1,000.
 */
limit: number, };
export type RecordVisit = { 
/**
 * Family.
 */
family: string, 
/**
 * What happened.
 */
outcome: VisitOutcome, 
/**
 * In the officer's words.
 */
note: string, };
export type Reveal = { 
/**
 * Document.
 */
document: string, 
/**
 * Question.
 */
path: string, };
export type Revealed = { 
/**
 * As keyed.
 */
raw: string, 
/**
 * Decoded words under it.
 */
decoded?: string, };
export type Road = { "state": "untouched" } | { "state": "open" } | { "state": "pending" } | { "state": "claimed" } | { "state": "settled", 
/**
 * Number of the newest receipt that names it.
 */
receipt: number, } | { "state": "held", 
/**
 * Why.
 */
code: Code, 
/**
 * Number of the receipt that says so.
 */
receipt: number, } | { "state": "unreadable", 
/**
 * Why.
 */
code: Code, 
/**
 * Number of the receipt that says so.
 */
receipt: number, };
export type SendArgs = Record<symbol, never>;
export type SendReport = { 
/**
 * Batches receipted.
 */
batches: number, 
/**
 * Families stored (or found already there).
 */
stored: number, 
/**
 * Families held or unreadable.
 */
held: number, 
/**
 * Families still waiting.
 */
waiting: number, 
/**
 * Why it stopped early, if it did.
 */
stopped?: Failure, };
export type SessionView = { 
/**
 * Officer code, as on the enrolment.
 */
officer: string, 
/**
 * Name of the officer.
 */
officer_name: string, 
/**
 * Name of the round ("Regsosek 2022 · Kota Ternate").
 */
round: string, 
/**
 * True for a practice round: shown all the time, never mixed with real ones.
 */
practice: boolean, 
/**
 * Areas served, in order.
 */
areas: Array<AreaView>, 
/**
 * The family whose document was open, to return to the very field.
 */
open_family?: string, };
export type SetAnswer = { 
/**
 * Document.
 */
document: string, 
/**
 * Question.
 */
path: string, 
/**
 * As keyed; empty empties the field.
 */
raw: string, 
/**
 * Missing code instead of an answer.
 */
missing?: string, 
/**
 * Note; absent keeps the one there is.
 */
note?: string, 
/**
 * Where a number was seen: `ktp`, `kk`, `told`, `prelist`.
 */
seen?: string, };
export type Severity = "error" | "warning";
export type SlotView = { 
/**
 * `question` or `instance/question`.
 */
path: string, 
/**
 * As keyed; masked where the question is sensitive.
 */
raw: string, 
/**
 * Its value in the form's terms; masked likewise, empty when there is none.
 */
value: string, 
/**
 * Missing code, instead of a value.
 */
missing?: string, 
/**
 * Note of the officer.
 */
note?: string, 
/**
 * Decoded words under a number ("perempuan · 12-05-1990 · Ternate Selatan").
 */
decoded?: string, 
/**
 * `raw` and `value` are masked.
 */
masked: boolean, };
export type Stand = { 
/**
 * Document.
 */
document: string, 
/**
 * Field.
 */
path: string, };
export type StateArgs = Record<symbol, never>;
export type StateView = { 
/**
 * Version of the app.
 */
version: string, 
/**
 * Officers with a vault here, by code (`PPL 0123`); names stay inside.
 */
officers: Array<string>, 
/**
 * Who is in, when unlocked.
 */
session?: SessionView, 
/**
 * Theme and languages.
 */
preferences: Preferences, };
export type Status = "blank" | "error" | "warning" | "clean";
export type Text = { 
/**
 * Bahasa Indonesia.
 */
id: string, 
/**
 * English.
 */
en: string, };
export type Theme = "light" | "dark" | "sun";
export type TruthArgs = Record<symbol, never>;
export type TruthView = { 
/**
 * Families with entries no receipt names yet.
 */
waiting: number, 
/**
 * Families held at the endpoint or unreadable there.
 */
held: number, 
/**
 * Number and local time (RFC 3339) of the newest receipt.
 */
receipt?: ReceiptRow, 
/**
 * RFC 3339, UTC: this laptop's clock now.
 */
clock: string, 
/**
 * Minutes the clock is away from the endpoint's at the last contact, when known and above 5.
 */
clock_off_minutes?: number, 
/**
 * RFC 3339 of the newest durable entry of this session: "sudah tersimpan 10.42".
 */
saved?: string, };
export type UndoView = { 
/**
 * Undo has something to take back.
 */
undo: boolean, 
/**
 * Redo has something to do again.
 */
redo: boolean, };
export type Unlock = { 
/**
 * Officer code from [`StateView::officers`].
 */
officer: string, 
/**
 * The password.
 */
password: string, };
export type VisitOutcome = "not_home" | "refused" | "moved" | "later";

/** Arguments and reply of every command. */
export interface Commands {
  state: { args: StateArgs; reply: StateView };
  set_preferences: { args: Preferences; reply: StateView };
  enrol: { args: Enrol; reply: StateView };
  unlock: { args: Unlock; reply: StateView };
  lock: { args: LockArgs; reply: StateView };
  truth: { args: TruthArgs; reply: TruthView };
  form: { args: FormArgs; reply: FormView };
  families: { args: Families; reply: FamilyPage };
  add_family: { args: AddFamily; reply: FamilyRow };
  record_visit: { args: RecordVisit; reply: FamilyRow };
  open_document: { args: OpenDocument; reply: DocumentView };
  set_answer: { args: SetAnswer; reply: Delta };
  confirm_finding: { args: ConfirmFinding; reply: Delta };
  add_instance: { args: AddInstance; reply: Delta };
  move_instance: { args: MoveInstance; reply: Delta };
  remove_instance: { args: InstanceArgs; reply: Delta };
  undo: { args: DocumentArgs; reply: Delta };
  redo: { args: DocumentArgs; reply: Delta };
  stand: { args: Stand; reply: Done };
  finish: { args: DocumentArgs; reply: Finished };
  reveal: { args: Reveal; reply: Revealed };
  queue: { args: QueueArgs; reply: QueueView };
  send: { args: SendArgs; reply: SendReport };
  receipts: { args: Receipts; reply: ReceiptPage };
}

/** Every error code, so that the catalogue must have a sentence for each. */
export const CODES = [
  "WRONG_PASSWORD",
  "WEAK_PASSWORD",
  "LOCKED",
  "UNKNOWN_OFFICER",
  "ALREADY_ENROLLED",
  "BAD_TICKET",
  "TICKET_SPENT",
  "VAULT_BUSY",
  "VAULT_DAMAGED",
  "VAULT_TOO_NEW",
  "DISK_FULL",
  "NOT_WRITABLE",
  "FORM_BROKEN",
  "NOT_FOUND",
  "BAD_REQUEST",
  "ENDPOINT_DOWN",
  "BUSY",
  "WRONG_CERTIFICATE",
  "RECEIPT_FORGED",
  "UNAUTHORIZED",
  "BAD_HASH",
  "BAD_SIGNATURE",
  "BAD_BATCH",
  "BATCH_MISMATCH",
  "TOO_LARGE",
  "BAD_SEGMENT",
  "UNKNOWN_FORM",
  "OUTSIDE_AREA",
  "WRONG_ROUND",
  "FORK",
  "INTERNAL",
] as const satisfies readonly Code[];
