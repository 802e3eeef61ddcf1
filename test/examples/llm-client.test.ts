import { describe, expect, it, vi } from "vitest";
import { serve, serveJson, stop } from "./local-server.js";
import { printedLines } from "./printed-lines.js";

const lines = printedLines();

describe("examples/llm-client", () => {
  it("throw the error in the middle of a stream", async () => {
    const events = [
      { choices: [{ delta: { content: "Once" } }] },
      { error: { message: "overloaded", type: "overloaded_error" } },
    ];
    const service = await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`);
      response.end();
    });
    vi.stubEnv("COMPLETIONS_URL", service.url);
    await import("../../examples/llm-client/stream.js");
    stop(service);
    expect(lines).toEqual(['"UNAVAILABLE" "overloaded"', '"to be continued:" "Once"']);
  });

  it("explain what a provider answered", async () => {
    const body = { error: { type: "invalid_request_error", message: "Account is suspended" } };
    const service = await serveJson(412, body);
    vi.stubEnv("LLM_URL", service.url);
    const { complete } = await import("../../examples/llm-client/explain.js");
    await expect(complete("hello")).rejects.toMatchObject({ httpStatus: 412 });
    stop(service);
    const [billing, text = ""] = lines;
    expect(billing).toMatch(/^"billing, please look:" "Check the account and its billing/);
    expect(text).toContain("FAILED_PRECONDITION (9), HTTP 412, Fireworks AI");
  });
});
