import type { Writable } from "node:stream";
import yoctoSpinner, { type Spinner } from "yocto-spinner";
import { plainLine } from "../../error/plain-line.js";
import type { RpcError } from "../../error/rpc-error.js";
import type { OperationSnapshot } from "../../operation/operation-snapshot.js";
import type { TextSink } from "../cli-io.js";
import { fitLine } from "./fit-line.js";
import type { LineProgress } from "./line-progress.js";
import type { Outcome } from "./outcome.js";
import type { Progress } from "./progress.js";
import { pollFailureText, progressText } from "./progress-text.js";
import { showDuration } from "./show-duration.js";
import type { WaitFacts } from "./wait-facts.js";

/** How often the time is shown anew, in milliseconds: often enough that no second is left out. */
const TICK_MS = 250;

/** What stands left and right of the text: the spinner, a space, and a column that no terminal wraps at. */
const MARGIN = 3;

/** One line of a terminal that is written again and again; what is said once comes after it. */
export class SpinnerProgress implements Progress {
  readonly #facts: WaitFacts;
  readonly #terminal: TextSink;
  readonly #lines: LineProgress;
  readonly #spinner: Spinner;
  readonly #ticks: NodeJS.Timeout;
  #state = "";
  #text = "asking for the operation";
  #failure: { readonly error: RpcError; readonly againAt: number } | undefined;

  /** @param lines - prints what stays. */
  constructor(facts: WaitFacts, terminal: TextSink, lines: LineProgress) {
    this.#facts = facts;
    this.#terminal = terminal;
    this.#lines = lines;
    const stream = terminal as unknown as Writable;
    this.#spinner = yoctoSpinner({ stream, text: this.#line(), handleSignals: false }).start();
    this.#ticks = setInterval(() => this.#show(), TICK_MS);
  }

  changed(snapshot: OperationSnapshot): void {
    this.#state = snapshot.state;
    this.#text = progressText(snapshot, this.#facts.registry);
    this.#failure = undefined;
    this.#show();
  }

  pollFailed(error: RpcError, pauseMs: number): void {
    this.#failure = { error, againAt: this.#facts.elapsedMs + pauseMs };
    this.#show();
  }

  interrupted(): void {
    this.#stop();
    this.#lines.interrupted();
  }

  ended(outcome: Outcome | undefined): void {
    this.#stop();
    this.#lines.ended(outcome);
  }

  #stop(): void {
    clearInterval(this.#ticks);
    this.#spinner.stop();
  }

  #show(): void {
    // A spinner that has stopped would write all the same.
    if (this.#spinner.isSpinning) this.#spinner.text = this.#line();
  }

  #line(): string {
    const { elapsedMs, mask } = this.#facts;
    const failure = this.#failure;
    const text = failure ? pollFailureText(failure.error, failure.againAt - elapsedMs) : this.#text;
    const start = `${this.#state} ${showDuration(elapsedMs)}`.trim();
    const line = plainLine(mask(text === "" ? start : `${start}: ${text}`));
    return fitLine(line, (this.#terminal.columns || 80) - MARGIN);
  }
}
