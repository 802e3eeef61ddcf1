import { partsFromRpcError } from "../../error/from/rpc-error.js";
import { RpcError } from "../../error/rpc-error.js";
import { Code } from "../../status/code.js";
import { showValue } from "../../wire/show-value.js";
import type { OperationSource, PollContext } from "../operation-source.js";
import { type RestCall, type RestCallerOptions, restCaller } from "./rest-call.js";
import { baseUrl, encodeName, encodeSegment } from "./rest-path.js";
import { serverWaitMs } from "./server-wait.js";

/** Where {@link restOperations} finds operations, and how it asks. */
export interface RestOperationsOptions extends RestCallerOptions {
  /** The service's address without a version, as `https://operation.api.cloud.yandex.net`. Its path is kept. */
  readonly url: string | URL;
  /**
   * Whose paths these are: `{url}/operations/{id}`, or `{url}/v1/{name}` where a name is like `operations/7`.
   * Default: `"yandex"`.
   */
  readonly style?: "yandex" | "google";
  /** The version in Google's paths. Default: `"v1"`. */
  readonly version?: string;
  /** How Yandex Cloud is asked to cancel: its guide says POST, its protos say GET. Default: `"POST"`. */
  readonly cancelMethod?: "POST" | "GET";
}

/**
 * Gives operations over REST, as JSON. Its functions reject with an `RpcError` for every answer that is no
 * success, with its headers, and for a broken network. Google's style has `wait`, `POST {name}:wait`; where a
 * server has no such path it rejects with UNIMPLEMENTED, and polling goes on.
 *
 * @example
 * const source = restOperations({
 *   url: "https://operation.api.cloud.yandex.net",
 *   headers: async () => ({ authorization: `Bearer ${await freshToken()}` }),
 * });
 *
 * @throws TypeError that names the option, where one is wrong.
 * @see https://google.aip.dev/151
 */
export function restOperations(options: RestOperationsOptions): OperationSource {
  const { url, style = "yandex", version = "v1", cancelMethod = "POST" } = options;
  const base = baseUrl(url);
  check("style", style, ["yandex", "google"]);
  if (!/^[\w.-]*\w$/.test(String(version)) || typeof version !== "string") {
    throw new TypeError(`version must be like "v1", not ${showValue(version)}`);
  }
  check("cancelMethod", cancelMethod, ["POST", "GET"]);
  const call = restCaller(options);
  return style === "google"
    ? googleSource(call, `${base}/${version}`)
    : yandexSource(call, `${base}/operations`, cancelMethod);
}

function yandexSource(call: RestCall, base: string, method: "POST" | "GET"): OperationSource {
  return {
    get: (id, context) => call(() => ({ url: `${base}/${encodeSegment(id)}` }), context),
    cancel: (id, { signal }) =>
      call(() => ({ url: `${base}/${encodeSegment(id)}:cancel`, method }), { signal }),
  };
}

function googleSource(call: RestCall, base: string): OperationSource {
  const urlOf = (name: string, verb = "") => `${base}/${encodeName(name)}${verb}`;
  return {
    get: (name, context) => call(() => ({ url: urlOf(name) }), context),
    cancel: (name, { signal }) =>
      call(() => ({ url: urlOf(name, ":cancel"), method: "POST" }), { signal }),
    wait: async (name, context) => {
      try {
        const body = waitBody(context);
        return await call(() => ({ url: urlOf(name, ":wait"), method: "POST", body }), context);
      } catch (thrown) {
        throw asUnimplemented(thrown);
      }
    },
  };
}

function waitBody({ timeoutMs }: PollContext): object {
  const waitMs = serverWaitMs(timeoutMs);
  return waitMs === undefined ? {} : { timeout: `${waitMs / 1000}s` };
}

/** How servers answer for a path or a method that they do not have. */
const NO_SUCH_PATH = new Set([404, 405, 501]);

/** A missing path looks like a missing operation: `get`, which is called then, tells the two apart. */
function asUnimplemented(thrown: unknown): unknown {
  const error = RpcError.from(thrown);
  const parts = partsFromRpcError(error);
  if (parts === undefined || !NO_SUCH_PATH.has(error.httpStatus ?? 0)) return thrown;
  return RpcError.fromParts({ ...parts, code: Code.UNIMPLEMENTED }, error);
}

function check(name: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new TypeError(`${name} must be ${allowed.join(" or ")}, not ${showValue(value)}`);
}
