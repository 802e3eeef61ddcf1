import type { Registry } from "@bufbuild/protobuf";
import { isSettled } from "../../operation/is-settled.js";
import type { OperationSnapshot } from "../../operation/operation-snapshot.js";
import type { OperationSource } from "../../operation/operation-source.js";
import { waitForOperation } from "../../operation/wait-for-operation.js";
import type { WaitOptions } from "../../operation/wait-options.js";
import type { CliIo } from "../cli-io.js";
import { countingSource } from "./counting-source.js";
import { Interruption } from "./interruption.js";
import { openProgress } from "./open-progress.js";
import type { OperationOptions } from "./operation-options.js";
import { type Outcome, outcomeOfError, successOf } from "./outcome.js";
import type { WaitFacts } from "./wait-facts.js";

/** What is waited for, and where it is shown. */
export interface WaitAndShowInit
  extends Pick<
      OperationOptions,
      "timeout" | "pollTimeout" | "failFast" | "cancelOnInterrupt" | "json"
    >,
    Pick<WaitFacts, "operationId" | "registry" | "isAuthorized" | "mask"> {
  readonly source: OperationSource;
  readonly registry: Registry;
  readonly io: CliIo;
  /** The same, with secrets masked. */
  readonly covered: Pick<CliIo, "stdout" | "stderr">;
}

/** Waits for an operation, or for a signal, and shows what comes. Gives the exit code. */
export async function waitAndShow(init: WaitAndShowInit): Promise<number> {
  const { io, covered, json, cancelOnInterrupt: cancels = false } = init;
  const { operationId, registry, isAuthorized, mask } = init;
  const startedAt = performance.now();
  const source = countingSource(init.source);
  const facts: WaitFacts = {
    operationId,
    get elapsedMs() {
      return Math.round(performance.now() - startedAt);
    },
    get polls() {
      return source.polls;
    },
    registry,
    cancels,
    isAuthorized,
    mask,
  };
  const progress = openProgress(facts, { json, io, covered });
  const interruption = new Interruption(io, () => {
    progress.interrupted();
  });
  let outcome: Outcome | undefined;
  try {
    const options = { ...waitOptions(init), source, registry, cancelOnAbort: cancels };
    outcome = await outcomeOf(operationId, {
      ...options,
      signal: interruption.signal,
      onRetry: ({ error, pauseMs }) => progress.pollFailed(error, pauseMs),
      onProgress: (snapshot) => {
        if (!isSettled(snapshot, options)) progress.changed(snapshot);
      },
    });
    return outcome.exitCode;
  } finally {
    interruption.end();
    progress.ended(outcome);
  }
}

function waitOptions({ timeout, pollTimeout, failFast = false }: WaitAndShowInit) {
  return {
    failFast,
    ...(timeout !== undefined && { timeoutMs: timeout }),
    ...(pollTimeout !== undefined && { pollTimeoutMs: pollTimeout }),
  };
}

async function outcomeOf(operationId: string, options: WaitOptions): Promise<Outcome> {
  let last: OperationSnapshot | undefined;
  const onProgress = (snapshot: OperationSnapshot) => {
    last = snapshot;
    options.onProgress?.(snapshot as never);
  };
  try {
    await waitForOperation(operationId, { ...options, onProgress });
  } catch (thrown) {
    const outcome = outcomeOfError(thrown);
    if (outcome === undefined) throw thrown;
    return outcome;
  }
  // Whoever waits by an id is told of its end before it succeeds.
  return successOf(last as unknown as OperationSnapshot);
}
