import type { ErrorContext } from "../src/entry/grpc-js.js";
import { BOOK_TEXTS } from "./cloud/books.js";
import { startCloud } from "./cloud/cloud.js";
import { printNote, printTitle } from "./print/scene.js";
import { playConnect } from "./scenes/connect.js";
import { playGrpcJs } from "./scenes/grpc-js.js";
import { playOperations } from "./scenes/operations.js";
import { playRest } from "./scenes/rest.js";
import { playServers } from "./scenes/servers.js";

// `npm run demo | head` closes the pipe early.
process.stdout.on("error", () => process.exit());

// What the operator of the servers sees; the clients see only the request id.
const reports: string[] = [];
const onError = (error: unknown, { method, requestId }: ErrorContext) => {
  reports.push(`request ${requestId}`, `  ${method}: ${String(error)}`);
};

const cloud = await startCloud({ onError, locales: BOOK_TEXTS });
try {
  await playGrpcJs(cloud);
  await playConnect(cloud.connect);
  await playRest(cloud.rest.address);
  await playOperations(cloud);
  await playServers();
} finally {
  cloud.stop();
}

printTitle("What only the server's onError was told of the bug");
for (const report of reports) printNote(report);
