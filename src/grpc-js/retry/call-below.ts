import type { Interceptor } from "@grpc/grpc-js";

/** What is known of a call before it is made. */
export type CallOptions = Parameters<Interceptor>[0];

/** Makes the call of the interceptors further in. */
export type NextCall = Parameters<Interceptor>[1];

/** A call as interceptors see those below; grpc-js does not export the type. */
export type CallBelow = ReturnType<NextCall>;

/** What receives an answer; grpc-js does not export the type. */
export type AnswerListener = Required<NonNullable<Parameters<CallBelow["start"]>[1]>>;

/** How one message is to be sent; grpc-js does not export the type. */
export type MessageContext = Parameters<CallBelow["sendMessageWithContext"]>[0];
