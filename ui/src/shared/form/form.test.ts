import { describe, expect, test } from "vitest";
import type { ChoiceView, QuestionView } from "../generated/wire";
import { narrow, printed } from "./choices";
import { isoDate, shownDate, typedDate } from "./dates";
import { keyed, shown } from "./field";
import { caretAfter, digitsBefore, grouped } from "./groups";
import { partsOf, toggled } from "./sums";

const list = (...codes: string[]): ChoiceView[] =>
  codes.map((code) => ({ code, label: { id: `Pilihan ${code}`, en: `Choice ${code}` } }));

const question = (more: Partial<QuestionView>): QuestionView => ({
  name: "q",
  number: "1",
  block: "b",
  kind: "text",
  label: { id: "", en: "" },
  missing: [],
  owed: "enumerator",
  sensitive: false,
  capitals: false,
  readonly: false,
  ...more,
});

describe("a choice", () => {
  const twelve = list("0", "1", "2", "10", "11");

  test.each([
    ["goes on when no other code begins with it", list("1", "2"), "1", 0, "1", true],
    ["waits while a longer code begins with it", twelve, "1", 2, "1", false],
    ["goes on once two digits tell", twelve, "10", 2, "10", true],
    ["takes a leading zero", twelve, "01", 2, "1", true],
    ["waits on a zero that may lead", twelve, "0", 2, "0", false],
    ["takes 00 as the code 0", twelve, "00", 2, "0", true],
    ["goes on at 0 in a list of single digits", list("0", "1", "2"), "0", 1, "0", true],
    ["allows a leading zero in single digits without a 0", list("1", "2"), "01", 1, "1", true],
    ["waits on a zero that can only lead", list("1", "2"), "0", 1, undefined, false],
    ["never takes a code outside the list", list("1", "2"), "9", 1, undefined, false],
  ])("%s", (_, choices, typed, digits, code, full) => {
    const result = narrow(choices, typed, digits);
    expect([result.exact?.code, result.full]).toEqual([code, full]);
  });

  test("is narrowed by any word of its label, in either language", () => {
    const roofs: ChoiceView[] = [
      { code: "1", label: { id: "Beton", en: "Concrete" } },
      { code: "7", label: { id: "Jerami/ijuk/daun", en: "Straw or leaves" } },
    ];
    const codes = (typed: string) => narrow(roofs, typed).matches.map(({ code }) => code);
    expect([codes("ij"), codes("conc"), codes("straw or"), codes("x")]).toEqual([["7"], ["1"], ["7"], []]);
  });

  test("prints leading zeros of codes only", () => {
    expect([printed("7", 2), printed("tidak_tahu", 2), printed("12")]).toEqual(["07", "tidak_tahu", "12"]);
  });
});

describe("a sum", () => {
  const cards = list("0", "1", "2", "4", "99");

  test("is taken apart; codes that are no power of two stand alone", () => {
    expect(["5", "0", "99", "8", "x", "98"].map((sum) => partsOf(cards, sum))).toEqual([
      ["1", "4"],
      ["0"],
      ["99"],
      [],
      [],
      [],
    ]);
  });

  test("grows and shrinks by ticks", () => {
    expect(toggled(cards, "", "4")).toBe("4");
    expect(toggled(cards, "4", "1")).toBe("5");
    expect(toggled(cards, "5", "4")).toBe("1");
    expect(toggled(cards, "1", "1")).toBe("");
    expect(toggled(cards, "5", "99")).toBe("99");
    expect(toggled(cards, "99", "2")).toBe("2");
  });
});

describe("an identity number", () => {
  test("is grouped 6-6-4 while it grows and when masked", () => {
    expect(grouped("827101")).toBe("827101");
    expect(grouped("8271014")).toBe("827101 4");
    expect(grouped("8271014105900000")).toBe("827101 410590 0000");
    expect(grouped("827101••••••••••")).toBe("827101 •••••• ••••");
  });

  test("keeps the caret at its digit", () => {
    const text = "827101 410590 0000";
    for (let digits = 0; digits <= 16; digits += 1) {
      expect(digitsBefore(text, caretAfter(digits))).toBe(digits);
    }
  });

  test("goes on when its boxes are full, whatever is typed between the digits", () => {
    const nik = question({ kind: "digits", width: 16, decode: "nik" });
    expect(keyed(nik, [], "827101 41059")).toEqual({ text: "827101 41059", raw: "82710141059", full: false });
    expect(keyed(nik, [], "827101-410590.0000").full).toBe(true);
    expect(keyed(nik, [], "827101-410590.0000").raw).toBe("8271014105900000");
  });
});

