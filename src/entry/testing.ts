export type {
  Vector,
  VectorAnswer,
  VectorDetail,
  VectorExpectation,
  VectorHeaders,
  VectorInput,
} from "../testing/vector.js";
export { vectors } from "../testing/vectors.js";
