// Made from crates/wire by `cargo xtask generate`; do not edit.

export type AcrossArgs = { 
/**
 * Only what concerns this family.
 */
family?: string, };
export type AcrossFamilyView = { 
/**
 * Family id.
 */
family: string, 
/**
 * SLS.
 */
idsubsls: string, 
/**
 * Building number, 0 when not known yet.
 */
building: number, 
/**
 * Family number, 0 when not known yet.
 */
number: number, 
/**
 * Head of family.
 */
head: string, };
export type AcrossRow = { 
/**
 * Rule.
 */
rule: string, 
/**
 * How grave.
 */
severity: Severity, 
/**
 * What is wrong and what to do.
 */
message: Text, 
/**
 * The family.
 */
family: AcrossFamilyView, 
/**
 * The other families concerned that are here.
 */
others: Array<AcrossFamilyView>, 
/**
 * A family that is not here is concerned too. Which one nobody is told.
 */
elsewhere: boolean, 
/**
 * Who found it, one or both.
 */
sides: Array<AcrossSide>, 
/**
 * Since when, milliseconds: the earlier side.
 */
since: number, 
/**
 * The question to look at, by name.
 */
question?: string, 
/**
 * The reason, when it was confirmed in the document of the family.
 */
confirmed?: string, };
export type AcrossSide = "laptop" | "endpoint";
export type AcrossView = { 
/**
 * One row for each family of a finding, errors first; families of one finding stand together.
 */
rows: Array<AcrossRow>, };
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
number: number, 
/**
 * In walking order before this family: it takes that number, and those behind move on by one.
 */
before?: string, 
/**
 * With `before`: in a building of its own, and the buildings behind move on by one.
 */
new_building?: boolean, };
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
 * The instance around it, where the repeat lies in another.
 */
within?: string, 
/**
 * Before this instance; absent: at the end.
 */
before?: string, 
/**
 * Keys pressed for it.
 */
keys?: number, 
/**
 * Milliseconds in the field, pauses of more than half a minute left out.
 */
active?: number, };
export type AddOfficer = { 
/**
 * The one-time ticket of the office for the new officer.
 */
ticket: string, 
/**
 * The password the new officer chooses.
 */
password: string, };
export type Adjudicate = { 
/**
 * Document.
 */
document: string, 
/**
 * Question.
 */
path: string, 
/**
 * What was decided on, as [`DisputeField::seen`]; what has changed since is not decided.
 */
seen: string, 
/**
 * Which.
 */
choice: Choice, 
/**
 * What it says, for `neither`.
 */
raw: string, 
/**
 * Missing code instead.
 */
missing?: string, };
export type Alike = { 
/**
 * Document.
 */
document: string, 
/**
 * Question.
 */
path: string, 
/**
 * As typed so far; absent asks about the stored answer.
 */
raw?: string, };
export type AlikeReason = "same_nik" | "same_kk" | "same_person";
export type AlikeRow = { 
/**
 * The family.
 */
family: AcrossFamilyView, 
/**
 * The member, by name; absent where only the list names the head.
 */
member?: string, 
/**
 * Why.
 */
reason: AlikeReason, 
/**
 * How likely, 0 to 100; 100 for equal numbers.
 */
score: number, 
/**
 * The reason in words ("nama mirip, tanggal lahir sama").
 */
words: Text, };
export type AlikeView = { 
/**
 * Rows.
 */
rows: Array<AlikeRow>, 
/**
 * What the office found about the stored answer with a family that is not here. Which one nobody
 * is told.
 */
elsewhere?: Array<Text>, };
export type AnswerRead = { 
/**
 * Receipts in it.
 */
receipts: number, 
/**
 * Receipts of what this vault does not know.
 */
unknown: number, 
/**
 * Areas and families that were told.
 */
families: number, 
/**
 * Entries of others that are new here.
 */
entries: number, 
/**
 * Families that wait now.
 */
waiting: number, };
export type AnswersView = { 
/**
 * Those there are, by name.
 */
files: Array<Written>, };
export type AppointmentRow = { 
/**
 * `2022-10-20T16:00`, by the clock on the wall.
 */
at: string, 
/**
 * With whom.
 */
family: FamilyRow, 
/**
 * What the officer wrote.
 */
note: string, };
export type ApprovalView = { 
/**
 * It stands.
 */
approved: boolean, 
/**
 * Why it was taken back.
 */
reason: string, 
/**
 * Who, and when.
 */
word: SlsWord, };
export type ApproveSls = { 
/**
 * The SLS.
 */
idsubsls: string, 
/**
 * False takes it back.
 */
approved: boolean, 
/**
 * Why, when it is taken back.
 */
reason: string, };
export type AreaProof = { 
/**
 * The SLS.
 */
idsubsls: string, 
/**
 * Segments at rest at the endpoint.
 */
segments: number, 
/**
 * Entries in them.
 */
entries: number, 
/**
 * XOR of their hashes, hex: the endpoint has the same when it holds the same.
 */
hash: string, };
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
export type AskAt = "field" | "column" | "document";
export type AskView = { 
/**
 * Rule.
 */
id: string, 
/**
 * When it asks: at the field, which shuts; at the end of a column; at the end of the document.
 */
at: AskAt, 
/**
 * Question.
 */
path: string, 
/**
 * What is wrong.
 */
message: Text, 
/**
 * Places a digit jumps to, `path` first.
 */
focus: Array<string>, };
export type Attach = { 
/**
 * Document.
 */
document: string, 
/**
 * The file, as typed or pasted: JPEG, PNG or PDF, at most 20 MiB.
 */
path: string, };
export type AttachPages = { 
/**
 * Folder.
 */
folder: string, };
export type AttachPhoto = { 
/**
 * Document.
 */
document: string, 
/**
 * A file, as typed or pasted; empty with `base64`.
 */
path: string, 
/**
 * The picture of a camera, base64 of JPEG or PNG.
 */
base64: string, 
/**
 * Longest edge in pixels; 0 takes what is set for this laptop.
 */
edge: number, };
export type AttachedFile = { 
/**
 * Document.
 */
document: string, 
/**
 * The file's id.
 */
file: string, };
export type Attend = { 
/**
 * What.
 */
act: AttendAct, 
/**
 * Shift, of `begin`.
 */
shift: number, };
export type AttendAct = "begin" | "pause" | "resume" | "end";
export type Back = "undo" | "restore";
export type BalanceArgs = { 
/**
 * Areas that begin so; empty: all of this vault.
 */
area: string, };
export type BalanceGap = { 
/**
 * The SLS.
 */
idsubsls: string, 
/**
 * Column it is missing in: `listed` (no recap VK), `received`, `keyed`, `verified`, `clean`,
 * `sent`, `receipted`.
 */
column: string, 
/**
 * How many; negative: too many.
 */
count: number, 
/**
 * Whose it is, by code; empty: the field's or storage's, as `column` says.
 */
owner: string, 
/**
 * Since when; RFC 3339, absent when nobody knows.
 */
since?: string, };
export type BalanceRow = { 
/**
 * The SLS; empty: the sum.
 */
idsubsls: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Families of the prelist.
 */
prelist: number, 
/**
 * Verified by the listing: recap VK where it is keyed, else the list.
 */
listed: number, 
/**
 * K sets counted at receipt.
 */
received: number, 
/**
 * XK sets counted.
 */
special: number, 
/**
 * Keyed to the end.
 */
keyed: number, 
/**
 * Keyed again.
 */
verified: number, 
/**
 * Without an open error.
 */
clean: number, 
/**
 * Sent.
 */
sent: number, 
/**
 * With a receipt of the endpoint.
 */
receipted: number, };
export type BalanceView = { 
/**
 * As of when (per tanggal dan jam); RFC 3339.
 */
at: string, 
/**
 * Every SLS.
 */
rows: Array<BalanceRow>, 
/**
 * Their sum.
 */
total: BalanceRow, 
/**
 * What does not balance.
 */
gaps: Array<BalanceGap>, 
/**
 * PCs of this network that were not heard from, the longest first.
 */
silent: Array<SilentDevice>, };
export type BatteryLevel = "well" | "low" | "empty";
export type BatteryView = { 
/**
 * 0 to 100.
 */
percent: number, 
/**
 * On the mains.
 */
charging: boolean, 
/**
 * What that means for the work.
 */
level: BatteryLevel, };
export type BeginTourArgs = Record<symbol, never>;
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
 * Number on the paper (`III`), empty when it has none.
 */
number: string, 
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
export type BundleArgs = { 
/**
 * The SLS.
 */
idsubsls: string, };
export type BundleDocument = { 
/**
 * Family.
 */
family: string, 
/**
 * Building number (109).
 */
building: number, 
/**
 * Family number (110).
 */
number: number, 
/**
 * Head of family.
 */
head: string, 
/**
 * Where it is in its life: `listed`, `begun`, `parked`, `keyed`, `verifying`, `disputed`, `verified`.
 */
stage: string, 
/**
 * Who keyed it, by code.
 */
keyer: string, 
/**
 * Who has it, where it is not with the bundle.
 */
away?: string, 
/**
 * Why it is parked or away.
 */
note: string, 
/**
 * Errors and warnings that stand open.
 */
errors: number, 
/**
 * Warnings.
 */
warnings: number, 
/**
 * Sets proven.
 */
sets: number, };
export type BundleFault = "boxes" | "holders" | "answered" | "shared";
export type BundleField = { 
/**
 * Question.
 */
question: string, 
/**
 * As keyed.
 */
raw: string, };
export type BundleFields = { 
/**
 * The SLS.
 */
idsubsls: string, 
/**
 * Every fixed question with what it holds.
 */
fields: Array<BundleField>, };
export type BundleFinding = { 
/**
 * What.
 */
fault: BundleFault, 
/**
 * Boxes, holders (empty: storage), the giving, or other areas; of boxes and holders the last is
 * provisional.
 */
with: Array<string>, };
export type BundlePage = { 
/**
 * The page.
 */
rows: Array<BundleRow>, 
/**
 * All that fit.
 */
total: number, 
/**
 * The next box number nobody has.
 */
next_box: string, 
/**
 * People known here that paper is handed to, by code.
 */
people: Array<Custodian>, };
export type BundlePaper = "labels" | "hand_over" | "balance" | "shelf";
export type BundleRow = { 
/**
 * The SLS.
 */
idsubsls: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Where in its life.
 */
stage: BundleStage, 
/**
 * Box, as on its label; empty: none.
 */
number: string, 
/**
 * Storage place.
 */
place: string, 
/**
 * Who has it, by code; empty: storage, or the field.
 */
holder: string, 
/**
 * To whom it is given and not confirmed.
 */
pending?: Pending, 
/**
 * K sets by the hand-over list.
 */
listed: number, 
/**
 * K sets counted.
 */
counted: number, 
/**
 * XK sets counted.
 */
special: number, 
/**
 * Families by the recap VK; absent when it is not keyed.
 */
recap?: number, 
/**
 * Documents begun, of them finished, parked, keyed again, clean or warned, with errors.
 */
begun: number, 
/**
 * Finished.
 */
keyed: number, 
/**
 * Laid aside.
 */
parked: number, 
/**
 * Keyed again.
 */
verified: number, 
/**
 * Without errors.
 */
clean: number, 
/**
 * With errors.
 */
errors: number, 
/**
 * Documents that are not with the bundle.
 */
away: number, 
/**
 * When something last happened to the paper; RFC 3339.
 */
at?: string, 
/**
 * What does not fit together.
 */
findings?: Array<BundleFinding>, };
export type BundleStage = "expected" | "differs" | "received" | "stored" | "underway" | "out";
export type BundleView = { 
/**
 * In short.
 */
row: BundleRow, 
/**
 * Receipts from the field, oldest first.
 */
receipts: Array<PaperReceipt>, 
/**
 * Everything that happened to the paper, newest first.
 */
log: Array<CustodyLine>, 
/**
 * Documents, by building and family number.
 */
documents: Array<BundleDocument>, 
/**
 * Hand-overs not confirmed yet, of the bundle and of documents.
 */
pending: Array<Pending>, };
export type Bundles = { 
/**
 * Name, area id, box, place or holder; empty: all.
 */
text: string, 
/**
 * Only these.
 */
stage?: BundleStage, 
/**
 * First row.
 */
offset: number, 
/**
 * Rows at most.
 */
limit: number, };
export type ByView = { 
/**
 * Code of the officer, when this laptop knows it.
 */
officer?: string, 
/**
 * It is the officer at work.
 */
own: boolean, 
/**
 * In which work.
 */
mode: WorkMode, 
/**
 * Last letters of the laptop's id, when it was another one.
 */
device?: string, };
export type ChallengeArgs = { 
/**
 * Officer code from `StateView::officers`.
 */
officer: string, 
/**
 * The office does not know the short form: show the long one.
 */
long?: boolean, };
export type ChallengeView = { 
/**
 * Groups of four with dashes; the last character of each is a check.
 */
text: string, 
/**
 * The office knows this laptop's point only from the challenge itself, so it is long.
 */
long: boolean, 
/**
 * The office asks for itself: the password alone no longer opens this vault.
 */
asked: boolean, };
export type ChangePassword = { 
/**
 * The one until now.
 */
old: string, 
/**
 * The one from now on.
 */
new: string, };
export type ChangeSls = { 
/**
 * The SLS.
 */
idsubsls: string, 
/**
 * What.
 */
kind: SlsKind, 
/**
 * The areas it is from now on, by id and name.
 */
into: Array<SlsName>, 
/**
 * In the officer's words.
 */
note: string, 
/**
 * A coordinator settles it: the new areas are there from now on.
 */
settle: boolean, };
export type Choice = "a" | "b" | "neither";
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
export type Code = "WRONG_PASSWORD" | "WEAK_PASSWORD" | "LOCKED" | "UNKNOWN_OFFICER" | "ALREADY_ENROLLED" | "BAD_TICKET" | "TICKET_SPENT" | "VAULT_BUSY" | "VAULT_DAMAGED" | "VAULT_TOO_NEW" | "DISK_FULL" | "NOT_WRITABLE" | "FORM_BROKEN" | "NOT_FOUND" | "NUMBER_TAKEN" | "OUT_OF_ORDER" | "ANSWER_TOO_LONG" | "NOT_FINISHED" | "CANNOT_HEAD" | "CHANGED_SINCE" | "IN_OTHER_HANDS" | "IN_TOUR" | "BAD_REQUEST" | "ENDPOINT_DOWN" | "BUSY" | "WRONG_CERTIFICATE" | "RECEIPT_FORGED" | "UNAUTHORIZED" | "BAD_HASH" | "BAD_SIGNATURE" | "BAD_BATCH" | "BATCH_MISMATCH" | "TOO_LARGE" | "BAD_SEGMENT" | "UNKNOWN_FORM" | "OUTSIDE_AREA" | "WRONG_ROUND" | "FORK" | "REVOKED" | "BAD_STICK" | "NOT_FOR_US" | "STICK_LOST" | "BAD_CHUNK" | "BAD_COPY" | "READ_ONLY" | "FILE_TOO_LARGE" | "TOO_SOON" | "WRONG_PIN" | "WEAK_PIN" | "COVERED" | "ASKS_OFFICE" | "CODE_MISREAD" | "WRONG_CODE" | "UNSENT" | "WIPED_BY_OFFICE" | "OUTSIDE_PERIOD" | "NOT_ALLOWED" | "LOGIN_FAILED" | "SIGNED_OUT" | "TOO_MANY" | "FOREIGN_PAGE" | "BAD_POSITION" | "RECEIVER_GONE" | "RECEIVER_SILENT" | "BAD_PICTURE" | "PICTURE_TOO_LARGE" | "PAPER_UNDERWAY" | "PAPER_ELSEWHERE" | "NOTHING_WAITS" | "NOTE_WANTED" | "BOX_TAKEN" | "BAD_LABEL" | "SAME_HANDS" | "WAITS_FOR_FIRST" | "BAD_SHEET" | "INTERNAL";
export type CommentView = { 
/**
 * The question it stands at; absent for the whole document.
 */
path?: string, 
/**
 * In the supervisor's words.
 */
text: string, };
export type CompareRow = { 
/**
 * Where, in the visit.
 */
path: string, 
/**
 * Paper number.
 */
number: string, 
/**
 * The question.
 */
label: Text, 
/**
 * Whose, for a member: the name, as the visit has it.
 */
row?: string, 
/**
 * The enumerator's answer.
 */
visit?: ValueView, 
/**
 * The supervisor's.
 */
re_visit?: ValueView, };
export type CompareView = { 
/**
 * Questions answered differently, in paper order.
 */
rows: Array<CompareRow>, 
/**
 * Questions answered in both.
 */
compared: number, };
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
reason: string, 
/**
 * Keys pressed for it.
 */
