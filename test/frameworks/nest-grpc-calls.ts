import {
  Client,
  type ClientDuplexStream,
  credentials,
  type MethodDefinition,
  type ServiceError,
  type StatusObject,
} from "@grpc/grpc-js";
import { grpcService } from "../../demo/cloud/grpc-service.js";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { NO_ANSWER, withinASecond } from "../fixtures/within-a-second.js";

const service = grpcService(LibraryService);

/** The method that stands for each kind of call. */
export const METHODS = ["getBook", "importBooks", "listBooks", "reserveBooks"] as const;

/** Calls a method of the library; gives the error that it ends with, and how many messages came before. */
export async function failingCall(
  address: string,
  name: (typeof METHODS)[number],
): Promise<{ readonly error: ServiceError | undefined; readonly messages: number }> {
  const client = new Client(address, credentials.createInsecure(), {
    "grpc.use_local_subchannel_pool": 1,
    "grpc.enable_retries": 0,
  });
  try {
    const ended = await withinASecond(
      call(client, service[name] as MethodDefinition<object, object>),
    );
    if (ended === NO_ANSWER) throw new Error(NO_ANSWER);
    return ended;
  } finally {
    client.close();
  }
}

function call(client: Client, method: MethodDefinition<object, object>) {
  return new Promise<{ error: ServiceError | undefined; messages: number }>((resolve) => {
    const { path, requestStream, responseStream, requestSerialize, responseDeserialize } = method;
    const wire = [path, requestSerialize, responseDeserialize] as const;
    let messages = 0;
    const end = (error: ServiceError | null) => resolve({ error: error ?? undefined, messages });
    if (!responseStream) {
      if (!requestStream) client.makeUnaryRequest(...wire, { bookId: "42" }, end);
      else client.makeClientStreamRequest(...wire, end).end({});
      return;
    }
    const stream = requestStream
      ? client.makeBidiStreamRequest(...wire)
      : client.makeServerStreamRequest(...wire, {});
    stream.on("data", () => messages++);
    stream.on("error", end);
    stream.on("status", ({ code }: StatusObject) => code === 0 && end(null));
    if (requestStream) (stream as ClientDuplexStream<object, object>).end({});
  });
}
