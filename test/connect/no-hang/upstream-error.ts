import { Code as ConnectCode, ConnectError } from "@connectrpc/connect";
import { ErrorInfoSchema } from "../../../src/entry/index.js";
import { type Failure, SECRET } from "../../fixtures/failures.js";
import { connectErrorFrom, type Protocol } from "../../fixtures/real-connect-error.js";

/** Errors of another server, by the two ways in which a client of this one is told. */
export function upstreamFailures(protocol: Protocol): Readonly<Record<string, Failure>> {
  return {
    "an upstream unavailable": {
      make: () => upstreamError(protocol, ConnectCode.Unavailable),
      code: ConnectCode.Unavailable as number as Failure["code"],
      hidden: true,
    },
    "an upstream permission_denied": {
      make: () => upstreamError(protocol, ConnectCode.PermissionDenied),
      code: ConnectCode.Internal as number as Failure["code"],
      message: "internal error",
      hidden: true,
    },
  };
}

/** What a Connect client received from another server, with secrets wherever an answer may have them. */
function upstreamError(protocol: Protocol, code: ConnectCode): Promise<ConnectError> {
  return connectErrorFrom(protocol, () => {
    throw new ConnectError(`the store says ${SECRET}`, code, { "x-store-key": SECRET }, [
      {
        desc: ErrorInfoSchema,
        value: { reason: "STORE", domain: "store.example", metadata: { key: SECRET } },
      },
    ]);
  });
}
