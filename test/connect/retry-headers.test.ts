import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { describe, expect, it } from "vitest";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import type { ErrorPolicy, TrimReport } from "../../src/entry/connect.js";
import { Code, RpcError, retryInfo } from "../../src/entry/index.js";
import { headerOnWire } from "../fixtures/header-on-wire.js";
import { kindsOn, type LibraryImpl, WIRES, type Wire } from "./library-server.js";
import {
  type Kind,
  type RecordedLibrary,
  withRecordedLibrary,
} from "./no-hang/recorded-library.js";

const PUSHBACK = "grpc-retry-pushback-ms";
const RETRY_AFTER = "retry-after";

const overloaded = (metadata = {}) =>
  new RpcError("UNAVAILABLE", "overloaded", { details: [retryInfo(1_700.2)], metadata });

/** An implementation whose four methods throw an error. */
function throwing(error: unknown): LibraryImpl {
  return {
    async getBook() {
      throw error;
    },
    async importBooks() {
      throw error;
    },
    // biome-ignore lint/correctness/useYield: the stream fails before its first message
    async *listBooks() {
      throw error;
    },
    async *reserveBooks() {
      yield {};
      throw error;
    },
  };
}

interface Told {
  readonly error: RpcError;
  /** The values of each header, as they were sent. */
  readonly [PUSHBACK]: string[];
  readonly [RETRY_AFTER]: string[];
}

interface Options {
  readonly kind?: Kind;
  readonly policy?: ErrorPolicy;
  readonly use?: (library: RecordedLibrary) => Promise<unknown>;
}

/** What a client is told of an error, by a server that is to say when to come back. */
function told(wire: Wire, thrown: unknown, options: Options = {}): Promise<Told> {
  const { kind = "unary", policy, use = (library) => library.call(kind) } = options;
  const asked = { retryHeaders: true, ...policy };
  const implementation = throwing(thrown);
  return withRecordedLibrary({ wire, implementation, policy: asked }, async (library) => {
    const outcome = await use(library);
    const sent = Buffer.concat(library.sent());
    return {
      error: RpcError.from((outcome as { error: unknown }).error),
      [PUSHBACK]: headerOnWire(sent, PUSHBACK),
      [RETRY_AFTER]: headerOnWire(sent, RETRY_AFTER),
    };
  });
}

/** What has trailers says it there; a unary answer of Connect has its headers alone. */
function headerOf(wire: Wire, kind: Kind): typeof PUSHBACK | typeof RETRY_AFTER {
  return wire.startsWith("connect/") && kind === "unary" ? RETRY_AFTER : PUSHBACK;
}

const cases = WIRES.flatMap((wire) => kindsOn(wire).map((kind) => ({ wire, kind })));

describe("serverInterceptor", () => {
  it.each(cases)("says when to repeat a $kind call over $wire", async ({ wire, kind }) => {
    const said = await told(wire, overloaded(), { kind });
    const expected = { [PUSHBACK]: [] as string[], [RETRY_AFTER]: [] as string[] };
    const name = headerOf(wire, kind);
    expected[name] = [name === PUSHBACK ? "1701" : "2"];
    expect(said).toMatchObject(expected);
    expect(said.error.retryDelayMs).toBe(1_700.2);
  });

  it.each(WIRES)("says nothing over %s where the policy does not ask for it", async (wire) => {
    for (const kind of kindsOn(wire)) {
      const said = await told(wire, overloaded(), { kind, policy: { retryHeaders: false } });
      expect(said).toMatchObject({ [PUSHBACK]: [], [RETRY_AFTER]: [] });
    }
  });

  it("says it in a header of a unary call of Connect over GET", async () => {
    const said = await told("connect/1.1", overloaded(), {
      async use({ baseUrl }) {
        const transport = createConnectTransport({
          baseUrl,
          httpVersion: "1.1",
          useHttpGet: true,
        });
        const call = createClient(LibraryService, transport).getBook({ bookId: "42" });
        return call.then(
          () => ({}),
          (error: unknown) => ({ error }),
        );
      },
    });
    expect(said).toMatchObject({ [PUSHBACK]: [], [RETRY_AFTER]: ["2"] });
  });

  it.each(cases)(
    "leaves what the handler of a $kind call over $wire set itself",
    async ({ wire, kind }) => {
      const name = headerOf(wire, kind);
      const own = name === PUSHBACK ? "-1" : "Wed, 21 Oct 2026 07:28:00 GMT";
      const said = await told(wire, overloaded({ [name]: own }), { kind });
      expect(said[name]).toEqual([own]);
    },
  );

  it.each(WIRES)("keeps over %s what a service behind it said", async (wire) => {
    const received = RpcError.from({
      error: {
        code: 503,
        status: "UNAVAILABLE",
        message: "overloaded",
        details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1.700s" }],
      },
    });
    const said = await told(wire, received);
    expect(said).toMatchObject({ [PUSHBACK]: [], [RETRY_AFTER]: [] });
    expect(said.error.code).toBe(Code.UNAVAILABLE);
    const name = headerOf(wire, "unary");
    const forwarded = await told(wire, received.forward());
    expect(forwarded[name]).toEqual([name === PUSHBACK ? "1700" : "2"]);
  });

  it.each(WIRES)("answers over %s an error whose RetryInfo was tampered with", async (wire) => {
    const broken = retryInfo(700);
    Object.assign(broken.retryDelay as object, { seconds: "soon" });
    const thrown = new RpcError("UNAVAILABLE", "overloaded", { details: [broken] });
    const said = await told(wire, thrown);
    expect(said).toMatchObject({ [PUSHBACK]: [], [RETRY_AFTER]: [] });
    expect(said.error).toMatchObject({ code: Code.UNAVAILABLE, message: "overloaded" });
  });

  it.each(WIRES)("counts the header over %s among what may stand beside a status", async (wire) => {
    const reports: TrimReport[] = [];
    const own = { "x-first": "a".repeat(1_800), "x-second": "b".repeat(60) };
    const onTrim = (report: TrimReport) => reports.push(report);
    await told(wire, overloaded(own), { policy: { onTrim, retryHeaders: false } });
    // There is room for both without the header.
    expect(reports).toEqual([]);
    const said = await told(wire, overloaded(own), { policy: { onTrim } });
    expect(said[headerOf(wire, "unary")]).toHaveLength(1);
    expect(reports.map(({ headers }) => headers)).toEqual([["x-second"]]);
    expect(said.error.metadata.has("x-first")).toBe(true);
  });

  it("says it also where the RetryInfo itself finds no room", async () => {
    const policy = { maxDetailsBytes: 0, maxBodyBytes: 0 };
    for (const wire of WIRES) {
      const said = await told(wire, overloaded(), { policy });
      expect(said.error.details).toEqual([]);
      expect(said[headerOf(wire, "unary")]).toHaveLength(1);
    }
  });
});
