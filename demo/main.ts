import type { ErrorContext } from "../src/entry/grpc-js.js";
import { startCloud } from "./cloud/cloud.js";
import { printNote, printTitle } from "./print/scene.js";
import { playConnect } from "./scenes/connect.js";
import { playGrpcJs } from "./scenes/grpc-js.js";
import { playOperations } from "./scenes/operations.js";
import { playRest } from "./scenes/rest.js";

// What the operator of the servers sees; the clients see only the request id.
const reports: string[] = [];
const onError = (error: unknown, { method, requestId }: ErrorContext) => {
  reports.push(`${method} (${requestId}): ${String(error)}`);
};

const cloud = await startCloud({ onError });
try {
  await playGrpcJs(cloud.grpc.address);
  await playConnect(cloud.connect);
  await playRest(cloud.rest.address);
  await playOperations(cloud);
} finally {
  cloud.stop();
}

printTitle("What only the servers' onError was told");
for (const report of reports) printNote(report);
