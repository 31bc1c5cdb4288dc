// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { Commands, FixView, PlaceView, PortView } from "../../../shared/generated/wire";
import { DeskDouble } from "../../../test/double";
import { SAMPLE } from "../../../test/form";
import { TestWindow } from "../../../test/window";

/** A desk with a receiver that is played back. */
class Located extends DeskDouble {
  place: PlaceView = { swapped: false };
  ports: PortView[] = [];
  fixes: FixView[] = [];

  on_position() {
    return this.place;
  }

  on_receivers() {
    return { ports: this.ports };
  }

  on_read_receiver() {
    const fix = this.fixes.shift();
    if (!fix) throw { code: "RECEIVER_GONE", message: "" };
    return fix;
  }

  on_set_position({ text, pasted, fix }: Commands["set_position"]["args"]): PlaceView {
    const swapped = text?.startsWith("127") ?? false;
    const way = fix ? "receiver" : pasted ? "pasted" : "typed";
    const within = fix?.accuracy_m === undefined ? {} : { accuracy_m: fix.accuracy_m };
    return (this.place = { position: { lat: 0.79012, lon: 127.38451, way, ...within, abroad: false }, swapped });
  }
}

async function over(desk: Located): Promise<TestWindow> {
  const window = await TestWindow.over(desk);
  await window.enter();
  await window.stands("tenure");
  window.press("b", { ctrlKey: true });
  await window.until("dialog [data-stored]");
  return window;
}

const words = (selector: string) => document.querySelector(selector)?.textContent?.trim() ?? "";
const kept = (desk: Located) => desk.log.filter(({ command }) => command === "set_position").map(({ args }) => args);

test("a typed position is stored with Enter, and the panel goes", async () => {
  const desk = new Located(SAMPLE);
  const window = await over(desk);
  expect(words("[data-stored]")).toContain("Belum ada");
  window.type("0,79012 127,38451");
  window.press("Enter");
  await window.when(() => window.notice.includes("0,79012° LU 127,38451° BT"));
  await window.stands("tenure");
  expect(kept(desk)).toEqual([{ family: "f1", text: "0,79012 127,38451", pasted: false }]);
});

test("what stood the wrong way round is said before the panel goes", async () => {
  const desk = new Located(SAMPLE);
  const window = await over(desk);
  window.type("127,38451 0,79012");
  window.press("Enter");
  await window.until("dialog [data-swapped]");
  expect(words("[data-stored]")).toContain("diketik");
  window.press("Escape");
  await window.stands("tenure");
});

test("the only receiver is read at once; Enter without words stores what it says", async () => {
  const desk = new Located(SAMPLE);
  desk.ports = [{ port: "COM3", name: "u-blox" }];
  desk.fixes = Array.from({ length: 4000 }, () => ({ lat: 0.79012, lon: 127.38451, accuracy_m: 7.6, satellites: 9, in_view: 14 }));
  const window = await over(desk);
  await window.until("[data-fix]");
  expect(words("[data-fix]")).toBe("0,79012° LU 127,38451° BT ±8 m · 9 satelit");
  window.press("Enter");
  await window.when(() => kept(desk).length > 0);
  expect(kept(desk)[0]).toMatchObject({ fix: { lat: 0.79012, satellites: 9 } });
});

test("before a fix satellites are counted; a receiver that was pulled out is said", async () => {
  const desk = new Located(SAMPLE);
  desk.ports = [{ port: "COM3", name: "" }];
  desk.fixes = Array.from({ length: 3 }, () => ({ satellites: 2, in_view: 7 }));
  const window = await over(desk);
  await window.when(() => words("[data-satellites]").includes("7 satelit"));
  await window.until("[data-failure=RECEIVER_GONE]");
  window.press("Enter");
  await window.when(() => window.notice.includes("Belum ada yang dapat disimpan"));
  expect(kept(desk)).toEqual([]);
});
