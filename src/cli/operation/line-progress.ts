import { plainLine } from "../../error/plain-line.js";
import type { RpcError } from "../../error/rpc-error.js";
import type { OperationSnapshot } from "../../operation/operation-snapshot.js";
import type { CliIo } from "../cli-io.js";
import type { Outcome } from "./outcome.js";
import { printOutcome } from "./print-outcome.js";
import type { Progress } from "./progress.js";
import { pollFailureText, progressText } from "./progress-text.js";
import { showDuration } from "./show-duration.js";
import type { WaitFacts } from "./wait-facts.js";

/** A line on standard error for each change, as logs want it. */
export class LineProgress implements Progress {
  readonly #facts: WaitFacts;
  readonly #io: Pick<CliIo, "stdout" | "stderr">;

  constructor(facts: WaitFacts, io: Pick<CliIo, "stdout" | "stderr">) {
    this.#facts = facts;
    this.#io = io;
  }

  changed(snapshot: OperationSnapshot): void {
    const text = progressText(snapshot, this.#facts.registry);
    this.#tell(text === "" ? snapshot.state : `${snapshot.state}: ${text}`);
  }

  pollFailed(error: RpcError, pauseMs: number): void {
    this.#tell(pollFailureText(error, pauseMs));
  }

  interrupted(): void {
    if (this.#facts.cancels) this.#tell(CANCELLING);
  }

  ended(outcome: Outcome | undefined): void {
    if (outcome !== undefined) printOutcome(outcome, this.#facts, this.#io);
  }

  #tell(text: string): void {
    const { elapsedMs, mask } = this.#facts;
    this.#io.stderr.write(`${plainLine(mask(`${showDuration(elapsedMs)} ${text}`))}\n`);
  }
}

/** Said on the way out, which may then take some seconds. */
const CANCELLING = "asking the service to cancel it; interrupt again to leave at once";