keys?: number, 
/**
 * Milliseconds in the field, pauses of more than half a minute left out.
 */
active?: number, };
export type ConfirmedView = { 
/**
 * Rule.
 */
rule: string, 
/**
 * Why.
 */
reason: string, };
export type CopiesView = { 
/**
 * Those there are.
 */
copies: Array<CopyRow>, };
export type CopyArgs = { 
/**
 * The copy's folder.
 */
path: string, 
/**
 * Password of its officer.
 */
password: string, };
export type CopyNowArgs = Record<symbol, never>;
export type CopyPreview = { 
/**
 * Families.
 */
families: number, 
/**
 * Documents.
 */
documents: number, 
/**
 * Entries.
 */
entries: number, 
/**
 * Entries that no receipt in the copy names.
 */
beyond: number, 
/**
 * Number of its newest receipt; 0 without one.
 */
receipt: number, 
/**
 * RFC 3339: its last entry.
 */
last?: string, 
/**
 * This laptop has a vault of the officer: it will be set aside, whole.
 */
replaces: boolean, };
export type CopyRow = { 
/**
 * Its folder.
 */
path: string, 
/**
 * Whose vault it is.
 */
officer: string, 
/**
 * Counts the copies of this vault.
 */
number: number, 
/**
 * RFC 3339, by the laptop's wall clock; empty when its name does not say.
 */
at: string, };
export type Counted = { 
/**
 * What.
 */
name: string, 
/**
 * How often.
 */
count: number, };
export type CoverArgs = Record<symbol, never>;
export type Custodian = { 
/**
 * Code.
 */
code: string, 
/**
 * Role, of whoever works on this PC; the endpoint tells none of the others.
 */
role?: OfficerRole, 
/**
 * Bundles they hold.
 */
holds: number, };
export type CustodyAct = { "receive": { 
/**
 * Kind.
 */
kind: PaperKind, 
/**
 * By the list.
 */
listed: number, 
/**
 * Counted.
 */
counted: number, 
/**
 * Who brought it, by code.
 */
from: string, 
/**
 * Letter.
 */
letter: string, 
/**
 * Noted; wanted where they differ.
 */
note: string, } } | { "settle": { 
/**
 * The receipt.
 */
receipt: string, 
/**
 * How.
 */
note: string, } } | { "box": { 
/**
 * Number, or a scanned label.
 */
number: string, } } | { "shelve": { 
/**
 * Where.
 */
place: string, } } | { "give": { 
/**
 * To whom, by code; empty: storage.
 */
to: string, 
/**
 * Families of these documents alone; empty: the bundle.
 */
documents: Array<string>, 
/**
 * Letter.
 */
letter: string, 
/**
 * Note; wanted for single documents.
 */
note: string, } } | { "take": { 
/**
 * The giving.
 */
giving: string, } } | { "refuse": { 
/**
 * The giving.
 */
giving: string, 
/**
 * Why.
 */
note: string, } };
export type CustodyLine = { 
/**
 * Names it.
 */
dot: string, 
/**
 * `received`, `settled`, `boxed`, `shelved`, `given`, `taken`, `refused`, `seen`.
 */
what: string, 
/**
 * Who wrote it, by code.
 */
by: string, 
/**
 * When; RFC 3339.
 */
at: string, 
/**
 * From whom.
 */
from: string, 
/**
 * To whom; empty: storage.
 */
to: string, 
/**
 * Box, place, kind and count, in short.
 */
detail: string, 
/**
 * Letter.
 */
letter: string, 
/**
 * Note.
 */
note: string, 
/**
 * Documents concerned; 0: the bundle.
 */
documents: number, 
/**
 * Of a giving: both sides have confirmed.
 */
confirmed: boolean, };
export type Decide = { 
/**
 * Family.
 */
family: string, 
/**
 * Document; absent for a fact of the family.
 */
document?: string, 
/**
 * Where.
 */
path: string, 
/**
 * The side taken.
 */
entry?: string, 
/**
 * Instead of a side: an answer of one's own, of a question.
 */
raw?: string, };
export type DecisionView = { 
/**
 * Document; absent for a fact of the family.
 */
document?: string, 
/**
 * Where.
 */
path: string, 
/**
 * Number of the question on the paper.
 */
number: string, 
/**
 * The question.
 */
label: Text, 
/**
 * What the member is called, when it is about one.
 */
row?: string, 
/**
 * What it is about.
 */
disputed: Disputed, 
/**
 * What each side says, the officer's own first.
 */
sides: Array<HistoryRow>, 
/**
 * What both knew before.
 */
before?: ValueView, 
/**
 * The rule that only the merge raised.
 */
raised?: RaisedView, };
export type DecisionsView = { 
/**
 * One for each place.
 */
rows: Array<DecisionView>, };
export type Deed = "answered" | "remarked" | "joined" | "placed" | "left" | "went_to" | "came_from" | "opened" | "finished" | "reopened" | "returned" | "removed" | "restored" | "revealed" | "noticed" | "form" | "file" | "no_file" | "released" | "custody" | "keying" | "attended" | "parked" | "unparked" | "sheet" | "verified" | "adjudicated" | "ticked" | "family";
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
saved: string, 
/**
 * Paths that wait for a decision.
 */
undecided: Array<string>, 
/**
 * The supervisor's comments that are not answered.
 */
comments: Array<CommentView>, 
/**
 * Codes offered from now on, by path, where they may have changed.
 */
options?: { [key in string]: Array<string> }, 
/**
 * What keying of paper asks now, all that stands: findings at their field, column or document.
 */
asks?: Array<AskView>, 
/**
 * More changed than this says: the window asks for the whole document again.
 */
renewed?: boolean, };
export type DisputeArgs = { 
/**
 * Document.
 */
document: string, };
export type DisputeField = { 
/**
 * Question.
 */
path: string, 
/**
 * Number of the member, from 1; 0: none.
 */
member: number, 
/**
 * One reading: as keyed, or its missing code.
 */
a: string, 
/**
 * The other; absent where the second keyer read it twice differently.
 */
b?: string, 
/**
 * Names what is shown here; a decision brings it back.
 */
seen: string, };
export type DisputeRow = { 
/**
 * Document.
 */
document: string, 
/**
 * SLS.
 */
idsubsls: string, 
/**
 * Building number (109).
 */
building: number, 
/**
 * Family number (110).
 */
number: number, 
/**
 * Box.
 */
label: string, 
/**
 * Fields that wait.
 */
fields: number, };
export type DisputeView = { 
/**
 * In short.
 */
row: DisputeRow, 
/**
 * Family, for its page images.
 */
family: string, 
/**
 * Fields that wait, in paper order.
 */
fields: Array<DisputeField>, 
/**
 * Page images: file ids with their kind, for `page_bytes`.
 */
pages: Array<PageImage>, };
export type Disputed = "answer" | "member" | "document" | "family" | "raised";
export type DisputesArgs = Record<symbol, never>;
export type DisputesView = { 
/**
 * Documents, oldest first.
 */
documents: Array<DisputeRow>, };
export type DocumentArgs = { 
/**
 * Document id.
 */
document: string, };
export type DocumentSource = "visit" | "re_visit" | "paper" | "second_entry";
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
 * Which observation it is.
 */
source?: DocumentSource, 
/**
 * Somebody else's visit, worked on as its supervisor: what is keyed is the field checker's.
 */
checking?: boolean, 
/**
 * Then: code and name of whoever visited, as the document says.
 */
enumerator?: string, 
/**
 * The version of the form it is shown under, as [`FormView::edition`].
 */
edition: string, 
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
undo: UndoView, 
/**
 * Paths that wait for a decision.
 */
undecided: Array<string>, 
/**
 * What the supervisor who gave the document back wants looked at.
 */
comments: Array<CommentView>, 
/**
 * Persons who went to another family.
 */
gone: Array<GoneView>, 
/**
 * Codes offered now, by path, where a filter leaves out some of the list.
 */
options?: { [key in string]: Array<string> }, 
/**
 * What keying of paper asks now.
 */
asks?: Array<AskView>, 
/**
 * Sets of the paper that are proven to belong, the first among them; 0: no paper.
 */
sets?: number, 
/**
 * The notice to the respondent, as it was given last.
 */
noticed?: NoticeGiven, };
export type Done = Record<symbol, never>;
export type DrawSample = { 
/**
 * The SLS.
 */
idsubsls: string, 
/**
 * How many more.
 */
families: number, };
export type EndTourArgs = Record<symbol, never>;
export type Enrol = { 
/**
 * The one-time ticket, as typed, scanned or read from a file.
 */
ticket: string, 
/**
 * The password this officer chooses; at least 10 characters and not a guessable one.
 */
password: string, };
export type EnrolFromStick = { 
/**
 * The file.
 */
path: string, 
/**
 * The one-time code that came beside it.
 */
code: string, 
/**
 * The password this officer chooses.
 */
password: string, };
export type EntryArgs = Record<symbol, never>;
export type EntryBundle = { 
/**
 * The SLS.
 */
idsubsls: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Box.
 */
number: string, 
/**
 * Given to this keyer and not confirmed.
 */
pending?: Pending, 
/**
 * Documents expected: the recap VK, else what was counted, else the list.
 */
expected: number, 
/**
 * Finished.
 */
keyed: number, 
/**
 * Begun and not finished.
 */
begun: number, 
/**
 * Laid aside.
 */
parked: number, 
/**
 * With errors.
 */
errors: number, 
/**
 * The recap VK is keyed.
 */
recap: boolean, 
/**
 * The fixed fields are filled.
 */
fixed: boolean, };
export type EntryView = { 
/**
 * Bundles with this keyer, and those that wait to be confirmed.
 */
bundles: Array<EntryBundle>, 
/**
 * Documents this keyer laid aside.
 */
parked: Array<ParkedDocument>, 
/**
 * The family of the document that was open when the work ended.
 */
open?: OpenPaper, 
/**
 * Figures of this keyer today.
 */
figures: MyFigures, 
/**
 * How the office keys.
 */
settings: KeyingSettingsView, };
export type ExportBundles = { 
/**
 * Folder.
 */
folder: string, 
/**
 * What.
 */
what: ExportWhat, 
/**
 * How.
 */
format: SheetFormat, 
/**
 * Of `work`: finished from this day, local date; empty: from the first.
 */
from: string, 
/**
 * Of `work`: to this day; empty: to the last.
 */
to: string, };
export type ExportNewer = { 
/**
 * Officer code.
 */
officer: string, 
/**
 * The password.
 */
password: string, 
/**
 * Where the copy goes, encrypted as it is.
 */
folder: string, };
export type ExportWhat = "bundles" | "balance" | "work" | "findings";
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
 * Only those where this is still to do.
 */
