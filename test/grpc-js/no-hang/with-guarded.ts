import type { ServerInterceptor, ServiceDefinition } from "@grpc/grpc-js";
import { type ErrorPolicy, guard, serverInterceptor } from "../../../src/entry/grpc-js.js";
import { METHOD } from "../library-server.js";
import { type RecordedLibrary, withRecordedLibrary } from "./recorded-library.js";
import { collectReports, type Reports } from "./reports.js";
import type { Handler, Kind } from "./ways.js";

/** A guarded server, and what it does with its errors. */
export interface Guarded extends RecordedLibrary, Reports {}

interface Options {
  /** What answers calls of each kind; kinds without one are not implemented. */
  readonly handlers: Partial<Record<Kind, Handler>>;
  /** Reports are collected unless this has an `onError`. */
  readonly policy?: ErrorPolicy;
  /** Those of the server, given ours. Default: ours alone. */
  readonly interceptors?: (ours: ServerInterceptor) => ServerInterceptor[];
  readonly service?: ServiceDefinition;
}

/** Both ways to use the guard, as values of {@link Options.interceptors}. */
export const BOTH_WAYS = [
  { name: "guard", interceptors: () => [] },
  { name: "guard with serverInterceptor", interceptors: (ours: ServerInterceptor) => [ours] },
] as const;

/** Runs `use` with a server whose handlers are guarded, and whose errors and bytes are kept. */
export async function withGuarded<T>(
  { handlers, policy, interceptors = (ours) => [ours], ...options }: Options,
  use: (guarded: Guarded) => Promise<T>,
): Promise<T> {
  const reports = collectReports();
  const complete = { onError: reports.onError, ...policy };
  const implementation = Object.fromEntries(
    Object.entries(handlers).map(([kind, handler]) => [METHOD[kind as Kind], handler]),
  );
  return withRecordedLibrary(
    guard(implementation, complete),
    (library) => use({ ...library, ...reports }),
    { interceptors: interceptors(serverInterceptor(complete)), ...options },
  );
}

/** The same handler for each of these kinds. */
export function handlersFor(kinds: readonly Kind[], handler: Handler): Options["handlers"] {
  return Object.fromEntries(kinds.map((kind) => [kind, handler]));
}
