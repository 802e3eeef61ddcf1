import type { Cloud } from "../cloud/cloud.js";
import { printTitle } from "../print/scene.js";
import { playArchive } from "./operations/archive.js";
import { playRestShelf } from "./operations/rest-shelf.js";
import { playShelfBuilt } from "./operations/shelf-built.js";
import { playShelfCancelled } from "./operations/shelf-cancelled.js";
import { playShelfTooLarge } from "./operations/shelf-too-large.js";

/** Calls that answer with an operation, and what comes of it. */
export async function playOperations({
  grpc,
  connect,
  rest,
}: Pick<Cloud, "grpc" | "connect" | "rest">): Promise<void> {
  printTitle("Operations: the asynchronous path");
  await playShelfTooLarge(grpc.address);
  await playShelfBuilt(grpc.address);
  await playShelfCancelled(grpc.address);
  await playArchive(connect.http2.address);
  await playRestShelf(rest.address);
}
