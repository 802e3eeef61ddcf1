import { RpcError } from "../../error/rpc-error.js";
import { isMessageTooLarge } from "../../retry/message-too-large.js";
import { Code } from "../../status/code.js";
import type { ListContext, OperationPage, OperationSource } from "../operation-source.js";

/** Fetches one page of at most so many operations. */
export type FetchPage = (pageSize: number, context: ListContext) => Promise<OperationPage>;

/** Default of `pageSize`. */
const PAGE_SIZE = 500;

/** Below this a page saves nothing any more. */
const MIN_PAGE_SIZE = 20;

/**
 * The `list` of a source. Operations differ in size by a thousand times, and gRPC takes 4 MiB: a page that is too
 * long for an answer is asked for again with half as many operations, and so are those after it.
 */
export function listByPage(
  fetchPage: FetchPage,
  pageSize: number = PAGE_SIZE,
): NonNullable<OperationSource["list"]> {
  let size = pageSize;
  return async (context) => {
    for (;;) {
      const asked = size;
      try {
        return await fetchPage(asked, context);
      } catch (thrown) {
        const half = Math.floor(asked / 2);
        if (half < MIN_PAGE_SIZE || !isTooLong(thrown)) throw thrown;
        size = Math.min(size, half);
      }
    }
  };
}

/** Whether an answer was longer than gRPC, or our own reader of JSON, takes it. */
function isTooLong(thrown: unknown): boolean {
  const error = RpcError.from(thrown);
  const isLongJson = error.code === Code.OUT_OF_RANGE && error.origin === "transport";
  return isLongJson || isMessageTooLarge(error);
}