gap?: GapReason, 
/**
 * First row wanted.
 */
offset: number, 
/**
 * Rows wanted, at most 1,000.
 */
limit: number, };
export type FamilyArgs = { 
/**
 * Family.
 */
family: string, };
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
road: Road, 
/**
 * Answers that differ wait for a decision.
 */
undecided?: boolean, 
/**
 * A supervisor gave it back.
 */
returned?: boolean, 
/**
 * How it went at the door.
 */
field: FieldState, };
export type Fate = "waiting" | "stored" | "held" | "unreadable" | "void";
export type Fault = "signature" | "differs" | "gap" | "unknown" | "silent" | "journal";
export type FieldState = { 
/**
 * What verifying the list found; absent until it was done.
 */
presence?: Presence, 
/**
 * Welfare by the officer's judgement, code of the form (1 to 3).
 */
welfare?: number, 
/**
 * What came of the last visit without an answer.
 */
outcome?: VisitOutcome, 
/**
 * When to come again: `2022-10-20T16:00`, by the clock on the wall.
 */
appointment?: string, 
/**
 * Handed over to the supervisor.
 */
handed: boolean, 
/**
 * Drawn by a supervisor, to visit it again.
 */
sampled: boolean, 
/**
 * Where the dwelling stands is known.
 */
located: boolean, 
/**
 * Status of the supervisor's own visit, once there is one.
 */
re_visit?: Status, };
export type FiguresBy = "officer" | "day" | "shift" | "sls" | "field";
export type FiguresRow = { 
/**
 * Keyer, by code.
 */
officer: string, 
/**
 * Day, shift, SLS or question.
 */
of: string, 
/**
 * Documents finished.
 */
documents: number, 
/**
 * Documents keyed again.
 */
verified: number, 
/**
 * Keys pressed.
 */
keys: number, 
/**
 * Keys in fields of digits and codes.
 */
number_keys: number, 
/**
 * Milliseconds in fields.
 */
active: number, 
/**
 * Of them in fields of digits and codes.
 */
number_active: number, 
/**
 * Milliseconds between the first and the last key, pauses left out.
 */
present: number, 
/**
 * Pauses.
 */
pauses: number, 
/**
 * Fields keyed again by somebody else.
 */
checked: number, 
/**
 * Keys that were pressed in these when they were keyed first.
 */
checked_keys: number, 
/**
 * Of them wrong, as somebody decided.
 */
wrong: number, 
/**
 * Of them keyed differently, and nobody has decided: no errors yet.
 */
suspected: number, };
export type FiguresView = { 
/**
 * Rows.
 */
rows: Array<FiguresRow>, 
/**
 * Their sum.
 */
total: FiguresRow, };
export type FileArgs = { 
/**
 * Its path, as typed or pasted.
 */
path: string, };
export type FileBytes = { 
/**
 * What it is.
 */
media: string, 
/**
 * The whole file, base64.
 */
base64: string, };
export type FileRow = { 
/**
 * Its id.
 */
file: string, 
/**
 * What it is (`image/jpeg`).
 */
media: string, 
/**
 * Its size.
 */
bytes: number, 
/**
 * All of its pieces are at the endpoint, by receipt.
 */
receipted: boolean, 
/**
 * All of its pieces lie here.
 */
here: boolean, };
export type FilesView = { 
/**
 * Those there are.
 */
files: Array<FileRow>, 
/**
 * Longest edge photos are shrunk to on this laptop, pixels.
 */
edge: number, };
export type FilesWaiting = { 
/**
 * Sealed pieces without a receipt.
 */
chunks: number, 
/**
 * Their bytes.
 */
bytes: number, };
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
 * An error that a supervisor let stand.
 */
released?: boolean, 
/**
 * Places to jump to, the first is `path`.
 */
focus: Array<string>, 
/**
 * None of the sides that were united had it: it waits for a decision.
 */
raised?: boolean, };
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
export type FixView = { 
/**
 * Degrees, north positive; absent while it has no fix.
 */
lat?: number, 
/**
 * Degrees, east positive.
 */
lon?: number, 
/**
 * Radius it is believed to within, metres.
 */
accuracy_m?: number, 
/**
 * Satellites it uses.
 */
satellites: number, 
/**
 * Satellites it hears, where it says so.
 */
in_view: number, };
export type FolderArgs = { 
/**
 * Its path, as typed or pasted.
 */
folder: string, };
export type FormArgs = Record<symbol, never>;
export type FormEffects = { 
/**
 * Documents that are begun and not finished.
 */
documents: number, 
/**
 * Nothing changes in them.
 */
unchanged: number, 
/**
 * A question waits for an answer.
 */
needs_answer: number, 
/**
 * An answer is not asked for any more; it is kept.
 */
hides_answer: number, 
/**
 * An answer is outside its codes or range.
 */
no_longer_fits: number, 
/**
 * An answer's question is gone; the answer is kept.
 */
no_place: number, 
/**
 * Findings or computed values are other ones.
 */
recomputed: number, };
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
 * Names the version, with its rules.
 */
edition: string, 
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
missing: Array<ChoiceView>, 
/**
 * The repeats, those around others first.
 */
repeats: Array<RepeatView>, 
/**
 * Columns of one set of the paper, for the instances of a repeat; 0: the form says nothing.
 */
columns?: number, 
/**
 * The question that says how a member is related to the head of family, where the form has one.
 */
relation?: string, };
export type Gap = { 
/**
 * What.
 */
reason: GapReason, 
/**
 * How many.
 */
families: number, };
export type GapReason = "not_listed" | "not_visited" | "not_home" | "refused" | "handed_over" | "unfinished" | "error" | "warning" | "returned" | "undecided" | "not_receipted" | "sample";
export type GiveNotice = { 
/**
 * The document.
 */
document: string, 
/**
 * How.
 */
way: NoticeWay, };
export type GoneView = { 
/**
 * The person.
 */
instance: string, 
/**
 * What the person is called.
 */
row: string, 
/**
 * Where to.
 */
family: OtherFamily, };
export type HandOver = { 
/**
 * Family.
 */
family: string, 
/**
 * False takes it back.
 */
handed: boolean, 
/**
 * Why.
 */
note: string, };
export type History = { 
/**
 * Document.
 */
document: string, 
/**
 * Only at this path; absent: everywhere in the document.
 */
path?: string, 
/**
 * First row wanted.
 */
offset: number, 
/**
 * Rows wanted, at most 1,000.
 */
limit: number, };
export type HistoryPage = { 
/**
 * Rows.
 */
rows: Array<HistoryRow>, 
/**
 * Rows in all.
 */
total: number, };
export type HistoryRow = { 
/**
 * Its name: `device.incarnation.number`.
 */
entry: string, 
/**
 * Where it wrote.
 */
path: string, 
/**
 * Number of the question on the paper, empty when it has none.
 */
number: string, 
/**
 * The question; empty for what is none.
 */
label: Text, 
/**
 * What the member is called, when it is about one.
 */
row?: string, 
/**
 * What was done.
 */
deed: Deed, 
/**
 * What it replaced; several after a decision.
 */
before: Array<ValueView>, 
/**
 * What it wrote, when that is an answer.
 */
after?: ValueView, 
/**
 * The other family of a person who moved.
 */
family?: OtherFamily, 
/**
 * What the supervisor said.
 */
comments: Array<CommentView>, 
/**
 * Who.
 */
by: ByView, 
/**
 * When, as far as it is known. Orders nothing.
 */
at: WhenView, 
/**
 * It is what stands now.
 */
stands: boolean, 
/**
 * It can be taken back.
 */
undo: boolean, 
/**
 * What it wrote can be put back.
 */
restore: boolean, 
/**
 * Keys pressed for it.
 */
keys: number, 
/**
 * Milliseconds in the field.
 */
active: number, };
export type HomeArgs = { 
/**
 * Minutes east of UTC on the wall of this laptop (540 is WIT); absent: UTC+8.
 */
offset_minutes?: number, };
export type HomeView = { 
/**
 * One row for each SLS served, in order.
 */
sls: Array<SlsRow>, 
/**
 * Appointments that are not kept yet, earliest first; those of today and before lead.
 */
appointments: Array<AppointmentRow>, 
/**
 * Date of today on this laptop (`2022-10-20`): what "today" means.
 */
today: string, };
export type ImportBundles = { 
/**
 * Pasted rows, tabs or commas between columns, the first row names them.
 */
text: string, 
/**
 * Or a file, CSV or XLSX.
 */
file: string, 
/**
 * Looks only.
 */
dry: boolean, };
export type ImportFault = { 
/**
 * Row, the heading is 1.
 */
row: number, 
/**
 * Column, by its heading.
 */
column: string, 
/**
 * Stable code of what is wrong: `bad_area`, `not_served`, `bad_box`, `taken_box`, `bad_number`,
 * `missing`, `unknown_column`; `number_cell` (a code as a number: its zeros are lost),
 * `doubled` (the SLS or column again), `counted` (other counts stand already), `elsewhere`
 * (the paper is not in storage), `too_long`.
 */
fault: string, };
export type ImportedBundles = { 
/**
 * Rows read.
 */
rows: number, 
/**
 * Rows that say something new.
 */
taken: number, 
/**
 * Rows that say what is known.
 */
known: number, 
/**
 * What is wrong; with one fault nothing is taken.
 */
faults: Array<ImportFault>, };
export type InstanceArgs = { 
/**
 * Document.
 */
document: string, 
/**
 * Instance.
 */
instance: string, 
/**
 * Keys pressed for it.
 */
keys?: number, 
/**
 * Milliseconds in the field, pauses of more than half a minute left out.
 */
active?: number, };
export type InstanceView = { 
/**
 * Its id.
 */
instance: string, 
/**
 * Name of the repeat.
 */
repeat: string, 
/**
 * The instance around it, where the repeat lies in another.
 */
within?: string, 
/**
 * The family the person goes to, whose own entry has not arrived.
 */
leaving?: OtherFamily, 
/**
 * The family the person comes from, where the person still counts.
 */
arriving?: OtherFamily, 
/**
 * The family the person came from.
 */
came_from?: OtherFamily, };
export type KeyingSettingsArgs = Record<symbol, never>;
export type KeyingSettingsView = { 
/**
 * Outgoing wrong fields per million that are allowed.
 */
limit: number, 
/**
 * Share of documents keyed again at least, per thousand.
 */
least: number, 
/**
 * Confidence that the limit holds, per thousand.
 */
confidence: number, 
/**
 * The first so many documents of a keyer are all keyed again.
 */
learning: number, 
/**
 * After so many fields keyed again an old one weighs half.
 */
memory: number, 
/**
 * Every document is keyed again.
 */
all: boolean, 
/**
 * Blocks always keyed again.
 */
blocks: Array<string>, 
/**
 * Questions always keyed again.
 */
questions: Array<string>, 
/**
 * Keyers all of whose work is.
 */
keyers: Array<string>, 
/**
 * As a document of its own, compared afterwards.
 */
independent: boolean, 
/**
 * Free order.
 */
free: boolean, 
/**
 * Row by row over the members.
 */
rows: boolean, 
/**
 * Tones.
 */
sound: boolean, 
/**
 * Shifts and attendance are kept.
 */
shifts: boolean, 
/**
 * A pause is longer than so many seconds.
 */
pause: number, 
/**
 * Whoever sits here may change them.
 */
mine: boolean, };
export type Kind = "text" | "long_text" | "digits" | "integer" | "decimal" | "date" | "time" | "date_time" | "geopoint" | "barcode" | "file" | "acknowledge" | "one" | "sum" | "many" | "note" | "computed";
export type Language = "id" | "en" | "both";
export type LiftCurtain = { 
/**
 * Six digits, or the password where no PIN is set; the third wrong one locks.
 */
pin: string, };
export type LineView = { 
/**
 * The family; absent: no line has these numbers, and it can be keyed as found in the field.
 */
family?: FamilyRow, 
/**
 * 111 by the listing.
 */
welfare?: number, 
/**
 * Its paper document: `none`, `begun`, `parked`, `keyed`.
 */
stage: string, 
/**
 * Who keyed it, by code.
 */
keyer: string, };
export type LinkView = { 
/**
 * A sending is under way.
 */
busy: boolean, 
/**
 * RFC 3339: when the last sending of this session ended.
 */
tried?: string, 
/**
 * RFC 3339: when the next is due; absent when it is sent by hand alone.
 */
next?: string, 
/**
 * Why the last one stopped.
 */
failure?: Code, 
/**
 * The last one went to the hub.
 */
hub: boolean, };
export type ListFamily = { 
/**
 * Family.
 */
family: string, 
/**
 * Whether it is there.
 */
presence: Presence, 
/**
 * The family it is listed twice with.
 */
with?: string, 
/**
 * Welfare by the officer's judgement (1 to 3).
 */
welfare?: number, 
/**
 * Members, as told at the door.
 */
members?: number, };
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
before?: string, 
/**
 * Keys pressed for it.
 */
