import { Metadata, status } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { expectNoEscapes } from "../../fixtures/escapes.js";
import { expectUsable } from "./expect-answer.js";
import type { Handler, Kind } from "./ways.js";
import { BOTH_WAYS, withGuarded } from "./with-guarded.js";

/** Trailers that a handler can make and HTTP/2, gRPC or the peers do not take. */
const TRAILERS: Readonly<Record<string, () => unknown>> = {
  ...Object.fromEntries(
    [
      "connection",
      "keep-alive",
      "proxy-connection",
      "transfer-encoding",
      "upgrade",
      "http2-settings",
      "te",
      "host",
      "trailer",
      "content-length",
      "content-type",
      "grpc-status",
      "grpc-message",
      "grpc-encoding",
      ":status",
      ":path",
      ":made-up",
    ].map((name) => [name, () => metadata((made) => internals(made).set(name, ["1"]))]),
  ),
  "details of its own": () =>
    metadata((made) => made.set("grpc-status-details-bin", Buffer.from([8, 0]))),
  "a header that may be there once, twice": () =>
    metadata((made) => {
      made.add("retry-after", "1");
      made.add("retry-after", "2");
    }),
  "a value of 100 kB": () => metadata((made) => made.set("x-shelf", "x".repeat(100_000))),
  "a binary value of 100 kB": () =>
    metadata((made) => made.set("x-shelf-bin", Buffer.alloc(100_000, 7))),
  "500 entries": () =>
    metadata((made) => {
      for (let at = 0; at < 500; at++) made.set(`x-shelf-${at}`, "x");
    }),
  "500 values of one name": () =>
    metadata((made) => {
      for (let at = 0; at < 500; at++) made.add("x-shelf-bin", Buffer.from("x"));
    }),
  "an illegal name": () => metadata((made) => internals(made).set("no name", ["x"])),
  "a name with capitals": () => metadata((made) => internals(made).set("X-Shelf", ["x"])),
  "a value with a line end": () =>
    metadata((made) => internals(made).set("x-shelf", ["x\r\ny: z"])),
  "a value that is no ASCII": () => metadata((made) => internals(made).set("x-shelf", ["é\ud800"])),
  "a value that is no text": () => metadata((made) => internals(made).set("x-shelf", [{}])),
  "bytes that are no Buffer": () =>
    metadata((made) => internals(made).set("x-shelf-bin", [new Uint8Array(1)])),
  "a plain object": () => ({ "x-shelf": "poetry" }),
  "a string": () => "x-shelf: poetry",
  "a proxy that throws": () =>
    new Proxy(new Metadata(), {
      get() {
        throw new Error("no trailers today");
      },
    }),
  "a Metadata that throws": () => new BrokenMetadata(),
};

function metadata(fill: (made: Metadata) => void): Metadata {
  const made = new Metadata();
  fill(made);
  return made;
}

/** Where a Metadata keeps what its own methods would refuse; other copies of grpc-js refuse less. */
function internals(made: Metadata): Map<string, unknown[]> {
  return (made as unknown as { internalRepr: Map<string, unknown[]> }).internalRepr;
}

class BrokenMetadata extends Metadata {
  override clone(): Metadata {
    throw new Error("no clone today");
  }
  override getMap(): never {
    throw new Error("no map today");
  }
  override toHttp2Headers(): never {
    throw new Error("no headers today");
  }
}

/** What cannot be read, or is an answer's: a status with such metadata counts as no status at all. */
const NOT_OWN: readonly string[] = [
  "content-type",
  "details of its own",
  "a proxy that throws",
  "a Metadata that throws",
];

const failed = { code: status.NOT_FOUND, details: "no such book" };

/** Each place that takes trailers, or headers, and what the client gets. */
const PLACES: Readonly<
  Record<
    string,
    {
      readonly kind: Kind;
      readonly expected: object;
      /** Whether the trailers are those that the error itself has. */
      readonly isOwn?: true;
      handler(made: unknown): Handler;
    }
  >
> = {
  "the trailers of a failure": {
    kind: "unary",
    expected: { error: failed },
    handler: (made) => (_call, callback) => callback(failed, null, made),
  },
  "the metadata of a failure": {
    kind: "serverStream",
    expected: { error: failed },
    isOwn: true,
    handler: (made) => (call) => {
      call.emit("error", { ...failed, metadata: made });
    },
  },
  "the metadata of a failure after a message": {
    kind: "bidi",
    expected: { error: failed, messages: [expect.anything()] },
    isOwn: true,
    handler: (made) => (call) => {
      call.write({});
      call.emit("error", { ...failed, metadata: made });
    },
  },
  "the trailers of a response": {
    kind: "clientStream",
    expected: { messages: [expect.anything()] },
    handler: (made) => (_call, callback) => callback(null, {}, made),
  },
  "the trailers of a stream": {
    kind: "serverStream",
    expected: { messages: [expect.anything()] },
    handler: (made) => (call) => {
      call.write({});
      call.end(made);
    },
  },
  "the trailers of a stream without messages": {
    kind: "bidi",
    expected: { messages: [] },
    handler: (made) => (call) => {
      call.resume();
      call.end(made);
    },
  },
};

const cases = Object.entries(PLACES).flatMap(([place, each]) =>
  Object.entries(TRAILERS).map(([name, make]) => ({
    ...each,
    place,
    name,
    make,
    isHidden: each.isOwn === true && NOT_OWN.includes(name),
  })),
);

expectNoEscapes();

describe.each(BOTH_WAYS)("$name", ({ interceptors }) => {
  it.each(cases)("answers with $name in $place", async ({ isHidden, ...each }) => {
    const { kind, expected, handler, make } = each;
    const handlers = { [kind]: handler(make()) };
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      const answer = await guarded.start(kind).answer;
      const internal = { code: status.INTERNAL, details: "internal error" };
      expect(answer).toMatchObject(isHidden ? { ...expected, error: internal } : expected);
      if (!("error" in expected)) expect(answer).not.toHaveProperty("error");
      await expectUsable(guarded);
    });
  });

  it.each(Object.entries(TRAILERS))("answers with %s in the headers", async (_name, make) => {
    const handlers = {
      unary: ((call, callback) => {
        call.sendMetadata(make());
        callback(null, {});
      }) satisfies Handler,
    };
    await withGuarded({ handlers, interceptors }, async (guarded) => {
      // A response, or a failure: what counts is that the client is not left alone.
      const answer = await guarded.start("unary").answer;
      expect(answer).toBeTypeOf("object");
      await expectUsable(guarded);
    });
  });
});
