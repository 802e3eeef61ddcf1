import type { OutgoingStatus, SendingCall } from "./bottom-call.js";
import { guardResponders } from "./catch-rejections.js";

/** Both ends of a call's interceptors. */
export interface InterceptedCall {
  /** What the handler sends through. */
  readonly top: SendingCall;
  /** What sends past them all. */
  readonly bottom: SendingCall;
}

/**
 * Keeps interceptors that throw while an answer passes through them from ending the process and from
 * leaving the client without one.
 *
 * @param statusFor - makes the status that goes out past all interceptors; `sent` is the one that did
 *   not get through, where it was a status.
 */
export function guardInterceptors(
  { top, bottom }: InterceptedCall,
  statusFor: (thrown: unknown, sent?: OutgoingStatus) => OutgoingStatus,
): void {
  const onRejection = (thrown: unknown) => bottom.sendStatus(statusFor(thrown));
  guardResponders(top, bottom, onRejection);
  const { sendMetadata, sendMessage, sendStatus } = top;
  const guarded: Omit<SendingCall, "start"> = {
    sendMetadata: (metadata) => {
      try {
        sendMetadata.call(top, metadata);
      } catch (thrown) {
        bottom.sendStatus(statusFor(thrown));
      }
    },
    sendMessage: (message, callback) => {
      try {
        sendMessage.call(top, message, callback);
      } catch (thrown) {
        bottom.sendStatus(statusFor(thrown));
      }
    },
    sendStatus: (status) => {
      try {
        sendStatus.call(top, status);
      } catch (thrown) {
        bottom.sendStatus(statusFor(thrown, status));
      }
    },
  };
  Object.assign(top, guarded);
}