keys?: number, 
/**
 * Milliseconds in the field, pauses of more than half a minute left out.
 */
active?: number, };
export type MovePerson = { 
/**
 * Document the person is in.
 */
document: string, 
/**
 * The person.
 */
instance: string, 
/**
 * The receiving family, of this laptop.
 */
family: string, };
export type MoveToSls = { 
/**
 * Families of one SLS.
 */
families: Array<string>, 
/**
 * Where they are from now on.
 */
idsubsls: string, };
export type MyFigures = { 
/**
 * Documents finished today.
 */
documents: number, 
/**
 * Keystrokes per hour, in fields of digits and codes.
 */
per_hour: number, 
/**
 * Wrong fields per 1,000 keystrokes, as far as they were keyed again, in tenths; absent: none were.
 */
errors_tenths?: number, 
/**
 * Minutes since the last pause.
 */
since_pause: number, 
/**
 * Shift that runs.
 */
shift?: number, };
export type NewFormArgs = Record<symbol, never>;
export type NewFormView = { 
/**
 * It, when one does.
 */
waiting?: WaitingForm, };
export type NewerFamilyRow = { 
/**
 * Family.
 */
family: string, 
/**
 * Its head.
 */
head: string, 
/**
 * SLS.
 */
idsubsls: string, 
/**
 * Building; 0 when not known.
 */
building: number, 
/**
 * Family number; 0 when not known.
 */
number: number, 
/**
 * Entries written for it.
 */
entries: number, };
export type NewerView = { 
/**
 * Its families, in walking order.
 */
families: Array<NewerFamilyRow>, };
export type NoticeArgs = Record<symbol, never>;
export type NoticeGiven = { 
/**
 * RFC 3339.
 */
at: string, 
/**
 * How.
 */
way: NoticeWay, 
/**
 * Which version of the notice.
 */
version: string, };
export type NoticePart = { 
/**
 * What it is about (`purpose`, `law`, `rights`, …).
 */
name: string, 
/**
 * Its heading, Indonesian.
 */
heading: string, 
/**
 * Its words, Indonesian.
 */
text: string, 
/**
 * Its heading, English.
 */
heading_en: string, 
/**
 * Its words, English.
 */
text_en: string, };
export type NoticeView = { 
/**
 * Its version: a hash of its words.
 */
version: string, 
/**
 * Its parts in order.
 */
parts: Array<NoticePart>, };
export type NoticeWay = "read" | "paper";
export type NumberFamily = { 
/**
 * Family.
 */
family: string, 
/**
 * Building number (r109); 0 takes it away.
 */
building: number, 
/**
 * Family number (r110); 0 takes it away.
 */
number: number, 
/**
 * When another family has the number: that one and those behind it move on by one, as far as the
 * next free number.
 */
shift: boolean, 
/**
 * The building is a new one: where another has its number, that one and those behind it move on too.
 */
new_building?: boolean, };
export type OfficerRole = "ppl" | "pml" | "koseka" | "keyer" | "supervisor" | "admin_regency" | "admin_province" | "admin_centre";
export type OpenDocument = { 
/**
 * Family.
 */
family: string, 
/**
 * Which of its documents.
 */
source?: DocumentSource, };
export type OpenPaper = { 
/**
 * Family.
 */
family: string, 
/**
 * SLS.
 */
idsubsls: string, 
/**
 * It is a second entry.
 */
second: boolean, };
export type OpenVerify = { 
/**
 * Document.
 */
document: string, };
export type OtherFamily = { 
/**
 * Its id.
 */
family: string, 
/**
 * Its head; empty when it is not on this laptop.
 */
head: string, };
export type OwedView = { 
/**
 * Question.
 */
path: string, 
/**
 * Who owes it.
 */
owed: string, };
export type PageArgs = { 
/**
 * Document.
 */
document: string, 
/**
 * File.
 */
file: string, };
export type PageImage = { 
/**
 * File.
 */
file: string, 
/**
 * `application/pdf` or `image/png`.
 */
media: string, };
export type PagesAttached = { 
/**
 * Files attached.
 */
attached: number, 
/**
 * Files that name no document that is here, or are no page.
 */
left: Array<string>, };
export type PaperKind = "vk" | "k" | "xk" | "psls";
export type PaperProof = "holds" | "older" | "forged";
export type PaperReceipt = { 
/**
 * Names it.
 */
receipt: string, 
/**
 * `vk`, `k`, `xk`, `psls`.
 */
kind: PaperKind, 
/**
 * By the list.
 */
listed: number, 
/**
 * Counted.
 */
counted: number, 
/**
 * Who brought it.
 */
from: string, 
/**
 * Hand-over letter.
 */
letter: string, 
/**
 * Noted.
 */
note: string, 
/**
 * Who counted, by code.
 */
by: string, 
/**
 * When; RFC 3339.
 */
at: string, 
/**
 * How the difference was settled.
 */
settled?: Settlement, };
export type Park = { 
/**
 * Document.
 */
document: string, 
/**
 * Why.
 */
reason: string, };
export type ParkedDocument = { 
/**
 * Family.
 */
family: string, 
/**
 * SLS.
 */
idsubsls: string, 
/**
 * Building number (109).
 */
building: number, 
/**
 * Family number (110).
 */
number: number, 
/**
 * Why.
 */
reason: string, 
/**
 * Since when; RFC 3339.
 */
at: string, };
export type PasswordWeight = { 
/**
 * zxcvbn's score, 0 to 4.
 */
score: number, 
/**
 * It would be taken.
 */
good: boolean, 
/**
 * What would make it better, in the language of the interface.
 */
advice: Array<string>, };
export type Pending = { 
/**
 * Names the giving.
 */
giving: string, 
/**
 * Who gave, by code.
 */
from: string, 
/**
 * To whom; empty: storage.
 */
to: string, 
/**
 * Documents; 0: the bundle.
 */
documents: number, 
/**
 * It waits for whoever sits here.
 */
mine: boolean, 
/**
 * Since when; RFC 3339.
 */
at: string, };
export type PickLine = { 
/**
 * The SLS.
 */
idsubsls: string, 
/**
 * 109.
 */
building: number, 
/**
 * 110.
 */
number: number, };
export type PlaceView = { 
/**
 * Absent until somebody said.
 */
position?: PositionView, 
/**
 * Latitude and longitude stood the wrong way round, and were taken the right way. Said once, when set.
 */
swapped: boolean, };
export type PortView = { 
/**
 * As the system names it (`COM3`, `/dev/ttyUSB0`).
 */
port: string, 
/**
 * What is plugged in, as it calls itself.
 */
name: string, };
export type PositionView = { 
/**
 * Degrees, north positive (WGS 84).
 */
lat: number, 
/**
 * Degrees, east positive.
 */
lon: number, 
/**
 * Radius it is believed to within, metres.
 */
accuracy_m?: number, 
/**
 * How it came to be known.
 */
way: PositionWay, 
/**
 * It lies outside Indonesia, which may be a slip.
 */
abroad: boolean, };
export type PositionWay = "typed" | "pasted" | "receiver";
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
export type Presence = "found" | "new" | "moved" | "died_out" | "doubled";
export type PrintBundles = { 
/**
 * Folder.
 */
folder: string, 
/**
 * What.
 */
paper: BundlePaper, 
/**
 * These bundles; empty: all of this vault.
 */
bundles: Array<string>, 
/**
 * Minutes east of UTC in which times are printed; without it those of WITA.
 */
offset_minutes?: number, };
export type PrintReceipt = { 
/**
 * The SLS.
 */
idsubsls: string, 
/**
 * Where the PDF goes.
 */
folder: string, 
/**
 * Minutes east of UTC in which times are printed (540 is WIT).
 */
offset_minutes: number, };
export type PrintSls = { 
/**
 * The SLS.
 */
idsubsls: string, 
/**
 * Which paper.
 */
paper: SlsPaper, 
/**
 * Where the PDF goes.
 */
folder: string, 
/**
 * Minutes east of UTC in which times are printed (540 is WIT).
 */
offset_minutes: number, };
export type PrintWorkList = { 
/**
 * Folder.
 */
folder: string, 
/**
 * Of this SLS.
 */
idsubsls: string, 
/**
 * Of this field checker; empty: a page for each.
 */
checker: string, };
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
export type ProofProblem = { 
/**
 * What is wrong.
 */
fault: Fault, 
/**
 * Number of the receipt.
 */
receipt: number, 
/**
 * Life of the endpoint's data.
 */
epoch: string, 
/**
 * The family it is about, when it is about one.
 */
family?: string, };
export type ProofView = { 
/**
 * Receipts whose signature was proven.
 */
receipts: number, 
/**
 * Segments made again from the journal that give exactly the hash of the receipt.
 */
rebuilt: number, 
/**
 * Segments whose entries were let go: their hash stays.
 */
wiped: number, 
/**
 * What should be at the endpoint, SLS by SLS.
 */
areas: Array<AreaProof>, 
/**
 * What does not hold.
 */
problems: Array<ProofProblem>, 
/**
 * What the printed receipt proves, when one was given.
 */
paper?: PaperProof, };
export type ProtectionArgs = Record<symbol, never>;
export type ProtectionView = { 
/**
 * Minutes without a key until the curtain.
 */
curtain_minutes: number, 
/**
 * Minutes without a key until the lock.
 */
lock_minutes: number, 
/**
 * A PIN is set; without one the curtain is lifted with the password.
 */
pin: boolean, 
/**
 * Officers with a slot in this vault, by code.
 */
officers: Array<string>, 
/**
 * Days of use since the office was heard.
 */
days_alone: number, 
/**
 * Days of use without the office after which the vault asks for it.
 */
days_allowed: number, 
/**
 * Days a document stays after the office has it safely; absent: it is not wiped by itself.
 */
keep_days?: number, 
/**
 * Families whose answers were wiped from this laptop.
 */
wiped: number, };
export type ProveSheet = { 
/**
 * Document.
 */
document: string, 
/**
 * Which sheet, from 2.
 */
number: number, 
/**
 * Of how many; 0: the paper does not say.
 */
of: number, 
/**
 * 109 as on the sheet.
 */
building: number, 
/**
 * 110 as on the sheet.
 */
family_number: number, };
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
 * More help, for those who ask for it.
 */
guidance?: Text, 
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
 * Why it may be skipped: its own condition in the paper's numbers (`301a = 1`), absent when always asked.
 */
asked_when?: string, 
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
readonly: boolean, 
/**
 * Keying may copy the previous document's answer here.
 */
carried?: boolean, 
/**
 * Keying holds it fixed for a bundle, and does not visit it.
 */
bundled?: boolean, 
/**
 * Tells who somebody is: `alike` is asked about it.
 */
alike?: boolean, };
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
held: number, 
/**
 * Photos and scans that wait.
 */
files?: FilesWaiting, };
export type RaisedView = { 
/**
 * Rule.
 */
rule: string, 
/**
 * How grave.
 */
severity: Severity, 
/**
 * What is wrong.
 */
message: Text, 
/**
 * Places to jump to.
 */
focus: Array<string>, };
export type ReadReceiver = { 
/**
 * Its port, from [`ReceiversView`].
 */
port: string, };
export type RecapView = { 
/**
 * Verified families.
 */
verified: number, 
/**
 * Of these very poor by the officer's judgement.
 */
very_poor: number, 
/**
 * Poor.
 */
poor: number, 
/**
 * Not poor.
 */
not_poor: number, 
/**
 * Without an answer to the end.
 */
nonresponse: number, };
export type ReceiptFacts = { 
/**
 * Its number.
 */
number: number, 
/**
 * RFC 3339, the endpoint's clock.
 */
at: string, 
/**
 * Life of the endpoint's data.
 */
epoch: string, 
/**
 * It is in a proven backup of the endpoint.
 */
safe: boolean, };
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
export type ReceiversArgs = Record<symbol, never>;
export type ReceiversView = { 
/**
 * Them.
 */
ports: Array<PortView>, };
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
note: string, 
/**
 * When to come again: `2022-10-20T16:00`, by the clock on the wall.
 */
