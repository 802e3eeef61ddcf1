import { timestampNow } from "@bufbuild/protobuf/wkt";
import { CANCELLED, type Plan } from "./plans.js";
import { isOver, isProgress, type Progress, type Step } from "./step.js";

/** An operation that each poll moves a step on in its plan, so that a demo takes no longer than it must. */
export class PlannedOperation<Work> {
  readonly id: string;
  readonly work: Work;
  readonly createdAt = timestampNow();
  #plan: Plan;
  #polls = 0;
  #progress: Progress = { kind: "running" };
  #count = 0;

  constructor(id: string, work: Work, plan: Plan) {
    this.id = id;
    this.work = work;
    this.#plan = plan;
  }

  /** How far it is, as a poll was told last. */
  get progress(): Progress {
    return this.#progress;
  }

  /** How much of the work is done, where that can be counted. */
  get count(): number {
    return this.#count;
  }

  /** Takes the step of one poll. */
  poll(): Step {
    const last = this.#plan.length - 1;
    const step = this.#plan[Math.min(this.#polls++, last)] ?? this.#progress;
    if (isProgress(step)) {
      this.#progress = step;
      this.#count = step.count ?? this.#count;
    }
    return step;
  }

  /** Asks it to stop, which comes too late where it is over. */
  cancel(): void {
    if (isOver(this.#progress)) return;
    this.#plan = CANCELLED;
    this.#polls = 0;
  }
}
