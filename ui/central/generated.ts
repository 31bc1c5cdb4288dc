// Made from crates/wire by `cargo xtask generate`; do not edit.

export type AcceptRequest = { 
/**
 * As it was read aloud.
 */
code: string, 
/**
 * The password from now on.
 */
password: string, };
export type CodeRequest = { 
/**
 * Six digits.
 */
code: string, };
export type DeviceEntry = { 
/**
 * Its id.
 */
device: string, 
/**
 * When it was enrolled.
 */
enrolled: number, 
/**
 * When it was heard last.
 */
seen?: number, 
/**
 * Since when it is revoked.
 */
revoked?: number, 
/**
 * What it is told to do.
 */
order?: RevokeOrder, };
export type EndRequest = { 
/**
 * Code of the officer.
 */
officer: string, 
/**
 * Area, as it was given.
 */
area: string, };
export type LoginRequest = { 
/**
 * Code of the officer.
 */
name: string, 
/**
 * Password.
 */
password: string, 
/**
 * Code of the second factor, or a recovery code in its place.
 */
code?: string, };
export type Me = { 
/**
 * Code of the officer.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * Role.
 */
role: OfficerRole, 
/**
 * Prefixes of idsubsls served now.
 */
areas: Array<string>, 
/**
 * What the role may do, by the names of the table of rights.
 */
may: Array<string>, 
/**
 * A second factor is in force.
 */
second: boolean, 
/**
 * The session ends then at the latest.
 */
until: number, };
export type OfficerRequest = { 
/**
 * Code.
 */
officer: string, };
export type OfficerRole = "ppl" | "pml" | "koseka" | "keyer" | "supervisor" | "admin_regency" | "admin_province" | "admin_centre";
export type OneTimeCode = { 
/**
 * To read aloud or to type.
 */
text: string, 
/**
 * For a camera: rows of a QR code, `1` is dark; empty where there is nothing to scan.
 */
qr: Array<string>, };
export type PasswordRequest = { 
/**
 * The one until now.
 */
old: string, 
/**
 * The one from now on.
 */
new: string, };
export type PeopleList = { 
/**
 * By code.
 */
people: Array<PersonEntry>, };
export type PersonEntry = { 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * Role.
 */
role: OfficerRole, 
/**
 * May do nothing any more since.
 */
ended?: number, 
/**
 * What is and was served.
 */
areas: Array<ServedArea>, 
/**
 * Laptops.
 */
devices: Array<DeviceEntry>, };
export type ProofRequest = { 
/**
 * Password.
 */
password: string, };
export type RecoveryCodes = { 
/**
 * In groups.
 */
codes: Array<string>, };
export type RevokeOrder = "lock" | "wipe";
export type RevokeRequest = { 
/**
 * What it is told to do; absent: only that it is revoked.
 */
order?: RevokeOrder, 
/**
 * Why.
 */
reason: string, };
export type SecondFactorView = { 
/**
 * To type into an app, base 32.
 */
secret: string, 
/**
 * The same for a camera: rows of a QR code, `1` is dark.
 */
qr: Array<string>, };
export type ServedArea = { 
/**
 * Prefix of idsubsls.
 */
area: string, 
/**
 * From then on.
 */
since?: number, 
/**
 * Until then.
 */
until?: number, 
/**
 * It is served now.
 */
now: boolean, };
export type TrailEntry = { 
/**
 * Its number.
 */
seq: number, 
/**
 * When.
 */
at: number, 
/**
 * Code of who did it; absent when nobody was known yet.
 */
by?: string, 
/**
 * On or from which laptop.
 */
device?: string, 
/**
 * What was done.
 */
act: string, 
/**
 * To what.
 */
on: Array<TrailSubject>, 
/**
 * How many.
 */
count?: number, };
export type TrailPage = { 
/**
 * Them.
 */
records: Array<TrailEntry>, 
/**
 * Where to go on with older ones; absent at the beginning of the trail.
 */
before?: number, };
export type TrailSubject = { 
/**
 * Kind, as the trail writes it.
 */
kind: string, 
/**
 * Id, or the code of an officer.
 */
value: string, };
