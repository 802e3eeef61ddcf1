import { describe, expect, it } from "vitest";
import * as index from "../../../src/entry/index.js";
import { RpcError } from "../../../src/error/rpc-error.js";
import { columnsOf } from "../../../src/providers/render/wrap-words.js";
import { complaints } from "./compile.js";
import { body, bodyWithReason, failedOperation, fireworksAnswer, INPUTS } from "./inputs.js";
import { run } from "./run-code.js";
import { snippet } from "./snippet.js";

describe("the code that rpc-status explain prints", () => {
  it("compiles, whatever the error and in both languages", async () => {
    const codes = await Promise.all(
      INPUTS.flatMap((input) => [snippet(input), snippet(input, "--locale", "ru", "--idempotent")]),
    );
    expect(complaints([...new Set(codes)])).toEqual([]);
  });

  it("is refused by the compiler where it is wrong, so that the test above can fail", async () => {
    const code = await snippet(body("NOT_FOUND"));
    expect(complaints([code.replace("NOT_FOUND", "NOT_FUOND")])).toHaveLength(1);
    expect(complaints([code.replace("codeName", "codeNmae")])).toHaveLength(1);
  });

  it("has no line of more than 80 columns, no tab and no space at the end of one", async () => {
    for (const input of INPUTS) {
      for (const locale of ["en", "ru"]) {
        const lines = (await snippet(input, "--locale", locale)).split("\n");
        expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(80);
        expect(lines.filter((line) => /\s$|\t/.test(line))).toEqual([]);
      }
    }
  });

  it("catches the error that it was made for, and lets another pass", async () => {
    const input = bodyWithReason('a "b" \\ \u202e `$x`');
    const code = await snippet(input);
    const error = RpcError.from(JSON.parse(input));
    const { written } = await run(code, JSON.parse(input));
    expect(written).toEqual([[error.message, error.requestIds]]);
    const other = RpcError.from(JSON.parse(bodyWithReason("another")));
    await expect(run(code, other)).rejects.toBe(other);
  });

  it("tells rows of a provider that share a code by their HTTP status", async () => {
    expect(await snippet(fireworksAnswer(412))).toContain("error.httpStatus === 412");
    // Nobody's table says that.
    const answer = 'HTTP/1.1 412 X\r\n\r\n{"code":9,"message":"no"}';
    expect(await snippet(answer)).not.toContain("httpStatus");
  });

  it("leaves a reason out that no line has room for", async () => {
    expect(await snippet(bodyWithReason("A".repeat(50)))).toContain(`"${"A".repeat(50)}"`);
    expect(await snippet(bodyWithReason("A".repeat(70)))).not.toContain("error.reason");
  });

  it("writes a stranger's words as a literal with what hides in them escaped", async () => {
    const code = await snippet(bodyWithReason("A\u202e\u2028\u0085\n\u001b[2J"));
    expect(code).toContain(String.raw`error.reason === "A\u202e\u2028\u0085\n\u001b[2J"`);
  });

  it("repeats the call where another attempt helps, and not where it does not", async () => {
    expect(await snippet(body("UNAVAILABLE"))).toContain("await retry(");
    expect(await snippet(body("NOT_FOUND"))).not.toContain("retry");
  });

  it("starts an operation again that failed, and asks for none again that was cancelled", async () => {
    expect(await snippet(failedOperation(14))).toContain("// start the operation and wait for it;");
    expect(await snippet(failedOperation(14), "--locale", "ru")).toContain("// запуск операции");
    expect(await snippet(failedOperation(1))).toContain("// wait for the operation\n");
  });

  it("speaks of the operation and of no transaction where an operation was broken off", async () => {
    const english = await snippet(failedOperation(10));
    expect(english).toContain("// start the operation and wait for it;");
    expect(english).not.toContain("whole transaction");
    const russian = await snippet(failedOperation(10), "--locale", "ru");
    expect(russian).toContain("// запуск операции и ожидание её завершения;");
    expect(russian).not.toContain("транзакция");
    expect(await snippet(body("ABORTED"))).toContain(
      "// the whole transaction, from its first read",
    );
  });

  it("waits in Russian until the operation in the way is over", async () => {
    const input = '{"code":9,"message":"Conflicting operation \\"epd1\\" detected"}';
    expect(await snippet(input, "--locale", "ru")).toContain("дождитесь завершения этой операции");
  });

  it("gets another attempt from retry for every error that it repeats the call for", async () => {
    const repeated: string[] = [];
    for (const input of INPUTS.filter((text) => text.startsWith("{"))) {
      const code = await snippet(input);
      if (!code.includes("await retry(")) continue;
      expect(await run(code, JSON.parse(input), { failures: 1 })).toEqual({
        calls: 2,
        written: [],
      });
      repeated.push(input);
    }
    expect(repeated.length).toBeGreaterThan(5);
  });

  it("asks for a call that may happen twice only where the attempt is not safe anyway", async () => {
    for (const options of [[], ["--idempotent"]]) {
      expect(await snippet(body("UNAVAILABLE"), ...options)).toContain("idempotent: true");
      expect(await snippet(body("ABORTED"), ...options)).not.toContain("idempotent");
    }
  });

  it.each([
    ["a transaction", body("ABORTED"), "transaction: true"],
    ["credentials", body("UNAUTHENTICATED"), "refreshCredentials: async () =>"],
    [
      "an operation in the way",
      '{"code":9,"message":"Conflicting operation \\"epd1\\" detected"}',
      "waitForOperation: async (operationId) =>",
    ],
    [
      "a long pause",
      body("UNAVAILABLE", index.retryInfo(3_600_000)),
      "totalTimeoutMs: 65 * 60_000",
    ],
  ])("gives retry what it needs for %s", async (_title, input, option) => {
    expect(await snippet(input)).toContain(option);
  });

  it("does not wait for longer than a day", async () => {
    const input = body("UNAVAILABLE", index.retryInfo(25 * 3_600_000));
    expect(await snippet(input)).not.toContain("await retry(");
  });

  it.each([
    ["fields", body("INVALID_ARGUMENT", index.badRequest({ isbn: "no" })), [["isbn: no"]]],
    [
      "preconditions",
      body(
        "FAILED_PRECONDITION",
        index.preconditionFailure([{ type: "TOS", subject: "you", description: "sign" }]),
      ),
      [["you: sign"]],
    ],
    [
      "a resource",
      body("NOT_FOUND", index.resourceInfo({ resourceType: "b", resourceName: "b/1" })),
      [["it went wrong", "b/1"]],
    ],
  ])("reads %s of the error", async (_title, input, written) => {
    expect(await run(await snippet(input), JSON.parse(input))).toMatchObject({ written });
  });
});
