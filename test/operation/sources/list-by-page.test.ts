import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { createConnectTransport } from "@connectrpc/connect-node";
import { describe, expect, it } from "vitest";
import {
  ListOperationsResponseSchema,
  type OperationSchema,
  Operations,
} from "../../../gen/google/longrunning/operations_pb.js";
import { Code, RpcError } from "../../../src/entry/index.js";
import type { OperationSource } from "../../../src/entry/operation.js";
import { googleOperations } from "../../../src/operation/sources/google-operations.js";
import type { ListOptions } from "../../../src/operation/sources/list-options.js";
import { restOperations } from "../../../src/operation/sources/rest-operations.js";
import { rejection } from "../../http/http-server.js";
import { type Handler, withOperations } from "./operations-server.js";
import { listContext } from "./poll-context.js";
import { serving } from "./rest-server.js";

const MIB = 1 << 20;
const LIMITS = { readMaxBytes: 4 * MIB };

/** Runs a server whose operations weigh so many bytes each, and `use` with a source and the sizes it asked for. */
type WithList = (
  operationBytes: number,
  options: ListOptions,
  use: (source: OperationSource, sizes: readonly number[]) => Promise<void>,
) => Promise<void>;

/** A page of operations of this weight, no longer than it takes to be too long. */
function pageOf(count: number, operationBytes: number) {
  const value = new Uint8Array(operationBytes);
  const metadata = { typeUrl: "type.example/a.B", value };
  const operations: MessageInitShape<typeof OperationSchema>[] = [];
  const most = Math.min(count, (5 * MIB) / operationBytes);
  for (let i = 0; i < most; i++) operations.push({ name: `operations/${i}`, metadata });
  return create(ListOperationsResponseSchema, { operations, nextPageToken: "next" });
}

const overRpc =
  (wire: "grpc-js" | "connect/1.1"): WithList =>
  async (operationBytes, options, use) => {
    const sizes: number[] = [];
    const handler: Handler = async ({ request }) => {
      sizes.push(Number(request.pageSize));
      return pageOf(Number(request.pageSize), operationBytes);
    };
    await withOperations(wire, Operations, handler, async (carrier, baseUrl) => {
      // Connect takes any length by itself.
      const limited =
        wire === "grpc-js"
          ? carrier
          : createConnectTransport({ baseUrl, httpVersion: "1.1", ...LIMITS });
      await use(googleOperations(limited, options), sizes);
    });
  };

/** JSON may be four times as long as gRPC's messages. */
const overRest: WithList = async (operationBytes, options, use) => {
  const sizes: number[] = [];
  await serving(
    (response, { url = "" }) => {
      const size = Number(new URLSearchParams(url.split("?")[1]).get("pageSize"));
      sizes.push(size);
      const operation = JSON.stringify({
        name: "operations/7",
        metadata: "x".repeat(4 * operationBytes),
      });
      const most = Math.min(size, Math.ceil((17 * MIB) / operation.length));
      const operations = Array.from({ length: most }, () => operation);
      response.end(`{"operations":[${operations}],"nextPageToken":"next"}`);
    },
    (url) => use(restOperations({ url, style: "google", ...options }), sizes),
  );
};

describe.each<[string, WithList]>([
  ["grpc-js", overRpc("grpc-js")],
  ["Connect", overRpc("connect/1.1")],
  ["REST", overRest],
])("listByPage over %s", (_, withList) => {
  it("asks for half as many operations where a page is too long, and keeps to that", async () => {
    await withList(20_000, { parent: "operations" }, async (source, sizes) => {
      const page = await source.list?.(listContext().context);
      expect(page?.operations).toHaveLength(125);
      expect(page?.nextPageToken).toBe("next");
      await source.list?.(listContext("next").context);
      expect(sizes).toEqual([500, 250, 125, 125]);
    });
  });

  it("rejects where a page of a few operations is still too long", async () => {
    const options = { parent: "operations", pageSize: 90 };
    await withList(5 * MIB, options, async (source, sizes) => {
      const error = await rejection(Promise.resolve(source.list?.(listContext().context)));
      expect(error).toBeInstanceOf(RpcError);
      expect([Code.RESOURCE_EXHAUSTED, Code.OUT_OF_RANGE]).toContain((error as RpcError).code);
      expect(sizes).toEqual([90, 45, 22]);
    });
  });
});

describe("listByPage", () => {
  it("asks once where the service has used up its quota, or says that no page is there", async () => {
    const sizes: number[] = [];
    for (const code of ["RESOURCE_EXHAUSTED", "OUT_OF_RANGE"] as const) {
      const status = { RESOURCE_EXHAUSTED: 429, OUT_OF_RANGE: 400 }[code];
      await serving(
        (response) => {
          sizes.push(status);
          response.writeHead(status, { "content-type": "application/json" });
          response.end(JSON.stringify({ error: { code: status, status: code, message: "no" } }));
        },
        async (url) => {
          const source = restOperations({ url, style: "google", parent: "operations" });
          const listed = Promise.resolve(source.list?.(listContext().context));
          expect(await rejection(listed)).toMatchObject({ code: Code[code] });
        },
      );
    }
    expect(sizes).toEqual([429, 400]);
  });
});
