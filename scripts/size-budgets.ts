/**
 * What each subpath may weigh: bytes minified and gzipped, beyond `@bufbuild/protobuf` and without the
 * peers. The bars are the design's ("small"): 12 kB for the root import, 6 kB more for an adapter. The
 * others are ours, to notice growth.
 */
export const SIZE_BUDGETS: Readonly<
  Record<string, { beyondProtobuf: number } | { beyondRoot: number }>
> = {
  ".": { beyondProtobuf: 12_000 },
  "./wire": { beyondRoot: 3_000 },
  "./http": { beyondRoot: 6_000 },
  "./operation": { beyondRoot: 6_000 },
  "./grpc-js": { beyondRoot: 6_000 },
  "./connect": { beyondRoot: 6_000 },
  // All data, for tests and not for applications.
  "./testing": { beyondRoot: 60_000 },
};