appointment?: string, };
export type Recover = { 
/**
 * Officer code from `StateView::officers`.
 */
officer: string, 
/**
 * As the office said it; a misread group is named by its number in `Failure::place`.
 */
code: string, 
/**
 * The password from now on.
 */
password: string, };
export type Release = { 
/**
 * Document.
 */
document: string, 
/**
 * Question.
 */
path: string, 
/**
 * Rule.
 */
finding: string, 
/**
 * Why; empty takes it back.
 */
reason: string, };
export type RemoveOfficer = { 
/**
 * Whom to take out; the vault is encrypted anew into another file.
 */
officer: string, };
export type RemovedDocument = { 
/**
 * Document.
 */
document: string, 
/**
 * Answers it holds.
 */
answers: number, 
/**
 * Who removed it.
 */
by: ByView, 
/**
 * When.
 */
at: WhenView, };
export type RemovedMember = { 
/**
 * Document it was in.
 */
document: string, 
/**
 * The entry that removed it: undoing that brings it back.
 */
entry: string, 
/**
 * What it was called.
 */
row: string, 
/**
 * Answers it holds.
 */
answers: number, 
/**
 * Where the person moved, if that is why.
 */
family?: OtherFamily, 
/**
 * Who removed it.
 */
by: ByView, 
/**
 * When.
 */
at: WhenView, };
export type RemovedView = { 
/**
 * Documents.
 */
documents: Array<RemovedDocument>, 
/**
 * Members of its documents that are not removed themselves.
 */
members: Array<RemovedMember>, };
export type Renumber = { 
/**
 * The SLS.
 */
idsubsls: string, 
/**
 * Only say how many would change.
 */
dry: boolean, };
export type Renumbered = { 
/**
 * Families.
 */
families: number, 
/**
 * Documents whose 109 and 110 went with it.
 */
documents: number, };
export type RepeatAnswer = { 
/**
 * Document.
 */
document: string, 
/**
 * Question.
 */
path: string, 
/**
 * Keys pressed for it.
 */
keys?: number, 
/**
 * Milliseconds in the field.
 */
active?: number, };
export type RepeatView = { 
/**
 * Name in the form (`anggota`).
 */
name: string, 
/**
 * Number on the paper, empty when it has none.
 */
number: string, 
/**
 * Title.
 */
title: Text, 
/**
 * Block it stands in.
 */
block: string, 
/**
 * The repeat around it.
 */
within?: string, 
/**
 * The form says how many instances it has: nobody adds or removes one.
 */
counted: boolean, 
/**
 * Its pages, in order.
 */
pages: Array<string>, };
export type RestoreDocument = { 
/**
 * Family.
 */
family: string, 
/**
 * Document.
 */
document: string, };
export type RestoredView = { 
/**
 * This laptop now, unlocked.
 */
state: StateView, 
/**
 * Where the vault lies that was there before.
 */
aside?: string, };
export type ReturnDocument = { 
/**
 * Document.
 */
document: string, 
/**
 * What is to be looked at, at least one.
 */
comments: Array<CommentView>, };
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
export type Revert = { 
/**
 * Document.
 */
document: string, 
/**
 * Which entry.
 */
entry: string, 
/**
 * What to do with it.
 */
back: Back, };
export type Road = { "state": "untouched" } | { "state": "open" } | { "state": "pending" } | { "state": "copied", 
/**
 * Number of the newest receipt that names it.
 */
receipt: number, } | { "state": "claimed", 
/**
 * A hub keeps it and will carry it on.
 */
at_hub: boolean, } | { "state": "settled", 
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
 * Number of the receipt that says so; absent when it never arrived.
 */
receipt?: number, };
export type RoadSettings = { 
/**
 * Unfinished documents are sent too, as safety copies.
 */
copies: boolean, 
/**
 * It is sent by the clock, not by hand alone.
 */
clock: boolean, 
/**
 * A hub on the office's network (`https://host:port`), tried while the endpoint is away.
 */
hub?: string, 
/**
 * Folder of the rolling copy of the vault.
 */
safety?: string, 
/**
 * Folder a stick was last written to or read from; told, not set.
 */
stick?: string, };
export type RoadSettingsArgs = Record<symbol, never>;
export type SafetyView = { 
/**
 * Where it goes.
 */
folder: string, 
/**
 * RFC 3339: the last good one.
 */
copied?: string, 
/**
 * RFC 3339: since when it fails.
 */
failing?: string, 
/**
 * Why.
 */
failure?: Code, };
export type SalvagedFamily = { 
/**
 * Family.
 */
family: string, 
/**
 * Its head; empty when it was not saved.
 */
head: string, 
/**
 * Entries missing here.
 */
entries: number, 
/**
 * The endpoint has them, by a receipt; else they lie in a batch that waits here.
 */
receipted: boolean, };
export type SalvagedView = { 
/**
 * This laptop now, unlocked.
 */
state: StateView, 
/**
 * Families saved.
 */
families: number, 
/**
 * Documents saved.
 */
documents: number, 
/**
 * Entries saved.
 */
entries: number, 
/**
 * Entries that are nowhere any more.
 */
lost: number, 
/**
 * Families of which the endpoint, or a batch that waits, has more than this vault.
 */
elsewhere: Array<SalvagedFamily>, 
/**
 * Where the damaged vault lies, as it was.
 */
aside: string, };
export type Sample = { 
/**
 * The families, in walking order.
 */
families: Array<FamilyRow>, 
/**
 * Finished families of the SLS that could have been drawn.
 */
of: number, };
export type SegmentRow = { 
/**
 * The batch it went in.
 */
batch: string, 
/**
 * Entries in it.
 */
entries: number, 
/**
 * What became of it.
 */
fate: Fate, 
/**
 * Why it is held or unreadable.
 */
code?: Code, 
/**
 * The receipt that says so.
 */
receipt?: ReceiptFacts, 
/**
 * A hub keeps the batch.
 */
at_hub: boolean, 
/**
 * Its entries were let go here.
 */
wiped: boolean, };
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
 * What the officer is for the office.
 */
role: OfficerRole, 
/**
 * The tour is on: a practice family that is never sent, beside the officer's own work.
 */
tour?: boolean, 
/**
 * Areas served, in order.
 */
areas: Array<AreaView>, 
/**
 * The family whose document was open, to return to the very field.
 */
open_family?: string, 
/**
 * Which of its documents that was.
 */
open_source?: DocumentSource, };
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
 * True: the answer stays as it is, only note and `seen` are written (the window holds no masked answer to repeat).
 */
keep: boolean, 
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
seen?: string, 
/**
 * The paper says so: keying asks no more here, findings stand.
 */
paper?: boolean, 
/**
 * Keys pressed for it.
 */
keys?: number, 
/**
 * Milliseconds in the field, pauses of more than half a minute left out.
 */
active?: number, };
export type SetPin = { 
/**
 * Six digits.
 */
pin: string, 
/**
 * The officer's password: who finds the laptop open sets no PIN.
 */
password: string, };
export type SetPosition = { 
/**
 * Family.
 */
family: string, 
/**
 * As typed or pasted: `0,79012 127,38451`, `0°47'24.4"N 127°23'04.2"E`, a `geo:` link; empty with `fix`.
 */
text: string, 
/**
 * True when it was pasted.
 */
pasted: boolean, 
/**
 * As a receiver said.
 */
fix?: FixView, };
export type SetProtection = { 
/**
 * 1 to 30.
 */
curtain_minutes: number, 
/**
 * 5 to 120.
 */
lock_minutes: number, 
/**
 * 1 to 3,650; absent: never by itself.
 */
keep_days?: number, };
export type Settlement = { 
/**
 * Who, by code.
 */
by: string, 
/**
 * How.
 */
note: string, 
/**
 * When; RFC 3339.
 */
at: string, };
export type Severity = "error" | "warning";
export type SheetFormat = "csv" | "xlsx";
export type SheetProof = { 
/**
 * It does, and that is written.
 */
belongs: boolean, 
/**
 * Questions that differ.
 */
differs: Array<string>, };
export type SilentDevice = { 
/**
 * Its name, or whose it is.
 */
name: string, 
/**
 * When it was heard last; RFC 3339, absent: never.
 */
last?: string, };
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
masked: boolean, 
/**
 * Kept as on paper.
 */
paper?: boolean, };
export type SlsArgs = { 
/**
 * BPS `idsubsls`.
 */
idsubsls: string, };
export type SlsChangeView = { 
/**
 * What.
 */
kind: SlsKind, 
/**
 * The areas it is from then on.
 */
into: Array<SlsName>, 
/**
 * In the officer's words.
 */
note: string, 
/**
 * Settled by a coordinator; otherwise a report.
 */
settled: boolean, 
/**
 * Who said so, and when.
 */
word: SlsWord, };
export type SlsFinding = { 
/**
 * Rule (`V001`).
 */
rule: string, 
/**
 * How grave.
 */
severity: Severity, 
/**
 * What is wrong and what to do.
 */
message: Text, };
export type SlsKind = "none" | "split" | "merge" | "rename" | "not_found";
export type SlsName = { 
/**
 * BPS `idsubsls`.
 */
idsubsls: string, 
/**
 * Name.
 */
name: string, };
export type SlsPaper = "work" | "recap";
export type SlsRow = { 
/**
 * BPS `idsubsls`.
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
district: string, 
/**
 * Codes of the enumerators who serve it, where the office told them.
 */
officers: Array<string>, 
/**
 * Of the prelist.
 */
prelist: number, 
/**
 * Whose presence was verified.
 */
listed: number, 
/**
 * Found in the field, not in the prelist.
 */
found: number, 
/**
 * Verified: found or new.
 */
verified: number, 
/**
 * Visited at least once, with or without an answer.
 */
visited: number, 
/**
 * Finished.
 */
finished: number, 
/**
 * Finished or not, with errors.
 */
error: number, 
/**
 * With warnings and no error.
 */
warning: number, 
/**
 * Clean.
 */
clean: number, 
/**
 * Finished, and in a batch or at a hub.
 */
sent: number, 
/**
 * Finished, and named by a receipt.
 */
receipted: number, 
/**
 * What is still to do, each with its families; a family stands under the first reason that holds,
 * in the order of [`GapReason`].
 */
gaps: Array<Gap>, 
/**
 * The recap of its listing is written, and is what the families say.
 */
recap: boolean, 
/**
 * A supervisor approved it.
 */
approved: boolean, };
export type SlsView = { 
/**
 * Its progress.
 */
row: SlsRow, 
/**
 * The recap as its families say it now.
 */
counted: RecapView, 
/**
 * Verified families without a judgement of welfare: the recap cannot add up before.
 */
unjudged: number, 
/**
 * The recap as it was written last.
 */
written?: RecapView, 
/**
 * Who wrote it, and when.
 */
written_by?: SlsWord, 
/**
 * Rules V001 to V004 that it breaks now.
 */
findings: Array<SlsFinding>, 
/**
 * What became of it, as it was reported or settled last.
 */
change?: SlsChangeView, 
/**
 * The areas it came of, by lineage.
 */
from: Array<string>, 
/**
 * Who approved it, and when; or who took that back.
 */
approval?: ApprovalView, 
/**
 * This officer may approve it and settle what became of it.
 */
may_approve: boolean, };
export type SlsWord = { 
/**
 * Who.
 */
by: ByView, 
/**
 * When.
 */
at: WhenView, };
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
 * The curtain is down: nothing is shown until it is lifted.
 */
covered: boolean, 
/**
 * The curtain is lifted with a PIN; without one with the password. Known when unlocked.
 */
has_pin: boolean, 
/**
 * Theme and languages.
 */
preferences: Preferences, 
/**
 * A vault here was destroyed by the office's order; said until somebody enrols again.
 */
wiped?: boolean, };
export type Status = "blank" | "error" | "warning" | "clean";
export type StickFile = { 
/**
 * Where it is.
 */
path: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its size.
 */
bytes: number, 
/**
 * Families in it.
 */
families: number, 
/**
 * Batches in it.
 */
batches: number, 
/**
 * Pieces of photos in it.
 */
chunks: number, 
/**
 * Families no batch could be made of; they stay here.
 */
refused: number, 
/**
 * Counts this laptop's files.
 */
number: number, 
/**
 * Who can open it: the address of the endpoint.
 */
receiver: string, };
export type StockView = { 
/**
 * Here as the books say.
 */
right: number, 
/**
 * By the books here, and not scanned.
 */
missing: Array<BundleRow>, 
/**
 * Scanned here, and by the books elsewhere.
 */
surplus: Array<BundleRow>, 
/**
 * Scanned, and in no books.
 */
unknown: Array<string>, };
export type TakeFormArgs = Record<symbol, never>;
export type TakeStock = { 
/**
 * Storage place.
 */
place: string, 
/**
 * Labels or numbers, as scanned.
 */
boxes: Array<string>, 
/**
 * Writes that they were seen there; otherwise compares only.
 */
write: boolean, };
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
export type Tick = { 
/**
 * Document.
 */
document: string, 
/**
 * Question.
 */
path: string, 
/**
 * Rule.
 */
finding: string, 
/**
 * Looked at, or not any more.
 */
done: boolean, };
export type TouchArgs = { 
/**
 * Something of the window went to the clipboard: it is emptied when the vault is locked.
 */
copied?: boolean, };
export type Trace = { 
/**
 * A scanned label, a box number, or an area id.
 */
code: string, 
/**
 * Building number (109), 0: the bundle.
 */
building: number, 
/**
 * Family number (110), 0: the bundle.
 */
number: number, };
export type TraceView = { 
/**
 * Its bundle.
 */
bundle: BundleView, 
/**
 * The document that was asked for.
 */
document?: BundleDocument, };
export type TrailProofView = { 
/**
 * Records.
 */
records: number, 
/**
 * Entries of the journal that are what their record says.
 */
entries: number, 
/**
 * Entries that were wiped after their time, as a record says.
 */
wiped: number, 
/**
 * Numbers of the records that do not hold.
 */
broken: Array<number>, 
/**
 * Entries that stand in no record, though they should.
 */
uncovered: number, };
export type TrailWritten = { 
/**
 * The file, JSON lines.
 */
path: string, 
/**
 * Records in it.
 */
records: number, };
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
saved?: string, 
/**
 * A newer version of the form is here and waits to be taken.
 */
