import type { EventEmitter } from "node:events";
import type { Deadline } from "@grpc/grpc-js";
import { Metadata } from "@grpc/grpc-js";
import { toServiceError } from "../../../src/entry/grpc-js.js";
import { RpcError, retryInfo } from "../../../src/entry/index.js";

/** What a handler of any kind is called with. */
export interface ServerCall extends EventEmitter {
  readonly metadata: Metadata;
  readonly request: unknown;
  cancelled: boolean;
  sendMetadata(metadata: Metadata): void;
  write(message: unknown): void;
  end(trailers?: Metadata): void;
  resume(): void;
  getDeadline(): Deadline;
}

export type Answer = (error: object | null, response?: unknown, trailers?: Metadata) => void;

/** UNAVAILABLE, with trailers. */
export function unavailable(trailers: Readonly<Record<string, string>> = {}): object {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error("overloaded"), { code: 14, details: "overloaded", metadata });
}

/** UNAVAILABLE, with a RetryInfo. */
export function comeBackIn(ms: number): object {
  return toServiceError(new RpcError("UNAVAILABLE", "overloaded", { details: [retryInfo(ms)] }));
}

/** Answers with the failures one after another, then with what `succeed` does. Counts how often it was called. */
export function afterFailures<Rest extends unknown[]>(
  failures: readonly object[],
  succeed: (call: ServerCall, ...rest: Rest) => void,
) {
  const arrivals: { readonly at: number; readonly call: ServerCall }[] = [];
  const handler = (call: ServerCall, ...rest: Rest): void => {
    const failure = failures[arrivals.length];
    arrivals.push({ at: performance.now(), call });
    const [answer] = rest as unknown as [Answer | undefined];
    if (failure === undefined) succeed(call, ...rest);
    else if (answer === undefined) call.emit("error", failure);
    else answer(failure);
  };
  return { arrivals, handler };
}
