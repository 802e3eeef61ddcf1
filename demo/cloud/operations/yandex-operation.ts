import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { anyPack, timestampNow } from "@bufbuild/protobuf/wkt";
import {
  CreateShelfMetadataSchema,
  type Shelf,
  ShelfSchema,
} from "../../../gen/example/library/v1/library_pb.js";
import {
  type Operation,
  OperationSchema,
} from "../../../gen/yandex/cloud/operation/operation_pb.js";
import { statusFromError } from "../../../src/entry/server.js";
import { cancelled, tooLarge } from "./operation-errors.js";
import type { PlannedOperation } from "./planned-operation.js";
import { isOver } from "./step.js";

/** An operation that builds a shelf, as Yandex Cloud writes it. */
export function yandexOperation(operation: PlannedOperation<Shelf>): Operation {
  const { id, work, createdAt, progress } = operation;
  const metadata = create(CreateShelfMetadataSchema, { shelfId: work.id });
  return create(OperationSchema, {
    id,
    description: `Build a shelf for ${work.topic}`,
    createdBy: "demo",
    createdAt,
    modifiedAt: timestampNow(),
    metadata: anyPack(CreateShelfMetadataSchema, metadata),
    done: isOver(progress),
    result: resultOf(operation),
  });
}

function resultOf({ work, progress }: PlannedOperation<Shelf>): Result {
  switch (progress.kind) {
    case "running":
      return { case: undefined };
    case "succeeded":
      return { case: "response", value: anyPack(ShelfSchema, work) };
    case "cancelled":
      return { case: "error", value: statusFromError(cancelled()) };
    default:
      return { case: "error", value: statusFromError(tooLarge(work.capacity)) };
  }
}

type Result = NonNullable<MessageInitShape<typeof OperationSchema>["result"]>;