new_form?: boolean, 
/**
 * Days of use until the vault asks for the office, when they are few: it was long not heard.
 */
alone?: number, 
/**
 * The battery, where there is one.
 */
battery?: BatteryView, 
/**
 * How it stands with the link.
 */
link?: LinkView, 
/**
 * The rolling copy of the vault, when there is to be one.
 */
safety?: SafetyView, };
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
export type ValueView = { 
/**
 * As keyed; masked where the question is sensitive, empty when the question was.
 */
raw: string, 
/**
 * The choice in words.
 */
words?: Text, 
/**
 * Missing code in words.
 */
missing?: Text, 
/**
 * Note.
 */
note?: string, 
/**
 * Findings confirmed with it.
 */
confirmed: Array<ConfirmedView>, 
/**
 * Errors a supervisor let stand with it.
 */
released?: Array<ConfirmedView>, 
/**
 * `raw` is masked.
 */
masked: boolean, };
export type VaultArgs = { 
/**
 * Officer code.
 */
officer: string, 
/**
 * The password.
 */
password: string, };
export type VerifyDone = { 
/**
 * Fields keyed again.
 */
fields: number, 
/**
 * The second keyer's own slips.
 */
slips: number, 
/**
 * That wait for the third person.
 */
disputed: number, };
export type VerifyField = { 
/**
 * Document.
 */
document: string, 
/**
 * Question.
 */
path: string, 
/**
 * As keyed; empty: empty on paper.
 */
raw: string, 
/**
 * Missing code instead.
 */
missing?: string, 
/**
 * It cannot be keyed here: the paper has other members, or none. It waits for the third person.
 */
parked?: boolean, 
/**
 * Keys pressed for it.
 */
keys?: number, 
/**
 * Milliseconds in the field.
 */
active?: number, };
export type VerifyOutcome = "same" | "again" | "slip" | "disputed" | "parked";
export type VerifyQueue = { 
/**
 * Documents, oldest first.
 */
documents: Array<VerifyRow>, 
/**
 * Documents that wait for the third person (of supervisors; else 0).
 */
disputes: number, };
export type VerifyQueueArgs = Record<symbol, never>;
export type VerifyReceiptsArgs = { 
/**
 * The text of a printed receipt's QR code, to be held against this vault too.
 */
paper?: string, };
export type VerifyRow = { 
/**
 * Document.
 */
document: string, 
/**
 * Family.
 */
family: string, 
/**
 * SLS.
 */
idsubsls: string, 
/**
 * Building number (109).
 */
building: number, 
/**
 * Family number (110).
 */
number: number, 
/**
 * Box.
 */
label: string, 
/**
 * Fields keyed again, of all; of all 0 before the first.
 */
progress: Progress, 
/**
 * `sampled`, `fetched_back`, `learning`, `always`.
 */
why: string, 
/**
 * It is keyed as a document of its own.
 */
independent: boolean, };
export type VerifyStep = { 
/**
 * `same`, `again` (it differs: key it again), `slip`, `disputed`, `parked`.
 */
outcome: VerifyOutcome, 
/**
 * The field to stand on: the same after `again`; absent when all is done.
 */
next?: string, 
/**
 * Fields done, of all.
 */
progress: Progress, };
export type VerifyTrailArgs = Record<symbol, never>;
export type VerifyView = { 
/**
 * Document.
 */
document: string, 
/**
 * Family.
 */
family: string, 
/**
 * SLS.
 */
idsubsls: string, 
/**
 * Building number (109).
 */
building: number, 
/**
 * Family number (110).
 */
number: number, 
/**
 * The version of the form, as [`FormView::edition`](super::FormView).
 */
edition: string, 
/**
 * Instances of each repeat, in order.
 */
instances: Array<InstanceView>, 
/**
 * Fields to key, in paper order.
 */
fields: Array<string>, 
/**
 * Those that are done.
 */
done: Array<string>, 
/**
 * The field to stand on.
 */
next?: string, };
export type VisitOutcome = "not_home" | "refused" | "moved" | "later" | "on_paper";
export type VisitRow = { 
/**
 * What came of it.
 */
outcome: VisitOutcome, 
/**
 * In the officer's words.
 */
note: string, 
/**
 * When to come again, by the clock on the wall.
 */
appointment?: string, 
/**
 * Who.
 */
by: ByView, 
/**
 * When.
 */
at: WhenView, };
export type VisitsView = { 
/**
 * Visits without an answer, newest first.
 */
rows: Array<VisitRow>, 
/**
 * Attempts that count towards three: not at home, refused, later.
 */
attempts: number, 
/**
 * It is handed over.
 */
handed: boolean, 
/**
 * Where the dwelling stands, as read aloud: `0.79012° LU, 127.38451° BT · ±8 m`.
 */
position?: string, };
export type WaitingForm = { 
/**
 * As its publisher calls it.
 */
version: string, 
/**
 * What it does here.
 */
effects: FormEffects, };
export type WeighPassword = { 
/**
 * It.
 */
password: string, };
export type WhenView = { 
/**
 * RFC 3339: the laptop's own clock, right or wrong.
 */
laptop: string, 
/**
 * RFC 3339: the office's time, reckoned; absent when the office was never heard.
 */
office?: string, 
/**
 * `office` may be so many minutes off either way; absent: it is only the earliest it can be.
 */
within_minutes?: number, 
/**
 * The two differ by more than a few minutes.
 */
clock_wrong: boolean, };
export type WhereaboutsView = { 
/**
 * Family.
 */
family: string, 
/**
 * Its head.
 */
head: string, 
/**
 * SLS.
 */
idsubsls: string, 
/**
 * How far it has come.
 */
road: Road, 
/**
 * Entries in no segment yet.
 */
entries: number, 
/**
 * Every segment that was made of it, oldest first.
 */
segments: Array<SegmentRow>, };
export type WipeNowArgs = Record<symbol, never>;
export type WipedNow = { 
/**
 * Families wiped by this command.
 */
families: number, 
/**
 * Families wiped from this laptop in all.
 */
wiped: number, };
export type WorkFigures = { 
/**
 * Of this keyer, by code; empty: of whoever sits here. Others' are a supervisor's.
 */
officer: string, 
/**
 * Of everybody, a supervisor's.
 */
everybody: boolean, 
/**
 * From this day, local date; empty: today.
 */
from: string, 
/**
 * To this day.
 */
to: string, 
/**
 * Cut by.
 */
by: FiguresBy, };
export type WorkList = { 
/**
 * Of this SLS.
 */
idsubsls: string, 
/**
 * Of this field checker, by code of the PML (204).
 */
checker: string, 
/**
 * Of this rule.
 */
rule: string, 
/**
 * Errors alone.
 */
errors: boolean, 
/**
 * Those settled too: confirmed, released, ticked.
 */
settled: boolean, 
/**
 * First row.
 */
offset: number, 
/**
 * Rows at most.
 */
limit: number, };
export type WorkMode = "visit" | "keying" | "verifying" | "supervising" | "import";
export type WorkPage = { 
/**
 * The page, by SLS, building, number, then paper order.
 */
rows: Array<WorkRow>, 
/**
 * All that fit.
 */
total: number, 
/**
 * Errors open, of all that fit.
 */
errors: number, 
/**
 * Warnings open.
 */
warnings: number, 
/**
 * Errors a supervisor let stand.
 */
released: number, 
/**
 * Rules that occur, with their number: to narrow by.
 */
rules: Array<Counted>, 
/**
 * Field checkers that occur.
 */
checkers: Array<Counted>, 
/**
 * SLS that occur.
 */
slses: Array<Counted>, };
export type WorkRow = { 
/**
 * Document.
 */
document: string, 
/**
 * Family.
 */
family: string, 
/**
 * SLS.
 */
idsubsls: string, 
/**
 * Building number (109).
 */
building: number, 
/**
 * Family number (110).
 */
number: number, 
/**
 * Number of the member, from 1; 0: none.
 */
member: number, 
/**
 * Question.
 */
path: string, 
/**
 * Rule.
 */
rule: string, 
/**
 * How grave.
 */
severity: Severity, 
/**
 * What is wrong.
 */
message: Text, 
/**
 * Kept as on paper.
 */
paper: boolean, 
/**
 * Looked at against the paper.
 */
ticked: boolean, 
/**
 * Confirmed with a reason.
 */
confirmed: boolean, 
/**
 * Let stand by a supervisor.
 */
released: boolean, };
export type WriteCustody = { 
/**
 * The SLS.
 */
idsubsls: string, 
/**
 * What.
 */
act: CustodyAct, };
export type WriteRecap = { 
/**
 * The SLS.
 */
idsubsls: string, 
/**
 * The counts, as shown or as on paper.
 */
recap: RecapView, };
export type Written = { 
/**
 * Where it is.
 */
path: string, 
/**
 * Its size.
 */
bytes: number, };

