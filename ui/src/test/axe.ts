import axe from "axe-core";

/** What cannot be judged without painting or without index.html; the gallery of the stories runs all in a browser. */
const ELSEWHERE = ["color-contrast", "target-size", "document-title"];

/** What axe-core finds wrong with the mounted window, WCAG 2.2 A and AA: rule and places. */
export async function wrong(): Promise<string[]> {
  const { violations } = await axe.run(document, {
    runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    rules: Object.fromEntries(ELSEWHERE.map((rule) => [rule, { enabled: false }])),
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
