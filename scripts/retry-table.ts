import type { FailureKind } from "../src/retry/failure-kind.js";
import { findRule } from "../src/retry/find-rule.js";
import { type HintClass, RETRY_RULES, type RetryRule, SOURCES } from "../src/retry/retry-rules.js";
import { Code, type CodeName, codeName, type ErrorCode } from "../src/status/code.js";

/** Where the table of decisions can be read. */
export const RETRY_TABLE = "docs/retry-table.md";

/** What each kind of failure is, in the order in which they are looked for. */
const KINDS: Readonly<Record<FailureKind, string>> = {
  "attempt-timed-out": "the time of this attempt is over, not that of the call (`attemptTimedOut`)",
  "caller-ended": "cancelled here, or the caller's own deadline",
  "thrown-here":
    "an error of the program itself, such as a `TypeError`, or a message that does not fit its type",
  "message-too-large": "a message over the limit of either side",
  certificate: "an unknown authority, a wrong host name, a certificate that has expired",
  "operation-conflict": "an operation of Yandex Cloud already changes the resource",
  "day-quota": "an id of a quota says so (`…PerDay…`), or a word for programs",
  billing: "HTTP 402, or a word for programs such as `insufficient_quota`",
  "resource-limit": "a limit of how much there may be (`yandex.cloud.quota.QuotaFailure`)",
  throttle:
    'a rate: a quota of a second or a minute, `rate_limit_exceeded`, words such as "too many requests"',
  "day-quota-words": "only the message speaks of a day or longer",
  "billing-words": "only the message speaks of billing, credit or a plan",
  "not-sent": "no connection came about, the server refused the stream, or `sent: false`",
  "broken-off":
    "the connection broke in the middle of the call: Connect on Node says ABORTED or INTERNAL then, grpc-js CANCELLED",
  ordinary: "everything else",
};

const HINTS: Readonly<Record<HintClass, string>> = {
  none: "no hint",
  delay: "delay",
  quota: "quota period",
  message: "message",
  refused: "forbidden",
};

const INTRODUCTION = `# When a call is worth another attempt

Written by \`npm run generate:retry-table\` from \`src/retry/retry-rules.ts\`. Do not edit.

\`adviseRetry(error, options)\` finds out the code, the kind of failure, and what the server says of when to come back.
The first row of the table of rules that fits gives the decision. **Safe** means that the call may happen twice: \`idempotent: true\`,
or \`sent: false\`.
`;

const HINT_TEXT = `## Hints

The first that can be read gives \`delayMs\` and \`delaySource\`. What cannot be read is left out and listed in \`ignored\`.

| order | \`delaySource\` | where | format | class |
|---|---|---|---|---|
| 1 | \`retry-info\` | \`google.rpc.RetryInfo\` among the details | a duration, not negative; the first that is readable | delay |
| 2 | \`grpc-retry-pushback-ms\` | trailer, of several values the first | a whole number of milliseconds; anything else, and a negative one, forbids a retry | delay, or forbidden |
| 3 | \`retry-after-ms\` | header | milliseconds, with decimals or without | delay |
| 4 | \`retry-after\` | header \`Retry-After\` | seconds, with decimals or without, or a date in any of HTTP's three forms; a past one is 0 | delay |
| 5 | \`quota\` | the period of a quota that details name | a second is 1,000 ms, a minute 60,000 ms; with the kind \`throttle\` only | quota period |
| 6 | \`message\` | the first 16,384 characters of the message | "retry in 34.4s", "try again in 6m0s", "retry after 20 seconds", "wait 30 seconds", "quota will reset after 14h23m40s" | message |
| 7 | \`quota\` | the period of a quota that only the message names | as above | quota period |
| 8 | \`backoff\` | none of these, and the decision is \`retry\` or \`retry-transaction\` | 1,000 ms × 2^(attempt − 1), at most 60,000 ms | no hint |

A delay of more than 365 days is left out. A server's delay is a floor: jitter goes on top.

After the table: a server's delay that is as long as \`remainingMs\` or longer makes every decision a \`stop\`, and so does a
\`remainingMs\` of 0 or less.
`;