/** Arguments and reply of every command. */
export interface Commands {
  state: { args: StateArgs; reply: StateView };
  set_preferences: { args: Preferences; reply: StateView };
  enrol: { args: Enrol; reply: StateView };
  unlock: { args: Unlock; reply: StateView };
  lock: { args: LockArgs; reply: StateView };
  touch: { args: TouchArgs; reply: Done };
  cover: { args: CoverArgs; reply: StateView };
  lift: { args: LiftCurtain; reply: StateView };
  set_pin: { args: SetPin; reply: StateView };
  weigh_password: { args: WeighPassword; reply: PasswordWeight };
  change_password: { args: ChangePassword; reply: Done };
  challenge: { args: ChallengeArgs; reply: ChallengeView };
  recover: { args: Recover; reply: StateView };
  add_officer: { args: AddOfficer; reply: ProtectionView };
  remove_officer: { args: RemoveOfficer; reply: ProtectionView };
  protection: { args: ProtectionArgs; reply: ProtectionView };
  set_protection: { args: SetProtection; reply: ProtectionView };
  truth: { args: TruthArgs; reply: TruthView };
  form: { args: FormArgs; reply: FormView };
  new_form: { args: NewFormArgs; reply: NewFormView };
  take_form: { args: TakeFormArgs; reply: FormView };
  families: { args: Families; reply: FamilyPage };
  add_family: { args: AddFamily; reply: FamilyRow };
  record_visit: { args: RecordVisit; reply: FamilyRow };
  home: { args: HomeArgs; reply: HomeView };
  list_family: { args: ListFamily; reply: FamilyRow };
  number_family: { args: NumberFamily; reply: Renumbered };
  renumber: { args: Renumber; reply: Renumbered };
  move_to_sls: { args: MoveToSls; reply: Renumbered };
  visits: { args: FamilyArgs; reply: VisitsView };
  hand_over: { args: HandOver; reply: FamilyRow };
  sls: { args: SlsArgs; reply: SlsView };
  write_recap: { args: WriteRecap; reply: SlsView };
  change_sls: { args: ChangeSls; reply: SlsView };
  print_sls: { args: PrintSls; reply: Written };
  open_document: { args: OpenDocument; reply: DocumentView };
  close_document: { args: DocumentArgs; reply: Done };
  set_answer: { args: SetAnswer; reply: Delta };
  confirm_finding: { args: ConfirmFinding; reply: Delta };
  add_instance: { args: AddInstance; reply: Delta };
  move_instance: { args: MoveInstance; reply: Delta };
  make_head: { args: InstanceArgs; reply: Delta };
  remove_instance: { args: InstanceArgs; reply: Delta };
  undo: { args: DocumentArgs; reply: Delta };
  redo: { args: DocumentArgs; reply: Delta };
  stand: { args: Stand; reply: Done };
  finish: { args: DocumentArgs; reply: Finished };
  reveal: { args: Reveal; reply: Revealed };
  notice: { args: NoticeArgs; reply: NoticeView };
  give_notice: { args: GiveNotice; reply: NoticeGiven };
  print_notice: { args: FolderArgs; reply: Written };
  history: { args: History; reply: HistoryPage };
  revert: { args: Revert; reply: DocumentView };
  removed: { args: FamilyArgs; reply: RemovedView };
  remove_document: { args: DocumentArgs; reply: FamilyRow };
  restore_document: { args: RestoreDocument; reply: FamilyRow };
  decisions: { args: FamilyArgs; reply: DecisionsView };
  decide: { args: Decide; reply: DecisionsView };
  move_person: { args: MovePerson; reply: DocumentView };
  return_document: { args: ReturnDocument; reply: FamilyRow };
  approve_sls: { args: ApproveSls; reply: Done };
  draw_sample: { args: DrawSample; reply: Sample };
  compare_visits: { args: FamilyArgs; reply: CompareView };
  across: { args: AcrossArgs; reply: AcrossView };
  alike: { args: Alike; reply: AlikeView };
  queue: { args: QueueArgs; reply: QueueView };
  send: { args: SendArgs; reply: SendReport };
  receipts: { args: Receipts; reply: ReceiptPage };
  whereabouts: { args: FamilyArgs; reply: WhereaboutsView };
  road_settings: { args: RoadSettingsArgs; reply: RoadSettings };
  set_road_settings: { args: RoadSettings; reply: RoadSettings };
  write_stick: { args: FolderArgs; reply: StickFile };
  answers: { args: FolderArgs; reply: AnswersView };
  read_answer: { args: FileArgs; reply: AnswerRead };
  enrol_from_stick: { args: EnrolFromStick; reply: StateView };
  print_receipt: { args: PrintReceipt; reply: Written };
  verify_receipts: { args: VerifyReceiptsArgs; reply: ProofView };
  copy_now: { args: CopyNowArgs; reply: SafetyView };
  copies: { args: FolderArgs; reply: CopiesView };
  preview_copy: { args: CopyArgs; reply: CopyPreview };
  restore_copy: { args: CopyArgs; reply: RestoredView };
  salvage: { args: VaultArgs; reply: SalvagedView };
  read_newer: { args: VaultArgs; reply: NewerView };
  export_newer: { args: ExportNewer; reply: Written };
  attach: { args: Attach; reply: FilesView };
  files: { args: DocumentArgs; reply: FilesView };
  file_bytes: { args: AttachedFile; reply: FileBytes };
  detach: { args: AttachedFile; reply: FilesView };
  attach_photo: { args: AttachPhoto; reply: FilesView };
  receivers: { args: ReceiversArgs; reply: ReceiversView };
  read_receiver: { args: ReadReceiver; reply: FixView };
  position: { args: FamilyArgs; reply: PlaceView };
  set_position: { args: SetPosition; reply: PlaceView };
  bundles: { args: Bundles; reply: BundlePage };
  bundle: { args: BundleArgs; reply: BundleView };
  write_custody: { args: WriteCustody; reply: BundleView };
  import_bundles: { args: ImportBundles; reply: ImportedBundles };
  export_bundles: { args: ExportBundles; reply: Written };
  print_bundles: { args: PrintBundles; reply: Written };
  take_stock: { args: TakeStock; reply: StockView };
  trace: { args: Trace; reply: TraceView };
  balance: { args: BalanceArgs; reply: BalanceView };
  entry: { args: EntryArgs; reply: EntryView };
  pick_line: { args: PickLine; reply: LineView };
  bundle_fields: { args: BundleArgs; reply: BundleFields };
  set_bundle_fields: { args: BundleFields; reply: BundleFields };
  park: { args: Park; reply: Done };
  prove_sheet: { args: ProveSheet; reply: SheetProof };
  repeat_answer: { args: RepeatAnswer; reply: Delta };
  verify_queue: { args: VerifyQueueArgs; reply: VerifyQueue };
  open_verify: { args: OpenVerify; reply: VerifyView };
  verify_field: { args: VerifyField; reply: VerifyStep };
  finish_verify: { args: OpenVerify; reply: VerifyDone };
  disputes: { args: DisputesArgs; reply: DisputesView };
  dispute: { args: DisputeArgs; reply: DisputeView };
  adjudicate: { args: Adjudicate; reply: DisputeView };
  attach_pages: { args: AttachPages; reply: PagesAttached };
  page_bytes: { args: PageArgs; reply: FileBytes };
  keying_settings: { args: KeyingSettingsArgs; reply: KeyingSettingsView };
  set_keying_settings: { args: KeyingSettingsView; reply: KeyingSettingsView };
  work_figures: { args: WorkFigures; reply: FiguresView };
  my_figures: { args: EntryArgs; reply: MyFigures };
  attend: { args: Attend; reply: MyFigures };
  work_list: { args: WorkList; reply: WorkPage };
  tick: { args: Tick; reply: WorkRow };
  release: { args: Release; reply: WorkRow };
  print_work_list: { args: PrintWorkList; reply: Written };
  export_trail: { args: FolderArgs; reply: TrailWritten };
  verify_trail: { args: VerifyTrailArgs; reply: TrailProofView };
  wipe_now: { args: WipeNowArgs; reply: WipedNow };
  begin_tour: { args: BeginTourArgs; reply: StateView };
  end_tour: { args: EndTourArgs; reply: StateView };
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
  "NUMBER_TAKEN",
  "OUT_OF_ORDER",
  "ANSWER_TOO_LONG",
  "NOT_FINISHED",
  "CANNOT_HEAD",
  "CHANGED_SINCE",
  "IN_OTHER_HANDS",
  "IN_TOUR",
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
  "REVOKED",
  "BAD_STICK",
  "NOT_FOR_US",
  "STICK_LOST",
  "BAD_CHUNK",
  "BAD_COPY",
  "READ_ONLY",
  "FILE_TOO_LARGE",
  "TOO_SOON",
  "WRONG_PIN",
  "WEAK_PIN",
  "COVERED",
  "ASKS_OFFICE",
  "CODE_MISREAD",
  "WRONG_CODE",
  "UNSENT",
  "WIPED_BY_OFFICE",
  "OUTSIDE_PERIOD",
  "NOT_ALLOWED",
  "LOGIN_FAILED",
  "SIGNED_OUT",
  "TOO_MANY",
  "FOREIGN_PAGE",
  "BAD_POSITION",
  "RECEIVER_GONE",
  "RECEIVER_SILENT",
  "BAD_PICTURE",
  "PICTURE_TOO_LARGE",
  "PAPER_UNDERWAY",
  "PAPER_ELSEWHERE",
  "NOTHING_WAITS",
  "NOTE_WANTED",
  "BOX_TAKEN",
  "BAD_LABEL",
  "SAME_HANDS",
  "WAITS_FOR_FIRST",
  "BAD_SHEET",
  "INTERNAL",
] as const satisfies readonly Code[];

