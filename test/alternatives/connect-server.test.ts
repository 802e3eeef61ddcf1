import { Code, ConnectError } from "@connectrpc/connect";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { BookSchema } from "../../gen/example/library/v1/library_pb.js";
import { BadRequestSchema, ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { serverInterceptor } from "../../src/entry/connect.js";
import { RpcError } from "../../src/entry/index.js";
import { type Outcome, type Wire, withLibrary } from "../connect/library-server.js";
import { connectErrorFrom, type Protocol } from "../fixtures/real-connect-error.js";
import { NO_ANSWER, withinASecond } from "../fixtures/within-a-second.js";
import { manyViolations, missing } from "./rich-error.js";

/** What a client gets of a handler that throws this, from Connect alone and with serverInterceptor. */
async function both(wire: Wire, error: unknown) {
  const library = {
    getBook() {
      throw error;
    },
  };
  const policy = { onError: () => {} };
  const [alone, guarded] = [[], [serverInterceptor(policy)]].map((server) =>
    withLibrary(wire, library, (calls) => withinASecond(calls.unary()), { server }),
  );
  return { alone: seen(await alone), guarded: seen(await guarded) };
}

function seen(outcome: Outcome | typeof NO_ANSWER | undefined): unknown {
  if (outcome === NO_ANSWER) return outcome;
  const { codeName, message, reason } = RpcError.from(outcome?.error);
  return [codeName, message, reason];
}

/** What a handler catches of a call to another service. */
const upstream = (protocol: Protocol) =>
  connectErrorFrom(protocol, () => {
    const details = [{ desc: ErrorInfoSchema, value: { reason: "DB_7_IS_DOWN" } }];
    throw new ConnectError("no table secrets", Code.NotFound, undefined, details);
  });

const neutral = ["INTERNAL", "internal error", undefined];

describe("a server of Connect alone", () => {
  it("keeps the text of any Error inside", async () => {
    const { alone } = await both("grpc/2", new Error("password=hunter2"));
    expect(alone).toEqual(neutral);
  });

  it("sends the details of its own errors, of any type", async () => {
    const error = await connectErrorFrom("grpc", () => {
      const info = { desc: ErrorInfoSchema, value: { reason: "BOOK_MISSING" } };
      const book = { desc: BookSchema, value: { id: "42" } };
      throw new ConnectError("no book 42", Code.NotFound, undefined, [info, book]);
    });
    expect(error.code).toBe(Code.NotFound);
    expect(error.findDetails(ErrorInfoSchema)).toMatchObject([{ reason: "BOOK_MISSING" }]);
    expect(error.findDetails(BookSchema)).toMatchObject([{ id: "42" }]);
  });

  it("answers where a handler rejects", async () => {
    const getBook = () => Promise.reject(new ConnectError("no book 42", Code.NotFound));
    expect((await connectErrorFrom("grpc", getBook)).message).toBe("[not_found] no book 42");
  });

  it("takes an RpcError for any Error, which serverInterceptor sends", async () => {
    const { alone, guarded } = await both("connect/1.1", missing());
    expect(alone).toEqual(neutral);
    expect(guarded).toEqual(["NOT_FOUND", "book 42 does not exist", "BOOK_MISSING"]);
  });

  it("passes on text and details of another service, which serverInterceptor keeps inside", async () => {
    const { alone, guarded } = await both("connect/2", await upstream("connect"));
    expect(alone).toEqual(["NOT_FOUND", "no table secrets", "DB_7_IS_DOWN"]);
    expect(guarded).toEqual(neutral);
  });

  it("loses the answer where the other service spoke another protocol", async () => {
    const { alone, guarded } = await both("connect/2", await upstream("grpc"));
    expect(alone).toEqual(["UNIMPLEMENTED", "HTTP 404", undefined]);
    expect(guarded).toEqual(neutral);
  });

  it("does not answer over gRPC where a message has half a character", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    onTestFinished(() => log.mockRestore());
    const error = new ConnectError("no book called \ud83d", Code.NotFound);
    const { alone, guarded } = await both("grpc/2", error);
    expect(alone).toBe(NO_ANSWER);
    expect(guarded).toEqual(["NOT_FOUND", "no book called \ufffd", undefined]);
  });

  it("loses an error over gRPC whose details are too large, and none over its own protocol", async () => {
    const details = [{ desc: BadRequestSchema, value: { fieldViolations: manyViolations } }];
    const error = new ConnectError("no titles", Code.InvalidArgument, undefined, details);
    const grpc = await both("grpc/2", error);
    expect(grpc.alone).toEqual(["INTERNAL", expect.stringMatching(/FRAME_SIZE_ERROR/), undefined]);
    expect(grpc.guarded).toEqual(["INVALID_ARGUMENT", "no titles", undefined]);
    const received = await connectErrorFrom("connect", () => Promise.reject(error));
    expect(RpcError.from(received).fieldViolations).toHaveLength(manyViolations.length);
  });
});
