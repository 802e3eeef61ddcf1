import type { EncodableError } from "../dialects/aip-193.js";
import { fitDetails } from "../status/budget/fit-details.js";
import type { TrimReport } from "../status/budget/trim-report.js";
import type { ErrorCode } from "../status/code.js";
import type { Detail } from "../status/details/detail.js";
import { encodeUtf8 } from "../wire/utf8.js";
import type { BodyEncoder } from "./body-encoders.js";

/** How a body is made. */
export interface ErrorBodyInit {
  readonly encoder: BodyEncoder;
  readonly httpStatus: number;
  /** What the body may weigh, in bytes. */
  readonly maxBytes: number;
}

/** A body, and what had to be left out of it. */
export interface ErrorBody {
  readonly body: string;
  readonly report?: TrimReport | undefined;
}

/**
 * The JSON of an error, within its budget. Total: a detail that does not encode is left out; code and message
 * always arrive.
 */
export function errorBody(error: EncodableError, init: ErrorBodyInit): ErrorBody {
  const { code, message, details } = error;
  const selections = [() => details, () => details.filter((one) => isSound(one, code, init))];
  for (const select of selections) {
    try {
      return encodeWithin({ code, message, details: select() }, init);
    } catch {
      // Without those that fail, then; without any, where one fails only now and then.
    }
  }
  return encodeWithin({ code, message, details: [] }, init);
}

function encodeWithin(error: EncodableError, init: ErrorBodyInit): ErrorBody {
  const { maxBytes } = init;
  const whole = encode(error, init);
  const bytesBefore = sizeOf(whole);
  if (bytesBefore <= maxBytes) return { body: whole };
  const { code } = error;
  const empty = sizeOf(encode({ code, message: "", details: [] }, init));
  const { message, details, report } = fitDetails({
    message: error.message,
    details: error.details,
    maxBytes,
    messageCost: (message) => sizeOf(encode({ code, message, details: [] }, init)),
    // Beside others it has a comma, and may weigh less: of the list's own name there is only one.
    cost: (detail) => sizeOf(encode({ code, message: "", details: [detail] }, init)) - empty + 1,
  });
  const body = encode({ code, message, details }, init);
  return { body, report: report && { ...report, bytesBefore, bytesAfter: sizeOf(body) } };
}

function encode({ code, message, details }: EncodableError, init: ErrorBodyInit): string {
  // The policy has decided on DebugInfo already.
  const shown = { code, message, details, debug: true };
  return JSON.stringify(init.encoder.encode(shown, init.httpStatus));
}

/** Whether a detail encodes. Those that were tampered with may throw, or have no end. */
function isSound(detail: Detail, code: ErrorCode, init: ErrorBodyInit): boolean {
  try {
    encode({ code, message: "", details: [detail] }, init);
    return true;
  } catch {
    return false;
  }
}

function sizeOf(text: string): number {
  return encodeUtf8(text).length;
}
