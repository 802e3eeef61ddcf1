import { connect, type IncomingHttpHeaders } from "node:http2";
import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { Metadata } from "@grpc/grpc-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StatusSchema } from "../../gen/google/rpc/status_pb.js";
import { decodeTrailers } from "../../src/error/decode-trailers.js";
import type { TrimReport } from "../../src/status/budget/trim-report.js";
import { badRequest } from "../../src/status/builders/bad-request.js";
import { debugInfo } from "../../src/status/builders/debug-info.js";
import { errorInfo } from "../../src/status/builders/error-info.js";
import type { DetailInput } from "../../src/status/details/detail-input.js";
import { partsFromTrailers } from "../../src/status/read-trailers.js";
import { encodeStatusDetails } from "../../src/status/status-details.js";
import { encodeTrailers, statusTrailers } from "../../src/status/trailers.js";
import { decodeGrpcMessage, encodeGrpcMessage } from "../../src/wire/grpc-message.js";
import type { HeadersLike } from "../../src/wire/headers.js";
import { decodeUtf8, wellFormed } from "../../src/wire/utf8.js";
import { codeAndMessage } from "../fixtures/code-and-message.js";
import { fiveDetails, fiveDetailsBytes, fiveMessages } from "../fixtures/five-details.js";
import { BookSchema } from "../fixtures/library-details.js";
import { withRawServer } from "../fixtures/raw-grpc-server.js";
import { anyText, protobufText } from "../fixtures/status-arbitrary.js";
import { bigStatus } from "./budget/big-status.js";

type Trailers = Record<string, string | string[] | Uint8Array>;

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64").replace(/=+$/, "");
const statusBin = (status: MessageInitShape<typeof StatusSchema>) =>
  base64(toBinary(StatusSchema, create(StatusSchema, status)));
const five = base64(fiveDetailsBytes);

function read(trailers: HeadersLike) {
  const parts = partsFromTrailers(trailers, { via: "grpc" });
  return parts && { ...parts, kinds: parts.problems.map(({ kind }) => kind) };
}

describe("partsFromTrailers: the code", () => {
  it.each([
    ["5", 5, 5, []],
    ["16", 16, 16, []],
    ["5", 7, 5, ["code-mismatch"]],
    ["5", 0, 5, ["code-mismatch"]],
    ["5", 99, 5, ["code-mismatch"]],
    ["5", -1, 5, ["code-mismatch"]],
    ["5, 5", 5, 5, ["repeated-header"]],
    ["0, 5", 5, 5, ["repeated-header"]],
    ["5,0", 5, 5, ["repeated-header"]],
    [["0", "7"], 7, 7, ["repeated-header"]],
    ["abc", 5, 5, ["grpc-status"]],
    ["NaN", 5, 5, ["grpc-status"]],
    ["", 5, 5, ["grpc-status"]],
    ["5.5", 5, 5, ["grpc-status"]],
    ["0x5", 5, 5, ["grpc-status"]],
    ["NOT_FOUND", 5, 5, ["grpc-status"]],
    ["9".repeat(5000), 5, 5, ["grpc-status"]],
    ["abc", 0, 2, ["grpc-status"]],
    ["abc", 99, 2, ["grpc-status"]],
  ] as const)(
    "for grpc-status %j with details of code %i is %i",
    (status, inDetails, code, kinds) => {
      const parts = read({
        "grpc-status": status as string,
        "grpc-message": "m",
        "grpc-status-details-bin": statusBin({ code: inDetails, message: "m" }),
      });
      expect(parts).toMatchObject({ code, message: "m", origin: "server", via: "grpc" });
      expect(parts?.kinds).toEqual(kinds);
    },
  );

  it.each(["17", "99", "-1", "999999999"])(
    "is UNKNOWN for grpc-status %s, whatever the details say",
    (status) => {
      const alone = read({ "grpc-status": status, "grpc-message": "m" });
      expect(alone).toMatchObject({ code: 2, message: "m", kinds: ["grpc-status"] });
      expect(alone?.problems[0]?.value).toBe(status);
      const withDetails = read({ "grpc-status": status, "grpc-status-details-bin": five });
      expect(withDetails).toMatchObject({ code: 2, message: fiveDetails.message });
      expect(withDetails?.details).toHaveLength(5);
      expect(withDetails?.kinds.filter((kind) => kind === "grpc-status")).toHaveLength(1);
    },
  );

  it.each(["abc", "", "NaN", "5 5", "١", "5;", " "])("is UNKNOWN for %j alone", (status) => {
    expect(read({ "grpc-status": status, "grpc-message": "m" })).toMatchObject({
      code: 2,
      message: "m",
      kinds: ["grpc-status"],
    });
  });

  it.each(["0", "00", " 0 ", "0,0"])("is no failure for %j, whatever the details say", (status) => {
    expect(read({ "grpc-status": status })).toBeUndefined();
    expect(read({ "grpc-status": status, "grpc-status-details-bin": five })).toBeUndefined();
  });

  it("is the details' own where grpc-status is missing", () => {
    expect(read({ "grpc-status-details-bin": five })).toMatchObject({
      code: 3,
      kinds: ["grpc-status"],
    });
  });

  it.each([
    ["nothing", {}],
    ["other headers", { "content-type": "text/html", "grpc-message": "m" }],
    ["details of code 0", { "grpc-status-details-bin": statusBin({ message: "m" }) }],
    ["empty details", { "grpc-status-details-bin": "" }],
  ] as const)("is absent where there is %s", (_, trailers) => {
    expect(read(trailers)).toBeUndefined();
  });
});

