import { spawn } from "node:child_process";
import { once } from "node:events";
import type { RequestListener } from "node:http";
import { text as readAll } from "node:stream/consumers";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RpcError } from "../../src/entry/index.js";
import { explain, render } from "../../src/entry/providers.js";
import { type LocalServer, serve, stop } from "./local-server.js";
import { printedLines } from "./printed-lines.js";

const ROOT = new URL("../../", import.meta.url).pathname;
const GEMINI_KEY = "AIza-of-gemini";
const FIREWORKS_KEY = "fw-of-fireworks";

/** What a provider answers, one after the other, and the last for ever. */
let answers: Record<"gemini" | "fireworks", RequestListener[]>;
let asked: Record<"gemini" | "fireworks", number>;
let servers: LocalServer[];
const lines = printedLines();

beforeEach(async () => {
  answers = { gemini: [], fireworks: [] };
  asked = { gemini: 0, fireworks: 0 };
  const listen = (provider: "gemini" | "fireworks") =>
    serve((request, response) => {
      const listener = answers[provider][asked[provider]++] ?? answers[provider].at(-1);
      listener?.(request.resume(), response);
    });
  const [gemini, fireworks] = await Promise.all([listen("gemini"), listen("fireworks")]);
  servers = [gemini, fireworks];
  vi.stubEnv("GEMINI_URL", gemini.url);
  vi.stubEnv("GEMINI_API_KEY", GEMINI_KEY);
  vi.stubEnv("FIREWORKS_URL", `${fireworks.url}/inference/v1`);
  vi.stubEnv("FIREWORKS_API_KEY", FIREWORKS_KEY);
});

afterEach(() => servers.forEach(stop));

const json =
  (status: number, body: object, headers = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };

/** Events of a stream; without `end` it stays open. */
const events =
  (texts: readonly string[], { end = true } = {}): RequestListener =>
  (_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const text of texts) response.write(text);
    if (end) response.end();
  };

const google = (code: number, status: string, message: string, ...details: object[]) =>
  json(code, { error: { code, status, message, details } });

const detail = (type: string, members: object) => ({
  "@type": `type.googleapis.com/google.rpc.${type}`,
  ...members,
});

const overQuota = (quotaId: string, retryDelay: string) =>
  google(
    429,
    "RESOURCE_EXHAUSTED",
    "You exceeded your current quota",
    detail("QuotaFailure", { violations: [{ quotaId }] }),
    detail("RetryInfo", { retryDelay }),
  );

const wrongKey = google(
  400,
  "INVALID_ARGUMENT",
  "API key not valid",
  detail("ErrorInfo", { reason: "API_KEY_INVALID", domain: "googleapis.com" }),
);

const fireworksError = (status: number, message: string) =>
  json(
    status,
    { error: { object: "error", type: "invalid_request_error", code: null, message } },
    { "x-request-id": "req-7" },
  );

const neverAnswers: RequestListener = () => {};

const generated = json(200, {
  candidates: [{ content: { parts: [{ text: "by Gemini" }] }, finishReason: "STOP" }],
});
const blocked = json(200, { promptFeedback: { blockReason: "PROHIBITED_CONTENT" } });
const completed = json(200, {
  choices: [{ message: { role: "assistant", content: "by Fireworks" }, finish_reason: "stop" }],
});

