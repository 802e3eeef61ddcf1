import { once } from "node:events";
import type { RequestListener } from "node:http";
import { gzipSync } from "node:zlib";
import { allowPages } from "../../examples/connect-node/allow-pages.js";
import { frame } from "../connect/web-calls.js";
import { json } from "../http/http-server.js";

const ERROR_INFO = {
  "@type": "type.googleapis.com/google.rpc.ErrorInfo",
  reason: "BOOK_MISSING",
  domain: "library",
};
const NO_BOOK = {
  error: { code: 404, message: "no book 42", status: "NOT_FOUND", details: [ERROR_INFO] },
};

const WRONG_SHELF = {
  error: {
    code: 400,
    message: "the shelf has wrong fields",
    status: "INVALID_ARGUMENT",
    details: [
      {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        fieldViolations: [{ field: "topic", description: "must not be empty" }],
      },
      { "@type": "type.googleapis.com/google.rpc.RequestInfo", requestId: "shelf-17" },
    ],
  },
};

const EVENTS = { "content-type": "text/event-stream" };
const FIRST_EVENT = 'data: {"title":"Война и мир"}\n\n';
const SECOND_EVENT = Buffer.from('data: {"title":"Анна Каренина"}\n\n');
const ERROR_EVENT = 'data: {"error":{"code":8,"message":"over the quota","details":[]}}\n\n';

/** Flags of Connect's envelopes. */
const COMPRESSED = 0x01;
const END = 0x02;

/** In the middle of a character. */
const CUT = SECOND_EVENT.indexOf("А") + 1;

/** What the page is answered, by path. */
export function createAnswers(): Record<string, RequestListener> {
  // The page makes one call after the other.
  let resume = () => {};
  let left: Promise<unknown> = Promise.resolve();
  return {
    missing: json(404, NO_BOOK),
    shared: json(404, NO_BOOK, { "access-control-allow-origin": "*" }),
    "example.library.v1.LibraryService/GetBook": json(404, NO_BOOK),
    "example.library.v1.LibraryService/ListBooks": json(404, NO_BOOK),
    "example.library.v1.LibraryService/CreateShelf": json(400, WRONG_SHELF),
    "pages/example.library.v1.LibraryService/GetBook": allowPages(
      "*",
      json(404, NO_BOOK, { "x-request-id": "book-17" }),
    ),
    zipped: (_request, response) => {
      response.writeHead(404, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(gzipSync(JSON.stringify(NO_BOOK)));
    },
    moved: (_request, response) => {
      response.writeHead(302, { location: "/missing" }).end();
    },
    silent: () => {},
    events: (_request, response) => {
      response.writeHead(200, EVENTS).write(FIRST_EVENT);
      response.write(SECOND_EVENT.subarray(0, CUT));
      resume = () => {
        response.write(SECOND_EVENT.subarray(CUT));
        response.end(ERROR_EVENT);
      };
    },
    envelopes: (_request, response) => {
      response.writeHead(200, {
        "content-type": "application/connect+json",
        "connect-content-encoding": "gzip",
      });
      response.write(zippedFrame(0, { title: "Война и мир" }));
      const error = { code: "not_found", message: "no book 42" };
      resume = () => response.end(zippedFrame(END, { error }));
    },
    broken: (_request, response) => {
      response.writeHead(200, EVENTS).write(FIRST_EVENT);
      resume = () => response.destroy();
    },
    stalled: (_request, response) => {
      response.writeHead(200, EVENTS).write(FIRST_EVENT);
      left = once(response, "close");
      resume = () => {};
    },
    resume: (_request, response) => {
      resume();
      response.writeHead(204).end();
    },
    left: async (_request, response) => {
      await left;
      response.writeHead(204).end();
    },
  };
}

function zippedFrame(flags: number, message: object): Buffer {
  return frame(flags | COMPRESSED, gzipSync(JSON.stringify(message)));
}