describe("partsFromTrailers: grpc-status-details-bin", () => {
  const headers = { "grpc-status": "3", "grpc-message": "from the header" };
  const readBin = (bin: Trailers[string]) => read({ ...headers, "grpc-status-details-bin": bin });
  const values = (bin: Trailers[string]) => readBin(bin)?.details.map(({ value }) => value);

  it.each([
    ["unpadded", five],
    ["padded", Buffer.from(fiveDetailsBytes).toString("base64")],
    ["URL-safe", Buffer.from(fiveDetailsBytes).toString("base64url")],
    ["bytes", fiveDetailsBytes],
    ["a Buffer", Buffer.from(fiveDetailsBytes)],
  ])("gives message and details from %s", (_, bin) => {
    expect(values(bin)).toEqual(fiveMessages);
    expect(readBin(bin)).toMatchObject({
      code: 3,
      message: fiveDetails.message,
      kinds: ["message-mismatch"],
    });
  });

  it.each([
    ["two values", [five, statusBin({ code: 7 })]],
    ["values joined by a comma", `${five},${statusBin({ code: 7 })}`],
    [
      "values joined by a comma and padded",
      `${Buffer.from(fiveDetailsBytes).toString("base64")}, ${statusBin({ code: 7 })}`,
    ],
    ["a damaged value before it", [statusBin({ code: 7, message: "m" }).slice(0, -2), five]],
  ])("reads the first whole one of %s and says so", (_, bin) => {
    expect(values(bin)).toEqual(fiveMessages);
    expect(readBin(bin)?.kinds).toEqual(["repeated-header", "message-mismatch"]);
  });

  it("takes a value that ends in a comma for a single one", () => {
    expect(readBin(`${five},`)?.kinds).toEqual(["message-mismatch"]);
  });

  it.each([
    ["an empty value", "", "status-proto"],
    ["empty bytes, what grpc-js gives for bad base64", new Uint8Array(), "status-proto"],
    ["text that is no base64", "!!!!", "base64"],
    ["a single character", "C", "base64"],
    ["bytes that are no status", base64(new Uint8Array([0xff, 0xff])), "status-proto"],
    ["a status cut in its message", base64(fiveDetailsBytes.subarray(0, 20)), "status-proto"],
  ])("keeps code and message of the headers for %s, with one problem", (_, bin, kind) => {
    expect(readBin(bin)).toMatchObject({
      code: 3,
      message: "from the header",
      details: [],
      kinds: [kind],
    });
  });

  it("keeps the details before the damage, and the header's message", () => {
    const parts = readBin(base64(fiveDetailsBytes.subarray(0, -1)));
    expect(parts?.details.map(({ value }) => value)).toEqual(fiveMessages.slice(0, 4));
    expect(parts).toMatchObject({ code: 3, message: "from the header", kinds: ["status-proto"] });
  });

  it("takes the message of damaged details where the header has none", () => {
    const parts = read({
      "grpc-status": "3",
      "grpc-status-details-bin": base64(fiveDetailsBytes.subarray(0, -1)),
    });
    expect(parts).toMatchObject({ message: fiveDetails.message, kinds: ["status-proto"] });
  });
});

