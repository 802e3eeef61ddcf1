import { codeName } from "../../status/code.js";
import { member } from "../../wire/members.js";

/** What the channel did by itself for one call. */
export interface ChannelRetries {
  /** How many attempts it made; 1 where that is not known. */
  readonly attempts: number;
  /** Whether its service config has it repeat calls that end with this status. */
  readonly covered: boolean;
}

/** How many calls inside of each other are looked at. */
const MAX_DEPTH = 64;

/** Where a call keeps the one below: interceptors, the one that serializes, the one that waits for a config. */
const BELOW = ["nextCall", "call", "child"] as const;

/**
 * What the channel below a call did about its failure. Its service config may have a `retryPolicy` or a
 * `hedgingPolicy`; interceptors see none of that, only the last status.
 *
 * grpc-js keeps it in private members, the same since 1.11; without them, nothing counts as done.
 *
 * @see https://github.com/grpc/proposal/blob/master/A6-client-retries.md
 */
export function channelRetries(call: unknown, code: number): ChannelRetries {
  const retrying = retryingCall(call);
  const config = member(member(retrying, "callConfig"), "methodConfig");
  const most = member(retrying, "maxAttempts");
  const attempts = member(retrying, "attempts");
  const codes = member(member(config, "retryPolicy"), "retryableStatusCodes");
  const isRetried = Array.isArray(codes) && codes.some((listed) => isSameCode(listed, code));
  const isHedged = member(config, "hedgingPolicy") !== undefined;
  return {
    attempts: typeof attempts === "number" && attempts > 1 ? attempts : 1,
    // Of 1 where retries are switched off.
    covered: typeof most === "number" && most > 1 && (isRetried || isHedged),
  };
}

function retryingCall(call: unknown): unknown {
  let at = call;
  for (let depth = 0; depth < MAX_DEPTH && at !== undefined && at !== null; depth++) {
    if (member(at, "callConfig") !== undefined) return at;
    const level = at;
    at = BELOW.map((name) => member(level, name)).find(
      (below) => typeof below === "object" && below !== null,
    );
  }
  return undefined;
}

function isSameCode(listed: unknown, code: number): boolean {
  if (listed === code) return true;
  return typeof listed === "string" && listed.toUpperCase() === codeName(code);
}
