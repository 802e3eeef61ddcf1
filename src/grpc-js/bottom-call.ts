import type { Metadata, ServerInterceptingCall } from "@grpc/grpc-js";
import { member } from "../wire/members.js";

/** A status on its way out; grpc-js does not export the type. */
export type OutgoingStatus = Parameters<ServerInterceptingCall["sendStatus"]>[0];

/** What receives a call; grpc-js does not export the type. */
export type InterceptingServerListener = Parameters<ServerInterceptingCall["start"]>[0];

/** What sends an answer: an intercepted call, or the one below all interceptors. */
export interface SendingCall {
  start(listener: InterceptingServerListener): void;
  sendMetadata(metadata: Metadata): void;
  sendMessage(message: unknown, callback: () => void): void;
  sendStatus(status: OutgoingStatus): void;
}

/**
 * The call below all interceptors. It sends what it is given when one of them threw, after which they may
 * hold everything back for good.
 *
 * grpc-js keeps it in a private member, the same since 1.11; without it, the call itself.
 */
export function bottomCall(call: SendingCall): SendingCall {
  const below = member(call, "nextCall") as SendingCall | undefined;
  return typeof below?.sendStatus === "function" ? bottomCall(below) : call;
}

/** What the call object of a handler sends through. */
export function topCall(call: object): SendingCall | undefined {
  const top = member(call, "call") as SendingCall | undefined;
  return typeof top?.sendStatus === "function" ? top : undefined;
}

/** Whether a call has got its status or was cancelled, as the one below all interceptors knows it. */
export function isOver(call: SendingCall | undefined): boolean {
  return member(call, "cancelled") === true || member(call, "wantTrailers") === true;
}
