import { fetchWithErrors } from "rpc-status/http";
import { attemptsOf, RetryThrottle, retry } from "rpc-status/retry";

const url = process.env.BOOKS_URL ?? "http://127.0.0.1:8080/v1/books";
const fetchBooks = fetchWithErrors();
const throttle = new RetryThrottle(); // one for each service, shared by all its calls

export async function getBook(id: string): Promise<unknown> {
  try {
    const read = async (signal: AbortSignal) =>
      (await fetchBooks(`${url}/${id}`, { signal })).json();
    return await retry(({ signal }) => read(signal), {
      idempotent: true, // a GET may happen twice
      totalTimeoutMs: 20_000,
      attemptTimeoutMs: 5_000,
      throttle,
      onRetry: ({ error, pauseMs }) => console.log("again", error.codeName, Math.floor(pauseMs)),
    });
  } catch (error) {
    const last = attemptsOf(error).at(-1); // what every attempt failed with, and why this was the last
    console.log("gave up", last?.attempt, last?.stopReason);
    throw error;
  }
}
