/**
 * What each subpath may weigh: bytes minified and gzipped, beyond `@bufbuild/protobuf` and without the
 * peers. An adapter may add 6 kB to the root; the other numbers are there to notice growth.
 *
 * Half of the root reads what others wrote: `RpcError.from` takes any body, text and SDK error at
 * once, and what has to answer at once cannot be loaded later.
 */
export const SIZE_BUDGETS: Readonly<
  Record<string, { beyondProtobuf: number } | { beyondRoot: number }>
> = {
  ".": { beyondProtobuf: 23_500 },
  "./wire": { beyondRoot: 3_000 },
  "./http": { beyondRoot: 6_000 },
  "./operation": { beyondRoot: 6_000 },
  "./grpc-js": { beyondRoot: 6_000 },
  "./connect": { beyondRoot: 6_000 },
  // All data, for tests and not for applications.
  "./testing": { beyondRoot: 60_000 },
};
