import { createClient, type Transport } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { describe, expect, it } from "vitest";
import { startConnectServers } from "../../demo/cloud/connect-server.js";
import { Operations } from "../../demo/cloud/operations/operations.js";
import { ArchiveBooksMetadataSchema } from "../../gen/example/library/v1/library_pb.js";
import { Operations as OperationsService } from "../../gen/google/longrunning/operations_pb.js";
import { Code, RpcError } from "../../src/entry/index.js";
import { googleOperations, waitForOperation } from "../../src/entry/operation.js";
import { caught } from "../operation/scripted-source.js";

const QUICK = { backoff: { initialMs: 20, maxMs: 60 }, timeoutMs: 10_000 };

/** Runs the demo's servers of Connect for as long as `use` runs. */
async function withArchives<T>(
  use: (operations: Operations, transport: Transport) => Promise<T>,
): Promise<T> {
  const operations = new Operations();
  const { http1, http2 } = await startConnectServers(operations, { onError: () => {} });
  try {
    return await use(operations, createGrpcTransport({ baseUrl: `http://${http2.address}` }));
  } finally {
    http1.stop();
    http2.stop();
  }
}

describe("an operation of the demo over Connect", () => {
  it.each(["wait", "get"] as const)("counts what it has done, asked by %s", (way) =>
    withArchives(async (operations, transport) => {
      const source = googleOperations(transport);
      const counts: unknown[] = [];
      await waitForOperation(operations.archive(3).id, {
        source: way === "wait" ? source : { get: source.get },
        metadata: ArchiveBooksMetadataSchema,
        ...QUICK,
        onProgress: ({ state, metadata }) => counts.push([state, metadata?.archivedCount]),
      });
      expect(counts).toEqual([
        ["running", 1],
        ["running", 2],
        ["succeeded", 3],
      ]);
    }),
  );

  it("ends with CANCELLED when it is cancelled, with what it has done", () =>
    withArchives(async (operations, transport) => {
      const source = googleOperations(transport);
      const options = { source, ...QUICK, metadata: ArchiveBooksMetadataSchema };
      const { id } = operations.archive(1_000);
      const abort = new AbortController();
      await caught(
        waitForOperation(id, {
          ...options,
          signal: abort.signal,
          cancelOnAbort: true,
          onProgress: () => abort.abort(),
        }),
      );
      const error = await caught(waitForOperation(id, options));
      expect(error).toMatchObject({
        cancelled: true,
        snapshot: { metadata: { archivedCount: 1 } },
      });
    }));

  it("is listed page by page", () =>
    withArchives(async (operations, transport) => {
      const names = [1, 2, 3].map((count) => operations.archive(count).id);
      const { listOperations } = createClient(OperationsService, transport);
      const first = await listOperations({ pageSize: 2 });
      const second = await listOperations({ pageSize: 2, pageToken: first.nextPageToken });
      expect([first, second].map((page) => page.operations.map(({ name }) => name))).toEqual([
        names.slice(0, 2),
        names.slice(2),
      ]);
      expect(second.nextPageToken).toBe("");
    }));

  it("is on no page that does not exist", () =>
    withArchives(async (_operations, transport) => {
      const { listOperations } = createClient(OperationsService, transport);
      const error = RpcError.from(await caught(listOperations({ pageToken: "next" })));
      expect(error).toMatchObject({ code: Code.INVALID_ARGUMENT, message: "no such page: next" });
    }));
});
