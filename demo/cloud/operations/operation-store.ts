import { missing, throttled } from "./operation-errors.js";
import { PlannedOperation } from "./planned-operation.js";
import type { Plan } from "./plans.js";
import { ServerCrash } from "./server-crash.js";

/** Operations in memory: of the cloud, not of a server, so that none is lost with a server that dies. */
export class OperationStore<Work> {
  readonly #prefix: string;
  readonly #operations = new Map<string, PlannedOperation<Work>>();

  /** @param prefix - what ids begin with, before a number. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  begin(work: Work, plan: Plan): PlannedOperation<Work> {
    const id = `${this.#prefix}${this.#operations.size + 1}`;
    const operation = new PlannedOperation(id, work, plan);
    this.#operations.set(id, operation);
    return operation;
  }

  /**
   * The operation, a step further on.
   *
   * @throws RpcError where this poll gets none; {@link ServerCrash} where its server is to die.
   */
  poll(id: string): PlannedOperation<Work> {
    const operation = this.find(id);
    const step = operation.poll();
    if (step.kind === "unknown") throw missing(id);
    if (step.kind === "throttled") throw throttled(step.retryMs);
    if (step.kind === "crash") throw new ServerCrash();
    return operation;
  }

  /** The operations of a page, each a step further on, without those that the replica that is asked does not know. */
  pollPage(start: number, end: number): readonly PlannedOperation<Work>[] {
    const page = [...this.#operations.values()].slice(start, end);
    return page.filter((operation) => operation.poll().kind !== "unknown");
  }

  get size(): number {
    return this.#operations.size;
  }

  /** The operation as it is, which may take a while to stop. */
  cancel(id: string): PlannedOperation<Work> {
    const operation = this.find(id);
    operation.cancel();
    return operation;
  }

  /** @throws RpcError NOT_FOUND. */
  find(id: string): PlannedOperation<Work> {
    const operation = this.#operations.get(id);
    if (operation === undefined) throw missing(id);
    return operation;
  }
}