describe("partsFromTrailers: the message", () => {
  it.each([
    ["equal", "m", "m", "m", []],
    ["different", "header", "details", "details", ["message-mismatch"]],
    ["absent from the header", undefined, "details", "details", []],
    ["empty in the header", "", "details", "details", []],
    ["empty in the details", "header", "", "header", []],
    ["percent-encoded", "%D0%BA", "к", "к", []],
    ["twice encoded, as grpc-js leaves Connect's", "a%252Fb", "a/b", "a/b", []],
  ] as const)(
    "that is %s in header and details is settled",
    (_, header, inDetails, message, kinds) => {
      const parts = read({
        "grpc-status": "5",
        ...(header !== undefined && { "grpc-message": header }),
        "grpc-status-details-bin": statusBin({ code: 5, message: inDetails }),
      });
      expect(parts).toMatchObject({ code: 5, message });
      expect(parts?.kinds).toEqual(kinds);
    },
  );

  it.each(["100%zz", "100%", "%FF", "a%C3", "%ED%A0%80"])(
    "survives %j, which does not decode, with a problem that says so",
    (header) => {
      const parts = read({ "grpc-status": "5", "grpc-message": header });
      expect(parts?.code).toBe(5);
      expect(parts?.message).not.toBe("");
      expect(parts?.kinds).toEqual(["grpc-message"]);
    },
  );

  it("keeps raw text beyond ASCII, which should have been escaped", () => {
    expect(read({ "grpc-status": "5", "grpc-message": "книги нет" })?.message).toBe("книги нет");
  });

  it("says that the details' message is not UTF-8", () => {
    const bin = base64(new Uint8Array([8, 5, 0x12, 4, 0x63, 0x61, 0x66, 0xe9]));
    expect(read({ "grpc-status": "5", "grpc-status-details-bin": bin })).toMatchObject({
      message: "caf\ufffd",
      kinds: ["utf8"],
    });
  });

  it("prefers a whole message in the header to one in the details that is not UTF-8", () => {
    const bin = base64(new Uint8Array([8, 5, 0x12, 4, 0x63, 0x61, 0x66, 0xe9]));
    const parts = read({
      "grpc-status": "5",
      "grpc-message": "caf%C3%A9",
      "grpc-status-details-bin": bin,
    });
    expect(parts).toMatchObject({ message: "café", kinds: ["utf8"] });
  });

  it("says that grpc-message came twice", () => {
    const parts = read({ "grpc-status": "5", "grpc-message": ["one", "two"] });
    expect(parts?.message).toContain("one");
    expect(parts?.kinds).toEqual(["repeated-header"]);
  });
});

