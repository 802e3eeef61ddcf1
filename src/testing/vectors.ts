import type { Vector } from "./vector.js";
import { vectorFiles } from "./vector-files.js";

/**
 * Every golden vector of this library's own tests: answers, texts and trailers, each with the error
 * that it stands for. Feed them to whatever reads or shows errors.
 *
 * @example
 * for (const { input, expect } of vectors) {
 *   if ("text" in input) assert.equal(RpcError.from(input.text).codeName, expect?.code);
 * }
 */
export const vectors: readonly Vector[] = /* @__PURE__ */ Object.entries(vectorFiles).flatMap(
  ([family, file]) => file.vectors.map((vector) => ({ family, ...vector })),
);
