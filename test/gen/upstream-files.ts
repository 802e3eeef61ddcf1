import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fromBinary } from "@bufbuild/protobuf";
import type { FileDescriptorSet } from "@bufbuild/protobuf/wkt";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";

const modules = fileURLToPath(new URL("../../node_modules/", import.meta.url));

/**
 * Compiles files of googleapis, as google-gax ships them, into a descriptor set with their imports.
 *
 * Only the named files are built: the whole tree that google-gax ships is not buildable by buf.
 */
export function compileUpstream(paths: readonly string[]): FileDescriptorSet {
  const image = execFileSync(
    process.execPath,
    [
      join(modules, "@bufbuild/buf/bin/buf"),
      "build",
      ".",
      ...paths.flatMap((path) => ["--path", path]),
      "-o",
      "-#format=binpb",
    ],
    { cwd: join(modules, "google-gax/build/protos") },
  );
  return fromBinary(FileDescriptorSetSchema, image);
}
