import type { VectorHeaders, VectorInput } from "../../src/testing/vector.js";

/** What a decoder is given: the input of a vector, or the content of a `grpc-status-details-bin`. Plain JSON. */
export type FuzzInput =
  | VectorInput
  /** For `decodeStatusDetails`: bytes, given in base64. */
  | { readonly details: string }
  /** For `decodeStatusDetails`: what stands in place of base64. */
  | { readonly detailsText: string };

/** The part of an input over HTTP that all its forms share. */
export interface FuzzAnswer {
  readonly status: number;
  readonly headers?: VectorHeaders;
}
