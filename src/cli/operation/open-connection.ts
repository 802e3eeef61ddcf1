import { maskHeader } from "../../status/secrets.js";
import { UsageError } from "../usage-error.js";
import type { Connection, ConnectionInit } from "./connection.js";
import { grpcConnection } from "./grpc-connection.js";
import { restConnection } from "./rest-connection.js";

/** How a connection is made. */
export interface OpenConnectionInit extends ConnectionInit {
  readonly rest?: boolean | undefined;
  readonly apiVersion?: string | undefined;
  /** Whether it was said in so many words that nothing need be encrypted. */
  readonly plaintext?: boolean | undefined;
  /** Takes what the caller should know. */
  readonly warn: (text: string) => void;
}

/**
 * Opens a way to a service of operations. Credentials leave this machine unencrypted only where the caller said so
 * with `plaintext`: that a URL begins with http:// may be a slip.
 *
 * @throws UsageError where that is not so, and for whatever else cannot work.
 */
export async function openConnection(init: OpenConnectionInit): Promise<Connection> {
  const { rest, api, apiVersion } = init;
  checkSecrecy(init);
  if (apiVersion !== undefined && !(rest === true && api === "google")) {
    throw new UsageError("--api-version is for --rest and --api google");
  }
  return rest === true ? restConnection({ ...init, version: apiVersion }) : grpcConnection(init);
}

function checkSecrecy({ endpoint, headers, authorization, plaintext, warn }: OpenConnectionInit) {
  const hasSecret =
    authorization !== undefined ||
    headers.some(([name, value]) => maskHeader(name, value) !== value);
  if (endpoint.encrypted || endpoint.isLoopback || !hasSecret) return;
  if (plaintext !== true) {
    throw new UsageError(
      `credentials would travel unencrypted to ${endpoint.hostname}: use https, or say --plaintext`,
    );
  }
  warn(`warning: credentials travel unencrypted to ${endpoint.hostname}`);
}
