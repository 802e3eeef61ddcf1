import type { JsonObject } from "@bufbuild/protobuf";
import { BadRequestSchema } from "../../gen/google/rpc/error_details_pb.js";
import { Code, type CodeName, codeName, isErrorCode } from "../status/code.js";
import type { Detail } from "../status/details/detail.js";
import { detailToJson } from "../status/details/detail-json.js";
import { findAllDetails } from "../status/details/find-details.js";
import { readDetails } from "../status/details/read-details.js";
import type { ErrorParts } from "../status/error-parts.js";
import { httpStatusFromCode } from "../status/http-status.js";
import type { Problem } from "../wire/problem.js";
import { wellFormed } from "../wire/utf8.js";
import type { EncodableError } from "./aip-193.js";
import type { BodyContext } from "./body-context.js";
import { partsOfBody } from "./body-parts.js";
import { httpPhrase } from "./http-phrase.js";
import { hasTypedDetails } from "./inner-error.js";
import { listedViolations } from "./listed-violations.js";
import { madeBadRequest, madeErrorInfo } from "./made-details.js";
import { shownDetails } from "./shown-details.js";

/** A problem document of RFC 9457, with what only a status of gRPC can say as extensions. */
export interface ProblemJsonBody {
  /** `about:blank`: the problem is what the HTTP status says, `code` and `details` are more precise. */
  readonly type: "about:blank";
  /** HTTP's phrase for the status. */
  readonly title: string;
  /** HTTP status. */
  readonly status: number;
  /** The message. */
  readonly detail: string;
  /** Name of the gRPC code. */
  readonly code: CodeName;
  /** The wrong fields of every `BadRequest`; absent where there are none. */
  readonly errors?: ProblemJsonViolation[];
  /** ProtoJSON of each detail; absent where there are none. */
  readonly details?: JsonObject[];
}

/** One wrong field of a {@link ProblemJsonBody}. */
export interface ProblemJsonViolation {
  /** Dotted path of the field. */
  readonly field: string;
  /** What is wrong with it. */
  readonly detail: string;
  /** The kind of fault as a constant; absent where the violation has none. */
  readonly reason?: string;
}

const NO_TYPE = "about:blank";

/**
 * Encodes a problem document. `DebugInfo` stays behind.
 *
 * @param httpStatus - the status that it is sent with. Default: the code's.
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function encodeProblemJson(
  error: EncodableError,
  httpStatus: number = httpStatusFromCode(error.code),
): ProblemJsonBody {
  const { code, message } = error;
  const shown = shownDetails(error);
  const violations = findAllDetails(shown, BadRequestSchema).flatMap(
    ({ fieldViolations }) => fieldViolations,
  );
  return {
    type: NO_TYPE,
    title: httpPhrase(httpStatus),
    status: httpStatus,
    detail: wellFormed(message),
    code: codeName(code),
    ...(violations.length > 0 && {
      errors: violations.map(({ field, description, reason }) => ({
        field: wellFormed(field),
        detail: wellFormed(description),
        ...(reason !== "" && { reason: wellFormed(reason) }),
      })),
    }),
    ...(shown.length > 0 && { details: shown.map(detailToJson) }),
  };
}

/** Whether these are the words of {@link encodeProblemJson}, whose title says no more than the status. */
function isEncoded({ type, detail, code }: JsonObject): boolean {
  return (
    type === NO_TYPE &&
    typeof detail === "string" &&
    typeof code === "string" &&
    Object.hasOwn(Code, code) &&
    isErrorCode(Code[code as CodeName])
  );
}

const MEDIA_TYPE = /^application\/problem\+json/i;

/**
 * Whether a body is a problem document: `{ type, title, status, detail, instance }`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function isProblemJson(
  body: JsonObject,
  { failed, contentType = "" }: BodyContext,
): boolean {
  if (MEDIA_TYPE.test(contentType)) return true;
  const { title, detail, status, type, instance } = body;
  if (!failed || typeof title !== "string") return false;
  if ([detail, type, instance].some((value) => typeof value === "string")) return true;
  return typeof status !== "object" && Number(status) >= 400;
}

/**
 * Decodes a problem document. Total; typed `details` are read as they are, and what else it says beside its
 * message becomes some.
 */
export function decodeProblemJson(body: JsonObject, { httpStatus }: BodyContext): ErrorParts {
  const { title, detail, status, code } = body;
  const problems: Problem[] = [];
  const encoded = isEncoded(body);
  // What others call details may be anything.
  const typed = encoded || hasTypedDetails(body) ? readDetails(body.details, problems) : [];
  const made = madeDetails(body).filter(({ type }) => typed.every((one) => one.type !== type));
  return partsOfBody({
    grpc: [code],
    http: [status],
    httpStatus,
    messages: encoded ? [detail] : [detail, title],
    details: [...typed, ...made],
    problems,
  });
}

function madeDetails(body: JsonObject): Detail[] {
  const { type, title, instance } = body;
  const named = typeof type === "string" && type !== "" && type !== NO_TYPE;
  return [
    ...(named ? [madeErrorInfo("", "", { type, title, instance })] : []),
    ...madeBadRequest(listedViolations(body)),
  ];
}
