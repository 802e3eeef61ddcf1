import { Metadata } from "@grpc/grpc-js";
import { describe, expect, it, vi } from "vitest";
import {
  Code,
  type CodeName,
  debugInfo,
  errorInfo,
  localizedMessage,
  RpcError,
  requestInfo,
} from "../../src/entry/index.js";
import type { ErrorContext, ErrorPolicy } from "../../src/server/error-policy.js";
import type { IncomingCall } from "../../src/server/incoming-call.js";
import { judgeError } from "../../src/server/outgoing-error.js";

const SECRET = "password=hunter2";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function call(headers: Record<string, string> = {}, overdue = false): IncomingCall {
  return {
    method: "/library/GetBook",
    peer: "127.0.0.1:1",
    header: (name) => headers[name],
    isOverdue: () => overdue,
  };
}

/** A policy that keeps its reports, and the reports. */
function reporting(policy: ErrorPolicy = {}) {
  const reports: { error: unknown; context: ErrorContext }[] = [];
  const onError = (error: unknown, context: ErrorContext) => {
    reports.push({ error, context });
  };
  return { policy: { onError, ...policy }, reports };
}

/** An error that came over the wire, trailers and all. */
function upstream(code: number): RpcError {
  const metadata = new Metadata();
  metadata.set("x-private", SECRET);
  const error = RpcError.from({ code, details: SECRET, metadata });
  expect(error.metadata.get("x-private")).toBe(SECRET);
  return error;
}

/** What the client gets. */
const outgoingError = (thrown: unknown, policy: ErrorPolicy, incoming: IncomingCall) =>
  judgeError(thrown, policy, incoming).sent;