describe("a date", () => {
  test("falls into place while digits are typed, or is separated by hand", () => {
    expect(["1", "151", "15102", "15102022", "1/5", "1.5.1990"].map(typedDate)).toEqual([
      "1",
      "15-1",
      "15-10-2",
      "15-10-2022",
      "1-5",
      "1-5-1990",
    ]);
  });

  test("reads the same key by key as at once", () => {
    const keyByKey = (keys: string) => [...keys].reduce((text, key) => typedDate(text + key), "");
    for (const keys of ["27102022", "27-10-2022", "1/5/1990", "1..5.1990", "271020229"]) {
      expect(keyByKey(keys), keys).toBe(typedDate(keys));
    }
    expect(keyByKey("27102022")).toBe("27-10-2022");
    expect(keyByKey("271020229")).toBe("27-10-2022");
  });

  test("goes on only when it is a day of the calendar", () => {
    expect([isoDate("15-10-2022"), isoDate("1-5-1990")]).toEqual(["2022-10-15", "1990-05-01"]);
    expect([isoDate("31-02-2022"), isoDate("15-10-22"), isoDate("")]).toEqual([undefined, undefined, undefined]);
    expect([shownDate("2022-10-15"), shownDate("31-02-2022")]).toEqual(["15-10-2022", "31-02-2022"]);
  });
});

describe("a field", () => {
  test("waits for Enter with numbers, sums and free text; a text of fixed width is a code", () => {
    expect(keyed(question({ kind: "integer", width: 2 }), [], "12").full).toBe(false);
    expect(keyed(question({ kind: "sum", width: 2 }), list("1"), "12").full).toBe(false);
    expect(keyed(question({}), [], "SARI").full).toBe(false);
    expect(keyed(question({ width: 4, capitals: true }), [], "00a1")).toEqual({ text: "00a1", raw: "00A1", full: true });
  });

  test("keeps what may be keyed into a number and nothing else", () => {
    expect(keyed(question({ kind: "integer" }), [], "-1a2-").raw).toBe("-12");
    expect(keyed(question({ kind: "decimal" }), [], "1,5x").raw).toBe("1.5");
    expect(keyed(question({ kind: "many" }), list("1", "2"), "1  2").raw).toBe("1 2");
  });

  test("keeps a code outside the list for the engine to judge", () => {
    expect(keyed(question({ kind: "one" }), list("1", "2"), "9")).toEqual({ text: "9", raw: "9", full: false });
  });

  test("shows nothing where a reason stands instead of a value", () => {
    const slot = { path: "q", raw: "7", value: "", masked: false };
    expect(shown(question({ kind: "one", digits: 2 }), slot)).toBe("07");
    expect(shown(question({ kind: "one" }), { ...slot, raw: "", missing: "menolak" })).toBe("");
  });
});

describe("a time", () => {
  const time = question({ kind: "time" });
  const moment = question({ kind: "date_time" });

  test.each([
    ["0730", "07:30", true],
    ["730", "7:30", true],
    ["7.30", "7:30", true],
    ["24", "24", false],
    ["2400", "24:00", false],
    ["0760", "07:60", false],
    ["07", "07", false],
  ])("%s reads %s", (typed, text, full) => {
    const result = keyed(time, [], typed);
    expect([result.text, result.full]).toEqual([text, full]);
    const keyByKey = [...typed].reduce((so, key) => keyed(time, [], so + key).text, "");
    expect(keyByKey).toBe(text);
  });

  test("goes to the engine with both digits of the hour", () => {
    expect(keyed(time, [], "730").raw).toBe("07:30");
  });

  test("after a date begins by itself, or after a space", () => {
    for (const typed of ["151020220730", "15-10-2022 07:30", "15 10 2022 0730", "2022-10-15T07:30"]) {
      expect(keyed(moment, [], typed), typed).toEqual({ text: "15-10-2022 07:30", raw: "2022-10-15T07:30", full: true });
    }
    expect(keyed(moment, [], "15102022").full).toBe(false);
    const keyByKey = [..."151020220730"].reduce((so, key) => keyed(moment, [], so + key).text, "");
    expect(keyByKey).toBe("15-10-2022 07:30");
  });

  test("is shown without seconds that are none, and without its zone", () => {
    const stored = (kind: QuestionView["kind"], raw: string) => shown(question({ kind }), { path: "q", raw, value: raw, masked: false });
    expect(stored("time", "07:30:00.000+09:00")).toBe("07:30");
    expect(stored("time", "07:30:15.000")).toBe("07:30:15");
    expect(stored("date_time", "2022-10-15T07:30:00.000+09:00")).toBe("15-10-2022 07:30");
  });
});
