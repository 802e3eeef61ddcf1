import { RpcError } from "../error/rpc-error.js";
import { ignoreRejection } from "../wire/ignore-rejection.js";
import type { ErrorPolicy } from "./error-policy.js";

/** What a policy says of an error. */
export interface Exposure {
  /** What was thrown, or what a mapper made of it, as an `RpcError`. */
  readonly error: RpcError;
  /** Whether it may go out. */
  readonly exposed: boolean;
  /** What the policy's own functions threw meanwhile. */
  readonly failures: Error[];
}

/** Whether an error was made in this process by `new RpcError`, and so is meant to be seen. */
function isDeliberate(thrown: unknown): thrown is RpcError {
  return thrown instanceof RpcError && !thrown.isDecoded;
}

/** Reads a status that a framework's own error states on purpose; `undefined` for any other. Total. */
export type StatusReader = (thrown: unknown) => RpcError | undefined;

/**
 * Asks the mappers, the framework's own words, and `expose`. A function of the policy that throws exposes
 * nothing.
 */
export function exposureOf(
  thrown: unknown,
  policy: ErrorPolicy,
  readStatus?: StatusReader,
): Exposure {
  const failures: Error[] = [];
  const error = isDeliberate(thrown)
    ? thrown
    : (mapError(thrown, policy, failures) ?? readStatus?.(thrown) ?? RpcError.from(thrown));
  const byDefault = isDeliberate(error);
  if (policy.expose === undefined) return { error, exposed: byDefault, failures };
  try {
    const exposed: unknown = policy.expose(error, byDefault);
    ignoreRejection(exposed);
    return { error, exposed: exposed === true, failures };
  } catch (cause) {
    failures.push(new Error("expose threw", { cause }));
    return { error, exposed: false, failures };
  }
}

function mapError(
  thrown: unknown,
  { mapError = [] }: ErrorPolicy,
  failures: Error[],
): RpcError | undefined {
  for (const map of [mapError].flat()) {
    try {
      const mapped: unknown = map(thrown);
      if (mapped instanceof RpcError) return mapped;
      ignoreRejection(mapped);
      if (mapped !== undefined) throw new TypeError("not an RpcError, nor undefined");
    } catch (cause) {
      failures.push(new Error("mapError failed", { cause }));
    }
  }
  return undefined;
}