const piece = (content: string, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ delta: { content }, finish_reason }] })}\n\n`;
const overloaded = `data: ${JSON.stringify({ error: { message: "overloaded", type: "overloaded_error" } })}\n\n`;

describe("examples/llm-client/complete.ts", () => {
  async function complete(signal = AbortSignal.timeout(15_000)) {
    const example = await import("../../examples/llm-client/complete.js");
    return example.complete("hello", signal);
  }

  it("asks one provider, as long as it answers", async () => {
    answers = { gemini: [generated], fireworks: [] };
    expect(await complete()).toEqual({ text: "by Gemini", finish: "STOP" });
    expect([asked, lines]).toEqual([{ gemini: 1, fireworks: 0 }, []]);
  });

  it("waits where the provider asks for a short pause, and no SDK repeats besides", async () => {
    const busy = overQuota("GenerateRequestsPerMinutePerProjectPerModel", "0.005s");
    answers = { gemini: [busy, busy, generated], fireworks: [] };
    expect(await complete()).toEqual({ text: "by Gemini", finish: "STOP" });
    expect([asked, lines]).toEqual([{ gemini: 3, fireworks: 0 }, []]);
  });

  it.each<[string, RequestListener, string, RegExp]>([
    [
      "a pause that is too long",
      overQuota("GenerateRequestsPerMinutePerProjectPerModel", "34.4s"),
      '"info" "gemini" 429 "RESOURCE_EXHAUSTED"',
      /Wait 35 s, then call again\./,
    ],
    [
      "the quota of a day, whatever pause it names",
      overQuota("GenerateRequestsPerDayPerProjectPerModel-FreeTier", "0.005s"),
      '"alert" "gemini" 429 "RESOURCE_EXHAUSTED"',
      /Wait for the next day, or get a larger quota/,
    ],
    [
      "a country without a free tier",
      google(400, "FAILED_PRECONDITION", "User location is not supported for the API use."),
      '"alert" "gemini" 400 "FAILED_PRECONDITION"',
      /Set up a paid plan/,
    ],
    ["a wrong key", wrongKey, '"alert" "gemini" 400 "INVALID_ARGUMENT"', /API key not valid/],
    [
      "a model that is not there",
      google(404, "NOT_FOUND", "models/gemini-0 is not found"),
      '"alert" "gemini" 404 "NOT_FOUND"',
      /Check the names/,
    ],
    [
      "an internal error",
      google(500, "INTERNAL", "An internal error has occurred."),
      '"info" "gemini" 500 "INTERNAL"',
      /another model for a while/,
    ],
  ])("leaves Gemini at once for %s", async (_, failure, beginning, words) => {
    answers = { gemini: [failure], fireworks: [completed] };
    expect(await complete()).toEqual({ text: "by Fireworks", finish: "stop" });
    expect(asked).toEqual({ gemini: 1, fireworks: 1 });
    expect(lines).toEqual([expect.stringMatching(words)]);
    expect(lines[0]).toContain(beginning);
  });

  it("takes a blocked prompt for the answer that it is", async () => {
    answers = { gemini: [blocked], fireworks: [] };
    expect(await complete()).toEqual({ text: "", finish: "PROHIBITED_CONTENT" });
    expect([asked, lines]).toEqual([{ gemini: 1, fireworks: 0 }, []]);
  });

  it("gives up for a request that is wrong", async () => {
    const violation = { field: "contents", description: "is required" };
    const details = detail("BadRequest", { fieldViolations: [violation] });
    answers = { gemini: [google(400, "INVALID_ARGUMENT", "wrong", details)], fireworks: [] };
    const error = await complete().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({ fieldViolations: [violation] });
    expect(asked).toEqual({ gemini: 1, fireworks: 0 });
  });

  it.each([
    ["without JSON", (_, response) => response.writeHead(413).end("<html>too large</html>")],
    ["with it", google(413, "FAILED_PRECONDITION", "too large")],
  ] satisfies [string, RequestListener][])(
    "gives up for a request that is too large, %s",
    async (_, tooLarge) => {
      answers = { gemini: [tooLarge], fireworks: [completed] };
      await expect(complete()).rejects.toMatchObject({ httpStatus: 413 });
      expect(asked).toEqual({ gemini: 1, fireworks: 0 });
      expect(lines).toEqual([expect.stringMatching(/^"alert" "gemini" 413 /)]);
    },
  );

  it("tells what each provider said where none gave an answer", async () => {
    const suspended = fireworksError(412, "Account is suspended");
    answers = { gemini: [google(403, "PERMISSION_DENIED", "no")], fireworks: [suspended] };
    const error = await complete().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(AggregateError);
    expect((error as AggregateError).errors).toMatchObject([
      { codeName: "PERMISSION_DENIED", httpStatus: 403 },
      { codeName: "FAILED_PRECONDITION", httpStatus: 412, requestIds: ["req-7"] },
    ]);
    expect(lines[1]).toMatch(/^"alert" "fireworks" 412 .*Check the account and its billing/);
    expect(lines[1]).toMatch(/"req-7"$/);
  });

  it("ends with the caller's signal, and asks nobody then", async () => {
    const controller = new AbortController();
    answers = { gemini: [() => controller.abort()], fireworks: [completed] };
    await expect(complete(controller.signal)).rejects.toMatchObject({ codeName: "CANCELLED" });
    expect([asked, lines]).toEqual([{ gemini: 1, fireworks: 0 }, []]);
  });

  it("ends when the caller's time is over", async () => {
    answers = { gemini: [neverAnswers], fireworks: [completed] };
    const failure = complete(AbortSignal.timeout(100));
    await expect(failure).rejects.toMatchObject({ codeName: "DEADLINE_EXCEEDED" });
    expect([asked.fireworks, lines]).toEqual([0, []]);
  });

  it("shows no key, in no print of an error", async () => {
    answers = { gemini: [wrongKey], fireworks: [fireworksError(401, "wrong key")] };
    const failure = await complete().catch((e: unknown) => e);
    const shown = (failure as AggregateError).errors.flatMap((e: RpcError) => [
      ...[inspect(e), JSON.stringify(e), `${e.stack}`, inspect(e.metadata)],
      ...[JSON.stringify(explain(e)), render(explain(e))],
    ]);
    expect(shown).toHaveLength(12);
    for (const text of [...shown, ...lines]) {
      expect(text).not.toContain(GEMINI_KEY);
      expect(text).not.toContain(FIREWORKS_KEY);
    }
  });
});

describe("examples/llm-client/main.ts", () => {
  /** As its own process, with the keys that the environment has. */
  async function run() {
    const command = ["--import", "tsx", "examples/llm-client/main.ts", "hello"];
    const child = spawn(process.execPath, command, { cwd: ROOT, env: process.env });
    const ended = Promise.all([readAll(child.stdout), readAll(child.stderr), once(child, "close")]);
    const [stdout, stderr, [exitCode]] = await ended;
    return { stdout, stderr, exitCode };
  }

  it("prints the answer", async () => {
    answers = { gemini: [generated], fireworks: [] };
    const stdout = "{ text: 'by Gemini', finish: 'STOP' }\n";
    expect(await run()).toEqual({ exitCode: 0, stdout, stderr: "" });
  });

  it("prints what each provider said, and no cause, where none gave an answer", async () => {
    answers = { gemini: [wrongKey], fireworks: [fireworksError(401, "wrong key")] };
    const { exitCode, stdout, stderr } = await run();
    expect(exitCode).toBe(1);
    expect(stderr).toContain("RpcError [INVALID_ARGUMENT]: API key not valid");
    expect(stderr).toContain("RpcError [UNAUTHENTICATED]: wrong key");
    for (const text of [GEMINI_KEY, FIREWORKS_KEY, "cause", "http:"])
      expect(stdout + stderr).not.toContain(text);
  });
});

describe("examples/llm-client/sdk-stream.ts", () => {
  /** @param onPart - called after each piece. */
  async function read(onPart = (_: AbortController) => {}) {
    const { stream } = await import("../../examples/llm-client/sdk-stream.js");
    const controller = new AbortController();
    let text = "";
    try {
      for await (const part of stream("a story", controller.signal)) {
        text += part;
        onPart(controller);
      }
    } catch (error) {
      return { text, error };
    }
    return { text };
  }

  it("gives the pieces of a stream that is complete", async () => {
    answers.fireworks = [events([piece("Once"), piece(" upon", "stop"), "data: [DONE]\n\n"])];
    expect(await read()).toEqual({ text: "Once upon" });
  });

  it("repeats what fails before the first piece", async () => {
    const busy = json(503, { error: { message: "busy" } }, { "retry-after-ms": "5" });
    answers.fireworks = [busy, events([piece("Once", "stop")])];
    expect(await read()).toEqual({ text: "Once" });
    expect(asked.fireworks).toBe(2);
  });

  it.each([
    ["an error among the events", [piece("Once"), overloaded], "overloaded"],
    ["an end before the model was done", [piece("Once")], "the stream ended too early"],
    [
      "an error without an event, which the SDK drops",
      [piece("Once"), overloaded.replace("data: ", "").trimEnd()],
      "the stream ended too early",
    ],
  ])("throws for %s, and repeats nothing", async (_, texts, message) => {
    answers.fireworks = [events(texts)];
    const { text, error } = await read();
    expect([text, error]).toMatchObject(["Once", { codeName: "UNAVAILABLE", message }]);
    expect(asked.fireworks).toBe(1);
  });

  it("throws when the time is over, where the SDK would end in silence", async () => {
    answers.fireworks = [events([piece("Once")], { end: false })];
    const { text, error } = await read((controller) =>
      controller.abort(new DOMException("too late", "TimeoutError")),
    );
    expect([text, error]).toMatchObject(["Once", { codeName: "DEADLINE_EXCEEDED" }]);
  });
});

describe("examples/llm-client/gemini-fetch.ts", () => {
  async function ask() {
    const example = await import("../../examples/llm-client/gemini-fetch.js");
    return example.ask("hello", AbortSignal.timeout(15_000));
  }

  it("gives what the model wrote", async () => {
    answers.gemini = [generated];
    expect(await ask()).toEqual({ text: "by Gemini", finish: "STOP" });
  });

  it("gives why a prompt was blocked", async () => {
    answers.gemini = [blocked];
    expect(await ask()).toEqual({ text: "", finish: "PROHIBITED_CONTENT" });
  });

  it("sends the key as a header, and rejects with the error of the answer", async () => {
    let key: unknown;
    answers.gemini = [
      (request, response) => {
        key = request.headers["x-goog-api-key"];
        const body = { error: { code: 429, status: "RESOURCE_EXHAUSTED", message: "slower" } };
        json(429, body, { "x-request-id": "req-9" })(request, response);
      },
    ];
    const failure = { codeName: "RESOURCE_EXHAUSTED", requestIds: ["req-9"] };
    await expect(ask()).rejects.toMatchObject(failure);
    expect(key).toBe(GEMINI_KEY);
  });
});

describe("examples/llm-client", () => {
  it("throw the error in the middle of a stream", async () => {
    answers.fireworks = [events([piece("Once"), overloaded])];
    await import("../../examples/llm-client/stream.js");
    expect(lines).toEqual(['"UNAVAILABLE" "overloaded"', '"to be continued:" "Once"']);
  });

  it("throw where the stream ended before the model was done", async () => {
    answers.fireworks = [events([piece("Once")])];
    await import("../../examples/llm-client/stream.js");
    expect(lines).toEqual([
      '"UNAVAILABLE" "the stream ended too early"',
      '"to be continued:" "Once"',
    ]);
  });

  it("say nothing of a stream that is complete", async () => {
    answers.fireworks = [events([piece("Once"), piece("", "stop"), "data: [DONE]\n\n"])];
    await import("../../examples/llm-client/stream.js");
    expect([asked.fireworks, lines]).toEqual([1, []]);
  });

  it.each([
    ["stream.ts", () => import("../../examples/llm-client/stream.js")],
    ["explain.ts", () => import("../../examples/llm-client/explain.js")],
  ])("ask for nothing without a key: %s", async (_, load) => {
    vi.stubEnv("FIREWORKS_API_KEY", "");
    await expect(load()).rejects.toThrow("FIREWORKS_API_KEY is not set");
    expect(asked.fireworks).toBe(0);
  });

  it("explain what a provider answered", async () => {
    answers.fireworks = [fireworksError(412, "Account is suspended")];
    const { complete } = await import("../../examples/llm-client/explain.js");
    await expect(complete("hello")).rejects.toMatchObject({ httpStatus: 412 });
    const [billing, text = ""] = lines;
    expect(billing).toMatch(/^"billing, please look:" "Check the account and its billing/);
    expect(text).toContain("FAILED_PRECONDITION (9), HTTP 412, Fireworks AI");
  });
});
