import { create } from "@bufbuild/protobuf";
import {
  type CreateShelfRequest,
  type Shelf,
  ShelfSchema,
} from "../../../gen/example/library/v1/library_pb.js";
import type { Archive } from "./google-operation.js";
import { OperationStore } from "./operation-store.js";
import type { PlannedOperation } from "./planned-operation.js";
import { archivePlan, type Plan, shelfPlan } from "./plans.js";

/** The operations of the cloud, whichever server is asked for them. */
export class Operations {
  readonly shelves = new OperationStore<Shelf>("op-");
  readonly archives = new OperationStore<Archive>("operations/archive-");
  #nextShelf = 1;

  /** Begins to build a shelf. */
  createShelf(
    { topic, capacity }: Pick<CreateShelfRequest, "topic" | "capacity">,
    plan: Plan = shelfPlan(capacity),
  ): PlannedOperation<Shelf> {
    const id = `shelf-${this.#nextShelf++}`;
    return this.shelves.begin(create(ShelfSchema, { id, topic, capacity }), plan);
  }

  /** Begins to archive books. */
  archive(totalCount: number): PlannedOperation<Archive> {
    return this.archives.begin({ totalCount }, archivePlan(totalCount));
  }
}
