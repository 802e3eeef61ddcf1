import { create, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { type Operation, OperationSchema } from "../../gen/yandex/cloud/operation/operation_pb.js";

/** The id of an operation, by its number: as long as those of Yandex Cloud. */
export function idOf(number: number): string {
  return `b1g${String(number).padStart(17, "0")}`;
}

export function numberOf(id: string): number {
  return Number(id.slice(3));
}

/** How far an operation is. */
interface AnswerState {
  /** How many times it was asked for: each answer says something new. */
  readonly polls: number;
  readonly done: boolean;
}

/** An operation as its service sends it, with metadata of 300 bytes. */
export function operationOf(id: string, { polls, done }: AnswerState): Operation {
  const typeUrl = "type.googleapis.com/example.library.v1.PrintBookMetadata";
  const metadata = { typeUrl, value: new Uint8Array(300).fill(7).fill(polls, 0, 1) };
  const init: MessageInitShape<typeof OperationSchema> = {
    id,
    description: "Print a book",
    createdAt: { seconds: 1_800_000_000n, nanos: 123_000_000 },
    createdBy: "ajeprinter0000000000",
    modifiedAt: { seconds: 1_800_000_123n, nanos: 456_000_000 },
    done,
    metadata,
  };
  if (done) init.result = { case: "response", value: metadata };
  return create(OperationSchema, init);
}

const encoded = [false, true].map((done) =>
  toBinary(OperationSchema, operationOf("", { polls: 0, done })),
);

/** The same as a client has decoded it, from bytes of its own, for as little as that takes. */
export function decodedOperation(id: string, { polls, done }: AnswerState): Operation {
  const operation = fromBinary(OperationSchema, (encoded[Number(done)] as Uint8Array).slice());
  operation.id = id;
  operation.metadata?.value.fill(polls, 0, 1);
  return operation;
}
