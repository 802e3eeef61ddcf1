import { setTimeout as pause } from "node:timers/promises";
import { durationMs } from "@bufbuild/protobuf/wkt";
import type { ServiceImpl } from "@connectrpc/connect";
import type {
  ListOperationsRequest,
  Operations,
} from "../../../gen/google/longrunning/operations_pb.js";
import { RpcError } from "../../../src/entry/index.js";
import { type Archive, googleOperation } from "./google-operation.js";
import type { OperationStore } from "./operation-store.js";
import { isOver } from "./step.js";

/** How long it takes until there is something new, in milliseconds. */
const STEP_MS = 100;

/** How many operations are listed at once, where nobody says how many. */
const PAGE_SIZE = 50;

/** Google's `Operations` service over Connect. */
export function connectOperationService(
  archives: OperationStore<Archive>,
): Partial<ServiceImpl<typeof Operations>> {
  return {
    getOperation: ({ name }) => googleOperation(archives.poll(name)),
    listOperations: (request) => page(archives, request),
    cancelOperation({ name }) {
      archives.cancel(name);
      return {};
    },
    // As it may, it answers before the end: as soon as something has changed.
    async waitOperation({ name, timeout }, { signal }) {
      const waitMs = timeout === undefined ? STEP_MS : Math.min(STEP_MS, durationMs(timeout));
      if (!isOver(archives.find(name).progress)) await pause(waitMs, undefined, { signal });
      return googleOperation(archives.poll(name));
    },
  };
}

function page(
  archives: OperationStore<Archive>,
  { filter, pageSize, pageToken }: ListOperationsRequest,
) {
  if (filter !== "") throw new RpcError("INVALID_ARGUMENT", "operations cannot be filtered");
  const start = Number(pageToken);
  if (!(start >= 0)) throw new RpcError("INVALID_ARGUMENT", `no such page: ${pageToken}`);
  const end = start + (pageSize > 0 ? pageSize : PAGE_SIZE);
  return {
    operations: archives.pollPage(start, end).map(googleOperation),
    nextPageToken: end < archives.size ? String(end) : "",
  };
}
