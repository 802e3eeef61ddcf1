import type { OperationSource } from "../../src/entry/operation.js";

/** The entry that is measured. */
type Library = typeof import("../../src/entry/operation.js");

/** What is to be watched, and how. */
interface Watch {
  readonly ids: readonly string[];
  readonly source: OperationSource;
  /** The same without any of ours. */
  readonly get: (id: string) => Promise<{ readonly id: string; readonly done: boolean }>;
  /** The pause between two polls of an operation, in milliseconds. */
  readonly pauseMs: number;
  readonly onEnd: (id: string) => void;
}

export type Way = "watchOperations" | "a loop of promises" | "waitForOperation for each";

/** Three ways to wait for very many operations. */
export function waysOf({ waitForOperation, watchOperations }: Library) {
  return {
    async watchOperations({ ids, source, pauseMs, onEnd }) {
      const options = { source, backoff: flat(pauseMs), finalOnly: true };
      for await (const { operationId, error } of watchOperations(ids, options)) {
        if (error) throw error;
        onEnd(operationId);
      }
    },
    /** What people write by themselves, without any of the library's care. */
    async "a loop of promises"({ ids, get, pauseMs, onEnd }) {
      const operations = await Promise.all(
        ids.map(async (id) => {
          for (;;) {
            const operation = await get(id);
            if (operation.done) return operation;
            await new Promise((resolve) => setTimeout(resolve, pauseMs));
          }
        }),
      );
      for (const { id } of operations) onEnd(id);
    },
    async "waitForOperation for each"({ ids, source, pauseMs, onEnd }) {
      const options = { source, backoff: flat(pauseMs) };
      await Promise.all(ids.map((id) => waitForOperation(id, options).then(() => onEnd(id))));
    },
  } satisfies Record<Way, (watch: Watch) => Promise<void>>;
}

function flat(pauseMs: number) {
  return { initialMs: pauseMs, factor: 1, maxMs: pauseMs };
}
