import type { CallOptions, Client, Interceptor } from "@connectrpc/connect";
import type { LibraryService } from "../../../gen/example/library/v1/library_pb.js";
import type { KINDS } from "../library-server.js";

export type LibraryClient = Client<typeof LibraryService>;

/** Makes a call of this kind, with two requests where it is a stream of them; gives its answers. */
export async function callKind(
  kind: (typeof KINDS)[number],
  client: LibraryClient,
  options: CallOptions,
): Promise<unknown[]> {
  const answers: unknown[] = [];
  switch (kind) {
    case "unary":
      return [await client.getBook({ bookId: "1" }, options)];
    case "clientStream":
      return [await client.importBooks(twice({ book: { id: "1" } }), options)];
    case "serverStream":
      for await (const answer of client.listBooks({ shelfId: "1" }, options)) answers.push(answer);
      return answers;
    case "bidi":
      for await (const answer of client.reserveBooks(twice({ bookId: "1" }), options))
        answers.push(answer);
      return answers;
  }
}

async function* twice<T>(message: T): AsyncGenerator<T> {
  yield message;
  yield message;
}

/** An interceptor of an application that adds to the headers, as many do. */
export function authorizing(token: () => string): Interceptor {
  return (next) => (request) => {
    request.header.append("authorization", token());
    return next(request);
  };
}
