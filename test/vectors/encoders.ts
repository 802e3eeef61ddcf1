import { encodeAip193 } from "../../src/dialects/aip-193.js";
import { encodeConnect } from "../../src/dialects/connect.js";
import { encodeGoogleStatus } from "../../src/dialects/google-status.js";
import { encodeOpenAi } from "../../src/dialects/openai.js";
import { encodeProblemJson } from "../../src/dialects/problem-json.js";
import type { VectorApi } from "./check-vector.js";

/** The dialects that can be written too. */
export const encoders: VectorApi["encoders"] = {
  "aip-193": encodeAip193,
  "google-status": encodeGoogleStatus,
  connect: encodeConnect,
  openai: encodeOpenAi,
  "problem-json": (error) => encodeProblemJson(error),
};
