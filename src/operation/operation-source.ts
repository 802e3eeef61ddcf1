import type { HeadersLike } from "../wire/headers.js";

/** What a source is told of one poll. */
export interface PollContext {
  /** Aborted when the poll's time is over, or nobody waits any more. Pass it on to the call. */
  readonly signal: AbortSignal;
  /** How long the poll may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Takes the headers of the answer: a service may set the pace by them, and request ids stand there. */
  readonly onHeaders: (headers: HeadersLike) => void;
}

/** What a source is told of a page of a list. */
export interface ListContext extends PollContext {
  /** The token that came with the page before; empty for the first. */
  readonly pageToken: string;
}

/** A page of a service's list of operations. */
export interface OperationPage {
  /** The operations, in the form that `get` gives them. */
  readonly operations: readonly unknown[];
  /** What the next page is asked for with; empty where this is the last. */
  readonly nextPageToken: string;
}

/**
 * Where operations are asked for: a service's client, in the few calls that waiting needs. What its functions
 * reject with is read by `RpcError.from`.
 */
export interface OperationSource {
  /** Fetches the operation, as a message of any library or as JSON. */
  get(id: string, context: PollContext): PromiseLike<unknown>;
  /** Asks the service to cancel it; the operation may go on all the same. */
  cancel?(id: string, context: { readonly signal: AbortSignal }): PromiseLike<unknown>;
  /**
   * Fetches the operation once it is over, or as it is when `timeoutMs` has passed: the server waits, nobody
   * polls. A source whose service has no such call leaves it out, or rejects with UNIMPLEMENTED.
   */
  wait?(id: string, context: PollContext): PromiseLike<unknown>;
  /**
   * Fetches a page of a list in which the operations stand that are asked for, under the same ids. Watching very
   * many is cheaper by the page; those that are not listed are fetched one by one. A source whose service has no
   * such list leaves it out, or rejects with UNIMPLEMENTED.
   */
  list?(context: ListContext): PromiseLike<OperationPage>;
}
