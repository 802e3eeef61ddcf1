import { isOkStatus } from "../dialects/status-message.js";
import { Code, parseCode } from "../status/code.js";
import { isJsonObject, member } from "../wire/members.js";
import { RpcError } from "./rpc-error.js";

/**
 * The error in a `google.rpc.Status` that stands in an ordinary message, as the answers of batch calls carry
 * one for each part. Total.
 *
 * @param status - the message of any protobuf library, or its JSON.
 * @returns `undefined` for a status that says OK, and where there is none.
 *
 * @example
 * for (const { bookId, status } of response.results) {
 *   const error = errorFromStatus(status);
 *   if (error) console.log(bookId, error.codeName, error.reason);
 * }
 */
export function errorFromStatus(status: object | null | undefined): RpcError | undefined {
  if (!isJsonObject(status) || isOkStatus(status)) return undefined;
  if (parseCode(member(status, "code") as string | number) === Code.OK) return undefined;
  return RpcError.from(status);
}
