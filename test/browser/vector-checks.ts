import { errorFromHttp } from "../../src/entry/http.js";
import { RpcError } from "../../src/entry/index.js";
import { vectors } from "../../src/entry/testing.js";
import { decodeTrailers } from "../../src/entry/wire.js";
import { checkVector } from "../vectors/check-vector.js";
import { encoders } from "../vectors/encoders.js";
import type { Check } from "./check.js";

/** Every golden vector, against what the package exports. */
export const vectorChecks: readonly Check[] = vectors.map((vector) => ({
  family: `vectors of ${vector.family}`,
  name: vector.name,
  run: () => checkVector(vector, { RpcError, errorFromHttp, decodeTrailers, encoders }),
}));
