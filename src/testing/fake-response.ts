import { RpcError } from "../error/rpc-error.js";
import type { HttpDialect } from "../http/negotiate-dialect.js";
import { toResponse } from "../http/to-response.js";
import { checkFakeError } from "./check-fake-error.js";

/** How {@link fakeResponse} answers. */
export interface FakeResponseOptions {
  /** The shape of the body. Default: `"aip-193"`, Google's. */
  readonly dialect?: HttpDialect;
}

/**
 * What `fetch` resolves with where a service answers so: status, headers and a body with all details, however
 * large. `errorFromResponse` and `fetchWithErrors` read the error back; the dialects `"openai"` and
 * `"problem-json"` have no room for all of it.
 *
 * @example
 * const api = new BooksApi({ fetch: async () => fakeResponse(missing, { dialect: "google-status" }) });
 *
 * @throws TypeError for what is no `RpcError`, and for a dialect that is none.
 */
export function fakeResponse(
  error: RpcError,
  { dialect = "aip-193" }: FakeResponseOptions = {},
): Response {
  checkFakeError(error, "fakeResponse");
  return toResponse(asMadeHere(error), undefined, { dialect, policy: OPEN });
}

/** Lets everything out, and adds nothing. */
const OPEN = { debug: true, requestId: false, maxBodyBytes: Number.MAX_SAFE_INTEGER } as const;

/** The error as its server made it: what was received a server keeps to itself. */
function asMadeHere({ code, message, details, metadata, httpStatus = 0 }: RpcError): RpcError {
  const isFailure = httpStatus >= 400 && httpStatus <= 599;
  return new RpcError(code, message, { details, metadata, ...(isFailure && { httpStatus }) });
}
