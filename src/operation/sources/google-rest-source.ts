import { partsFromRpcError } from "../../error/from/rpc-error.js";
import { RpcError } from "../../error/rpc-error.js";
import { Code } from "../../status/code.js";
import type { OperationSource, PollContext } from "../operation-source.js";
import { type FetchPage, listByPage } from "./list-by-page.js";
import type { ListOptions } from "./list-options.js";
import { readPage } from "./read-page.js";
import type { RestCall } from "./rest-call.js";
import { encodeName, listUrl } from "./rest-path.js";
import { serverWaitMs } from "./server-wait.js";

/**
 * Operations under the paths that `google.longrunning` has over REST.
 *
 * @param base - the service's address with the version, without a slash at its end.
 * @see https://google.aip.dev/151
 */
export function googleRestSource(
  call: RestCall,
  base: string,
  options: ListOptions,
): OperationSource {
  const urlOf = (name: string, verb = "") => `${base}/${encodeName(name)}${verb}`;
  return {
    get: (name, context) => call(() => ({ url: urlOf(name) }), context),
    cancel: (name, { signal }) =>
      call(() => ({ url: urlOf(name, ":cancel"), method: "POST" }), { signal }),
    wait: (name, context) => {
      const request = { method: "POST", body: waitBody(context) } as const;
      return orUnimplemented(call(() => ({ url: urlOf(name, ":wait"), ...request }), context));
    },
    ...listOf(call, base, options),
  };
}

function listOf(call: RestCall, base: string, { parent, filter, pageSize }: ListOptions) {
  if (parent === undefined) return {};
  const fetchPage: FetchPage = async (size, context) => {
    const { pageToken } = context;
    const url = listUrl(base, parent, { pageSize: String(size), pageToken, filter });
    return readPage(await orUnimplemented(call(() => ({ url }), context)));
  };
  return { list: listByPage(fetchPage, pageSize) };
}

function waitBody({ timeoutMs }: PollContext): object {
  const waitMs = serverWaitMs(timeoutMs);
  return waitMs === undefined ? {} : { timeout: `${waitMs / 1000}s` };
}

/** How servers answer for a path or a method that they do not have. */
const NO_SUCH_PATH = new Set([404, 405, 501]);

/** A missing path looks like a missing operation: `get`, which is called then, tells the two apart. */
async function orUnimplemented<T>(calling: Promise<T>): Promise<T> {
  try {
    return await calling;
  } catch (thrown) {
    const error = RpcError.from(thrown);
    const parts = partsFromRpcError(error);
    if (parts === undefined || !NO_SUCH_PATH.has(error.httpStatus ?? 0)) throw thrown;
    throw RpcError.fromParts({ ...parts, code: Code.UNIMPLEMENTED }, error);
  }
}
