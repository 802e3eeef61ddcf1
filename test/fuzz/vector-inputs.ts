import { vectors } from "../../src/testing/vectors.js";
import type { FuzzInput } from "./fuzz-input.js";

const DETAILS_BIN = "grpc-status-details-bin";

/** The inputs of all vectors, and what stands in their trailers as bytes. */
export const vectorInputs: readonly FuzzInput[] = vectors.flatMap(({ input }): FuzzInput[] => {
  const bin = "trailers" in input ? input.trailers[DETAILS_BIN] : undefined;
  return typeof bin === "string" ? [input, { detailsText: bin }] : [input];
});
