import { Code, RpcError } from "rpc-status";
import type { libraryClient } from "./library.js";

/** Shows the books of a shelf as they come, until `signal` says that nobody looks any more. */
export async function listBooks(
  library: ReturnType<typeof libraryClient>,
  show: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const { book } of library.listBooks({ shelfId: "1" }, { signal })) {
      show(book?.title ?? "");
    }
  } catch (e) {
    const error = RpcError.from(e);
    if (error.code === Code.CANCELLED && signal.aborted) return;
    show(`The list is not complete: ${error.codeName}`); // what was shown before stays
  }
}
