import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/error/rpc-error.js";
import { errorFromHttp } from "../../src/http/error-from-http.js";
import { decodeQuickly } from "./decode-quickly.js";

const DEPTHS = [10_000, 100_000];
const missing = { code: 404, message: "no such book", status: "NOT_FOUND" };

/** `opening` and `closing` so many times around what is inside. */
function nested(opening: string, inside: string, closing: string, depth: number): string {
  return opening.repeat(depth) + inside + closing.repeat(depth);
}

/** The same in objects. Not from text, whose parser has limits of its own. */
function wrapped(inside: unknown, depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value = inside;
  for (let i = 0; i < depth; i++) value = wrap(value);
  return value;
}

describe.each(DEPTHS)("%i levels", (depth) => {
  it.each([
    ["lists", nested("[", "", "]", depth)],
    ["objects", nested('{"a":', "1", "}", depth)],
    ["lists of objects", nested('[{"a":', "1", "}]", depth)],
    ["errors in errors", nested('{"error":', "{}", "}", depth)],
    ["causes of causes", nested('{"cause":', "{}", "}", depth)],
    ["details of details", nested('{"details":[', "{}", "]}", depth)],
    ["messages of messages", nested('{"message":', '"m"', "}", depth)],
    ["lists that do not end", "[".repeat(depth)],
    ["objects that do not end", '{"error":'.repeat(depth)],
    ["tuples of Python", nested("({'a': ", "None", "})", depth)],
    ["tags", nested("<div>", "Bad Gateway", "</div>", depth)],
  ])("of %s give an error", (_, text) => {
    for (const body of [text, new TextEncoder().encode(text)]) {
      expect(decodeQuickly(() => errorFromHttp({ status: 503, body })).code).toBe(14);
    }
    for (const value of [text, new Error(text), `Error: ${text}`]) {
      expect(decodeQuickly(() => RpcError.from(value)).code).toBe(2);
    }
  });

  it.each([
    ["lists", (inner: unknown) => [inner]],
    ["objects", (inner: unknown) => ({ a: inner })],
    ["errors in errors", (error: unknown) => ({ error })],
    ["lists of errors", (error: unknown) => [{ error }]],
    ["causes of causes", (cause: unknown) => ({ cause })],
    ["responses of responses", (response: unknown) => ({ response, status: 503 })],
    ["details of details", (inner: unknown) => ({ details: [inner] })],
    ["messages of messages", (message: unknown) => ({ message })],
  ])("of parsed %s give an error", (_, wrap) => {
    const body = wrapped({}, depth, wrap);
    expect(decodeQuickly(() => errorFromHttp({ status: 503, body })).code).toBe(14);
    decodeQuickly(() => RpcError.from(body));
  });

  it.each([
    [
      "a detail",
      (deep: unknown) => ({ error: { ...missing, details: [{ "@type": "x/y.Z", deep }] } }),
    ],
    ["a detail without a type", (deep: unknown) => ({ error: { ...missing, details: [deep] } })],
    [
      "the metadata of a detail",
      (deep: unknown) => {
        const info = { "@type": "t/google.rpc.ErrorInfo", reason: "R", metadata: { deep } };
        return { error: { ...missing, details: [info] } };
      },
    ],
    [
      "a field of a detail",
      (deep: unknown) => ({
        error: { ...missing, details: [{ "@type": "t/google.rpc.RetryInfo", retryDelay: deep }] },
      }),
    ],
    [
      "what a detail of Connect is for people",
      (debug: unknown) => ({ error: { ...missing, details: [{ type: "x.Y", debug }] } }),
    ],
    ["a member that nobody reads", (deep: unknown) => ({ error: missing, deep })],
    [
      "old errors",
      (location: unknown) => ({ error: { ...missing, errors: [{ location, reason: location }] } }),
    ],
  ])("inside of %s leave code and message", (_, bodyWith) => {
    const lists = wrapped([], depth, (inner) => [inner]);
    const objects = wrapped({}, depth, (a) => ({ a }));
    for (const deep of [lists, objects]) {
      const body = bodyWith(deep);
      for (const decode of [
        () => errorFromHttp({ status: 404, body }),
        () => RpcError.from(body),
      ]) {
        expect(decodeQuickly(decode)).toMatchObject({ code: 5, message: "no such book" });
      }
    }
  });

  it("behind the error leave code and message", () => {
    const text = JSON.stringify({ error: missing });
    for (const tail of [
      nested("[", "", "]", depth),
      nested('{"a":', "1", "}", depth),
      "[".repeat(depth),
    ]) {
      for (const body of [
        `${text.slice(0, -1)},"deep":${tail}}`,
        `${text} ${tail}`,
        `[${text},${tail}]`,
      ]) {
        expect(decodeQuickly(() => errorFromHttp({ status: 404, body }))).toMatchObject({
          code: 5,
          message: "no such book",
        });
      }
    }
  });

  it("of errors that caused each other give the outermost that says something", () => {
    const chain = wrapped(new Error("root"), depth, (cause) => new Error("failed", { cause }));
    const outer = new Error("outer", {
      cause: Object.assign(new Error("5 NOT_FOUND: no such book"), { cause: chain }),
    });
    expect(decodeQuickly(() => RpcError.from(outer)).code).toBe(5);
    const crowd = wrapped(
      new Error("root"),
      depth,
      (inner) => new AggregateError([inner, inner], "failed"),
    );
    expect(decodeQuickly(() => RpcError.from(crowd)).code).toBe(2);
  });
});

describe("JSON in strings of JSON", () => {
  const text = JSON.stringify({ error: missing });

  function quoted(levels: number): string {
    let inside = text;
    for (let i = 0; i < levels; i++) inside = JSON.stringify(inside);
    return inside;
  }

  it.each([1, 2, 3, 4])("is read %i levels deep", (levels) => {
    expect(decodeQuickly(() => RpcError.from(quoted(levels)))).toMatchObject({
      code: 5,
      message: "no such book",
    });
  });

  it("is left alone deeper than that", () => {
    expect(decodeQuickly(() => RpcError.from(quoted(12))).code).toBe(2);
    expect(
      decodeQuickly(() => errorFromHttp({ status: 503, body: quoted(12) })).code,
    ).toBeGreaterThan(0);
  });

  it("is read in the messages of errors, four levels deep and no more", () => {
    let message = text;
    for (let i = 0; i < 9; i++)
      message = JSON.stringify({ error: { code: 500, message, status: "INTERNAL" } });
    expect(decodeQuickly(() => errorFromHttp({ status: 500, body: message })).code).toBe(13);
    let shallow = text;
    for (let i = 0; i < 3; i++)
      shallow = JSON.stringify({ error: { code: 500, message: shallow, status: "INTERNAL" } });
    expect(decodeQuickly(() => errorFromHttp({ status: 500, body: shallow }))).toMatchObject({
      code: 5,
      message: "no such book",
    });
  });

  it("costs no more for being in many members, each with some of its own", () => {
    let inside = "code: 'x' {\"a\":[{ ".repeat(2_000);
    for (let i = 0; i < 4; i++) {
      const record = Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`m${at}`, inside]));
      inside = JSON.stringify(record).slice(0, 1_000_000);
    }
    for (const value of [inside, new Error(inside), `{"log":${inside}}`])
      decodeQuickly(() => RpcError.from(value));
  });
});