/** The sentence of each code, as `error.rs` words it. */
export const SENTENCES = {
  WRONG_PASSWORD: { id: "Kata sandi tidak cocok. Data tetap aman; periksa Caps Lock lalu coba lagi, atau minta pemulihan ke kantor.", en: "The password does not match. The data is safe; check Caps Lock and try again, or ask the office for recovery." },
  WEAK_PASSWORD: { id: "Kata sandi terlalu mudah ditebak. Pakai sedikitnya 10 karakter, misalnya tiga atau empat kata.", en: "The password is too easy to guess. Use at least 10 characters, for instance three or four words." },
  LOCKED: { id: "Aplikasi terkunci; jawaban yang sudah diisi tersimpan. Buka kunci untuk melanjutkan.", en: "The app is locked; what was answered is stored. Unlock to go on." },
  UNKNOWN_OFFICER: { id: "Petugas ini belum terdaftar di laptop ini. Daftarkan dengan tiket dari kantor.", en: "This officer is not enrolled on this laptop. Enrol with a ticket of the office." },
  ALREADY_ENROLLED: { id: "Petugas ini sudah terdaftar di laptop ini; datanya tidak diubah. Buka kunci dengan kata sandinya.", en: "This officer is already enrolled on this laptop; nothing was changed. Unlock with the password." },
  BAD_TICKET: { id: "Tiket pendaftaran tidak terbaca. Salin ulang seluruh tiket dari kantor.", en: "The enrolment ticket cannot be read. Copy the whole ticket from the office again." },
  TICKET_SPENT: { id: "Tiket pendaftaran sudah dipakai atau lewat waktu. Minta tiket baru ke kantor.", en: "The enrolment ticket was used or ran out. Ask the office for a new one." },
  VAULT_BUSY: { id: "Aplikasi sudah terbuka di laptop ini. Pakai jendela yang sudah ada.", en: "The app is already open on this laptop. Use the window that is there." },
  VAULT_DAMAGED: { id: "Berkas data rusak dan tidak dibuka agar tidak bertambah rusak. Jangan hapus apa pun; hubungi kantor untuk penyelamatan.", en: "The data file is damaged and was not opened, so that it gets no worse. Delete nothing; call the office for salvage." },
  VAULT_TOO_NEW: { id: "Data dibuat oleh versi aplikasi yang lebih baru. Pasang versi terbaru; data tidak diubah.", en: "The data was written by a newer version. Install it; the data was not changed." },
  DISK_FULL: { id: "Penyimpanan penuh: jawaban terakhir belum tersimpan, yang sebelumnya aman. Kosongkan ruang lalu isi lagi rincian ini.", en: "Storage is full: the last answer is not stored, the ones before are safe. Free some space and key this question again." },
  NOT_WRITABLE: { id: "Folder data tidak dapat ditulis; jawaban terakhir belum tersimpan. Periksa izin folder atau hubungi kantor.", en: "The data folder cannot be written; the last answer is not stored. Check the folder's permissions or call the office." },
  FORM_BROKEN: { id: "Kuesioner di laptop ini tidak dapat dibuka. Jawaban tetap tersimpan; minta kantor mengirim ulang kuesioner.", en: "The questionnaire on this laptop does not load. Answers stay stored; ask the office to send the questionnaire again." },
  NOT_FOUND: { id: "Yang dicari tidak ada di laptop ini. Kembali ke daftar keluarga dan buka lagi.", en: "What was asked for is not on this laptop. Go back to the list of families and open it again." },
  NUMBER_TAKEN: { id: "Nomor bangunan dan nomor keluarga ini sudah dipakai keluarga lain di SLS ini; tidak ada yang diubah. Periksa nomornya, kosongkan dan isi nanti, atau sisipkan agar yang sesudahnya bergeser.", en: "Another family of this SLS has this building and family number; nothing was changed. Check the numbers, leave them empty for now, or insert so that those behind move on." },
  OUT_OF_ORDER: { id: "Nomor keluarga ini tidak mengikuti urutan bangunan di SLS; tidak ada yang diubah. Pilih nomor di antara keluarga yang mengapitnya, atau nomori ulang SLS ini.", en: "This family number does not follow the buildings of the SLS; nothing was changed. Choose a number between the neighbours', or number the SLS anew." },
  ANSWER_TOO_LONG: { id: "Isian terlalu panjang (paling banyak 16.000 huruf) dan belum disimpan. Persingkat, lalu isi lagi.", en: "The answer is too long (at most 16,000 characters) and was not stored. Shorten it and key it again." },
  NOT_FINISHED: { id: "Dokumen yang diperlukan belum diselesaikan. Isian tetap tersimpan; tekan Selesai di dokumen itu, atau tunggu petugasnya menyelesaikan dan mengirimnya.", en: "The document this needs is not finished. What was keyed is stored; finish that document, or wait until its officer has finished and sent it." },
  CANNOT_HEAD: { id: "Anggota ini belum dapat menjadi kepala keluarga: 404 belum diisi, atau menurut 404 ia tidak tinggal bersama. Tidak ada isian yang diubah. Isi 404 anggota ini dahulu, atau pilih anggota lain.", en: "This member cannot be the head of family yet: 404 is not answered, or says the member does not live here. No answer was changed. Answer 404 of this member first, or choose another." },
  CHANGED_SINCE: { id: "Isian ini berubah atau sudah diputuskan orang lain sejak Anda melihatnya; keputusan Anda belum ditulis dan tidak ada isian yang hilang. Buka lagi dokumennya, lihat kedua isian, lalu putuskan.", en: "This answer has changed, or somebody decided it, since you looked; your decision was not written and no answer is lost. Open the document again, look at both readings, then decide." },
  IN_OTHER_HANDS: { id: "Dokumen ini sedang atau sudah dientri ulang oleh petugas lain; tidak ada yang diubah. Ambil dokumen berikutnya di antrean, atau minta pengawas bila rekan itu tidak melanjutkan.", en: "Another officer is keying this document again, or has done so; nothing was changed. Take the next one of the queue, or ask a supervisor if that colleague does not go on." },
  IN_TOUR: { id: "Ini tidak ada dalam tur; pekerjaan Anda tidak tersentuh. Akhiri tur dengan Esc, lalu lakukan lagi.", en: "This is not part of the tour; your work is untouched. End the tour with Esc, then do it again." },
  BAD_REQUEST: { id: "Permintaan tidak dimengerti; tidak ada yang diubah. Perbarui aplikasi bila ini terulang.", en: "The request was not understood; nothing was changed. Update the app if it happens again." },
  ENDPOINT_DOWN: { id: "Kantor tidak terjangkau. Semua jawaban tetap tersimpan dan menunggu; coba lagi bila ada sinyal.", en: "The office cannot be reached. All answers stay stored and wait; try again when there is a signal." },
  BUSY: { id: "Server kantor sedang penuh. Semua jawaban tetap tersimpan; pengiriman diulang nanti.", en: "The office's server is busy. All answers stay stored; sending is tried again later." },
  WRONG_CERTIFICATE: { id: "Sertifikat server bukan milik kantor; tidak ada yang dikirim. Jangan pakai jaringan ini, dan hubungi kantor.", en: "The server's certificate is not the office's; nothing was sent. Do not use this network, and call the office." },
  RECEIPT_FORGED: { id: "Bukti dari server tidak dapat dibuktikan keasliannya, jadi tidak dipakai. Data tetap menunggu di laptop; hubungi kantor.", en: "The server's receipt could not be proven, so it was not used. The data still waits on the laptop; call the office." },
  UNAUTHORIZED: { id: "Laptop ini tidak dikenal server. Semua jawaban tetap tersimpan; hubungi kantor untuk mendaftar ulang.", en: "The server does not know this laptop. All answers stay stored; ask the office to enrol it again." },
  BAD_HASH: { id: "Isi kiriman berubah di jalan dan ditolak seluruhnya. Data tetap di laptop dan dikirim ulang.", en: "The batch changed on the way and was refused whole. The data stays on the laptop and is sent again." },
  BAD_SIGNATURE: { id: "Tanda tangan kiriman tidak sah, jadi tidak diterima. Data tetap di laptop; hubungi kantor.", en: "The signature does not verify, so it was not taken. The data stays on the laptop; call the office." },
  BAD_BATCH: { id: "Kiriman tidak terbaca dan ditolak seluruhnya. Data tetap di laptop; perbarui aplikasi.", en: "The batch cannot be read and was refused whole. The data stays on the laptop; update the app." },
  BATCH_MISMATCH: { id: "Nomor kiriman sudah dipakai untuk isi lain. Data tetap di laptop; hubungi kantor.", en: "The batch id was used for other bytes. The data stays on the laptop; call the office." },
  TOO_LARGE: { id: "Kiriman terlalu besar untuk server. Data tetap di laptop dan dibagi menjadi kiriman yang lebih kecil.", en: "The batch is too large for the server. The data stays on the laptop and is split." },
  BAD_SEGMENT: { id: "Data keluarga ini tidak terbaca di server; keluarga lain diterima. Data tetap di laptop; hubungi kantor.", en: "This family's data cannot be read at the server; the others were taken. It stays on the laptop; call the office." },
  UNKNOWN_FORM: { id: "Diterima dan ditahan: versi kuesionernya belum dikenal server. Pengawas akan menyelesaikannya.", en: "Received and held: the server does not know this version of the questionnaire. A supervisor will settle it." },
  OUTSIDE_AREA: { id: "Diterima dan ditahan: keluarga ini di luar wilayah tugas petugas. Pengawas akan memutuskan.", en: "Received and held: this family lies outside the officer's areas. A supervisor will decide." },
  WRONG_ROUND: { id: "Diterima dan ditahan: keluarga ini dari pendataan lain. Pengawas akan memutuskan.", en: "Received and held: this family belongs to another round. A supervisor will decide." },
  FORK: { id: "Diterima dan ditahan: laptop ini pernah dipulihkan dan memakai nomor yang sama dua kali. Kedua isi disimpan; pengawas akan memutuskan.", en: "Received and held: this laptop was restored and used a number twice. Both contents are kept; a supervisor will decide." },
  REVOKED: { id: "Diterima dan ditahan: laptop ini dicabut oleh kantor. Datanya disimpan; pengawas akan memutuskan.", en: "Received and held: the office revoked this laptop. Its data is kept; a supervisor will decide." },
  BAD_STICK: { id: "Berkas ini bukan berkas Cacah yang utuh; tidak ada yang diubah. Salin ulang berkas dari asalnya.", en: "This file is not a whole Cacah file; nothing was changed. Copy it again from where it came." },
  NOT_FOR_US: { id: "Berkas ini untuk penerima lain dan tidak dapat dibuka di sini; tidak ada yang diubah. Bawa ke tujuan yang tertulis pada namanya.", en: "This file is for another receiver and cannot be opened here; nothing was changed. Take it to the one its name says." },
  STICK_LOST: { id: "Berkas tidak dapat ditulis atau dibaca: penyimpanan penuh, dicabut, atau rusak. Tidak ada yang hilang di sini. Pasang atau kosongkan penyimpanan itu, atau pilih folder lain, lalu ulangi.", en: "The file could not be written or read: the storage is full, was pulled out, or is damaged. Nothing here is lost. Plug it in, free some space or choose another folder, and try again." },
  BAD_CHUNK: { id: "Potongan berkas berubah di jalan dan ditolak. Berkas tetap di laptop dan dikirim ulang.", en: "A piece of the file changed on the way and was refused. The file stays on the laptop and is sent again." },
  BAD_COPY: { id: "Salinan pengaman ini tidak utuh dan tidak dipakai; data di laptop tidak diubah. Pilih salinan lain.", en: "This safety copy is not whole and was not used; the data on the laptop was not changed. Choose another copy." },
  READ_ONLY: { id: "Data dibuat oleh versi aplikasi yang lebih baru, jadi hanya dapat dibaca dan diekspor. Pasang versi terbaru untuk melanjutkan pengisian.", en: "The data was written by a newer version, so it can only be read and exported. Install the newest version to go on keying." },
  FILE_TOO_LARGE: { id: "Berkas terlalu besar (paling banyak 20 MB) dan belum dilampirkan. Kecilkan gambarnya lalu lampirkan lagi.", en: "The file is too large (at most 20 MB) and was not attached. Make the picture smaller and attach it again." },
  TOO_SOON: { id: "Terlalu banyak kata sandi salah. Jawaban tetap tersimpan; tunggu sampai hitungan selesai, atau minta kode dari kantor.", en: "Too many wrong passwords. Answers stay stored; wait until the count ends, or ask the office for a code." },
  WRONG_PIN: { id: "PIN salah. Setelah tiga kali salah aplikasi terkunci; jawaban tetap tersimpan.", en: "Wrong PIN. After three wrong ones the app locks; answers stay stored." },
  WEAK_PIN: { id: "PIN harus enam angka dan tidak mudah ditebak (bukan 111111 atau 123456). Pilih yang lain.", en: "A PIN has six digits and is not easily guessed (not 111111 or 123456). Choose another." },
  COVERED: { id: "Layar sedang ditutup. Buka tirainya dengan PIN; jawaban tetap tersimpan.", en: "The screen is covered. Lift the curtain with the PIN; answers stay stored." },
  ASKS_OFFICE: { id: "Laptop ini meminta kode dari kantor sebelum dapat dibuka. Jawaban tetap tersimpan; bacakan kode di bawah kepada kantor.", en: "This laptop asks for a code of the office before it opens. Answers stay stored; read the code below to the office." },
  CODE_MISREAD: { id: "Kode tidak cocok dengan yang dibacakan. Minta kantor membacakan lagi kelompok itu, lalu ketik ulang.", en: "The code is not what was read. Ask the office to read that group again, and type it again." },
  WRONG_CODE: { id: "Kode ini bukan untuk laptop ini atau sudah dipakai. Jawaban tetap tersimpan; bacakan lagi kode di layar dan minta jawaban baru.", en: "This code is not for this laptop or was used. Answers stay stored; read the code on the screen again and ask for a new answer." },
  UNSENT: { id: "Petugas ini masih punya jawaban yang belum diterima kantor; tidak ada yang diubah. Minta ia masuk dan mengirim dulu, atau buka vault atas namanya dengan kode kantor.", en: "This officer has answers the office has not received; nothing was changed. Let her log in and send first, or open the vault in her place with a code of the office." },
  WIPED_BY_OFFICE: { id: "Kantor memerintahkan laptop ini dikosongkan setelah semua data diterima. Daftarkan lagi dengan tiket baru bila perlu.", en: "The office ordered this laptop to be emptied after all data were received. Enrol it again with a new ticket if needed." },
  OUTSIDE_PERIOD: { id: "Diterima dan ditahan: dikerjakan setelah penugasan berakhir. Pengawas akan memutuskan.", en: "Received and held: done after the assignment ended. A supervisor will decide." },
  NOT_ALLOWED: { id: "Peran atau wilayah Anda tidak mengizinkan ini; tidak ada yang diubah. Minta kepada admin wilayah ini.", en: "Your role or area does not allow this; nothing was changed. Ask the administrator of the area." },
  LOGIN_FAILED: { id: "Nama, kata sandi, atau kode tidak cocok. Periksa lalu coba lagi.", en: "Name, password or code do not fit. Check them and try again." },
  SIGNED_OUT: { id: "Sesi sudah berakhir; yang sudah disimpan tetap tersimpan. Masuk lagi untuk melanjutkan.", en: "The session ended; what was stored stays stored. Log in again to go on." },
  TOO_MANY: { id: "Terlalu banyak permintaan. Tunggu sebentar lalu coba lagi; tidak ada yang hilang.", en: "Too many requests. Wait a while and try again; nothing is lost." },
  FOREIGN_PAGE: { id: "Permintaan bukan dari halaman ini dan ditolak; tidak ada yang diubah. Muat ulang halaman lalu ulangi.", en: "The request did not come from this page and was refused; nothing was changed. Load the page again and repeat." },
  BAD_POSITION: { id: "Titik koordinat tidak terbaca; yang tersimpan tidak diubah. Tulis lintang lalu bujur, misalnya 0,79012 127,38451.", en: "The position cannot be read; what was stored is not changed. Write latitude, then longitude, for instance 0.79012 127.38451." },
  RECEIVER_GONE: { id: "Alat GPS tidak dapat dibaca: tercabut, dipakai aplikasi lain, atau tidak diizinkan. Yang tersimpan tidak diubah; pasang lagi alatnya, lalu ulangi.", en: "The receiver cannot be read: it was pulled out, another app uses it, or it is not permitted. What was stored is not changed; plug it in again and repeat." },
  RECEIVER_SILENT: { id: "Tidak ada pesan GPS dari lubang ini; yang tersimpan tidak diubah. Pilih lubang lain, atau tunggu sampai alatnya menyala.", en: "No message of a receiver comes from this port; what was stored is not changed. Choose another port, or wait until the receiver is on." },
  BAD_PICTURE: { id: "Berkas ini bukan gambar JPEG atau PNG yang utuh dan belum dilampirkan. Pilih foto lain, atau potret ulang.", en: "This file is no whole JPEG or PNG picture and was not attached. Choose another photo, or take it again." },
  PICTURE_TOO_LARGE: { id: "Ukuran gambar terlalu besar dan belum dilampirkan. Kecilkan gambarnya atau potret ulang dengan ukuran lebih kecil.", en: "The picture has too many pixels and was not attached. Make it smaller, or take it again at a smaller size." },
  PAPER_UNDERWAY: { id: "Dokumen ini sudah diserahkan dan belum diterima; tidak ada yang diubah. Minta penerimanya menerima, atau batalkan penyerahannya.", en: "This paper was handed over and not yet taken; nothing was changed. Ask its receiver to take it, or take the hand-over back." },
  PAPER_ELSEWHERE: { id: "Dokumen ini tidak berada di tempat yang diperlukan (masih di lapangan, atau pada orang lain); tidak ada yang diubah. Lihat di Lacak siapa yang memegangnya.", en: "This paper is not where this needs it (still in the field, or with somebody else); nothing was changed. See in Lacak who has it." },
  NOTHING_WAITS: { id: "Serah terima atau selisih ini sudah dijawab; tidak ada yang diubah. Buka lagi bundelnya untuk melihat keadaan terakhir.", en: "This hand-over or difference has its answer already; nothing was changed. Open the bundle again to see how it stands." },
  NOTE_WANTED: { id: "Catatan belum diisi; tidak ada yang diubah. Tulis sebabnya, lalu simpan lagi.", en: "The note is empty; nothing was changed. Write the reason, then store again." },
  BOX_TAKEN: { id: "Nomor boks ini sudah dipakai SLS lain; tidak ada yang diubah. Pakai nomor berikutnya, atau periksa label boksnya.", en: "Another SLS has this box number; nothing was changed. Take the next number, or look at the label of the box." },
  BAD_LABEL: { id: "Label atau nomor ini tidak terbaca; tidak ada yang diubah. Pindai lagi, atau ketik 8 angka boks atau 16 tanda SLS.", en: "This label or number cannot be read; nothing was changed. Scan again, or type the 8 digits of the box or the 16 characters of the SLS." },
  SAME_HANDS: { id: "Diterima dan ditahan: dokumen ini dientri, dientri ulang, dan diputuskan oleh orang yang berbeda, padahal Anda sudah mengerjakannya. Isian Anda tidak hilang; minta rekan lain mengerjakannya, dan pengawas akan memutuskan.", en: "Received and held: three different people key this document, key it again and decide, and you have had a part already. What you keyed is not lost; ask a colleague to do it, and a supervisor will decide." },
  WAITS_FOR_FIRST: { id: "Diterima dan ditahan: entri dokumen yang dientri ulang atau diputuskan ini belum sampai di kantor. Tidak ada yang hilang; ini ikut masuk begitu entri itu tiba. Pastikan PC petugas entri sebelumnya sudah mengirim.", en: "Received and held: the keying that this repeats or decides has not reached the office. Nothing is lost; this enters as soon as that arrives. Make sure that the PC of the keyer before has sent." },
  BAD_SHEET: { id: "Berkas ini bukan CSV (UTF-8) atau XLSX yang utuh, atau terlalu besar; tidak ada yang diubah. Simpan ulang sebagai XLSX, lalu coba lagi.", en: "This file is no whole CSV (UTF-8) or XLSX, or it is too large; nothing was changed. Save it again as XLSX and repeat." },
  INTERNAL: { id: "Ada kesalahan di aplikasi. Jawaban yang sudah tersimpan aman; coba lagi, dan laporkan bila terulang.", en: "Something went wrong in the app. Stored answers are safe; try again, and report it if it happens again." },
} as const satisfies Record<Code, Text>;
