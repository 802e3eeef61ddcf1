import type { RpcError } from "../../error/rpc-error.js";
import type { ExceededQuota } from "../exceeded-quota.js";
import type { DelaySource } from "../retry-advice.js";
import type { HintReading } from "./hint-reading.js";
import { readMessageDelay } from "./message-delay.js";
import { PUSHBACK, readPushback } from "./pushback.js";
import { quotaDelayMs } from "./quota.js";
import { readRetryAfter, readRetryAfterMs } from "./retry-after.js";
import { readRetryInfos } from "./retry-info.js";

/** When the server wants to see the call again, as far as it says so. */
export interface ServerDelay {
  /** `undefined` where nothing says. */
  readonly delayMs: number | undefined;
  readonly source: Exclude<DelaySource, "backoff"> | undefined;
  /** Whether the server forbids a retry. */
  readonly isRefused: boolean;
  /** What could not be read, in sentences. */
  readonly ignored: readonly string[];
}

/**
 * Reads every hint of an error. The first that makes sense counts, in this order: `RetryInfo`,
 * `grpc-retry-pushback-ms`, `retry-after-ms`, `Retry-After`, the period of a quota that data names, the message,
 * the period of a quota that only words name.
 *
 * @param now - in milliseconds since 1970.
 */
export function readServerDelay(
  error: RpcError,
  quota: ExceededQuota | undefined,
  now: number,
): ServerDelay {
  const pushback = readPushback(error);
  const isRefused = pushback === "refused";
  const period = readPeriod(quota);
  const hints: readonly Hint[] = [
    ["retry-info", readRetryInfos(error)],
    [PUSHBACK, pushback === undefined || isRefused ? [] : [pushback]],
    ["retry-after-ms", readRetryAfterMs(error)],
    ["retry-after", readRetryAfter(error, now)],
    ["quota", quota?.isNamed ? period : []],
    ["message", [readMessageDelay(error.message) ?? []].flat()],
    ["quota", period],
  ];
  const readings = hints.flatMap(([source, read]) =>
    read.map((reading) => ({ source, ...reading })),
  );
  const first = readings.find((reading) => "delayMs" in reading);
  return {
    delayMs: first !== undefined && "delayMs" in first ? first.delayMs : undefined,
    source: first?.source,
    isRefused,
    ignored: readings.flatMap((reading) => ("ignored" in reading ? [reading.ignored] : [])),
  };
}

type Hint = readonly [source: Exclude<DelaySource, "backoff">, readings: readonly HintReading[]];

/** Of a quota that frees itself. What has to be asked for or paid does not, whatever its period. */
function readPeriod(quota: ExceededQuota | undefined): readonly HintReading[] {
  const delayMs = quota?.kind === "throttle" ? quotaDelayMs(quota.scope) : undefined;
  return delayMs === undefined ? [] : [{ delayMs }];
}
