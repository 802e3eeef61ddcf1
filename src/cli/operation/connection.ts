import type { OperationSource } from "../../operation/operation-source.js";
import type { OperationApi } from "./operation-options.js";
import type { Endpoint } from "./parse-endpoint.js";
import type { SentHeader } from "./parse-headers.js";
import type { Authorization } from "./read-token.js";

/** A way to a service of operations. */
export interface Connection {
  readonly source: OperationSource;
  /** Leaves nothing open. */
  close(): void;
}

/** Where a connection leads, and what each call sends along. */
export interface ConnectionInit {
  readonly endpoint: Endpoint;
  readonly api: OperationApi;
  readonly headers: readonly SentHeader[];
  readonly authorization: Authorization | undefined;
}
