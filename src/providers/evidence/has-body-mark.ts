import { innerError } from "../../dialects/inner-error.js";
import type { RpcError } from "../../error/rpc-error.js";
import { isJsonObject, member } from "../../wire/members.js";
import { readWholeJson } from "../../wire/whole-json.js";
import type { BodyMark } from "../provider-marks.js";

/** How many marks a body may have to be parsed once more: an error of OpenAI's family has a dozen. */
const MAX_MARKS = 512;

/** Whether the inner object of an error's body has a member that only one provider writes. */
export function hasBodyMark({ dialect, body }: RpcError, mark: BodyMark): boolean {
  if (dialect !== mark.dialect) return false;
  const json = typeof body === "string" ? readWholeJson(body, MAX_MARKS)?.value : body;
  return isJsonObject(json) && member(innerError(json), mark.member) === mark.value;
}
