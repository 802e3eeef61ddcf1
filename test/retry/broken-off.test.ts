import { Code as ConnectCode, ConnectError } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { RpcError } from "../../src/entry/index.js";
import { adviseRetry } from "../../src/entry/retry.js";
import { isBrokenOff } from "../../src/retry/broken-off.js";

const systemError = (code: string) =>
  Object.assign(new Error(`write ${code}`), { code, errno: -32, syscall: "write" });

describe("isBrokenOff", () => {
  it.each(["EPIPE", "ECONNRESET", "ECONNABORTED", "ETIMEDOUT"])(
    "finds a lost connection under Connect's INTERNAL: %s",
    (code) => {
      const cause = systemError(code);
      const thrown = new ConnectError(cause.message, ConnectCode.Internal, undefined, [], cause);
      const error = RpcError.from(thrown);
      expect(error).toMatchObject({ code: 13, origin: "transport" });
      expect(isBrokenOff(error)).toBe(true);
      expect(adviseRetry(error, { idempotent: true }).decision).toBe("retry");
      expect(adviseRetry(error).decision).toBe("stop");
    },
  );

  it("takes no other INTERNAL for one, and nothing that a server said", () => {
    const full = new ConnectError(
      "disk",
      ConnectCode.Internal,
      undefined,
      [],
      systemError("ENOSPC"),
    );
    expect(isBrokenOff(RpcError.from(full))).toBe(false);
    const said = new RpcError("INTERNAL", "write EPIPE", { cause: systemError("EPIPE") });
    expect(isBrokenOff(said)).toBe(false);
  });
});
