import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  base64Bytes,
  blockBytes,
  headerBytes,
  maxBlockBytes,
  statusRoom,
} from "../../../src/status/budget/header-block.js";

describe("blockBytes", () => {
  it("is the sum of names, values and 32 for each header of an answer that has only headers", () => {
    const headers = {
      ":status": "200",
      "content-type": "application/grpc+proto",
      date: "Thu, 22 Nov 2029 06:42:00 GMT",
      "grpc-status": "16",
      "grpc-message": "who are you?",
    };
    const weight = Object.entries(headers).reduce(
      (sum, entry) => sum + entry.join("").length + 32,
      0,
    );
    const block = { code: 16, messageBytes: 12, otherBytes: 0 };
    expect(blockBytes(block)).toBe(weight);
    expect(blockBytes({ ...block, otherBytes: 100 })).toBe(weight + 100);
    // Four bytes of details are eight of base64 with its padding.
    const name = "grpc-status-details-bin";
    expect(blockBytes({ ...block, detailsBytes: 4 })).toBe(weight + name.length + 8 + 32);
  });
});

describe("maxBlockBytes", () => {
  it("is 8 KiB at the default, and leaves the same beside the details for any other limit", () => {
    expect(maxBlockBytes(5_500)).toBe(8_192);
    expect(maxBlockBytes(0)).toBe(858);
    expect(maxBlockBytes(32_768)).toBe(43_691 + 858);
  });
});

describe("statusRoom", () => {
  it("is the largest status that keeps the block within its limit", () => {
    fc.assert(
      fc.property(fc.nat(3_000), fc.nat(9_000), (messageBytes, maxBlock) => {
        const block = { code: 5, messageBytes, otherBytes: 0 };
        const room = statusRoom(blockBytes(block), maxBlock);
        const fits = (detailsBytes: number) => blockBytes({ ...block, detailsBytes }) <= maxBlock;
        expect(fits(room + 1)).toBe(false);
        if (room >= 0) expect(fits(room)).toBe(true);
      }),
    );
  });
});

describe("base64Bytes", () => {
  it("is as long as Node's base64", () => {
    for (let size = 0; size < 20; size++) {
      expect(base64Bytes(size)).toBe(Buffer.alloc(size).toString("base64").length);
    }
  });
});

describe("headerBytes", () => {
  it("counts as HTTP/2 does", () => {
    expect(headerBytes("x-request-id", 4)).toBe(12 + 4 + 32);
  });
});
