import type { OperationSnapshot } from "../../operation/operation-snapshot.js";
import type { TextSink } from "../cli-io.js";
import { errorFields } from "../error-fields.js";
import { jsonText } from "../json-text.js";
import type { Outcome } from "./outcome.js";
import type { Progress } from "./progress.js";
import { responseJson, snapshotJson } from "./snapshot-json.js";
import type { WaitFacts } from "./wait-facts.js";

/** One line of JSON for each change, and a last one with the outcome. */
export class JsonProgress implements Progress {
  readonly #facts: WaitFacts;
  readonly #stdout: TextSink;

  constructor(facts: WaitFacts, stdout: TextSink) {
    this.#facts = facts;
    this.#stdout = stdout;
  }

  changed(snapshot: OperationSnapshot): void {
    this.#write(snapshot, {});
  }

  /** What passes is none of a program's business. */
  pollFailed(): void {}

  interrupted(): void {}

  ended(outcome: Outcome): void {
    this.#write(outcome.snapshot, {
      outcome: outcome.name,
      exitCode: outcome.exitCode,
      ...this.#fieldsOf(outcome),
    });
  }

  #fieldsOf(outcome: Outcome): Record<string, unknown> {
    switch (outcome.name) {
      case "succeeded":
        return { response: responseJson(outcome.snapshot, this.#facts.registry) };
      case "running": {
        const { reason, cancelRequested } = outcome.error;
        return { reason, cancelRequested };
      }
      case "unknown":
        // Not `error`, which is the operation's own.
        return { pollError: errorFields(outcome.error) };
      default: {
        const { resourceIds } = outcome.error;
        return { resourceIds, error: errorFields(outcome.error) };
      }
    }
  }

  #write(snapshot: OperationSnapshot | undefined, fields: Record<string, unknown>): void {
    const { operationId, elapsedMs, polls, registry } = this.#facts;
    const { outcome, ...rest } = fields;
    const known = snapshot && snapshotJson(snapshot, registry);
    const state = snapshot?.state;
    this.#stdout.write(
      `${jsonText({ operationId, outcome, state, elapsedMs, polls, ...known, ...rest })}\n`,
    );
  }
}
