import { RpcError } from "../error/rpc-error.js";
import { BoundedBytes } from "./bounded-bytes.js";
import { notDecodable } from "./broken-stream.js";
import { ChunkReader } from "./chunk-reader.js";

/**
 * Decompresses one message. Only gzip: browsers have it, and every Connect server speaks it.
 *
 * @throws RpcError RESOURCE_EXHAUSTED for one that grows beyond `maxBytes`, INTERNAL for another encoding and
 *   for damage.
 */
export async function gunzip(
  bytes: Uint8Array,
  encoding: string,
  maxBytes: number,
): Promise<Uint8Array> {
  if (encoding !== "gzip") throw notDecodable(`gzip but ${encoding || "compressed somehow"}`);
  const unzipped = new BoundedBytes(maxBytes);
  const source = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const chunks = new ChunkReader(source.pipeThrough(new DecompressionStream("gzip")));
  try {
    for (;;) {
      const chunk = await chunks.next();
      if (chunk === undefined) return unzipped.take();
      unzipped.add(chunk);
    }
  } catch (thrown) {
    throw thrown instanceof RpcError ? thrown : notDecodable("gzip");
  } finally {
    chunks.cancel();
  }
}
