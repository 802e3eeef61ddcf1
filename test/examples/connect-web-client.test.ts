import { describe, expect, it, vi } from "vitest";
import { serveJson, stop } from "./local-server.js";
import { printedLines } from "./printed-lines.js";

const lines = printedLines();

describe("examples/connect-web-client", () => {
  it("read foreign answers over Connect", async () => {
    const answer = { error: { code: 404, message: "gone", status: "NOT_FOUND" } };
    const service = await serveJson(404, answer);
    vi.stubEnv("LIBRARY_URL", service.url);
    await import("../../examples/connect-web-client/get-book.js");
    stop(service);
    expect(lines).toEqual(['"NOT_FOUND" "gone" undefined']);
  });
});
