import { describe, expect, it } from "vitest";
import { type Code, parseCode } from "../../src/status/code.js";
import { codeFromHttpStatus, httpStatusFromCode } from "../../src/status/http-status.js";
import { invoke } from "./invoke.js";

async function lines(...args: string[]): Promise<string[]> {
  const { exitCode, stdout, stderr } = await invoke(["codes", ...args]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout.trimEnd().split("\n");
}

async function rows(...args: string[]): Promise<Record<string, unknown>[]> {
  return (await lines(...args, "--json")).map((line) => JSON.parse(line));
}

describe("rpc-status codes", () => {
  it("has every code once, by number, with its HTTP status", async () => {
    const all = await rows();
    expect(all.map(({ code }) => code)).toEqual(Array.from({ length: 17 }, (_, code) => code));
    for (const { code, name, httpStatus } of all) {
      expect(parseCode(name as string)).toBe(code);
      expect(httpStatusFromCode(code as Code)).toBe(httpStatus);
    }
  });

  it("names only spellings that are read as the same code", async () => {
    for (const { code, connect, go, others } of await rows()) {
      const spellings = [connect ?? "OK", go, ...(others as string[])] as string[];
      expect(spellings.map((spelling) => parseCode(spelling))).toEqual(spellings.map(() => code));
    }
  });

  it("knows how Go and Connect spell what others spell otherwise", async () => {
    expect(await rows("1")).toMatchObject([
      { name: "CANCELLED", connect: "canceled", go: "Canceled" },
    ]);
    expect(await rows("12")).toMatchObject([{ go: "Unimplemented", others: ["NOT_IMPLEMENTED"] }]);
    expect((await rows("OK"))[0]).not.toHaveProperty("connect");
  });

  it("prints a table with a heading, a line for each code", async () => {
    const [heading, ...table] = await lines();
    expect(heading).toMatch(/^code +name +HTTP +Connect +Go +also$/);
    expect(table).toHaveLength(17);
    const column = heading?.indexOf("HTTP") ?? 0;
    for (const line of table) expect(line.slice(column, column + 3)).toMatch(/^\d{3}$/);
  });

  it.each(["5", "NOT_FOUND", "not_found", "NotFound", "notFound"])(
    "finds one code by %s",
    async (word) => {
      const [, line, ...others] = await lines(word);
      expect(line).toMatch(/^5 +NOT_FOUND +404 +not_found +NotFound$/);
      expect(others).toEqual([]);
    },
  );

  it("says what an HTTP status means, from the service and from a proxy", async () => {
    const expected = { httpStatus: "404", rest: "NOT_FOUND", transport: "UNIMPLEMENTED" };
    expect(await rows("404")).toEqual([expected]);
    expect(await rows("404", "--http")).toEqual([expected]);
    expect((await lines("404"))[1]).toMatch(/^404 +NOT_FOUND +UNIMPLEMENTED$/);
  });

  it("covers every HTTP status with --http, in a row of its own or of its class", async () => {
    const table = new Map((await rows("--http")).map((row) => [row.httpStatus, row]));
    for (let status = 100; status < 600; status++) {
      const row = table.get(String(status)) ?? table.get(`${Math.floor(status / 100)}xx`);
      for (const family of ["rest", "transport"] as const) {
        const name = row?.[family] as string;
        expect(parseCode(name), `${status} ${family}`).toBe(codeFromHttpStatus(status, family));
      }
    }
    expect(table.size).toBeLessThan(25);
  });

  it("finds the HTTP statuses that stand for a code", async () => {
    const statuses = (await rows("UNAVAILABLE", "--http")).map(({ httpStatus }) => httpStatus);
    expect(statuses).toEqual(["429", "502", "503", "504"]);
  });

  it.each(["NOT_FUOND", "17", "-1", "600", ""])("takes %j for bad usage", async (word) => {
    const { exitCode, stdout, stderr } = await invoke(["codes", "--", word]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^error: /);
  });
});
