import { Metadata, type StatusObject } from "@grpc/grpc-js";
import { attachReceived, receivedCall } from "../../error/received.js";
import { type AttemptRecord, attemptsOf, withAttempts } from "../../retry/attempt-record.js";

/**
 * The status with the history of its call, which hangs on its metadata: the error that grpc-js makes of a
 * status has the same, and nothing that a log would show.
 */
export function withHistory(
  status: StatusObject,
  attempts: readonly AttemptRecord[],
): StatusObject {
  const metadata = ownMetadata(status.metadata);
  withAttempts(metadata, attempts, () => new Metadata());
  forgetDecoded(metadata);
  return metadata === status.metadata ? status : { ...status, metadata };
}

/** A name that does not resolve gives all calls the same status, metadata included. */
function ownMetadata(metadata: Metadata | undefined): Metadata {
  if (!(metadata instanceof Metadata)) return metadata ?? new Metadata();
  if (attemptsOf(metadata).length === 0) return metadata;
  const own = metadata.clone();
  const received = receivedCall(metadata);
  if (received !== undefined) attachReceived(own, { ...received });
  return own;
}

/** The error was decoded of the status to judge it. Its `cause` is to be the one that the caller gets. */
function forgetDecoded(metadata: Metadata): void {
  const received = receivedCall(metadata);
  if (received === undefined) return;
  Reflect.deleteProperty(received, "error");
  Reflect.deleteProperty(received, "decodedFrom");
}
