import type {
  BadRequest,
  DebugInfo,
  ErrorInfo,
  Help,
  LocalizedMessage,
  PreconditionFailure,
  QuotaFailure,
  RequestInfo,
  ResourceInfo,
  RetryInfo,
} from "../../gen/google/rpc/error_details_pb.js";
import type { QuotaFailure as YandexQuotaFailure } from "../../gen/yandex/cloud/quota/quota_pb.js";
import type { Detail } from "../status/details/detail.js";
import { msFromDuration } from "../wire/duration.js";
import { plainLine } from "./plain-line.js";

/** How many entries of a list are shown before the rest is counted. */
const MAX_ENTRIES = 5;

type KnownDetail =
  | BadRequest
  | DebugInfo
  | ErrorInfo
  | Help
  | LocalizedMessage
  | PreconditionFailure
  | QuotaFailure
  | RequestInfo
  | ResourceInfo
  | RetryInfo
  | YandexQuotaFailure;

/** A detail in words: its short name with the main thing on the first line, entries below. */
export function renderDetail(detail: Detail): string[] {
  const { value, type, problem } = detail;
  if (value === undefined) {
    const size = detail.bytes === undefined ? "JSON" : `${detail.bytes.length} bytes`;
    return [
      plainLine(
        `${type || "detail without a type"} (${size}, ${problem?.message ?? "not decoded"})`,
      ),
    ];
  }
  try {
    return renderKnown(value as KnownDetail) ?? [`${type} ${describeFields(value)}`];
  } catch {
    // A message made by hand may lack its lists, or hold other things in them.
    return [`${type} (not a whole message)`];
  }
}

function renderKnown(value: KnownDetail): string[] | undefined {
  switch (value.$typeName) {
    case "google.rpc.ErrorInfo":
      return [
        join("ErrorInfo", value.reason, value.domain && `@ ${value.domain}`),
        ...list(Object.entries(value.metadata), ([key, text]) => join(`${key}:`, text)),
      ];
    case "google.rpc.RetryInfo": {
      const { retryDelay } = value;
      return [join("RetryInfo", retryDelay && `retry in ${msFromDuration(retryDelay) / 1000} s`)];
    }
    case "google.rpc.BadRequest":
      return [
        "BadRequest",
        ...list(value.fieldViolations, ({ field, description, reason }) =>
          join(`${field}:`, description, reason && `(${reason})`),
        ),
      ];
    case "google.rpc.QuotaFailure":
      return [
        "QuotaFailure",
        ...list(value.violations, ({ subject, description, quotaId }) =>
          join(`${subject || quotaId}:`, description),
        ),
      ];
    case "yandex.cloud.quota.QuotaFailure":
      return [
        "QuotaFailure of Yandex Cloud",
        ...list(value.violations, ({ metric, required }) =>
          join(
            `${metric?.name}:`,
            `limit ${metric?.limit},`,
            `used ${metric?.usage},`,
            `needs ${required}`,
          ),
        ),
      ];
    case "google.rpc.PreconditionFailure":
      return [
        "PreconditionFailure",
        ...list(value.violations, ({ type, subject, description }) =>
          join(type, subject && `${subject}:`, description),
        ),
      ];
    case "google.rpc.RequestInfo":
      return [join("RequestInfo", value.requestId)];
    case "google.rpc.ResourceInfo":
      return [join("ResourceInfo", value.resourceType, value.resourceName, value.description)];
    case "google.rpc.Help":
      return ["Help", ...list(value.links, ({ description, url }) => join(description, url))];
    case "google.rpc.LocalizedMessage":
      return [join("LocalizedMessage", `${value.locale}:`, value.message)];
    case "google.rpc.DebugInfo":
      return [`DebugInfo (${value.stackEntries.length} stack entries, not shown)`];
    default:
      return undefined;
  }
}

function list<T>(entries: readonly T[], describe: (entry: T) => string): string[] {
  const lines = entries.slice(0, MAX_ENTRIES).map(describe);
  return entries.length > lines.length
    ? [...lines, `and ${entries.length - lines.length} more`]
    : lines;
}

function join(...words: readonly (string | undefined)[]): string {
  return plainLine(words.filter(Boolean).join(" "));
}

function describeFields(value: object): string {
  return Object.keys(value)
    .filter((name) => !name.startsWith("$"))
    .join(", ");
}
