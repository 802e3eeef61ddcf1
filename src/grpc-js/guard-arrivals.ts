import type { Metadata } from "@grpc/grpc-js";
import { member } from "../wire/members.js";
import type { InterceptingServerListener, SendingCall } from "./bottom-call.js";
import { catchRejections } from "./catch-rejections.js";

/**
 * Keeps interceptors that throw, or reject, at what arrives from ending the process and from leaving the
 * client without an answer.
 *
 * @param bottom - the call below all interceptors, before it has started.
 * @param onThrow - answers the call.
 * @param onMetadata - gets the headers of the call.
 */
export function guardArrivals(
  bottom: SendingCall,
  onThrow: (thrown: unknown) => void,
  onMetadata: (metadata: Metadata) => void,
): void {
  const { start } = bottom;
  bottom.start = (listener) => {
    guardListeners(listener, onThrow);
    const guarded: InterceptingServerListener = {
      onReceiveMetadata(metadata) {
        onMetadata(metadata);
        try {
          listener.onReceiveMetadata(metadata);
        } catch (thrown) {
          onThrow(thrown);
        }
      },
      onReceiveMessage(message) {
        try {
          listener.onReceiveMessage(message);
        } catch (thrown) {
          onThrow(thrown);
        }
      },
      onReceiveHalfClose() {
        try {
          listener.onReceiveHalfClose();
        } catch (thrown) {
          onThrow(thrown);
        }
      },
      onCancel: () => listener.onCancel(),
    };
    start.call(bottom, guarded);
  };
}

/** The listener of each interceptor is a private member of the one that grpc-js makes of it. */
function guardListeners(listener: unknown, onThrow: (thrown: unknown) => void): void {
  const [own, next] = [member(listener, "listener"), member(listener, "nextListener")];
  if (own === undefined || next === undefined) return;
  catchRejections(own, onThrow);
  guardListeners(next, onThrow);
}
