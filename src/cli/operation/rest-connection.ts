import { restOperations } from "../../operation/sources/rest-operations.js";
import { UsageError } from "../usage-error.js";
import type { Connection, ConnectionInit } from "./connection.js";

/** How paths are made beyond the base URL. */
export interface RestConnectionInit extends ConnectionInit {
  /** The version in Google's paths. Default: `v1`. */
  readonly version?: string | undefined;
}

/**
 * A way to operations over REST.
 *
 * @throws UsageError for a version that is none.
 */
export function restConnection(init: RestConnectionInit): Connection {
  const { endpoint, api, version = "v1", headers, authorization } = init;
  if (!/^[\w.-]*\w$/.test(version)) throw new UsageError('--api-version must be like "v1"');
  const sent = async (): Promise<[string, string][]> => [
    ...headers.map(([name, value]): [string, string] => [name, value]),
    ...(authorization ? [["authorization", await authorization()] as [string, string]] : []),
  ];
  const source = restOperations({ url: endpoint.url, style: api, version, headers: sent });
  return { source, close() {} };
}
