import { showValue } from "../../wire/show-value.js";
import type { OperationSource } from "../operation-source.js";
import { googleRestSource } from "./google-rest-source.js";
import { checkListOptions, type ListOptions } from "./list-options.js";
import { type RestCall, type RestCallerOptions, restCaller } from "./rest-call.js";
import { baseUrl, encodeSegment } from "./rest-path.js";

/** Where {@link restOperations} finds operations, and how it asks. */
export interface RestOperationsOptions extends RestCallerOptions, ListOptions {
  /** The service's address without a version, as `https://operation.api.cloud.yandex.net`. Its path is kept. */
  readonly url: string | URL;
  /**
   * Whose paths these are: `{url}/operations/{id}`, or `{url}/v1/{name}` where a name is like `operations/7`;
   * lists, and so `parent`, are in Google's alone. Default: `"yandex"`.
   */
  readonly style?: "yandex" | "google";
  /** The version in Google's paths. Default: `"v1"`. */
  readonly version?: string;
  /** How Yandex Cloud is asked to cancel: its guide says POST, its protos say GET. Default: `"POST"`. */
  readonly cancelMethod?: "POST" | "GET";
}

/**
 * Gives operations over REST, as JSON. Its functions reject with an `RpcError` for every answer that is no
 * success, with its headers, and for a broken network. Google's style has `wait`, `POST {name}:wait`, and where
 * `parent` is given `list`, `GET {parent}/operations`: what is watched together is found there by the full names
 * that the list has. Where a server has no such path they reject with UNIMPLEMENTED, and polling goes on.
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
  checkListOptions(options);
  const call = restCaller(options);
  if (style === "google") return googleRestSource(call, `${base}/${version}`, options);
  if (options.parent !== undefined) {
    throw new TypeError('parent is for the style "google": Yandex Cloud lists no operations');
  }
  return yandexSource(call, `${base}/operations`, cancelMethod);
}

function yandexSource(call: RestCall, base: string, method: "POST" | "GET"): OperationSource {
  return {
    get: (id, context) => call(() => ({ url: `${base}/${encodeSegment(id)}` }), context),
    cancel: (id, { signal }) =>
      call(() => ({ url: `${base}/${encodeSegment(id)}:cancel`, method }), { signal }),
  };
}

function check(name: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new TypeError(`${name} must be ${allowed.join(" or ")}, not ${showValue(value)}`);
}
