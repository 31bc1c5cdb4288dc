import { expect, test } from "vitest";
import { jpegsOf } from "./scanned";

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const image = (data: string, filter = "DCTDecode") => `4 0 obj\n<< /Type /XObject /Subtype /Image /Filter /${filter} /Length ${data.length} >>\nstream\r\n${data}\nendstream\nendobj\n`;

test("the pages of a scanner's PDF are its JPEG streams, in order", () => {
  const pdf = bytes(`%PDF-1.4\n3 0 obj\n<< /Length 4 >>\nstream\nq Q\nendstream\nendobj\n${image("\xff\xd8one\xff\xd9")}${image("fax", "CCITTFaxDecode")}${image("\xff\xd8two\xff\xd9")}%%EOF`);
  const pages = jpegsOf(pdf).map((page) => String.fromCharCode(...page).trim());
  expect(pages).toEqual(["\xff\xd8one\xff\xd9", "\xff\xd8two\xff\xd9"]);
});

test("what is no PDF of pictures has no pages", () => {
  expect(jpegsOf(bytes("%PDF-1.4 stream"))).toEqual([]);
  expect(jpegsOf(bytes(image("cut").replace("endstream", "")))).toEqual([]);
});
