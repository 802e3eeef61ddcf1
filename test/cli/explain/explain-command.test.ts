import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INPUT_FORMATS } from "../../../src/cli/input-format.js";
import { runCli } from "../../../src/cli/run-cli.js";
import { providers } from "../../../src/providers/all-providers.js";
import { columnsOf } from "../../../src/providers/render/wrap-words.js";
import { debugInfo } from "../../../src/status/builders/debug-info.js";
import { decoded, invoke } from "../invoke.js";
import { body, fireworksAnswer, INPUTS } from "./inputs.js";

const NOT_FOUND = '{"code":5,"message":"no such book"}';

/** What the command writes to a standard output of some kind. */
async function writtenTo(
  stdout: { readonly isTTY?: boolean; readonly columns?: number },
  env: Readonly<Record<string, string>> = {},
  input = NOT_FOUND,
): Promise<string> {
  let text = "";
  const io = {
    stdin: Object.assign([], { async *[Symbol.asyncIterator]() {} }),
    stdout: { ...stdout, write: (part: string) => (text += part) },
    stderr: { write: () => {} },
    env,
  };
  expect(await runCli(["explain", input], io)).toBe(0);
  return text;
}

describe("rpc-status explain", () => {
  it("prints what decode prints, what it means, and the code that catches it", async () => {
    const { exitCode, stdout, stderr } = await invoke(["explain"], NOT_FOUND);
    const tree = (await invoke(["decode"], NOT_FOUND)).stdout;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout.startsWith(`${tree}\nNOT_FOUND (5)\nno such book\n\nMeaning `)).toBe(true);
    expect(stdout).toMatch(/\nSource .*\n\nTo catch it in TypeScript:\n\nimport /);
    expect(stdout).toContain('if (error.codeName === "NOT_FOUND") {');
    expect(stdout.endsWith("}\n")).toBe(true);
  });

  it("finds out by itself who sent the error, unless it is told", async () => {
    const answer = fireworksAnswer(412);
    expect((await invoke(["explain"], answer)).stdout).toContain("HTTP 412, Fireworks AI\n");
    const named = await invoke(["explain", "--provider", "openai"], answer);
    expect(named.stdout).toContain("HTTP 412, OpenAI API\n");
    expect(named.stdout).not.toContain("Fireworks");
  });

  it("knows the provider by the host that curl -v shows, and by no text that only looks so", async () => {
    const lines = (host: string) => [
      `> GET /v1/models HTTP/2`,
      `> Host: ${host}`,
      ">",
      "< HTTP/2 403",
      "< content-type: text/plain",
      "<",
      "> Host: api.openai.com is no header of a request",
      "nothing here",
    ];
    for (const host of ["api.fireworks.ai", "api.fireworks.ai:443"]) {
      const { stdout } = await invoke(["explain"], lines(host).join("\r\n"));
      expect(stdout).toContain("PERMISSION_DENIED (7), HTTP 403, Fireworks AI\n");
      expect(stdout).toContain("host api.fireworks.ai\n");
    }
    const { stdout } = await invoke(["explain"], lines("books.example").join("\n"));
    expect(stdout).toContain("PERMISSION_DENIED (7), HTTP 403\n");
  });

  it("knows each provider by its id, and no other", async () => {
    const { exitCode, stdout, stderr } = await invoke(["explain", "--provider", "x"], NOT_FOUND);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    for (const { id } of providers) {
      expect(stderr).toContain(id);
      const named = await invoke(["explain", "--json", "--provider", id], NOT_FOUND);
      expect(JSON.parse(named.stdout).explanation.provider).toMatchObject({ id });
    }
  });

  it("says yes to another attempt where the call may happen twice", async () => {
    const input = body("UNAVAILABLE");
    expect((await invoke(["explain"], input)).stdout).toContain("Only a call that may happen");
    const { stdout } = await invoke(["explain", "--idempotent"], input);
    expect(stdout).toContain("Yes, after");
  });

  it("explains each error of a log, with a line between them", async () => {
    const log =
      "5 NOT_FOUND: a book\n\nrpc error: code = Aborted desc = again\n7 PERMISSION_DENIED: no\n";
    const { stdout } = await invoke(["explain"], log);
    const parts = stdout.split(`\n${"─".repeat(80)}\n\n`);
    const titles = ["NOT_FOUND", "ABORTED", "PERMISSION_DENIED"];
    expect(parts.map((part) => /^RpcError \[(\w+)\]/.exec(part)?.[1])).toEqual(titles);
    for (const part of parts) expect(part.match(/^Meaning /gm)).toHaveLength(1);
  });

  it("takes the input and its options as decode does", async () => {
    const { stdout } = await invoke(["explain", "--status", "503"], "try later");
    expect(stdout).toContain("UNAVAILABLE (14), HTTP 503");
    for (const args of [
      ["--status", "404", "--format", "http"],
      ["--file", "none", "none"],
      ["--status", "42"],
      ["--format", "xml"],
    ]) {
      expect(await invoke(["explain", ...args], "x")).toMatchObject({ exitCode: 2, stdout: "" });
    }
  });

  it("exits with 1 where there is no error, and says so", async () => {
    const { exitCode, stdout, stderr } = await invoke(["explain"], "all is well");
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("no error in standard input");
  });

  it("names its options and exit codes in its help", async () => {
    const { exitCode, stdout } = await invoke(["explain", "--help"]);
    expect(exitCode).toBe(0);
    for (const word of ["--provider", "--locale", "--idempotent", "--status", "Exit code"]) {
      expect(stdout).toContain(word);
    }
    const words = stdout.split(/[\s",()]+/);
    expect(words).toEqual(expect.arrayContaining(providers.map(({ id }) => id)));
    expect(Math.max(...stdout.split("\n").map(columnsOf))).toBeLessThanOrEqual(80);
  });

  it("gives the same help for help explain", async () => {
    const asked = await invoke(["explain", "--help"]);
    expect(await invoke(["help", "explain"])).toEqual(asked);
    expect((await invoke(["help", "decode"])).stdout).toMatch(/^Usage: rpc-status decode /);
    expect((await invoke(["help"])).stdout).toMatch(/^Usage: rpc-status \[options\]/);
  });
});

describe("rpc-status explain --json", () => {
  it("gives a line for each error: what decode gives, and the explanation", async () => {
    const log = "5 NOT_FOUND: a book\n7 PERMISSION_DENIED: no\n";
    const { stdout } = await invoke(["explain", "--json"], log);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const errors = await decoded(log);
    expect(lines.map(({ explanation, ...rest }) => rest)).toEqual(errors);
    expect(lines.map(({ explanation }) => explanation.codeName)).toEqual([
      "NOT_FOUND",
      "PERMISSION_DENIED",
    ]);
    expect(lines[0].explanation.source).toBe("google.rpc.Code");
  });

  it("has the language, the provider and the advice that were asked for", async () => {
    const args = [
      "explain",
      "--json",
      "--locale",
      "ru",
      "--provider",
      "yandex-cloud",
      "--idempotent",
    ];
    const { explanation } = JSON.parse((await invoke(args, body("UNAVAILABLE"))).stdout);
    expect(explanation).toMatchObject({
      locale: "ru",
      provider: { id: "yandex-cloud" },
      retry: { decision: "retry" },
    });
    expect(explanation.what).toMatch(/[а-я]/);
  });
});

describe("rpc-status explain, its language", () => {
  it.each([
    [{}, "en"],
    [{ LANG: "ru_RU.UTF-8" }, "ru"],
    [{ LANG: "ru" }, "ru"],
    [{ LANG: "run" }, "en"],
    [{ LANG: "de_DE.UTF-8" }, "en"],
    [{ LANG: "ru_RU.UTF-8", LC_ALL: "C" }, "en"],
    [{ LANG: "ru_RU.UTF-8", LC_ALL: "" }, "ru"],
    [{ LANG: "en_US.UTF-8", LC_MESSAGES: "ru_RU.UTF-8" }, "ru"],
    [{ LC_ALL: "en_US.UTF-8", LC_MESSAGES: "ru_RU.UTF-8" }, "en"],
  ])("is, with %j, %s", async (env, locale) => {
    const label = { en: "Meaning", ru: "Что это значит" }[locale as "en" | "ru"];
    expect(await writtenTo({}, env as Record<string, string>)).toContain(`\n${label} `);
  });

  it("is the one that the option says, English for those that there are no texts in", async () => {
    for (const tag of ["ru", "ru-RU", "RU"]) {
      const { stdout } = await invoke(["explain", "--locale", tag], NOT_FOUND);
      expect(stdout).toContain("Как поймать эту ошибку в TypeScript:");
    }
    for (const tag of ["de", "", "\u001b[2J", "x".repeat(10_000)]) {
      const { exitCode, stdout } = await invoke(["explain", "--locale", tag], NOT_FOUND);
      expect(exitCode).toBe(0);
      expect(stdout).toContain("To catch it in TypeScript:");
    }
  });
});

describe("rpc-status explain, in a terminal", () => {
  const widest = (text: string) => {
    const explained = text.slice(text.indexOf("\nNOT_FOUND (5)"), text.indexOf("\nTo catch"));
    return Math.max(...explained.split("\n").map(columnsOf));
  };
  const WORDS = JSON.stringify({ code: 5, message: "no such book ".repeat(40) });

  it.each([
    [{}, 68, 80],
    [{ columns: 200 }, 68, 80],
    [{ isTTY: true }, 68, 80],
    [{ isTTY: true, columns: 0 }, 68, 80],
    [{ isTTY: true, columns: 60 }, 48, 60],
    [{ isTTY: true, columns: 200 }, 88, 100],
    [{ isTTY: true, columns: 3 }, 8, 20],
  ])("fills %j, and no more", async (stdout, least, most) => {
    const width = widest(await writtenTo(stdout, { NO_COLOR: "1" }, WORDS));
    expect(width).toBeGreaterThan(least);
    expect(width).toBeLessThanOrEqual(most);
  });

  it.each<[object, Record<string, string>, boolean]>([
    [{}, {}, false],
    [{ isTTY: true }, {}, true],
    [{ isTTY: true }, { NO_COLOR: "1" }, false],
    [{ isTTY: true }, { NO_COLOR: "" }, true],
    [{ isTTY: true }, { TERM: "dumb" }, false],
    [{ isTTY: true }, { FORCE_COLOR: "0" }, false],
    [{ isTTY: true }, { FORCE_COLOR: "false" }, false],
    [{}, { FORCE_COLOR: "1" }, true],
    [{}, { FORCE_COLOR: "" }, false],
    [{}, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
  ])("of %j with %j, has colours: %s", async (stdout, env, colours) => {
    expect((await writtenTo(stdout, env)).includes("\u001b[")).toBe(colours);
  });
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come out
const CONTROL = /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e]/;

describe("rpc-status explain, of hostile input", () => {
  it("lets no character of the input move the terminal, as text and as JSON", async () => {
    const evil = "a\r\nINFO ok\u001b[2J\u0007\u0085\u2028\u202e b\ud800";
    const details = [
      { "@type": "x/google.rpc.ErrorInfo", reason: evil, domain: evil, metadata: { [evil]: evil } },
      { "@type": "x/google.rpc.BadRequest", fieldViolations: [{ field: evil, description: evil }] },
      { "@type": "x/google.rpc.ResourceInfo", resourceName: evil, resourceType: evil },
      { "@type": "x/google.rpc.RequestInfo", requestId: evil },
      { "@type": "x/google.rpc.Help", links: [{ url: evil, description: evil }] },
      { "@type": "x/google.rpc.LocalizedMessage", locale: "ru", message: evil },
    ];
    const input = JSON.stringify({ error: { code: 5, message: evil, details } });
    for (const args of [[], ["--json"], ["--locale", "ru"], ["--provider", "gemini"]]) {
      const { exitCode, stdout } = await invoke(["explain", ...args], input);
      expect(exitCode).toBe(0);
      expect(stdout).not.toMatch(CONTROL);
    }
  });

  it("shows neither secrets of headers nor what DebugInfo holds", async () => {
    const details = debugInfo({ detail: "private", stackEntries: ["private"] });
    const head = "HTTP/1.1 500 X\r\nset-cookie: private\r\nauthorization: Bearer private\r\n\r\n";
    for (const args of [[], ["--json"]]) {
      const { stdout } = await invoke(["explain", ...args], head + body("INTERNAL", details));
      expect(stdout).toContain("it went wrong");
      expect(stdout).not.toContain("private");
    }
  });

  it("gives 0 or 1 and plain text, whatever it reads and as whatever", async () => {
    const seeds = INPUTS.map((input) => Buffer.from(input));
    const damaged = fc
      .tuple(fc.constantFrom(...seeds), fc.nat(), fc.nat(20), fc.uint8Array({ maxLength: 10 }))
      .map(([good, at, length, bytes]) => {
        const start = at % good.length;
        return Buffer.concat([good.subarray(0, start), bytes, good.subarray(start + length)]);
      });
    const formats = fc.constantFrom(...INPUT_FORMATS);
    await fc.assert(
      fc.asyncProperty(damaged, formats, fc.boolean(), async (input, format, json) => {
        const options = json ? ["--json"] : [];
        const result = await invoke(["explain", "--format", format, ...options], input);
        expect(result.exitCode).toBe(result.stdout === "" ? 1 : 0);
        expect(result.stdout + result.stderr).not.toMatch(CONTROL);
        for (const line of json ? result.stdout.split("\n").slice(0, -1) : []) JSON.parse(line);
      }),
      { numRuns: 300 },
    );
  });

  it("survives megabytes as message, reason and field, a hundred times", async () => {
    const long = "x".repeat(20_000);
    const details = [
      { "@type": "x/google.rpc.ErrorInfo", reason: long, domain: long },
      { "@type": "x/google.rpc.BadRequest", fieldViolations: [{ field: long, description: long }] },
    ];
    const line = JSON.stringify({ error: { code: 5, message: long, details } });
    const { exitCode, stdout } = await invoke(["explain"], `${line}\n`.repeat(100));
    expect(exitCode).toBe(0);
    expect(stdout.match(/^Meaning /gm)).toHaveLength(100);
  });
});
