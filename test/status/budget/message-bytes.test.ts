import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageBytes } from "../../../src/status/budget/message-bytes.js";
import { encodeGrpcMessage } from "../../../src/wire/grpc-message.js";
import { wellFormed } from "../../../src/wire/utf8.js";
import { anyText, protobufText } from "../../fixtures/status-arbitrary.js";

describe("messageBytes", () => {
  it.each([
    "",
    " ",
    "  ",
    "a b",
    " a",
    "a ",
    "100%",
    "\u007f~\u001f",
    "книга",
    "\u0800\uffff",
    "😀",
  ])("is the length of %j as it is sent", (message) => {
    expect(messageBytes(message)).toBe(encodeGrpcMessage(message).length);
  });

  it("is the length of every message as it is sent", () => {
    fc.assert(
      fc.property(fc.oneof(anyText.map(wellFormed), protobufText), (message) => {
        expect(messageBytes(message)).toBe(encodeGrpcMessage(message).length);
      }),
      { numRuns: 3_000 },
    );
  });
});
