import { plainLine } from "../../error/plain-line.js";
import { maskHeader } from "../../status/secrets.js";
import type { CliIo } from "../cli-io.js";
import { UsageError } from "../usage-error.js";
import { openConnection } from "./open-connection.js";
import type { OperationOptions } from "./operation-options.js";
import { parseEndpoint } from "./parse-endpoint.js";
import { parseHeaders } from "./parse-headers.js";
import { readRegistry } from "./read-registry.js";
import { readToken } from "./read-token.js";
import { SecretsMask } from "./secrets-mask.js";
import { waitAndShow } from "./wait-and-show.js";

/**
 * Waits for an operation and shows how it goes.
 *
 * @param operationId - as its service names it: `epd1`, `operations/7`.
 * @returns the exit code, by the outcome.
 * @throws UsageError for options that cannot work, before anything is sent.
 */
export async function operation(
  operationId: string,
  options: OperationOptions,
  io: CliIo,
): Promise<number> {
  const { api = apiOf(operationId), descriptors, header = [] } = options;
  if (operationId.trim() === "") throw new UsageError("the operation's id is empty");
  if (options.token !== undefined) {
    throw new UsageError(
      "lists of processes show arguments: give the token by --token-file or RPC_STATUS_TOKEN",
    );
  }
  const secrets = new SecretsMask();
  const covered = secrets.cover(io);
  const headers = parseHeaders(header);
  for (const [name, value] of headers) if (maskHeader(name, value) !== value) secrets.add(value);
  const endpoint = parseEndpoint(options.endpoint, options);
  const registry = await readRegistry(descriptors, io.stdin);
  const authorization = await readToken(options, io, secrets);
  const warn = (text: string) => covered.stderr.write(`${plainLine(text)}\n`);
  const connection = await openConnection({
    ...options,
    endpoint,
    api,
    headers,
    authorization,
    warn,
  });
  try {
    const { source } = connection;
    const isAuthorized = authorization !== undefined;
    const init = { ...options, operationId, source, registry, isAuthorized, io, covered };
    return await waitAndShow({ ...init, mask: (text) => secrets.mask(text) });
  } finally {
    connection.close();
  }
}

/** Google's names have slashes in them, Yandex Cloud's ids never do. */
function apiOf(operationId: string): "google" | "yandex" {
  return operationId.includes("/") ? "google" : "yandex";
}
