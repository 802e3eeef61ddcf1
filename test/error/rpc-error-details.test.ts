import { create } from "@bufbuild/protobuf";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { ErrorInfoSchema, QuotaFailureSchema } from "../../gen/google/rpc/error_details_pb.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { badRequest } from "../../src/status/builders/bad-request.js";
import { debugInfo } from "../../src/status/builders/debug-info.js";
import { errorInfo } from "../../src/status/builders/error-info.js";
import { help } from "../../src/status/builders/help.js";
import { localizedMessage } from "../../src/status/builders/localized-message.js";
import { preconditionFailure } from "../../src/status/builders/precondition-failure.js";
import { quotaFailure } from "../../src/status/builders/quota-failure.js";
import { requestInfo } from "../../src/status/builders/request-info.js";
import { resourceInfo } from "../../src/status/builders/resource-info.js";
import { retryInfo } from "../../src/status/builders/retry-info.js";
import type { DetailInput } from "../../src/status/details/detail-input.js";
import { BookSchema, book, ReservationSchema } from "../fixtures/library-details.js";

const errorWith = (...details: DetailInput[]) => new RpcError("ABORTED", "m", { details });

describe("RpcError's getters", () => {
  const messages = {
    errorInfo: errorInfo({ reason: "R", domain: "d" }),
    retryInfo: retryInfo(1500),
    debugInfo: debugInfo({ detail: "d" }),
    quotaFailure: quotaFailure([{ subject: "s" }]),
    preconditionFailure: preconditionFailure([{ type: "TOS" }]),
    badRequest: badRequest({ isbn: "too short" }),
    requestInfo: requestInfo("id-1"),
    resourceInfo: resourceInfo({ resourceName: "books/42" }),
    help: help([{ url: "https://library.example" }]),
  };
  const names = Object.keys(messages) as (keyof typeof messages)[];

  it.each(names)("give the first %s, whatever stands around it", (name) => {
    const second = names.map((other) => ({ ...messages[other] }));
    const error = errorWith(
      { schema: BookSchema, value: book },
      ...Object.values(messages),
      ...second,
    );
    expect(error[name]).toBe(messages[name]);
    expect(error.details).toHaveLength(19);
  });

  it.each([...names, "reason", "domain", "retryDelayMs"] as const)(
    "give undefined for %s where there is none",
    (name) => {
      expect(errorWith()[name]).toBeUndefined();
    },
  );

  it("give empty lists where there is nothing to list", () => {
    const error = errorWith();
    expect([
      error.fieldViolations,
      error.localizedMessages,
      error.requestIds,
      error.problems,
    ]).toEqual([[], [], [], []]);
  });

  it("hoist reason and domain of the first ErrorInfo", () => {
    const error = errorWith(messages.errorInfo, errorInfo({ reason: "S", domain: "e" }));
    expect([error.reason, error.domain]).toEqual(["R", "d"]);
    expect(error.findAll(ErrorInfoSchema).map(({ reason }) => reason)).toEqual(["R", "S"]);
  });

  it("gather the violations of every BadRequest, in order", () => {
    const error = errorWith(badRequest({ a: "1", b: "2" }), messages.help, badRequest({ a: "3" }));
    expect(error.fieldViolations.map(({ field, description }) => [field, description])).toEqual([
      ["a", "1"],
      ["b", "2"],
      ["a", "3"],
    ]);
  });

  it("find custom types by their schema", () => {
    const error = errorWith(messages.help, { schema: BookSchema, value: book });
    expect(error.find(BookSchema)).toEqual(book);
    expect(error.findAll(BookSchema)).toEqual([book]);
    expect(error.find(ReservationSchema)).toBeUndefined();
    expect(error.find(QuotaFailureSchema)).toBeUndefined();
  });
});

describe("RpcError.retryDelayMs", () => {
  it.each([
    [{ seconds: 34n, nanos: 400_000_000 }, 34_400],
    [{ seconds: 0n, nanos: 0 }, 0],
    [{ seconds: -5n, nanos: 0 }, 0],
    [{ seconds: 0n, nanos: -1 }, 0],
    [{ seconds: 0n, nanos: 250_000 }, 0.25],
    [{ seconds: 315_576_000_000n, nanos: 0 }, 315_576_000_000_000],
  ])("gives for %o %d milliseconds", (parts, ms) => {
    expect(errorWith(retryInfo(create(DurationSchema, parts))).retryDelayMs).toBe(ms);
  });

  it("is undefined for a RetryInfo without a delay", () => {
    expect(
      errorWith({ typeUrl: "x/google.rpc.RetryInfo", value: new Uint8Array() }).retryDelayMs,
    ).toBeUndefined();
  });
});

describe("RpcError.requestIds", () => {
  it("gives the ids of RequestInfo first, then of headers, each once", () => {
    const error = new RpcError("ABORTED", "m", {
      details: [requestInfo("a"), requestInfo(""), requestInfo("b"), requestInfo("a")],
      metadata: {
        "x-client-trace-id": "t",
        "X-Request-Id": ["h", "b"],
        "x-server-trace-id": "s",
        "x-client-request-id": "c",
        "x-other-id": "o",
      },
    });
    expect(error.requestIds.slice(0, 2)).toEqual(["a", "b"]);
    expect(error.requestIds.slice(2).sort()).toEqual(["c", "h", "s", "t"]);
  });
});

describe("RpcError.localizedMessage", () => {
  const error = errorWith(
    localizedMessage("en-US", "american"),
    localizedMessage("ru", "русский"),
    localizedMessage("en", "english"),
    localizedMessage("pt_BR", "brasileiro"),
    localizedMessage("ru", "второй"),
  );

  it.each([
    [undefined, "american"],
    ["ru", "русский"],
    ["RU", "русский"],
    ["ru-RU", "русский"],
    ["en", "english"],
    ["en-GB", "american"],
    ["pt-BR", "brasileiro"],
    ["pt", "brasileiro"],
    [["de", "ru", "en"], "русский"],
    [["de", "fr"], undefined],
    [[], undefined],
    ["r", undefined],
    ["", undefined],
  ])("gives for %j the text %j", (locales, text) => {
    expect(error.localizedMessage(locales)).toBe(text);
  });

  it("gives undefined where the server sent none", () => {
    expect(errorWith().localizedMessage()).toBeUndefined();
    expect(errorWith().localizedMessage("en")).toBeUndefined();
  });
});

describe("RpcError.problems", () => {
  it("names the details that are damaged by their index, and no unknown type", () => {
    const error = errorWith(
      { typeUrl: "x/y.Unknown", value: new Uint8Array([1]) },
      errorInfo({ reason: "R" }),
      { typeUrl: "x/google.rpc.ErrorInfo", value: new Uint8Array([0xff]) },
      { schema: BookSchema, value: { copies: 1.5 } },
    );
    expect(error.problems.map(({ kind, detail }) => [kind, detail])).toEqual([
      ["detail", 2],
      ["detail", 3],
    ]);
    expect(error.details[0]?.problem?.kind).toBe("unknown-type");
  });
});
