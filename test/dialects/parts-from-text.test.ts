import { describe, expect, it } from "vitest";
import { partsFromText, unpackMessage } from "../../src/dialects/parts-from-text.js";
import type { ErrorParts } from "../../src/status/error-parts.js";

const failed = { failed: true };
const read = (text: string) => partsFromText(text, failed);
const missing = { code: 404, message: "no such book", status: "NOT_FOUND" };
const json = JSON.stringify({ error: missing });

describe("partsFromText", () => {
  it.each([
    ["alone", json],
    ["in quotes", JSON.stringify(json)],
    ["behind a prefix", `Error: upstream said ${json}`],
    ["before a suffix", `${json} (request 5)`],
    ["among other JSON", `{"a":1} then ${json} then {"error":{"code":500,"message":"late"}}`],
    ["in a list", `[{"result":1},${json}]`],
    ["with its quotes escaped", `upstream said ${JSON.stringify(json).slice(1, -1)}`],
    [
      "as Python prints it",
      "failed: {'error': {'code': 404, 'message': 'no such book', 'status': 'NOT_FOUND'}}",
    ],
    [
      "as Node prints it",
      "failed: { error: { code: 404, message: 'no such book', status: 'NOT_FOUND' } }",
    ],
    ["in a record of a log", JSON.stringify({ level: "error", text: `upstream said ${json}` })],
  ])("finds JSON %s", (_, text) => {
    expect(read(text)).toMatchObject({ code: 5, message: "no such book", dialect: "aip-193" });
  });

  it("keeps what stands before JSON that has no message", () => {
    expect(read('the library failed: {"error":{"code":404,"status":"NOT_FOUND"}}')).toMatchObject({
      code: 5,
      message: "the library failed:",
    });
  });

  it("says that JSON was damaged, where the whole text was to be JSON", () => {
    expect(read(json.slice(0, -2))?.problems.map(({ kind }) => kind)).toEqual(["json"]);
    expect(read(`failed: ${json}`)?.problems).toEqual([]);
  });

  it("prefers JSON to a status that is printed behind it, and a status to JSON behind it", () => {
    expect(read(`${json} rpc error: code = Internal desc = late`)?.code).toBe(5);
    expect(read(`rpc error: code = Internal desc = early, see ${json}`)?.code).toBe(13);
  });

  it.each([
    "",
    " ",
    "text",
    "{}",
    "[]",
    '"text"',
    "{",
    '{"books":[]}',
    "see {room} [5] (a)",
    "null",
    "5",
  ])("finds nothing in %j", (text) => {
    expect(read(text)).toBeUndefined();
  });

  it("finds only what is sure where nobody knows of a failure", () => {
    const open = { failed: false };
    expect(partsFromText(json, open)?.code).toBe(5);
    expect(partsFromText("rpc error: code = NotFound desc = x", open)).toBeUndefined();
    expect(partsFromText('{"code":404,"message":"m"}', open)).toBeUndefined();
    expect(partsFromText("HTTP 503", open)).toBeUndefined();
  });

  it("takes a text in quotes for the message of an answer that failed", () => {
    const answer = { failed: true, httpStatus: 404 };
    expect(partsFromText('"no such book"', answer)).toMatchObject({
      code: 5,
      message: "no such book",
    });
  });

  it("reads JSON in strings four levels deep and no deeper", () => {
    let text = json;
    for (let level = 0; level <= 6; level++) {
      expect([level, read(text)?.code]).toEqual([level, level <= 4 ? 5 : undefined]);
      text = JSON.stringify(text);
    }
  });

  it("looks at both ends of a long text", () => {
    const long = "word ".repeat(50_000);
    for (const text of [`${json} ${long}`, `${long} 5 NOT_FOUND: no such book`]) {
      expect(read(text)).toMatchObject({ code: 5, message: "no such book" });
    }
    expect(read(`${long}${json}${long}`)).toBeUndefined();
  });
});

describe("unpackMessage", () => {
  const outer = (message: string, changes: Partial<ErrorParts> = {}): ErrorParts => ({
    code: 13,
    message,
    details: [],
    origin: "server",
    via: "rest",
    problems: [],
    body: "the body",
    ...changes,
  });
  const unpacked = (message: string, changes?: Partial<ErrorParts>) =>
    unpackMessage(outer(message, changes), failed);

  it("believes the error in the message, and keeps the outer body and status", () => {
    expect(unpacked(json, { httpStatus: 500 })).toMatchObject({
      code: 5,
      message: "no such book",
      httpStatus: 500,
      body: "the body",
    });
  });

  it("keeps the code of a gRPC status, and one that is better than UNKNOWN", () => {
    expect(unpacked(json, { via: "grpc" })).toMatchObject({ code: 13, message: "no such book" });
    expect(unpacked(json, { via: "grpc", code: 2 }).code).toBe(5);
    expect(unpacked('{"error":{"message":"inner"}}')).toMatchObject({ code: 13, message: "inner" });
  });

  it("puts the inner details before the outer ones", () => {
    const inner = JSON.stringify({ error: { ...missing, details: [{ "@type": "x/a.A" }] } });
    const { details } = unpackMessage({ ...unpacked(inner), message: inner }, failed);
    expect(details.map(({ type }) => type)).toEqual(["a.A", "a.A"]);
  });

  it.each([
    "no such book",
    "5 NOT_FOUND: no such book",
    "{}",
    "[]",
    '""',
    '"no such book"',
    "{x",
    '{"books":5}',
    "[1,2]",
  ])("leaves %j, which is a message", (message) => {
    const answer = { failed: true, httpStatus: 500 };
    expect(unpackMessage(outer(message), answer)).toEqual(outer(message));
  });

  it("reads a printed status where nothing else says the code", () => {
    expect(unpacked("5 NOT_FOUND: no such book", { code: 2 })).toMatchObject({
      code: 5,
      message: "no such book",
    });
  });
});
