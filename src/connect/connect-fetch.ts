import { BODY_TIMEOUT_MS, MAX_BODY_BYTES } from "../http/read-body.js";
import { mendGrpcWeb } from "./mend-grpc-web.js";
import { mendStream } from "./mend-stream.js";
import { mendUnary } from "./mend-unary.js";
import { readWebCall } from "./web-call.js";

/** How {@link connectFetch} reads the answers of failed calls. */
export interface ConnectFetchOptions {
  /**
   * How many bytes of a failed answer are read, after decompression. What lies beyond them is left out, which
   * may cost a body that long its details. Default: 1,048,576.
   */
  readonly maxBodyBytes?: number;
  /**
   * How long the body of a failed answer is waited for once its headers are there; what came until then
   * counts. Default: 10,000 ms. Connect alone reports many answers by their headers, so that a body which
   * stalls must not hold up the error.
   */
  readonly bodyTimeoutMs?: number;
}

/**
 * A `fetch` for Connect transports (`createConnectTransport` and `createGrpcWebTransport` of
 * `@connectrpc/connect-web`, in browsers and in Node) through which every failed call arrives with its code,
 * message and details, whoever answered it: a gateway with a body of Google's, Yandex Cloud's or OpenAI's
 * kind, a proxy with its page, a server whose error Connect would not read.
 *
 * Such an answer is rewritten into the error of the protocol that the transport speaks. A proper error
 * passes as it is, and so does what is no call of Connect or gRPC-Web. What `fetch` itself rejects with, an
 * abort or a broken connection, is left to Connect.
 *
 * A success costs little: messages pass as they come, and of a unary JSON answer up to 16 kB are looked at,
 * since some gateways answer HTTP 200 with an error.
 *
 * @param fetch - what sends the requests. Default: `globalThis.fetch` of the moment of each call.
 * @throws TypeError for a `fetch` that is no function, and for wrong options.
 *
 * @example
 * const transport = createConnectTransport({ baseUrl, fetch: connectFetch() });
 */
export function connectFetch(
  fetch?: typeof globalThis.fetch,
  options: ConnectFetchOptions = {},
): typeof globalThis.fetch {
  if (fetch !== undefined && typeof fetch !== "function") {
    throw new TypeError(`fetch must be a function, not ${typeof fetch}`);
  }
  const { maxBodyBytes = MAX_BODY_BYTES, bodyTimeoutMs = BODY_TIMEOUT_MS } = options;
  for (const [name, limit] of Object.entries({ maxBodyBytes, bodyTimeoutMs })) {
    if (!(limit >= 0)) throw new TypeError(`${name} must be 0 or more, not ${String(limit)}`);
  }
  return async (input, init) => {
    const call = readWebCall(input, init);
    const response = await (fetch ?? globalThis.fetch)(input, init);
    // 0 is an answer that the browser keeps from its page.
    if (call === undefined || response.status === 0) return response;
    return menderOf(call.awaited)(response, { ...call, maxBodyBytes, bodyTimeoutMs });
  };
}

function menderOf(awaited: string): typeof mendUnary {
  if (awaited.startsWith("application/grpc-web")) return mendGrpcWeb;
  return awaited.startsWith("application/connect+") ? mendStream : mendUnary;
}
