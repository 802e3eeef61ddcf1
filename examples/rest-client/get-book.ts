import { RpcError } from "rpc-status";
import { fetchWithErrors } from "rpc-status/http";

const url = process.env.BOOKS_URL ?? "http://127.0.0.1:8080/v1/books";
const fetchBooks = fetchWithErrors(); // or fetchWithErrors(fetch) of your own

try {
  const response = await fetchBooks(`${url}/42`, { signal: AbortSignal.timeout(5_000) });
  console.log(await response.json());
} catch (e) {
  const error = RpcError.from(e); // an answer, a broken network, a timeout: all the same
  console.log(error.codeName, error.message, error.origin);
  if (error.origin === "server") console.log(error.httpStatus, error.reason, error.requestIds);
}
