import type { IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { createRegistry, type JsonValue, toJson } from "@bufbuild/protobuf";
import {
  CreateShelfMetadataSchema,
  type Shelf,
  ShelfSchema,
} from "../../../gen/example/library/v1/library_pb.js";
import {
  ErrorInfoSchema,
  PreconditionFailureSchema,
  RequestInfoSchema,
} from "../../../gen/google/rpc/error_details_pb.js";
import { OperationSchema } from "../../../gen/yandex/cloud/operation/operation_pb.js";
import { RpcError } from "../../../src/entry/index.js";
import type { Operations } from "./operations.js";
import type { PlannedOperation } from "./planned-operation.js";
import { POLL_INTERVAL } from "./poll-interval.js";
import { yandexOperation } from "./yandex-operation.js";

/** A success over REST. */
export interface RestAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue;
}

/** Begins to build a shelf: `POST shelves`, the body `{ "topic": "Poetry", "capacity": 300 }`. */
export async function postShelf(
  operations: Operations,
  request: IncomingMessage,
): Promise<RestAnswer> {
  const body = await json(request).catch(() => undefined);
  const { topic = "", capacity = 0 } = Object(body) as { topic?: unknown; capacity?: unknown };
  if (typeof topic !== "string" || !Number.isInteger(capacity)) {
    throw new RpcError("INVALID_ARGUMENT", "a shelf needs a topic and a capacity");
  }
  return answerWith(operations.createShelf({ topic, capacity: Number(capacity) }));
}

/** Yandex Cloud's operation service: `operations/{id}`, and `operations/{id}:cancel`. */
export function answerOperation({ shelves }: Operations, path: string): RestAnswer {
  const [id = "", verb] = path.split(":");
  return answerWith(verb === "cancel" ? shelves.cancel(id) : shelves.poll(id));
}

function answerWith(operation: PlannedOperation<Shelf>): RestAnswer {
  const { pollIntervalS } = operation.progress;
  return {
    headers: pollIntervalS === undefined ? {} : { [POLL_INTERVAL]: String(pollIntervalS) },
    body: toJson(OperationSchema, yandexOperation(operation), { registry }),
  };
}

/** What the `Any`s of an operation may hold: JSON shows it in full. */
const registry = createRegistry(
  ShelfSchema,
  CreateShelfMetadataSchema,
  ErrorInfoSchema,
  PreconditionFailureSchema,
  RequestInfoSchema,
);
