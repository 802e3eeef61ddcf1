import { type EncodableError, encodeAip193 } from "../dialects/aip-193.js";
import { encodeConnect } from "../dialects/connect.js";
import { encodeGoogleStatus } from "../dialects/google-status.js";
import { encodeOpenAi } from "../dialects/openai.js";
import { encodeProblemJson } from "../dialects/problem-json.js";
import type { HttpDialect } from "./negotiate-dialect.js";

/** How the body of a dialect is made, and under which name it travels. */
export interface BodyEncoder {
  readonly contentType: string;
  readonly encode: (error: EncodableError, httpStatus: number) => object;
}

const JSON_TYPE = "application/json";

/** The dialects that an error can be answered in. */
export const BODY_ENCODERS: Readonly<Record<HttpDialect, BodyEncoder>> = {
  "aip-193": {
    contentType: JSON_TYPE,
    // Its `code` is the HTTP status, which may be more precise than the code's own.
    encode: (error, code) => ({ error: { ...encodeAip193(error).error, code } }),
  },
  "google-status": { contentType: JSON_TYPE, encode: encodeGoogleStatus },
  connect: { contentType: JSON_TYPE, encode: encodeConnect },
  openai: { contentType: JSON_TYPE, encode: encodeOpenAi },
  "problem-json": { contentType: "application/problem+json", encode: encodeProblemJson },
};
