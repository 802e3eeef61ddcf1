import type { FirstSight } from "../first-sight.js";
import type { OperationSnapshot } from "../operation-snapshot.js";
import { OperationPoller, type PollerSetting } from "../poller.js";
import { progressPrint } from "../progress-print.js";
import { Queued } from "./due-queue.js";

/** One of very many operations: all that is kept of it between two polls. */
export class BatchEntry extends Queued {
  readonly poller: OperationPoller;
  /** Whether the service's list is expected to have it. */
  isListed: boolean;
  /** Which reading of the list it waits for, and the last one that had it. */
  waitsFor = 0;
  seenIn = 0;
  cancelRequested = false;
  /** Of the last snapshot that was told; 0 where there was none. */
  #print = 0;

  constructor(first: FirstSight, setting: PollerSetting, isListed: boolean) {
    super();
    this.poller = new OperationPoller(first, setting);
    this.isListed = isListed;
    if (first.snapshot) this.isNews(first.snapshot);
    this.poller.forget();
  }

  /** Takes note of a snapshot. Tells whether it says something new. */
  isNews(snapshot: OperationSnapshot): boolean {
    const print = progressPrint(snapshot);
    const isNew = print !== this.#print;
    this.#print = print;
    return isNew;
  }
}
