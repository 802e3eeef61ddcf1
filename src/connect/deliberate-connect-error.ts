import { ConnectError } from "@connectrpc/connect";
import { receivedCall } from "../error/received.js";
import { RpcError } from "../error/rpc-error.js";
import { isErrorCode } from "../status/code.js";

/**
 * The error that a handler, or Connect itself, stated as a `ConnectError`. `undefined` for one that a
 * client of this process received: its details are not this server's to pass on. Total.
 */
export function deliberateConnectError(thrown: unknown): RpcError | undefined {
  try {
    return readError(thrown);
  } catch {
    // A getter or a proxy that throws states nothing.
    return undefined;
  }
}

function readError(thrown: unknown): RpcError | undefined {
  if (!(thrown instanceof ConnectError)) return undefined;
  const received = receivedCall(thrown);
  if (received?.error instanceof RpcError) return received.error;
  if (received !== undefined || isReceived(thrown) || !isErrorCode(thrown.code)) return undefined;
  const decoded = RpcError.from(thrown);
  return new RpcError(thrown.code, thrown.rawMessage, {
    details: decoded.details,
    metadata: thrown.metadata,
    cause: thrown,
  });
}

/** Connect 2.2 marks errors from the wire; before, they are known by what only an answer has. */
function isReceived(error: ConnectError & { readonly isWireError?: boolean }): boolean {
  return (
    error.isWireError === true ||
    error.metadata.has("content-type") ||
    error.details.some((detail) => !("desc" in detail))
  );
}
