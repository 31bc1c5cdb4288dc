import { textOf, type Stroke } from "./stroke";

/** Does with a stroke that waited what the webview would have done with it at once. */
export function replay(stroke: Stroke): void {
  const target = document.activeElement;
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) edit(target, stroke);
  else if (target instanceof HTMLButtonElement && (stroke.key === "Enter" || stroke.key === " ")) target.click();
}

function edit(field: HTMLInputElement | HTMLTextAreaElement, stroke: Stroke): void {
  if (field.readOnly || field.disabled) return;
  const start = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? start;
  const text = textOf(stroke);
  if (text !== undefined) field.setRangeText(text, start, end, "end");
  else if (stroke.key === "Backspace") field.setRangeText("", start === end ? Math.max(0, start - 1) : start, end, "end");
  else if (stroke.key === "Delete") field.setRangeText("", start, start === end ? end + 1 : end, "end");
  else if (stroke.key === "Enter" && field instanceof HTMLInputElement) return field.form?.requestSubmit();
  else return;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
