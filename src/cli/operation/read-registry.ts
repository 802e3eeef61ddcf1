import { createFileRegistry, createRegistry, fromBinary, type Registry } from "@bufbuild/protobuf";
import {
  FileDescriptorSetSchema,
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
} from "@bufbuild/protobuf/wkt";
import { file_google_rpc_error_details } from "../../../gen/google/rpc/error_details_pb.js";
import { file_google_rpc_status } from "../../../gen/google/rpc/status_pb.js";
import type { CliIo } from "../cli-io.js";
import { readInput } from "../read-input.js";
import { UsageError } from "../usage-error.js";

/**
 * The types that responses and metadata may be of: protobuf's own, the details of errors, and those of a file
 * with descriptors.
 *
 * @param path - of a serialized `google.protobuf.FileDescriptorSet`. Default: none.
 * @throws UsageError where the file is none, or lacks what its files import.
 */
export async function readRegistry(
  path: string | undefined,
  stdin: CliIo["stdin"],
): Promise<Registry> {
  return path === undefined ? createRegistry(...KNOWN) : fromFile(path, stdin);
}

const KNOWN = [
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
  file_google_rpc_error_details,
  file_google_rpc_status,
];

async function fromFile(path: string, stdin: CliIo["stdin"]): Promise<Registry> {
  const { bytes, source } = await readInput({ file: path }, stdin);
  try {
    const descriptors = createFileRegistry(fromBinary(FileDescriptorSetSchema, bytes));
    return createRegistry(descriptors, ...KNOWN);
  } catch {
    throw new UsageError(
      `${source} is no complete set of descriptors, as "buf build -o" and "protoc --include_imports --descriptor_set_out" write it`,
    );
  }
}
