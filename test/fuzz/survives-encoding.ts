import { inspect } from "node:util";
import { DebugInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { encodeAip193 } from "../../src/dialects/aip-193.js";
import { encodeConnect } from "../../src/dialects/connect.js";
import { encodeGoogleStatus } from "../../src/dialects/google-status.js";
import { encodeOpenAi } from "../../src/dialects/openai.js";
import type { RpcError } from "../../src/error/rpc-error.js";
import { errorFromHttp } from "../../src/http/error-from-http.js";
import { anyBytes } from "../../src/status/details/any-bytes.js";
import type { Detail } from "../../src/status/details/detail.js";
import { httpStatusFromCode } from "../../src/status/http-status.js";
import { wellFormed } from "../../src/wire/utf8.js";
import { saysMore } from "../fixtures/says-more.js";

const ENCODERS = { encodeAip193, encodeGoogleStatus, encodeConnect, encodeOpenAi };

/**
 * Encodes an error in each dialect that can, and decodes what it gave.
 *
 * @returns what became different, in a sentence; `undefined` where nothing did.
 */
export function survivesEncoding(error: RpcError): string | undefined {
  for (const [name, encode] of Object.entries(ENCODERS)) {
    const body = JSON.parse(JSON.stringify(encode(error)));
    const again = errorFromHttp({ status: httpStatusFromCode(error.code), body });
    const sent = error.details.filter(encode === encodeConnect ? isSendable : isShown);
    const difference = again === undefined ? "no error" : differenceOf(error, again, sent);
    if (difference !== undefined && !saysMore(error.message)) {
      return `${name} gives ${difference}`;
    }
  }
  return undefined;
}

/** `DebugInfo` stays behind. */
function isShown({ type }: Detail): boolean {
  return type !== DebugInfoSchema.typeName;
}

/** JSON of an unknown type that is nested too deep for protobuf has no bytes. */
function isSendable(detail: Detail): boolean {
  return isShown(detail) && anyBytes(detail) !== undefined;
}

function differenceOf(
  error: RpcError,
  again: RpcError,
  sent: readonly Detail[],
): string | undefined {
  if (again.code !== error.code) return `the code ${again.codeName} for ${error.codeName}`;
  // An answer without a word is named by its status.
  const message = wellFormed(error.message) || `HTTP ${httpStatusFromCode(error.code)}`;
  if (again.message !== message)
    return `the message ${inspect(again.message)} for ${inspect(message)}`;
  if (again.details.length === sent.length) return undefined;
  const types = [again.details, sent].map((details) => inspect(details.map(({ type }) => type)));
  return types.join(" for ");
}
