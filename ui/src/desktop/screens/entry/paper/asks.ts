import type { AskView } from "../../../../shared/generated/wire";
import type { Book } from "./book";

/**
 * What keying asks when a column or the document ends, and was not yet kept as on paper here. At the end of the
 * document everything that stands is asked once more, the fields that were left open too.
 */
export function asksAfter(book: Book, kept: ReadonlySet<string>, end: "column" | "document" | undefined): readonly AskView[] {
  if (end === undefined) return [];
  return book.asks.filter(({ id, path, at }) => !kept.has(`${id} ${path}`) && (end === "document" || at === "column"));
}
