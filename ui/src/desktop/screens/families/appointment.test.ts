import { expect, test } from "vitest";
import { appointment, appointmentShort, appointmentWords } from "./appointment";

/** A Saturday, a quarter to eleven on the wall. */
const NOW = new Date(2022, 9, 15, 10, 45);

test.each([
  ["2010 1600", "2022-10-20T16:00"],
  ["20-10 16", "2022-10-20T16:00"],
  ["20/10/2022 9.30", "2022-10-20T09:30"],
  ["besok 16", "2022-10-16T16:00"],
  ["Lusa 730", "2022-10-17T07:30"],
  ["hari ini 16.15", "2022-10-15T16:15"],
  ["16", "2022-10-15T16:00"],
  ["sabtu 9", "2022-10-22T09:00"],
  ["Jum'at 14", "2022-10-21T14:00"],
  ["0201 10", "2023-01-02T10:00"],
])("%s is read", (typed, at) => {
  expect(appointment(typed, NOW)).toBe(at);
});

test.each(["", "besok", "3102 10", "2010 2599", "10", "15-10-2021 10", "kapan saja"])("%j is no appointment", (typed) => {
  expect(appointment(typed, NOW)).toBeUndefined();
});

test("an appointment is read back with its day", () => {
  expect(appointmentWords("2022-10-20T16:00")).toBe("kamis, 20-10-2022 16.00");
  expect(appointmentShort("2022-10-20T16:00")).toBe("20-10 16.00");
});
