// Lets the strict client of another language read what guarded handlers throw: grpcio and grpcio-status, for a
// Python that has them (PYTHON, or python3).

import { deepStrictEqual } from "node:assert";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { grpcService } from "../../demo/cloud/grpc-service.js";
import { type GetBookRequest, LibraryService } from "../../gen/example/library/v1/library_pb.js";
import { guard } from "../../src/entry/grpc-js.js";
import { CASES } from "./cases.js";

interface Answer {
  readonly code: string;
  readonly message: string;
  readonly details: readonly string[];
  readonly problem?: string;
}

const server = new Server();
const library = {
  async getBook({ request }: { request: GetBookRequest }) {
    throw CASES[request.bookId]?.thrown();
  },
};
server.addService(grpcService(LibraryService), guard(library, { onError: () => {} }));
const port = await new Promise<number>((resolve, reject) => {
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
    error ? reject(error) : resolve(bound),
  );
});
try {
  const client = new URL("client.py", import.meta.url).pathname;
  const names = Object.keys(CASES);
  const python = process.env.PYTHON ?? "python3";
  const { stdout } = await promisify(execFile)(python, [client, String(port), ...names]);
  const answers: Record<string, Answer> = JSON.parse(stdout);
  for (const name of names) check(name, answers[name]);
} finally {
  server.forceShutdown();
}

function check(name: string, answer: Answer | undefined): void {
  const { code, message, isWhole, details } = CASES[name] ?? {};
  const text = answer?.message ?? "";
  const shown = isWhole ? text : text.slice(0, message?.length);
  deepStrictEqual({ ...answer, message: shown }, { code, message, details: [...(details ?? [])] });
  console.log(`ok  ${name}`);
}
