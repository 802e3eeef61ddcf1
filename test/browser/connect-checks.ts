import { ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-web";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { connectFetch } from "../../src/entry/connect.js";
import { RpcError } from "../../src/entry/index.js";
import { type Check, factsOf, mismatches, rejection } from "./check.js";

const TRANSPORTS = {
  "Connect with JSON": createConnectTransport,
  "Connect with binary messages": (options: Options) =>
    createConnectTransport({ ...options, useBinaryFormat: true }),
  "gRPC-Web": createGrpcWebTransport,
};

interface Options {
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
}

/** Calls of Connect that Google's gateway answers in its own way. */
export const connectChecks: readonly Check[] = Object.entries(TRANSPORTS).flatMap(
  ([protocol, createTransport]) =>
    (["unary", "streaming"] as const).map((kind) => ({
      family: "connectFetch",
      name: `gives the ${kind} call over ${protocol} the error that a gateway answered`,
      run: async ({ here }) => {
        const transport = createTransport({ baseUrl: here, fetch: connectFetch() });
        const { getBook, listBooks } = createClient(LibraryService, transport);
        const thrown = await rejection(
          kind === "unary" ? getBook({ bookId: "42" }) : drain(listBooks({ shelfId: "1" })),
        );
        return [
          ...(thrown instanceof ConnectError ? [] : [`no error of Connect, but ${thrown}`]),
          ...mismatches(factsOf(RpcError.from(thrown)), {
            code: "NOT_FOUND",
            message: "no book 42",
            reason: "BOOK_MISSING",
            causedBy: "ConnectError",
          }),
        ];
      },
    })),
);

async function drain(messages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of messages);
}