describe("judgeError", () => {
  it("lets an error that was made here out whole, less its DebugInfo", () => {
    const { policy, reports } = reporting();
    const info = errorInfo({ reason: "BOOK_MISSING", domain: "library.example" });
    const thrown = new RpcError("NOT_FOUND", "no such book", {
      details: [debugInfo({ detail: SECRET }), info],
      metadata: { "x-shelf": "7" },
      cause: new Error(SECRET),
    });
    const sent = outgoingError(thrown, policy, call());
    expect(sent).toMatchObject({ code: Code.NOT_FOUND, message: "no such book" });
    expect(sent.details.map(({ type }) => type)).toEqual([
      "google.rpc.ErrorInfo",
      "google.rpc.RequestInfo",
    ]);
    expect(sent.metadata.get("x-shelf")).toBe("7");
    expect(sent.cause).toBeUndefined();
    expect(reports).toEqual([]);
  });

  it("lets DebugInfo out in debug mode", () => {
    const thrown = new RpcError("NOT_FOUND", "m", { details: [debugInfo({ detail: "d" })] });
    expect(outgoingError(thrown, { debug: true }, call()).debugInfo?.detail).toBe("d");
  });

  it.each([
    ["an Error", new Error(SECRET)],
    ["a string", SECRET],
    ["null", null],
    ["undefined", undefined],
    ["an object", { message: SECRET, code: "EFAIL" }],
    ["an error of a database", Object.assign(new Error(SECRET), { code: 1062 })],
  ])("answers %s with INTERNAL, and reports the original", (_name, thrown) => {
    const { policy, reports } = reporting();
    const sent = outgoingError(thrown, policy, call());
    expect(sent).toMatchObject({ code: Code.INTERNAL, message: "internal error" });
    expect(JSON.stringify(sent)).not.toContain("hunter2");
    expect(reports).toEqual([
      {
        error: thrown,
        context: {
          method: "/library/GetBook",
          peer: "127.0.0.1:1",
          requestId: sent.requestInfo?.requestId,
          sent,
        },
      },
    ]);
  });

  const kept = ["CANCELLED", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "ABORTED", "UNAVAILABLE"];
  it.each(Object.keys(Code).filter((name) => name !== "OK") as CodeName[])(
    "keeps of an upstream %s no more than a code that callers act on",
    (name) => {
      const { policy, reports } = reporting();
      const thrown = upstream(Code[name]);
      const sent = outgoingError(thrown, policy, call());
      expect(sent.codeName).toBe(kept.includes(name) ? name : "INTERNAL");
      expect(JSON.stringify(sent)).not.toContain("hunter2");
      expect([...sent.metadata].map(([header]) => header)).toEqual(["x-request-id"]);
      expect(reports.map(({ error }) => error)).toEqual([thrown]);
    },
  );

  it("passes an upstream error on that is forwarded, without its trailers", () => {
    const { policy, reports } = reporting();
    const sent = outgoingError(upstream(5).forward(), policy, call());
    expect(sent).toMatchObject({ code: Code.NOT_FOUND, message: SECRET });
    expect([...sent.metadata].map(([header]) => header)).toEqual(["x-request-id"]);
    expect(reports).toEqual([]);
  });

  it("answers DEADLINE_EXCEEDED once the deadline of the call is over, and reports the original", () => {
    const { policy, reports } = reporting();
    const thrown = new Error(SECRET);
    const sent = outgoingError(thrown, policy, call({}, true));
    expect(sent.code).toBe(Code.DEADLINE_EXCEEDED);
    expect(sent.message).not.toContain("hunter2");
    expect(reports[0]?.error).toBe(thrown);
    const deliberate = new RpcError("NOT_FOUND", "m");
    expect(outgoingError(deliberate, policy, call({}, true)).code).toBe(Code.NOT_FOUND);
  });

  describe("requestId", () => {
    it("is the incoming one where that is well-formed, in RequestInfo and header alike", () => {
      const sent = outgoingError(new RpcError("ABORTED", "m"), {}, call({ "x-request-id": "r-1" }));
      expect(sent.requestInfo?.requestId).toBe("r-1");
      expect(sent.metadata.getAll("x-request-id")).toEqual(["r-1"]);
    });

    it.each([undefined, "", "a b", "x\r\ny", "я", "x".repeat(129)])(
      "is a new one where %j came in",
      (incoming) => {
        const headers = incoming === undefined ? {} : { "x-request-id": incoming };
        const sent = outgoingError(new RpcError("ABORTED", "m"), {}, call(headers));
        expect(sent.requestInfo?.requestId).toMatch(UUID);
        expect(sent.metadata.get("x-request-id")).toBe(sent.requestInfo?.requestId);
      },
    );

    it("can be made by the server, and what is not well-formed is not used", () => {
      const made = (id: string) =>
        outgoingError(new RpcError("ABORTED", "m"), { requestId: () => id }, call()).requestInfo
          ?.requestId;
      expect(made("mine")).toBe("mine");
      expect(made("not\nmine")).toMatch(UUID);
    });

    it("does not replace a RequestInfo of the error's own", () => {
      const thrown = new RpcError("ABORTED", "m", { details: [requestInfo("own")] });
      const sent = outgoingError(thrown, {}, call({ "x-request-id": "r-1" }));
      expect(sent.requestIds).toEqual(["own", "r-1"]);
      expect(sent.details).toHaveLength(1);
    });

    it("is that of the error's own RequestInfo where the client has none", () => {
      const thrown = new RpcError("ABORTED", "m", { details: [requestInfo("own")] });
      expect(outgoingError(thrown, {}, call()).requestIds).toEqual(["own"]);
    });

    it("is nowhere where the policy says false", () => {
      const { policy, reports } = reporting({ requestId: false });
      const sent = outgoingError(new Error("x"), policy, call({ "x-request-id": "r-1" }));
      expect(sent.details).toEqual([]);
      expect(sent.metadata.size).toBe(0);
      expect(reports[0]?.context.requestId).toBe("");
    });

    it("survives a function that throws", () => {
      const requestId = () => {
        throw new Error(SECRET);
      };
      const sent = outgoingError(new RpcError("ABORTED", "m"), { requestId }, call());
      expect(sent.requestInfo?.requestId).toMatch(UUID);
    });
  });

  describe("mapError", () => {
    const mapError = (error: unknown) =>
      error instanceof RangeError ? new RpcError("OUT_OF_RANGE", "too far") : undefined;

    it("makes statuses of the application's errors, which nobody needs to hear of", () => {
      const { policy, reports } = reporting({ mapError });
      expect(outgoingError(new RangeError(SECRET), policy, call()).message).toBe("too far");
      expect(reports).toEqual([]);
      expect(outgoingError(new Error(SECRET), policy, call()).code).toBe(Code.INTERNAL);
    });

    it("may be several, of which the first that knows an error counts", () => {
      const other = vi.fn(() => new RpcError("ABORTED", "other"));
      const policy = { mapError: [mapError, other], onError: () => {} };
      expect(outgoingError(new RangeError(), policy, call()).code).toBe(Code.OUT_OF_RANGE);
      expect(other).not.toHaveBeenCalled();
      expect(outgoingError(new Error(), policy, call()).code).toBe(Code.ABORTED);
    });

    it("is not asked about errors that were made to go out", () => {
      const asked = vi.fn();
      outgoingError(new RpcError("ABORTED", "m"), { mapError: asked }, call());
      expect(asked).not.toHaveBeenCalled();
    });

    it("cannot let out by accident what somebody else said", () => {
      const { policy } = reporting({ mapError: (error) => RpcError.from(error) });
      expect(outgoingError(upstream(5), policy, call()).code).toBe(Code.INTERNAL);
    });

    it.each([
      [
        "throws",
        () => {
          throw new Error("broken");
        },
      ],
      ["returns something else", () => "NOT_FOUND" as unknown as RpcError],
    ])("that %s is reported beside the error, which stays inside", (_name, broken) => {
      const { policy, reports } = reporting({ mapError: broken });
      const thrown = new Error(SECRET);
      expect(outgoingError(thrown, policy, call()).code).toBe(Code.INTERNAL);
      expect(reports.map(({ error }) => error)).toEqual([expect.any(Error), thrown]);
      expect(reports[0]?.error).toMatchObject({ message: "mapError failed" });
    });
  });

  describe("expose", () => {
    it("is asked with what would happen without it", () => {
      const expose = vi.fn((_error: RpcError, byDefault: boolean) => byDefault);
      const { policy } = reporting({ expose });
      outgoingError(new RpcError("ABORTED", "m"), policy, call());
      outgoingError(new Error("x"), policy, call());
      expect(expose.mock.calls.map(([, byDefault]) => byDefault)).toEqual([true, false]);
    });

    it("can keep an error inside, which is then reported", () => {
      const { policy, reports } = reporting({ expose: () => false });
      const thrown = new RpcError("NOT_FOUND", SECRET);
      expect(outgoingError(thrown, policy, call()).code).toBe(Code.INTERNAL);
      expect(reports[0]?.error).toBe(thrown);
    });

    it("can let an upstream error out, never with its trailers", () => {
      const { policy } = reporting({ expose: ({ code }) => code === Code.NOT_FOUND });
      const sent = outgoingError(upstream(5), policy, call());
      expect(sent).toMatchObject({ code: Code.NOT_FOUND, message: SECRET });
      expect(sent.metadata.has("x-private")).toBe(false);
    });

    it("lets nothing out when it throws", () => {
      const { policy, reports } = reporting({
        expose: () => {
          throw new Error("broken");
        },
      });
      expect(outgoingError(new RpcError("NOT_FOUND", SECRET), policy, call()).code).toBe(
        Code.INTERNAL,
      );
      expect(reports).toHaveLength(2);
    });
  });

  describe("domain", () => {
    it("completes an ErrorInfo that has none, and leaves others alone", () => {
      const details = [errorInfo({ reason: "A" }), errorInfo({ reason: "B", domain: "b.example" })];
      const thrown = new RpcError("ABORTED", "m", { details });
      const sent = outgoingError(thrown, { domain: "library.example" }, call());
      expect(sent.details.map(({ value }) => (value as { domain?: string }).domain)).toEqual([
        "library.example",
        "b.example",
        undefined,
      ]);
      expect(thrown.domain).toBe("");
    });
  });

  describe("locales", () => {
    const locales = {
      en: { BOOK_MISSING: "There is no book {book}." },
      ru: { BOOK_MISSING: "Книги {book} нет." },
    };
    const details = [errorInfo({ reason: "BOOK_MISSING", metadata: { book: "42" } })];

    it("adds a text in the language that the request accepts", () => {
      const sent = outgoingError(
        new RpcError("NOT_FOUND", "m", { details }),
        { locales },
        call({ "accept-language": "de, ru-RU;q=0.8, en;q=0.5" }),
      );
      expect(sent.localizedMessages).toMatchObject([{ locale: "ru", message: "Книги 42 нет." }]);
    });

    it("does not replace a text of the error's own", () => {
      const own = [...details, localizedMessage("fr", "Pas de livre")];
      const sent = outgoingError(
        new RpcError("NOT_FOUND", "m", { details: own }),
        { locales },
        call(),
      );
      expect(sent.localizedMessages).toMatchObject([{ locale: "fr" }]);
    });
  });

  describe("onError", () => {
    it("is the console where there is none", () => {
      const print = vi.spyOn(console, "error").mockImplementation(() => {});
      try {
        const thrown = new Error("x");
        const sent = outgoingError(thrown, {}, call());
        expect(print).toHaveBeenCalledOnce();
        expect(print.mock.calls[0]?.[0]).toContain(sent.requestInfo?.requestId);
        expect(print.mock.calls[0]?.[1]).toBe(thrown);
      } finally {
        print.mockRestore();
      }
    });

    it("may throw or reject, and the client is answered all the same", async () => {
      const throwing = () => {
        throw new Error("broken");
      };
      const rejecting = () => Promise.reject(new Error("broken"));
      for (const onError of [throwing, rejecting]) {
        expect(outgoingError(new Error("x"), { onError }, call()).code).toBe(Code.INTERNAL);
      }
      // An unhandled rejection would fail the run.
      await new Promise((resolve) => setImmediate(resolve));
    });
  });

  it("answers an error whose members throw", () => {
    class Hostile extends RpcError {
      override get details(): never {
        throw new Error(SECRET);
      }
    }
    const { policy, reports } = reporting();
    const thrown = new Hostile("NOT_FOUND", "m");
    const verdict = judgeError(thrown, policy, call({ "x-request-id": "r-1" }));
    expect(verdict).toMatchObject({ exposed: true, requestId: "r-1" });
    // Code and message are worth more than details that nobody can read.
    expect(verdict.sent).toMatchObject({ code: Code.NOT_FOUND, message: "m", details: [] });
    expect(verdict.sent.metadata.get("x-request-id")).toBe("r-1");
    expect(reports.map(({ error }) => error)).toMatchObject([{ cause: { message: SECRET } }]);
  });

  it("answers a proxy that throws at everything", () => {
    const throwing = () => {
      throw new Error(SECRET);
    };
    const names = Reflect.ownKeys(Reflect);
    const thrown = new Proxy({}, Object.fromEntries(names.map((name) => [name, throwing])));
    const { policy } = reporting();
    expect(outgoingError(thrown, policy, call()).code).toBe(Code.INTERNAL);
  });
});
