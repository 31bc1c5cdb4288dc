import { expect, test, vi } from "vitest";
import { failureOf, get, hearEnd, post } from "./api";
import { ACTS, CATALOGUE, ROLES, THINGS } from "./texts";

test("every text has both languages and the same blanks, and none shouts", () => {
  for (const [key, { id, en }] of Object.entries({ ...CATALOGUE, ...ROLES, ...ACTS, ...THINGS })) {
    const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    expect(id && en, key).toBeTruthy();
    expect(blanks(en), key).toEqual(blanks(id));
    expect(`${id}${en}`, key).not.toContain("!");
  }
});

test("what changes something carries our header, and the end of a session is heard", async () => {
  const asked = vi.fn<typeof fetch>();
  vi.stubGlobal("fetch", asked);
  asked.mockResolvedValueOnce(new Response(null, { status: 204 }));
  await post("/api/logout");
  expect(asked.mock.calls[0]?.[1]).toMatchObject({ method: "POST", headers: { "x-cacah": "1" }, body: "{}" });
  const ended = vi.fn();
  hearEnd(ended);
  asked.mockResolvedValueOnce(Response.json({ code: "SIGNED_OUT", message: "" }, { status: 401 }));
  await expect(get("/api/people", { area: "82 71", role: "" })).rejects.toMatchObject({ code: "SIGNED_OUT" });
  expect(asked.mock.calls[1]?.[0]).toBe("/api/people?area=82+71");
  expect(ended).toHaveBeenCalledOnce();
  asked.mockRejectedValueOnce(new TypeError("no link"));
  await expect(get("/api/me")).rejects.toMatchObject({ code: "ENDPOINT_DOWN" });
  expect(failureOf("nonsense").code).toBe("INTERNAL");
});
