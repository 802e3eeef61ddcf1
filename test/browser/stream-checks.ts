import { errorsInStream, type StreamOptions } from "../../src/entry/http.js";
import { type Check, factsOf, mismatches, type Servers } from "./check.js";

/** Streams of a real answer, which the browser cuts into chunks as it likes. */
export const streamChecks: readonly Check[] = [
  {
    family: "errorsInStream",
    name: "gives the messages as they come, and then throws the error among them",
    run: async (servers) =>
      mismatches(await read("events", servers), {
        messages: [{ title: "Война и мир" }, { title: "Анна Каренина" }],
        code: "RESOURCE_EXHAUSTED",
        message: "over the quota",
        origin: "server",
      }),
  },
  {
    family: "errorsInStream",
    name: "unpacks envelopes of Connect with what the browser has for it",
    run: async (servers) =>
      mismatches(await read("envelopes", servers), {
        messages: [{ title: "Война и мир" }],
        code: "NOT_FOUND",
        message: "no book 42",
      }),
  },
  {
    family: "errorsInStream",
    name: "throws UNAVAILABLE where the connection breaks",
    run: async (servers) =>
      mismatches(await read("broken", servers), {
        messages: [{ title: "Война и мир" }],
        code: "UNAVAILABLE",
        origin: "transport",
      }),
  },
  {
    family: "errorsInStream",
    name: "throws DEADLINE_EXCEEDED where AbortSignal.timeout ends a stream that fell silent",
    run: async (servers) =>
      mismatches(await read("stalled", servers, { signal: AbortSignal.timeout(500) }), {
        messages: [{ title: "Война и мир" }],
        code: "DEADLINE_EXCEEDED",
        origin: "local",
        causedBy: "TimeoutError",
      }),
  },
  {
    family: "errorsInStream",
    name: "lets go of the connection when the loop is left early",
    run: async ({ here }) => {
      for await (const _ of errorsInStream(await fetch(`${here}/stalled`))) break;
      // Answers when the other connection is closed.
      await fetch(`${here}/left`);
      return [];
    },
  },
];

/** Reads to the end. The server goes on after the first message, once it is told that this has arrived. */
async function read(path: string, { here }: Servers, options?: StreamOptions): Promise<object> {
  const messages: unknown[] = [];
  try {
    for await (const message of errorsInStream(await fetch(`${here}/${path}`), options)) {
      messages.push(message);
      if (messages.length === 1) await fetch(`${here}/resume`);
    }
    return { messages };
  } catch (thrown) {
    return { messages, ...factsOf(thrown) };
  }
}
