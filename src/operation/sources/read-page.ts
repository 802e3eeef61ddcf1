import { RpcError } from "../../error/rpc-error.js";
import { Code } from "../../status/code.js";
import { isJsonObject, members } from "../../wire/members.js";
import type { OperationPage } from "../operation-source.js";

/**
 * The page of operations in the JSON of an answer, which leaves out what is empty.
 *
 * @throws RpcError where it is none: the error that the JSON is instead, whatever its HTTP status, or INTERNAL.
 */
export function readPage(json: unknown): OperationPage {
  const { operations, nextPageToken, next_page_token } = members(json, ...MEMBERS);
  const list = operations ?? [];
  const token = nextPageToken ?? next_page_token ?? "";
  if (isJsonObject(json) && Array.isArray(list) && typeof token === "string") {
    const error = list === operations ? undefined : RpcError.from(json);
    if (error?.origin !== "server") return { operations: list, nextPageToken: token };
    throw error;
  }
  throw new RpcError(Code.INTERNAL, "the answer is no page of operations");
}

const MEMBERS = ["operations", "nextPageToken", "next_page_token"] as const;
