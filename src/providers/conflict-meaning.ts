import type { Localized, Party, RowText } from "./provider.js";

/**
 * What it means that another operation is in the way: nothing that the code says besides. What to do is the step that
 * names the operation.
 */
export const conflictMeaning: {
  readonly text: Localized<RowText>;
  readonly who: readonly Party[];
} = {
  text: {
    en: { what: "Another operation changes the same resource.", fix: "" },
    ru: { what: "Другая операция ещё меняет этот ресурс.", fix: "" },
  },
  who: ["time"],
};
