import type { JsonObject } from "@bufbuild/protobuf";
import { BadRequestSchema } from "../../gen/google/rpc/error_details_pb.js";
import { codeName, type ErrorCode, isErrorCode, parseCode } from "../status/code.js";
import { detailToJson } from "../status/details/detail-json.js";
import { findDetail } from "../status/details/find-details.js";
import { readDetails } from "../status/details/read-details.js";
import type { ErrorParts } from "../status/error-parts.js";
import { httpStatusFromCode } from "../status/http-status.js";
import { isJsonObject, member } from "../wire/members.js";
import type { Problem } from "../wire/problem.js";
import { wellFormed } from "../wire/utf8.js";
import type { EncodableError } from "./aip-193.js";
import type { BodyContext } from "./body-context.js";
import { partsOfBody } from "./body-parts.js";
import { innerError } from "./inner-error.js";
import { constantName, madeBadRequest, madeErrorInfo } from "./made-details.js";
import { openAiCode } from "./openai-code.js";
import { shownDetails } from "./shown-details.js";

/** The error body of OpenAI's API and of the many that speak like it. */
export interface OpenAiBody {
  readonly error: {
    readonly message: string;
    /** `invalid_request_error` where the caller has to change something, else `server_error`. */
    readonly type: string;
    /** Name of the code in lower case. */
    readonly code: string;
    /** The first field that is wrong. */
    readonly param: string | null;
    /** ProtoJSON of each detail: an extension, absent where there are none. */
    readonly details?: JsonObject[];
  };
}

/**
 * Encodes an error the way OpenAI's API does, with what only details can say under `details`. `DebugInfo`
 * stays behind.
 *
 * @see https://platform.openai.com/docs/guides/error-codes
 */
export function encodeOpenAi(error: EncodableError): OpenAiBody {
  const { code, message } = error;
  const shown = shownDetails(error);
  const violations = findDetail(shown, BadRequestSchema)?.fieldViolations;
  return {
    error: {
      message: wellFormed(message),
      ...wordsFor(code),
      param: violations?.[0]?.field ?? null,
      ...(shown.length > 0 && { details: shown.map(detailToJson) }),
    },
  };
}

function wordsFor(code: ErrorCode): { readonly type: string; readonly code: string } {
  return {
    type: httpStatusFromCode(code) < 500 ? "invalid_request_error" : "server_error",
    code: codeName(code).toLowerCase(),
  };
}

/** Whether these are the words of {@link encodeOpenAi}, which say no more than the code. */
function isEncoded({ code, type, param }: JsonObject): boolean {
  const known = typeof code === "string" ? parseCode(code) : undefined;
  if (!isErrorCode(known) || param !== null) return false;
  const words = wordsFor(known);
  return code === words.code && type === words.type;
}

/**
 * Whether a body is one of OpenAI's family: `{ error: { message, type, param, code } }`, with fewer of
 * them, or flat as vLLM writes it.
 */
export function isOpenAi(body: JsonObject, { failed }: BodyContext): boolean {
  const error = innerError(body);
  // vLLM; OpenAI's own streams.
  if (error === undefined) {
    return body.object === "error" || (body.type === "error" && typeof body.message === "string");
  }
  return failed || MEMBERS.some((name) => typeof error[name] === "string" && error[name] !== "");
}

const MEMBERS = ["message", "type", "code"];

/** Decodes a body of OpenAI's family. Total; its own words become `ErrorInfo` and a field violation. */
export function decodeOpenAi(body: JsonObject, { httpStatus }: BodyContext): ErrorParts {
  const problems: Problem[] = [];
  const error = innerError(body) ?? body;
  const { message, type, param, code } = error;
  // OpenRouter says only that its provider failed, and puts that one's answer here.
  const raw = member(error.metadata, "raw");
  const details = readDetails(error.details, problems);
  if (details.length === 0 && !isEncoded(error)) {
    const slug = typeof code === "string" && Number.isNaN(Number(code)) ? code : type;
    if (slug) details.push(madeErrorInfo(constantName(slug), "", { type, code, param }));
    details.push(...madeBadRequest([[param, message]]));
  }
  return partsOfBody({
    code: openAiCode(code ?? body.status, type, httpStatus),
    http: [code],
    httpStatus,
    // An inner error that failed to become an object is worth more than nothing.
    messages: [
      raw,
      message,
      error.detail,
      error.reason,
      isJsonObject(body.detail) ? undefined : body.message,
    ],
    details,
    problems,
  });
}
