import type { EventEmitter } from "node:events";
import type { Deadline, Metadata } from "@grpc/grpc-js";
import type { IncomingCall } from "../server/incoming-call.js";

/** The call object of any of the four kinds: grpc-js makes a stream of each. */
export interface AnyCall extends EventEmitter {
  cancelled: boolean;
  readonly metadata: Metadata;
  readonly readableEnded?: boolean;
  readonly writableEnded: boolean;
  readonly writableFinished: boolean;
  destroy(error?: unknown): unknown;
  end(trailers?: unknown): unknown;
  sendMetadata(headers: unknown): void;
  getPath(): string;
  getPeer(): string;
  getDeadline(): Deadline;
}

/** What is called back with, for the two kinds with a single answer. */
export type AnyCallback = (
  error: object | null,
  value?: unknown,
  trailer?: Metadata,
  flags?: number,
) => void;

/** Whether the client sends a stream. A call with one message has it as `request`. */
export function streamsIn(call: AnyCall): boolean {
  return !("request" in call);
}

/** A call of grpc-js as the policy wants to know it. */
export function incomingCall(
  method: string,
  call: Pick<AnyCall, "getPeer" | "getDeadline">,
  metadata: Metadata | undefined,
): IncomingCall {
  return {
    method,
    peer: call.getPeer(),
    header(name) {
      const [value] = metadata?.get(name) ?? [];
      return typeof value === "string" ? value : undefined;
    },
    // A Date, or milliseconds: Infinity where the client set none.
    isOverdue: () => Number(call.getDeadline()) <= Date.now(),
  };
}
