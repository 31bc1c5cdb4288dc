import type { FormView, QuestionView } from "../shared/generated/wire";

const text = (words: string) => ({ id: words, en: `${words} (en)` });

function question(more: Partial<QuestionView> & { name: string; block: string }): QuestionView {
  return {
    number: more.name,
    kind: "text",
    label: text(more.name),
    missing: [],
    owed: "enumerator",
    sensitive: false,
    capitals: false,
    readonly: false,
    ...more,
  };
}

/** A form of its own making: two plain blocks and a roster between, every kind of field the tests need. */
export const SAMPLE: FormView = {
  id: "sample",
  title: text("Contoh"),
  structure: "00",
  edition: "00:00",
  blocks: [
    { name: "house", number: "I", title: text("Rumah"), pages: [] },
    { name: "people", number: "II", title: text("Orang"), repeat: "person", pages: ["A", "B"] },
    { name: "end", number: "III", title: text("Akhir"), pages: [] },
  ],
  questions: [
    question({ name: "tenure", number: "1a", block: "house", kind: "one", list: "tenure" }),
    question({ name: "proof", number: "1b", block: "house", kind: "one", list: "two" }),
    question({ name: "area", number: "2", block: "house", kind: "integer", width: 3 }),
    question({ name: "name", number: "3", block: "people", repeat: "person", page: "A", capitals: true }),
    question({
      name: "card",
      number: "4",
      block: "people",
      repeat: "person",
      page: "A",
      kind: "digits",
      width: 16,
      decode: "nik",
      sensitive: true,
      missing: ["none", "refused"],
    }),
    question({ name: "sex", number: "5", block: "people", repeat: "person", page: "A", kind: "one", list: "two" }),
    question({ name: "school", number: "6", block: "people", repeat: "person", page: "B", kind: "one", list: "two" }),
    question({ name: "benefits", number: "7", block: "end", kind: "sum", list: "sums" }),
    question({ name: "remark", number: "7", block: "end", kind: "long_text" }),
  ],
  lists: {
    tenure: ["1", "2", "3", "10"].map((code) => ({ code, label: text(`Milik ${code}`) })),
    two: ["1", "2"].map((code) => ({ code, label: text(`Ya ${code}`) })),
    sums: ["0", "1", "2", "4"].map((code) => ({ code, label: text(`Kartu ${code}`) })),
  },
  missing: [
    { code: "none", label: text("belum punya") },
    { code: "refused", label: text("menolak") },
  ],
  repeats: [{ name: "person", number: "", title: text("Orang"), block: "people", counted: false, pages: ["A", "B"] }],
};

/** Two questions and nothing else: the window knows no questionnaire. */
export const TOY: FormView = {
  id: "toy",
  title: text("Kopi"),
  structure: "01",
  edition: "01:01",
  blocks: [{ name: "coffee", number: "I", title: text("Kopi"), pages: [] }],
  questions: [
    question({ name: "drinks", number: "1", block: "coffee", kind: "one", list: "two" }),
    question({ name: "cups", number: "2", block: "coffee", kind: "integer", width: 2 }),
  ],
  lists: { two: ["1", "2"].map((code) => ({ code, label: text(`Ya ${code}`) })) },
  missing: [],
  repeats: [],
};
