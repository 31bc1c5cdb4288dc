// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import type { Commands, FileRow } from "../../../shared/generated/wire";
import { DeskDouble } from "../../../test/double";
import { SAMPLE } from "../../../test/form";
import { TestWindow } from "../../../test/window";

/** A desk that keeps photos. */
class Album extends DeskDouble {
  rows: FileRow[] = [];
  edge = 1600;

  on_files() {
    return { files: this.rows, edge: this.edge };
  }

  on_attach_photo({ edge }: Commands["attach_photo"]["args"]) {
    this.edge = edge || this.edge;
    const file = `p${this.rows.length + 1}`;
    this.rows = [...this.rows, { file, media: "image/jpeg", bytes: 180_000, receipted: false, here: true }];
    return this.on_files();
  }

  on_file_bytes() {
    return { media: "image/jpeg", base64: "/9j/" };
  }

  on_detach({ file }: Commands["detach"]["args"]) {
    this.rows = this.rows.filter((row) => row.file !== file);
    return this.on_files();
  }
}

const PHOTO = { document: "d-f1", path: "", base64: "/9j/", edge: 0 };

async function over(desk: Album): Promise<TestWindow> {
  // What jsdom lacks of a canvas.
  HTMLCanvasElement.prototype.getContext = (() => ({ drawImage() {} })) as unknown as HTMLCanvasElement["getContext"];
  vi.stubGlobal("createImageBitmap", async () => ({ width: 1600, height: 1200, close() {} }));
  const window = await TestWindow.over(desk);
  await window.enter();
  await window.stands("tenure");
  window.press("o", { ctrlKey: true });
  await window.until("dialog [data-photo-path]:focus");
  return window;
}

const shown = () => document.querySelector("[data-photo]")?.getAttribute("data-photo");

test("a photo is added from its address, at the size this laptop uses", async () => {
  const desk = new Album(SAMPLE);
  const window = await over(desk);
  await window.until("[data-no-photos]");
  window.type("/media/DCIM/rumah.jpg");
  window.press("Enter");
  await window.when(() => shown() === "p1");
  expect(desk.log.find(({ command }) => command === "attach_photo")?.args).toEqual({
    document: "d-f1",
    path: "/media/DCIM/rumah.jpg",
    base64: "",
    edge: 1600,
  });
  await window.until("[data-photo] [data-painted]");
  // Nothing holds a picture but a canvas.
  expect(document.querySelector("dialog img")).toBeNull();
});

test("arrows go through the photos, Delete takes one out after a question, Esc returns to the field", async () => {
  const desk = new Album(SAMPLE);
  desk.on_attach_photo(PHOTO);
  desk.on_attach_photo(PHOTO);
  const window = await over(desk);
  await window.when(() => shown() === "p1");
  window.press("ArrowRight");
  await window.when(() => shown() === "p2");
  window.press("Delete");
  await window.until("[data-command=detach]:focus");
  window.press("Escape");
  await window.when(() => !document.querySelector("[data-command=detach]"));
  window.press("Delete");
  await window.until("[data-command=detach]:focus");
  window.press("Enter");
  await window.when(() => desk.rows.length === 1 && shown() === "p1");
  window.press("Escape");
  await window.stands("tenure");
});

test("a camera is offered only where there is one", async () => {
  const window = await over(new Album(SAMPLE));
  await window.until("[data-no-photos]");
  expect(document.querySelector("[data-command=camera]")).toBeNull();
});

test("a low battery is said in the top line", async () => {
  const desk = new Album(SAMPLE);
  const truth = desk.on_truth();
  desk.on_truth = () => ({ ...truth, battery: { percent: 14, charging: false, level: "low" } });
  const window = await over(desk);
  await window.until("[data-battery=low]");
  expect(document.querySelector("[data-battery]")?.textContent).toBe("baterai 14 %: foto dan pengiriman ditunda");
  expect(window.notice).not.toContain("baterai");
});
