import { RpcError, resourceInfo } from "rpc-status";
import { guard } from "rpc-status/grpc-js";
import { fetchWithErrors } from "rpc-status/http";
import { type GetBookCall, libraryService, server } from "../library/server.js";
import { policy } from "./policy.js";

const url = process.env.BOOKS_URL ?? "http://127.0.0.1:8080/v1/books";
const fetchBooks = fetchWithErrors();

/** The other direction: the service speaks gRPC, what it asks speaks REST. */
const library = {
  async getBook(call: GetBookCall) {
    const { bookId } = call.request;
    const gone = new AbortController();
    call.on("cancelled", () => gone.abort()); // by the client, or by its deadline
    const [requestId = ""] = call.metadata.get("x-request-id");
    try {
      const headers = { "x-request-id": String(requestId) };
      const response = await fetchBooks(`${url}/${encodeURIComponent(bookId)}`, {
        headers,
        signal: gone.signal,
      });
      return { book: await response.json() };
    } catch (e) {
      if (!RpcError.is(RpcError.from(e), "NOT_FOUND")) throw e; // the policy decides
      const details = [resourceInfo({ resourceType: "Book", resourceName: bookId })];
      throw new RpcError("NOT_FOUND", `book ${bookId} does not exist`, { details, cause: e });
    }
  },
};
server.addService(libraryService, guard(library, policy));