/** The text of {@link RETRY_TABLE}. */
export function retryTable(): string {
  const kinds = Object.entries(KINDS).map(([kind, text]) => `| \`${kind}\` | ${text} |\n`);
  const sources = Object.entries(SOURCES).map(([name, url]) => `- ${name}: <${url}>\n`);
  return [
    INTRODUCTION,
    `## Kinds of failure\n\nThe first that fits counts.\n\n| kind | what it is |\n|---|---|\n${kinds.join("")}`,
    `## Rules\n\n${rulesTable()}`,
    HINT_TEXT,
    `## Every case\n\nOf each kind, code, hint and safety what the rules decide. Two decisions with "then" are those before and after
new credentials.\n\n${KIND_NAMES.map(matrixOf).join("\n")}`,
    `## Sources\n\n${sources.join("")}- rpc-status: no specification says it; this library does, for the reason given\n`,
  ].join("\n");
}

function rulesTable(): string {
  const head =
    "| # | rule | kind | code | hint | safe | decision | reason | source |\n|---|---|---|---|---|---|---|---|---|\n";
  return head + RETRY_RULES.map((rule, index) => `| ${index + 1} ${ruleCells(rule)} |\n`).join("");
}

function ruleCells(rule: RetryRule): string {
  const { id, kinds, codes, hints, safe, refreshed, decision, reason, source } = rule;
  const cells = [
    id,
    (kinds ?? []).join(", "),
    (codes ?? []).join(", ") + (refreshed === false ? ", before new credentials" : ""),
    (hints ?? []).map((hint) => HINTS[hint]).join(", "),
    safe === undefined ? "" : safe ? "yes" : "no",
    `**${decision}**`,
    reason,
    source,
  ];
  return cells.map((cell) => `| ${cell === "" ? "any" : cell}`).join(" ");
}

const KIND_NAMES = Object.keys(KINDS) as FailureKind[];
const HINT_NAMES = Object.keys(HINTS) as HintClass[];
const CODES = (Object.keys(Code) as ("OK" | CodeName)[])
  .map((name) => Code[name])
  .filter((code): code is ErrorCode => code !== Code.OK)
  .sort((one, other) => one - other);

/** The columns: each hint, of a call that is not safe and of one that is. */
const COLUMNS = HINT_NAMES.flatMap((hint) => [false, true].map((safe) => ({ hint, safe })));

/** The cases of one kind; codes that are treated alike share a row. */
function matrixOf(kind: FailureKind): string {
  const rows = new Map<string, CodeName[]>();
  for (const code of CODES) {
    const cells = COLUMNS.map(({ hint, safe }) => decisionOf({ kind, code, hint, safe }));
    const key = cells.join(" | ");
    rows.set(key, [...(rows.get(key) ?? []), codeName(code)]);
  }
  const titles = COLUMNS.map(({ hint, safe }) => `${HINTS[hint]}${safe ? ", safe" : ""}`);
  const lines = Array.from(rows, ([key, names]) => {
    const codes = names.length === CODES.length ? "every code" : names.join(", ");
    return `| ${codes} | ${key} |\n`;
  });
  return `### ${kind}\n\n| code | ${titles.join(" | ")} |\n|---${"|---".repeat(COLUMNS.length)}|\n${lines.join("")}`;
}

function decisionOf(facts: {
  readonly kind: FailureKind;
  readonly code: ErrorCode;
  readonly hint: HintClass;
  readonly safe: boolean;
}): string {
  const [before, after] = [false, true].map(
    (refreshed) => findRule({ ...facts, refreshed }).decision,
  );
  return before === after ? `${before}` : `${before}, then ${after}`;
}
