import { inspect } from "node:util";
import { DetailedError } from "../../src/error/detailed-error.js";
import { RpcError } from "../../src/error/rpc-error.js";

/** Everything that an error tells when it is asked. */
const GETTERS: readonly string[] = [RpcError.prototype, DetailedError.prototype].flatMap((owner) =>
  Object.entries(Object.getOwnPropertyDescriptors(owner))
    .filter(([, { get }]) => get !== undefined)
    .map(([name]) => name),
);

/**
 * Reads all that there is to an error: its getters, its details with what is in them, its renderings.
 *
 * @returns what is wrong with it, in a sentence; `undefined` for a whole error.
 */
export function readWhole(error: RpcError): string | undefined {
  if (!(error instanceof RpcError)) return `no RpcError but ${inspect(error)}`;
  const { code, message } = error;
  if (!Number.isInteger(code) || code < 1 || code > 16) return `the code is ${inspect(code)}`;
  if (typeof message !== "string") return `the message is ${inspect(message)}`;
  for (const name of GETTERS) void error[name as keyof RpcError];
  error.localizedMessage(["ru", "en"]);
  for (const { type, typeUrl, value, bytes, json, problem } of error.details) {
    if (typeof type !== "string" || typeof typeUrl !== "string") return "a detail has no type";
    if (value === undefined && problem === undefined)
      return `nobody knows what became of a ${type}`;
    if (value === undefined && bytes === undefined && json === undefined)
      return `a ${type} got lost`;
  }
  if (!inspect(error).startsWith(`RpcError [${error.codeName}]`)) return "it is not rendered";
  const json = JSON.parse(JSON.stringify(error));
  if (json.error.status !== error.codeName) return "its JSON has another code";
  for (const [name, value] of error.metadata) {
    if (typeof name !== "string") return `a header is called ${inspect(name)}`;
    if (typeof value !== "string" && !(value instanceof Uint8Array))
      return `the header ${name} is ${inspect(value)}`;
  }
  return undefined;
}
