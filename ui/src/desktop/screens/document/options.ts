import type { ChoiceView } from "../../../shared/generated/wire";

/** The element id of a choice, which its field points to while it is highlighted. */
export function optionId(path: string, choice: ChoiceView | undefined): string | undefined {
  return choice && `option-${path.replaceAll(/[^\w-]/g, "_")}-${choice.code}`;
}
