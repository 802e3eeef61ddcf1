import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, createRegistry, type DescFile, toBinary } from "@bufbuild/protobuf";
import {
  AnySchema,
  anyPack,
  EmptySchema,
  FileDescriptorSetSchema,
  StringValueSchema,
} from "@bufbuild/protobuf/wkt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ShelfSchema } from "../../../gen/example/library/v1/library_pb.js";
import { payloadJson } from "../../../src/cli/operation/payload-json.js";
import { readRegistry } from "../../../src/cli/operation/read-registry.js";
import { RUNNING } from "./operations.js";
import { runOperation } from "./run-operation.js";
import { overGrpc, script } from "./served-operations.js";

const shelf = anyPack(ShelfSchema, create(ShelfSchema, { topic: "Poetry" }));
const known = await readRegistry(undefined, (async function* () {})());

describe("payloadJson", () => {
  it("decodes what a type is known of, @type first", () => {
    const withShelf = payloadJson(shelf, createRegistry(ShelfSchema));
    expect(JSON.stringify(withShelf)).toBe(
      '{"@type":"type.googleapis.com/example.library.v1.Shelf","topic":"Poetry"}',
    );
    const text = anyPack(StringValueSchema, create(StringValueSchema, { value: "x" }));
    expect(payloadJson(text, known)).toMatchObject({ value: "x" });
    expect(payloadJson(anyPack(EmptySchema, create(EmptySchema)), known)).toEqual({
      "@type": "type.googleapis.com/google.protobuf.Empty",
    });
  });

  it("keeps the bytes of what nobody knows, and of what is damaged", () => {
    expect(payloadJson(shelf, known)).toEqual({
      "@type": "type.googleapis.com/example.library.v1.Shelf",
      "@value": Buffer.from(shelf.value).toString("base64").replaceAll("=", ""),
    });
    const damaged = create(AnySchema, { typeUrl: shelf.typeUrl, value: new Uint8Array([0x12]) });
    expect(payloadJson(damaged, createRegistry(ShelfSchema))).toEqual({
      "@type": shelf.typeUrl,
      "@value": "Eg",
    });
  });

  it("leaves JSON as it came, but for what is nested too deeply to be written", () => {
    const json = JSON.parse('{"@type":"x/y.Z","__proto__":{"a":1},"list":[1,null]}');
    expect(payloadJson(json, known)).toBe(json);
    const deep = JSON.parse(`{"@type":"x/y.Z","a":${"[".repeat(5_000)}${"]".repeat(5_000)}}`);
    expect(payloadJson(deep, known)).toEqual({ "@type": "x/y.Z" });
  });
});

describe("rpc-status operation --descriptors", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "rpc-status-types-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const done = {
    ...RUNNING,
    metadata: shelf,
    done: true,
    result: { case: "response" as const, value: shelf },
  };

  it("makes responses readable that come over gRPC", async () => {
    const path = join(folder, "types.binpb");
    const file = [...filesOf(ShelfSchema.file)].map(({ proto }) => proto);
    await writeFile(
      path,
      toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file })),
    );
    await overGrpc(
      script({ ...done, done: false, result: { case: undefined } }, done),
      async (args) => {
        const without = await runOperation(["op1", ...args]);
        expect(JSON.parse(without.stdout)).toHaveProperty("@value");
        expect(without.stderr).toContain("(Shelf)");
      },
    );
    await overGrpc(
      script({ ...done, done: false, result: { case: undefined } }, done),
      async (args) => {
        const { stdout, stderr } = await runOperation(["op1", ...args, "--descriptors", path]);
        expect(JSON.parse(stdout)).toEqual({ "@type": shelf.typeUrl, topic: "Poetry" });
        expect(stderr).toContain("(topic Poetry)");
      },
    );
  });

  it("refuses a set that lacks what its files import", async () => {
    const path = join(folder, "half.binpb");
    const set = create(FileDescriptorSetSchema, { file: [ShelfSchema.file.proto] });
    await writeFile(path, toBinary(FileDescriptorSetSchema, set));
    const { exitCode, stderr } = await runOperation([
      ...["op1", "--endpoint", "127.0.0.1:1", "--descriptors", path],
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--include_imports");
  });
});

/** A file and all that it imports, those first. */
function filesOf(file: DescFile): Set<DescFile> {
  return new Set([...file.dependencies.flatMap((one) => [...filesOf(one)]), file]);
}
