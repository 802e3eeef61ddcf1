/** The services of operations that are known. */
export const OPERATION_APIS = ["yandex", "google"] as const;

export type OperationApi = (typeof OPERATION_APIS)[number];

/** Options of `rpc-status operation`, as they were typed. */
export interface OperationOptions {
  readonly endpoint: string;
  readonly rest?: boolean;
  readonly api?: OperationApi;
  readonly apiVersion?: string;
  readonly plaintext?: boolean;
  readonly tokenFile?: string;
  /** What nobody should type: it is there to be refused. */
  readonly token?: string | true;
  readonly header?: readonly string[];
  /** A file with the descriptors of more types. */
  readonly descriptors?: string;
  /** In milliseconds, as `pollTimeout`. */
  readonly timeout?: number;
  readonly pollTimeout?: number;
  readonly failFast?: boolean;
  readonly cancelOnInterrupt?: boolean;
  readonly json?: boolean;
}
