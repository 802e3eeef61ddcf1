import type { ErrorContext } from "../../../src/entry/grpc-js.js";
import { METHOD } from "../library-server.js";
import type { Kind } from "./ways.js";

/** What `onError` was called with, once. */
export interface Report {
  readonly error: unknown;
  readonly context: ErrorContext;
}

/** What `onError` was called with. */
export interface Reports {
  readonly onError: (error: unknown, context: ErrorContext) => void;
  /** Those about calls of this kind, in their order. */
  of(kind: Kind): Report[];
}

/** Keeps what `onError` is called with. */
export function collectReports(): Reports {
  const reports: Report[] = [];
  return {
    onError: (error, context) => {
      reports.push({ error, context });
    },
    of: (kind) => {
      const path = `/${METHOD[kind].toLowerCase()}`;
      return reports.filter(({ context }) => context.method.toLowerCase().endsWith(path));
    },
  };
}
