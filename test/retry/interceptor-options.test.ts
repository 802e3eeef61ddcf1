import { MethodOptions_IdempotencyLevel as Level } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { LibraryService } from "../../gen/example/library/v1/library_pb.js";
import {
  attemptHeaders,
  checkInterceptorOptions,
  isIdempotent,
  type RetryInterceptorOptions,
} from "../../src/retry/interceptor-options.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("isIdempotent", () => {
  it("goes by the method's own definition", () => {
    expect(isIdempotent({}, "/x.Y/Z", Level.NO_SIDE_EFFECTS)).toBe(true);
    expect(isIdempotent({}, "/x.Y/Z", Level.IDEMPOTENT)).toBe(true);
    expect(isIdempotent({}, "/x.Y/Z", Level.IDEMPOTENCY_UNKNOWN)).toBe(false);
    expect(isIdempotent({}, "/x.Y/Z", undefined)).toBe(false);
  });

  it("goes by the definitions of services that are given", () => {
    const options = { idempotent: [LibraryService] };
    const path = (method: string) => `/example.library.v1.LibraryService/${method}`;
    expect(isIdempotent(options, path("GetBook"), undefined)).toBe(true);
    expect(isIdempotent(options, path("CreateShelf"), undefined)).toBe(false);
    expect(isIdempotent(options, path("NoSuchMethod"), Level.IDEMPOTENT)).toBe(false);
    expect(isIdempotent(options, "/other.Service/GetBook", Level.IDEMPOTENT)).toBe(false);
  });

  it("goes by what the user says before all else", () => {
    expect(isIdempotent({ idempotent: false }, "/x.Y/Z", Level.IDEMPOTENT)).toBe(false);
    const idempotent = (path: string) => path.endsWith("/GetBook");
    expect(isIdempotent({ idempotent }, "/x.Y/GetBook", undefined)).toBe(true);
    expect(isIdempotent({ idempotent }, "/x.Y/PutBook", undefined)).toBe(false);
  });
});

describe("attemptHeaders", () => {
  const headersOf = (
    options: RetryInterceptorOptions,
    names: readonly string[],
    idempotent = false,
  ) => attemptHeaders(options, new Set(names), idempotent);

  it("count the attempts before", () => {
    const headers = headersOf({}, []);
    expect(headers.of(1)).toEqual([]);
    expect(headers.of(3)).toEqual([["grpc-previous-rpc-attempts", "2"]]);
  });

  it("replace the caller's ids of the request from the second attempt on", () => {
    const headers = headersOf({}, ["x-client-request-id", "x-trace"]);
    expect(headers.of(1)).toEqual([]);
    const [second] = headers.of(2);
    const [third] = headers.of(3);
    expect(second).toEqual(["x-client-request-id", expect.stringMatching(UUID)]);
    expect(third?.[1]).not.toBe(second?.[1]);
  });

  it("set an id of the request each time where a header is named, and none where none is wanted", () => {
    expect(headersOf({ requestIdHeader: "X-Request-Id" }, []).of(1)).toEqual([
      ["x-request-id", expect.stringMatching(UUID)],
    ]);
    expect(headersOf({ requestIdHeader: false }, ["x-request-id"]).of(1)).toEqual([]);
  });

  it("have one key for all attempts of a call that is not idempotent, where that is asked for", () => {
    const headers = headersOf({ idempotencyKey: true }, []);
    expect(headers.isKeyed).toBe(true);
    const [first] = headers.of(1);
    expect(first).toEqual(["idempotency-key", expect.stringMatching(UUID)]);
    expect(headers.of(2)[0]).toEqual(first);
    expect(headersOf({ idempotencyKey: () => "lend-42" }, []).of(1)).toEqual([
      ["idempotency-key", "lend-42"],
    ]);
  });

  it("leave the key to the caller who set one, and to calls that need none", () => {
    const own = headersOf({ idempotencyKey: true }, ["idempotency-key"]);
    expect([own.isKeyed, own.of(1)]).toEqual([true, []]);
    const idempotent = headersOf({ idempotencyKey: true }, [], true);
    expect([idempotent.isKeyed, idempotent.of(1)]).toEqual([false, []]);
    const unasked = headersOf({}, ["idempotency-key"]);
    expect([unasked.isKeyed, unasked.of(1)]).toEqual([false, []]);
  });
});

describe("checkInterceptorOptions", () => {
  it.each<[object, string]>([
    [{ idempotent: "yes" }, "idempotent must be true, false, a function or a list of services"],
    [{ maxBufferBytes: -1 }, "maxBufferBytes must be 0 or more, not -1"],
    [{ idempotencyKey: "key" }, 'idempotencyKey must be true, false or a function, not "key"'],
    [{ requestIdHeader: "two words" }, `must be a header's name or false, not "two words"`],
    [{ requestIdHeader: "x-id-bin" }, `must be a header's name or false, not "x-id-bin"`],
    [{ requestIdHeader: true }, "must be a header's name or false, not true"],
    [{ maxAttempts: -3 }, "maxAttempts must be a whole number from 1, not -3"],
  ])("names what is wrong with %j", (options, message) => {
    expect(() => checkInterceptorOptions(options as RetryInterceptorOptions)).toThrow(TypeError);
    expect(() => checkInterceptorOptions(options as RetryInterceptorOptions)).toThrow(message);
  });

  it("takes all that is documented", () => {
    checkInterceptorOptions({});
    checkInterceptorOptions({
      idempotent: [LibraryService],
      throttle: false,
      maxBufferBytes: 0,
      idempotencyKey: () => "key",
      requestIdHeader: false,
    });
  });
});
