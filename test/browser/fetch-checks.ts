import { errorFromResponse, fetchWithErrors } from "../../src/entry/http.js";
import { type Check, factsOf, mismatches, rejection, type Servers } from "./check.js";

/** What the browser's own `fetch` gives and rejects with is not what Node's does. */
export const fetchChecks: readonly Check[] = [
  failure("rejects with what an answer says", {
    send: ({ here }) => get(`${here}/missing`),
    expected: {
      code: "NOT_FOUND",
      message: "no book 42",
      reason: "BOOK_MISSING",
      httpStatus: 404,
      origin: "server",
      causedBy: "Response",
    },
  }),
  failure("reads a body that the browser has unpacked, whatever its headers still say", {
    send: ({ here }) => get(`${here}/zipped`),
    expected: { code: "NOT_FOUND", message: "no book 42", reason: "BOOK_MISSING" },
  }),
  failure("rejects with UNAVAILABLE where nobody listens", {
    send: ({ gone }) => get(gone),
    // The browser does not tell why.
    expected: { code: "UNAVAILABLE", origin: "transport", causedBy: "TypeError" },
  }),
  failure("rejects with UNAVAILABLE for an answer that the browser keeps from the page", {
    send: ({ elsewhere }) => get(`${elsewhere}/missing`),
    expected: { code: "UNAVAILABLE", origin: "transport", causedBy: "TypeError" },
  }),
  failure("reads the answer of another origin that lets it", {
    send: ({ elsewhere }) => get(`${elsewhere}/shared`),
    expected: { code: "NOT_FOUND", message: "no book 42", httpStatus: 404 },
  }),
  failure("rejects with CANCELLED for the caller's abort", {
    send: ({ here }) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 50);
      return get(`${here}/silent`, { signal: controller.signal });
    },
    expected: { code: "CANCELLED", origin: "local", causedBy: "AbortError" },
  }),
  failure("rejects with DEADLINE_EXCEEDED for AbortSignal.timeout", {
    send: ({ here }) => get(`${here}/silent`, { signal: AbortSignal.timeout(50) }),
    expected: { code: "DEADLINE_EXCEEDED", origin: "local", causedBy: "TimeoutError" },
  }),
  {
    family: "fetchWithErrors",
    name: "leaves wrong arguments the TypeErrors that they are",
    run: async () => {
      const thrown = await rejection(get("http://"));
      return thrown instanceof TypeError ? [] : [`it is ${thrown}`];
    },
  },
  {
    family: "fetchWithErrors",
    name: "passes on what the browser shows nothing of, since the caller asked for it",
    run: async ({ here, elsewhere }) => [
      ...mismatches(shown(await get(`${elsewhere}/missing`, { mode: "no-cors" })), {
        type: "opaque",
      }),
      ...mismatches(shown(await get(`${here}/moved`, { redirect: "manual" })), {
        type: "opaqueredirect",
      }),
    ],
  },
  {
    family: "errorFromResponse",
    name: "leaves the body of the answer to its caller",
    run: async ({ here }) => {
      const response = await fetch(`${here}/missing`);
      const found = mismatches(factsOf(await errorFromResponse(response)), { code: "NOT_FOUND" });
      const { error } = await response.json();
      return [...found, ...mismatches(error, { message: "no book 42" })];
    },
  },
];

const get = fetchWithErrors();

interface Failure {
  readonly send: (servers: Servers) => Promise<Response>;
  readonly expected: Readonly<Record<string, unknown>>;
}

function failure(name: string, { send, expected }: Failure): Check {
  return {
    family: "fetchWithErrors",
    name,
    run: async (servers) => mismatches(factsOf(await rejection(send(servers))), expected),
  };
}

/** The members of a response are not its own. */
function shown({ type, status }: Response): object {
  return { type, status };
}
