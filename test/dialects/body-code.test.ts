import { describe, expect, it } from "vitest";
import { type CodeClaims, settleBodyCode } from "../../src/dialects/body-code.js";
import { madeErrorInfo } from "../../src/dialects/made-details.js";
import { readDetails } from "../../src/status/details/read-details.js";
import type { Problem } from "../../src/wire/problem.js";

function settle(claims: CodeClaims) {
  const problems: Problem[] = [];
  const code = settleBodyCode(claims, problems);
  return [code, problems.map(({ kind }) => kind).length] as const;
}

const detailsOf = (...types: string[]) =>
  readDetails(
    types.map((type) => ({ "@type": type })),
    [],
  );

describe("settleBodyCode", () => {
  it.each<[string, CodeClaims, number, number]>([
    [
      "the code that the dialect found",
      { code: 5, grpc: [13], http: [500], httpStatus: 500 },
      5,
      0,
    ],
    ["a number of gRPC", { grpc: [5], http: [500], httpStatus: 500 }, 5, 0],
    ["a name", { grpc: ["not_found"], httpStatus: 500 }, 5, 0],
    ["the next claim, past what is missing", { grpc: [undefined, null, 5] }, 5, 0],
    ["the next claim, past nonsense", { grpc: ["x", 5] }, 5, 1],
    ["an HTTP status, where it stands for a code", { grpc: [404], httpStatus: 500 }, 5, 1],
    ["an HTTP status, where one was expected", { http: [404], httpStatus: 500 }, 5, 0],
    ["a code, where an HTTP status was expected", { http: [5] }, 5, 1],
    [
      "the status of the answer, past nonsense",
      { grpc: [{}], http: [true], httpStatus: 404 },
      5,
      2,
    ],
    ["the status of the answer, where nothing else is said", { httpStatus: 404 }, 5, 0],
    ["UNKNOWN, where nothing is said at all", {}, 2, 1],
    ["UNKNOWN, where nonsense is said", { grpc: [-1, "OK", 0], http: [999] }, 2, 4],
    ["UNKNOWN, where the answer was a success", { httpStatus: 200 }, 2, 1],
  ])("is %s", (_, claims, code, problems) => {
    expect(settle(claims)).toEqual([code, problems]);
  });

  it.each<[string, string, number, number]>([
    ["PreconditionFailure", "google.rpc.PreconditionFailure", 400, 9],
    ["BadRequest", "google.rpc.BadRequest", 400, 3],
    ["QuotaFailure", "google.rpc.QuotaFailure", 429, 8],
    ["a detail that goes with another status", "google.rpc.QuotaFailure", 400, 3],
    ["a type that is a name of every object", "constructor", 500, 13],
  ])("asks the details which code of a status it was: %s", (_, type, http, code) => {
    const details = detailsOf("x/y.Z", `t/${type}`);
    expect(settle({ http: [http], details })).toEqual([code, 0]);
    expect(settle({ httpStatus: http, details })).toEqual([code, 0]);
  });

  it("takes the reason of an ErrorInfo for a code where it is the name of one that goes with the status", () => {
    expect(settle({ http: [409], details: [madeErrorInfo("ALREADY_EXISTS", "")] })).toEqual([6, 0]);
    expect(settle({ http: [409], details: [madeErrorInfo("BOOK_LENT", "")] })).toEqual([10, 0]);
    expect(settle({ http: [404], details: [madeErrorInfo("ALREADY_EXISTS", "")] })).toEqual([5, 0]);
  });
});
