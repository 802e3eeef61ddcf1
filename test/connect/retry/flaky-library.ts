import { Code as ConnectCode, ConnectError, type HandlerContext } from "@connectrpc/connect";
import type { LibraryImpl } from "../library-server.js";

/** What the server saw of one attempt. */
export interface SeenAttempt {
  readonly header: Headers;
  /** When it arrived, in milliseconds. */
  readonly at: number;
  /** Ids of the books in its requests, in the order of arrival. */
  readonly bookIds: string[];
  readonly signal: AbortSignal;
}

interface Flakiness {
  /** What each attempt fails with, in order; further ones succeed. Gives nothing for a success. */
  readonly failures: readonly (() => unknown)[];
  /** How many requests of `importBooks` are read before an attempt fails. Default: all. */
  readonly readBefore?: number;
}

/** Fails an attempt in a way that another one may not. */
export const unavailable = () => {
  throw new ConnectError("busy", ConnectCode.Unavailable);
};

/** A library whose four kinds of call fail a few times before their first answer, and note what they were asked. */
export function flakyLibrary({ failures, readBefore = Number.POSITIVE_INFINITY }: Flakiness): {
  readonly implementation: LibraryImpl;
  readonly seen: SeenAttempt[];
} {
  const seen: SeenAttempt[] = [];
  const begin = ({ requestHeader, signal }: HandlerContext) => {
    const header = new Headers(requestHeader);
    const attempt = { header, at: performance.now(), bookIds: [] as string[], signal };
    seen.push(attempt);
    return { attempt, fail: failures[seen.length - 1] };
  };
  const implementation: LibraryImpl = {
    async getBook({ bookId }, context) {
      const { attempt, fail } = begin(context);
      attempt.bookIds.push(bookId);
      await fail?.();
      return { book: { id: bookId } };
    },
    async importBooks(requests, context) {
      const { attempt, fail } = begin(context);
      if (readBefore === 0) await fail?.();
      for await (const { book } of requests) {
        attempt.bookIds.push(book?.id ?? "");
        if (attempt.bookIds.length >= readBefore) await fail?.();
      }
      await fail?.();
      return { addedCount: attempt.bookIds.length };
    },
    async *listBooks({ shelfId }, context) {
      const { attempt, fail } = begin(context);
      attempt.bookIds.push(shelfId);
      await fail?.();
      yield { book: { id: "1" } };
      yield { book: { id: "2" } };
    },
    async *reserveBooks(requests, context) {
      const { attempt, fail } = begin(context);
      for await (const { bookId } of requests) {
        attempt.bookIds.push(bookId);
        // Its first request is answered at once.
        await fail?.();
        yield { result: { case: "reservation", value: { bookId } } };
      }
    },
  };
  return { implementation, seen };
}

/** Never settles, as a server that hangs. */
export function hang(): Promise<never> {
  return new Promise(() => {});
}
