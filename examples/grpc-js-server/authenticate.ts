import { Server, ServerInterceptingCall, type ServerInterceptor } from "@grpc/grpc-js";
import { errorInfo, RpcError } from "rpc-status";
import { guard, serverInterceptor } from "rpc-status/grpc-js";
import { books, type GetBookCall, libraryService, listen } from "../library/server.js";
import { policy } from "./error-policy.js";

/** Runs before the handlers, so guard cannot see what it throws. */
const authenticate: ServerInterceptor = (_method, call) =>
  new ServerInterceptingCall(call, {
    start: (next) =>
      next({
        onReceiveMetadata(metadata, passOn) {
          const details = [errorInfo({ reason: "TOKEN_MISSING" })];
          if (metadata.get("authorization").length === 0)
            throw new RpcError("UNAUTHENTICATED", "send a token", { details });
          passOn(metadata);
        },
      }),
  });

const library = {
  getBook({ request: { bookId } }: GetBookCall) {
    const book = books.get(bookId);
    if (!book) throw new RpcError("NOT_FOUND", `book ${bookId} does not exist`);
    return { book };
  },
};
export const server = new Server({ interceptors: [serverInterceptor(policy), authenticate] });
server.addService(libraryService, guard(library, policy));
console.log("listening on", await listen(server));
