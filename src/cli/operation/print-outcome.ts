import { plainLine } from "../../error/plain-line.js";
import type { OperationTimeoutError } from "../../operation/operation-timeout-error.js";
import { Code } from "../../status/code.js";
import type { CliIo } from "../cli-io.js";
import { prettyJson } from "../json-text.js";
import { errorText } from "./error-text.js";
import type { Outcome } from "./outcome.js";
import { showDuration } from "./show-duration.js";
import { responseJson } from "./snapshot-json.js";
import type { WaitFacts } from "./wait-facts.js";

/**
 * Prints an outcome for a person: what came of the operation, its response or its error, on standard output; all
 * else on standard error. A response may be a secret, and stands nowhere else.
 */
export function printOutcome(
  outcome: Outcome,
  facts: WaitFacts,
  { stdout, stderr }: Pick<CliIo, "stdout" | "stderr">,
): void {
  const { operationId, elapsedMs, polls } = facts;
  const tell = (text: string) => stderr.write(`${plainLine(text)}\n`);
  switch (outcome.name) {
    case "succeeded": {
      const response = responseJson(outcome.snapshot, facts.registry);
      tell(`succeeded after ${showDuration(elapsedMs)}`);
      if (response !== undefined) stdout.write(`${prettyJson(response)}\n`);
      return;
    }
    case "failed":
    case "cancelled": {
      const { name, snapshot, error } = outcome;
      const rest = snapshot.state === "failing" ? ", and is being rolled back" : "";
      tell(`${name} after ${showDuration(elapsedMs)}${rest}`);
      const resources = Object.entries(error.resourceIds).map(([key, id]) => `${key}: ${id}`);
      stdout.write(errorText(error, { source: `operation ${operationId}`, facts: resources }));
      return;
    }
    case "running":
      return void tell(stillRuns(outcome.error, facts));
    case "unknown": {
      tell(`what became of operation ${operationId} is not known (polls: ${polls})`);
      stderr.write(errorText(outcome.error, { source: "the last poll" }));
      const isUnknown = outcome.error.code === Code.UNAUTHENTICATED && !facts.isAuthorized;
      if (isUnknown) tell("give a token by --token-file or RPC_STATUS_TOKEN");
    }
  }
}

function stillRuns(
  { reason, cancelRequested }: OperationTimeoutError,
  { operationId, elapsedMs }: WaitFacts,
): string {
  const why = reason === "timeout" ? "not over" : "interrupted";
  const asked = cancelRequested ? ", and was asked to be cancelled" : "";
  const goesOn = `operation ${operationId} goes on${asked}`;
  return `${why} after ${showDuration(elapsedMs)}; ${goesOn}: the same command waits for it again`;
}
