/** What may be imported of a subpath at once, and what that may weigh. */
export interface SizeBudget {
  readonly subpath: string;
  /** Who imports this. Default: all that the subpath exports. */
  readonly of?: { readonly part: string; readonly names: readonly string[] };
  /** Bytes minified and gzipped, beyond `@bufbuild/protobuf` and without the peers. */
  readonly beyondProtobuf?: number;
  /** Bytes for somebody who has the root, too. */
  readonly beyondRoot?: number;
}

/**
 * What each subpath may weigh. For clients, which run in browsers as well, an adapter may add 6 kB to the
 * root; servers need the policy and the budget of trailers, which clients do not load. The other numbers are
 * there to notice growth.
 *
 * Half of the root reads what others wrote: `RpcError.from` takes any body, text and SDK error at
 * once, and what has to answer at once cannot be loaded later.
 */
export const SIZE_BUDGETS: readonly SizeBudget[] = [
  { subpath: ".", beyondProtobuf: 24_000 },
  { subpath: "./wire", beyondRoot: 4_000 },
  {
    subpath: "./http",
    of: {
      part: "clients",
      names: ["errorFromHttp", "errorFromResponse", "errorsInStream", "fetchWithErrors"],
    },
    beyondRoot: 6_000,
  },
  {
    subpath: "./http",
    of: { part: "servers", names: ["encodeHttp", "toResponse"] },
    beyondRoot: 7_800,
  },
  { subpath: "./server", beyondRoot: 8_700 },
  { subpath: "./retry", beyondRoot: 9_800 },
  {
    subpath: "./operation",
    of: { part: "waiting", names: ["operationSnapshot", "waitForOperation"] },
    beyondRoot: 17_000,
  },
  { subpath: "./operation", beyondRoot: 27_000 },
  // Half of it is the texts of the providers' tables.
  { subpath: "./providers", beyondRoot: 31_310 },
  {
    subpath: "./grpc-js",
    of: { part: "clients", names: ["clientInterceptor"] },
    beyondRoot: 6_000,
  },
  {
    subpath: "./grpc-js",
    of: { part: "retries", names: ["clientInterceptor", "retryInterceptor"] },
    beyondRoot: 18_000,
  },
  {
    subpath: "./grpc-js",
    of: { part: "servers", names: ["guard", "serverInterceptor", "toServiceError"] },
    beyondRoot: 9_550,
  },
  {
    subpath: "./connect",
    of: { part: "clients", names: ["clientInterceptor", "connectFetch", "toConnectError"] },
    beyondRoot: 6_000,
  },
  {
    subpath: "./connect",
    of: { part: "retries", names: ["clientInterceptor", "retryInterceptor"] },
    beyondRoot: 14_000,
  },
  {
    subpath: "./connect",
    of: { part: "servers", names: ["serverInterceptor", "toConnectError"] },
    beyondRoot: 7_200,
  },
  // All data, for tests and not for applications.
  { subpath: "./testing", beyondRoot: 60_000 },
];
