import { describe, expect, it, vi } from "vitest";
import { RpcError } from "../../src/entry/index.js";
import { serveJson, stop } from "./local-server.js";
import { printedLines } from "./printed-lines.js";

const lines = printedLines();

describe("examples/operations", () => {
  it("wait for an operation", async () => {
    const error = {
      code: 9,
      message: "the room is too small",
      details: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "SHELF_TOO_LARGE" }],
    };
    const service = await serveJson(200, { id: "op1", done: true, error });
    vi.stubEnv("OPERATIONS_URL", service.url);
    const { waitForShelf } = await import("../../examples/operations/wait.js");
    await waitForShelf("op1");
    stop(service);
    expect(lines).toEqual(['"failed"', '"FAILED_PRECONDITION" "SHELF_TOO_LARGE"']);
  });

  it("watch many operations", async () => {
    const { settle } = await import("../../examples/operations/batch.js");
    const error = { code: 9, message: "too large", details: [] };
    const later = await settle(["op1", "op2", "op3"], {
      get: async (id) => {
        if (id === "op3") throw new RpcError("PERMISSION_DENIED", "not yours");
        return { id, done: true, ...(id === "op2" && { error }) };
      },
    });
    expect(later).toEqual(["op3"]);
    expect(lines).toEqual(['"op1" "succeeded" undefined', '"op2" "failed" undefined']);
  });
});