describe("partsFromTrailers: the carrier", () => {
  const entries = [
    ["Grpc-Status", "3"],
    ["Grpc-Message", fiveDetails.message],
    ["Grpc-Status-Details-Bin", five],
  ] as const;
  const metadata = new Metadata();
  metadata.set("grpc-status", "3");
  metadata.set("grpc-status-details-bin", Buffer.from(fiveDetailsBytes));

  it.each([
    ["a record", Object.fromEntries(entries)],
    ["Headers", new Headers(entries as unknown as [string, string][])],
    ["a Map", new Map(entries)],
    ["entries", entries],
    ["a grpc-js Metadata", metadata],
  ])("may be %s", (_, trailers) => {
    const parts = read(trailers as HeadersLike);
    expect(parts).toMatchObject({ code: 3, message: fiveDetails.message, kinds: [] });
    expect(parts?.details.map(({ value }) => value)).toEqual(fiveMessages);
  });

  it("does not turn into a success because one of its headers cannot be read", () => {
    const trailers = Object.defineProperty({ "grpc-status": "5" }, "x", {
      enumerable: true,
      get() {
        throw new Error("boom");
      },
    });
    expect(read(trailers)?.code).toBe(5);
  });

  it("never throws, and gives a code from 1 to 16 with text, for any values", () => {
    const value = fc.oneof(
      anyText,
      fc.string(),
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom("0", "5", five),
      fc.base64String(),
    );
    const name = fc.constantFrom("grpc-status", "grpc-message", "grpc-status-details-bin");
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (trailers) => {
        const parts = read(trailers);
        if (parts === undefined) return;
        expect(parts.code).toBeGreaterThanOrEqual(1);
        expect(parts.code).toBeLessThanOrEqual(16);
        expect(typeof parts.message).toBe("string");
      }),
      { numRuns: 20_000 },
    );
  });

  it("stays quick where the details are 100,000 damaged values", () => {
    const start = performance.now();
    expect(
      read({ "grpc-status": "5", "grpc-status-details-bin": "CAU=!,".repeat(100_000) })?.code,
    ).toBe(5);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("encodeTrailers", () => {
  it("writes code and message, and nothing more where there are no details", () => {
    expect(encodeTrailers({ code: 5, message: "100% книг" })).toEqual({
      "grpc-status": "5",
      "grpc-message": "100%25 %D0%BA%D0%BD%D0%B8%D0%B3",
    });
    expect(encodeTrailers({ code: 5, message: "", details: [] })).toEqual({
      "grpc-status": "5",
      "grpc-message": "",
    });
  });

  it("writes details as unpadded base64 of the status that protobuf-es writes", () => {
    expect(
      encodeTrailers({ code: 3, message: fiveDetails.message, details: fiveMessages }),
    ).toEqual({
      "grpc-status": "3",
      "grpc-message": fiveDetails.message,
      "grpc-status-details-bin": five,
    });
  });

  it("says the same code and message in header and details, for every message", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 16 }),
        fc.oneof(anyText, protobufText),
        (code, message) => {
          const trailers = encodeTrailers({ code, message, details: fiveMessages });
          const sent = codeAndMessage(
            Buffer.from(trailers["grpc-status-details-bin"] ?? "", "base64"),
          );
          expect(trailers["grpc-status"]).toBe(String(sent.code));
          // Byte for byte: the header's escapes against the proto's UTF-8.
          const header = trailers["grpc-message"].replace(/%(..)/g, (_, digits) =>
            String.fromCharCode(Number.parseInt(digits, 16)),
          );
          expect(header).toBe(Buffer.from(sent.message).toString("latin1"));
          expect(sent.code).toBe(code);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("writes what partsFromTrailers reads back without a problem", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), protobufText, (code, message) => {
        const parts = read(encodeTrailers({ code, message, details: fiveMessages }));
        expect(parts).toMatchObject({ code, message, kinds: [] });
        expect(parts?.details.map(({ value }) => value)).toEqual(fiveMessages);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([0, 17, -1, 1.5, Number.NaN])(
    "does not write %d, which is no failure, as a grpc-status",
    (code) => {
      let trailers: object | undefined;
      try {
        trailers = encodeTrailers({ code, message: "m" });
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
      expect(trailers ?? { "grpc-status": "2" }).toMatchObject({ "grpc-status": "2" });
    },
  );

  it("writes the same as without a budget where nothing has to go", () => {
    fc.assert(
      fc.property(bigStatus, (status) => {
        const reports: TrimReport[] = [];
        const trailers = encodeTrailers(status, { onTrim: (report) => reports.push(report) });
        const bytes = encodeStatusDetails(status);
        const bin = trailers["grpc-status-details-bin"];
        if (reports.length === 0) {
          expect(bin ?? base64(bytes)).toBe(base64(bytes));
          expect(trailers["grpc-message"]).toBe(encodeGrpcMessage(status.message));
        } else {
          expect(reports).toHaveLength(1);
          expect(bin).not.toBe(base64(bytes));
          const weight = blockWeight({ ...trailers, "grpc-status-details-bin": base64(bytes) });
          expect(bytes.length > 5_500 || weight > 8_192 || status.message.length > 5_500).toBe(
            true,
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it("says the same code and message in header and details, and within 8 KiB, for every status", () => {
    fc.assert(
      fc.property(bigStatus, (status) => {
        const trailers = encodeTrailers(status);
        const error = decodeTrailers(trailers);
        expect(blockWeight(trailers)).toBeLessThanOrEqual(8_192);
        expect(error?.code).toBe(status.code);
        expect(error?.message).toBe(decodeGrpcMessage(trailers["grpc-message"]));
        const damage = error?.problems.filter(({ detail }) => detail === undefined);
        expect(damage).toEqual([]);
        if (Buffer.byteLength(status.message) <= 1_000) {
          expect(error?.message).toBe(wellFormed(status.message));
        }
        const bin = trailers["grpc-status-details-bin"];
        if (bin === undefined) return;
        const sent = codeAndMessage(Buffer.from(bin, "base64"));
        expect([sent.code, decodeUtf8(sent.message)]).toEqual([error?.code, error?.message]);
      }),
      { numRuns: 300 },
    );
  });

  it("weighs no more than 8 KiB as HTTP/2 counts it, where it goes over a wire", async () => {
    const details = [
      ...fiveMessages,
      badRequest(Array.from({ length: 1_000 }, (_, i) => ({ field: `books[${i}].isbn` }))),
    ];
    const trailers = encodeTrailers({ code: 3, message: "книги нет ".repeat(50), details });
    const received = await withRawServer({ trailers }, receiveHeaders);
    const weight = received.reduce(
      (sum, [name, value]) => sum + name.length + value.length + 32,
      0,
    );
    expect(weight).toBeLessThanOrEqual(8_192);
    // Nothing that would fit was left out: a violation weighs less than 100 bytes in base64.
    expect(weight).toBeGreaterThan(8_192 - 100);
    expect(Object.fromEntries(received)).toMatchObject(trailers);
  });

  it("tells once what had to go, when it is known", () => {
    const reports: TrimReport[] = [];
    const details = [
      debugInfo({ detail: "x".repeat(9_000) }),
      errorInfo({ reason: "BOOK_INVALID" }),
    ];
    const trailers = encodeTrailers(
      { code: 3, message: "m", details },
      { onTrim: (report) => reports.push(report) },
    );
    const after = Buffer.from(trailers["grpc-status-details-bin"] ?? "", "base64").length;
    expect(reports).toEqual([
      {
        maxBytes: 5_500,
        bytesBefore: encodeStatusDetails({ code: 3, message: "m", details }).length,
        bytesAfter: after,
        dropped: [{ type: "google.rpc.DebugInfo", bytes: expect.any(Number) }],
        shortened: [],
        headers: [],
      },
    ]);
    expect(decodeTrailers(trailers)?.errorInfo?.metadata).toEqual({ trimmed: "DebugInfo" });
  });

  it("does not tell where everything fits, and answers where telling fails", () => {
    const onTrim = () => {
      throw new Error("the log is full");
    };
    const status = { code: 3, message: "m", details: fiveMessages };
    expect(encodeTrailers(status, { onTrim })).toEqual(encodeTrailers(status));
    const small = { maxDetailsBytes: 0 };
    expect(encodeTrailers(status, { ...small, onTrim })).toEqual({
      "grpc-status": "3",
      "grpc-message": "m",
    });
  });

  it.each([
    ["maxDetailsBytes", -1],
    ["maxDetailsBytes", 32_769],
    ["maxDetailsBytes", 1.5],
    ["maxDetailsBytes", Number.NaN],
    ["maxDetailsBytes", "5500"],
    ["maxDetailsBytes", null],
    ["onTrim", "tell me"],
    ["onTrim", null],
    ["onTrim", {}],
  ])("throws a TypeError at once for %s %j", (name, value) => {
    const encode = () => encodeTrailers({ code: 5, message: "m" }, { [name]: value });
    expect(encode).toThrow(TypeError);
    expect(encode).toThrow(
      new RegExp(`^${name} must be .*, not ${String(value).replace(/\W/g, "\\$&")}$`),
    );
  });

  it("throws a TypeError for a detail of no accepted shape, with its index", () => {
    const details = [...fiveMessages, "text" as unknown as DetailInput];
    const encode = () => encodeTrailers({ code: 5, message: "m", details });
    expect(encode).toThrow(TypeError);
    expect(encode).toThrow("details[5]");
  });

  it("writes no details where none of them encodes", () => {
    const details: DetailInput[] = [{ schema: BookSchema, value: { copies: 1.5 } }];
    expect(encodeTrailers({ code: 5, message: "m", details })).toEqual({
      "grpc-status": "5",
      "grpc-message": "m",
    });
  });
});

describe("statusTrailers", () => {
  it("writes a status of any size as it is", () => {
    const bytes = new Uint8Array(100_000);
    expect(statusTrailers({ code: 5, message: "й", bytes })).toEqual({
      "grpc-status": "5",
      "grpc-message": "%D0%B9",
      "grpc-status-details-bin": base64(bytes),
    });
  });

  it("writes no details where there is no status message", () => {
    expect(statusTrailers({ code: 5, message: "m", bytes: undefined })).toEqual({
      "grpc-status": "5",
      "grpc-message": "m",
    });
  });
});

/** What trailers weigh with the headers that come with them, by the sum of RFC 9113, padding included. */
function blockWeight(trailers: Record<string, string>): number {
  const { "grpc-status-details-bin": bin, ...rest } = trailers;
  const padded = bin === undefined ? {} : { "grpc-status-details-bin": pad(bin) };
  const headers = {
    ":status": "200",
    "content-type": "application/grpc+proto",
    date: new Date(0).toUTCString(),
    ...rest,
    ...padded,
  };
  return Object.entries(headers).reduce((sum, entry) => sum + entry.join("").length + 32, 0);
}

function pad(text: string): string {
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}

/** The headers of an answer as they came over HTTP/2. */
async function receiveHeaders(port: number): Promise<[name: string, value: string][]> {
  const client = connect(`http://127.0.0.1:${port}`);
  try {
    const headers = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
      const request = client.request({ ":method": "POST", ":path": "/" });
      request.on("response", resolve);
      request.on("error", reject);
      request.resume();
      request.end();
    });
    return Object.entries(headers).map(([name, value]) => [name, String(value)]);
  } finally {
    client.close();
  }
}
