export type { LintFinding, LintRule } from "../testing/lint/finding.js";
export { type LintOptions, lintError } from "../testing/lint-error.js";
export type {
  Vector,
  VectorAnswer,
  VectorDetail,
  VectorExpectation,
  VectorHeaders,
  VectorInput,
} from "../testing/vector.js";
export { vectors } from "../testing/vectors.js";
