import { create, type DescMessage, fromBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { anyPack, timestampNow } from "@bufbuild/protobuf/wkt";
import {
  ArchiveBooksMetadataSchema,
  ArchiveBooksResponseSchema,
  CreateShelfMetadataSchema,
  ShelfSchema,
} from "../../gen/example/library/v1/library_pb.js";
import {
  type Operation as GoogleOperation,
  OperationSchema as GoogleOperationSchema,
} from "../../gen/google/longrunning/operations_pb.js";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { type Operation, OperationSchema } from "../../gen/yandex/cloud/operation/operation_pb.js";
import { errorInfo, preconditionFailure, RpcError, requestInfo } from "../../src/entry/index.js";
import { encodeStatusDetails } from "../../src/entry/wire.js";

/** Operations in memory. Each poll moves one a step on, so that a demo takes no longer than it must. */
export class Operations {
  readonly #polls = new Map<string, number>();
  #next = 1;

  /** Begins to build a shelf. A capacity above 1,000 fails, and is rolled back first. */
  createShelf(topic: string, capacity: number): Operation {
    return this.yandex(`shelf-${this.#next++}/${topic}/${capacity}`);
  }

  /** Begins to archive books. */
  archive(count: number): GoogleOperation {
    return this.google(`operations/archive-${this.#next++}-${count}`);
  }

  yandex(id: string): Operation {
    const polls = this.#poll(id);
    const [shelfId = "", topic = "", capacity = "0"] = id.split("/");
    const failed = Number(capacity) > 1_000;
    const base = {
      id,
      description: `Build a shelf for ${topic}`,
      createdBy: "demo",
      createdAt: timestampNow(),
      metadata: pack(CreateShelfMetadataSchema, { shelfId }),
    };
    if (failed && polls >= 1) {
      return create(OperationSchema, {
        ...base,
        done: polls >= 3,
        result: { case: "error", value: tooLarge(capacity) },
      });
    }
    if (polls < 2) return create(OperationSchema, base);
    const response = pack(ShelfSchema, { id: shelfId, topic, capacity: Number(capacity) });
    return create(OperationSchema, {
      ...base,
      done: true,
      result: { case: "response", value: response },
    });
  }

  google(name: string): GoogleOperation {
    const polls = this.#poll(name);
    const total = Number(name.split("-").at(-1));
    const archivedCount = Math.min(total, polls * Math.ceil(total / 3));
    const metadata = pack(ArchiveBooksMetadataSchema, { archivedCount, totalCount: total });
    if (archivedCount < total) return create(GoogleOperationSchema, { name, metadata });
    const response = pack(ArchiveBooksResponseSchema, { archivedCount });
    return create(GoogleOperationSchema, {
      name,
      metadata,
      done: true,
      result: { case: "response", value: response },
    });
  }

  #poll(id: string): number {
    const polls = this.#polls.get(id) ?? 0;
    this.#polls.set(id, polls + 1);
    return polls;
  }
}

function tooLarge(capacity: string) {
  const error = new RpcError(
    "FAILED_PRECONDITION",
    `a shelf of ${capacity} copies does not fit the room`,
    {
      details: [
        preconditionFailure([
          { type: "ROOM", subject: "rooms/2", description: "holds 1,000 copies at most" },
        ]),
        errorInfo({ reason: "SHELF_TOO_LARGE", domain: "library.example", metadata: { capacity } }),
        requestInfo("op-5c1f"),
      ],
    },
  );
  return fromBinary(StatusSchema, encodeStatusDetails(error));
}

function pack<Desc extends DescMessage>(schema: Desc, init: MessageInitShape<Desc>) {
  return anyPack(schema, create(schema, init));
}
