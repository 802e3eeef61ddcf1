import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import {
  ArchiveBooksMetadataSchema,
  ArchiveBooksResponseSchema,
} from "../../../gen/example/library/v1/library_pb.js";
import { type Operation, OperationSchema } from "../../../gen/google/longrunning/operations_pb.js";
import { statusFromError } from "../../../src/entry/server.js";
import { cancelled } from "./operation-errors.js";
import type { PlannedOperation } from "./planned-operation.js";
import { isOver } from "./step.js";

/** What an operation archives. */
export interface Archive {
  /** How many books. */
  readonly totalCount: number;
}

/** An operation that archives books, as Google writes it. */
export function googleOperation(operation: PlannedOperation<Archive>): Operation {
  const { id, work, progress, count } = operation;
  const metadata = create(ArchiveBooksMetadataSchema, { ...work, archivedCount: count });
  return create(OperationSchema, {
    name: id,
    metadata: anyPack(ArchiveBooksMetadataSchema, metadata),
    done: isOver(progress),
    result: resultOf(operation),
  });
}

// Without an error before the end: Google's services set it with `done`.
function resultOf({ work, progress }: PlannedOperation<Archive>): Result {
  if (progress.kind === "cancelled") return { case: "error", value: statusFromError(cancelled()) };
  if (progress.kind !== "succeeded") return { case: undefined };
  const response = create(ArchiveBooksResponseSchema, { archivedCount: work.totalCount });
  return { case: "response", value: anyPack(ArchiveBooksResponseSchema, response) };
}

type Result = NonNullable<MessageInitShape<typeof OperationSchema>["result"]>;
