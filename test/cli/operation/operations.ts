import { create, fromJson, type JsonObject } from "@bufbuild/protobuf";
import { anyPack, StructSchema } from "@bufbuild/protobuf/wkt";
import { ErrorInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import { Code } from "../../../src/status/code.js";
import type { Init } from "./served-operations.js";

/** A message of a type that everybody knows. */
export const struct = (fields: JsonObject) => anyPack(StructSchema, fromJson(StructSchema, fields));

export const RUNNING: Init = {
  id: "op1",
  description: "Create disk",
  metadata: struct({ diskId: "epd1" }),
};

/** The response is a secret: a key that was just made. */
export const SUCCEEDED: Init = {
  ...RUNNING,
  done: true,
  result: { case: "response", value: struct({ key: "k-17-secret" }) },
};

const error = {
  code: Code.RESOURCE_EXHAUSTED,
  message: "too many disks",
  details: [
    anyPack(ErrorInfoSchema, create(ErrorInfoSchema, { reason: "DISKS", domain: "example" })),
  ],
};

/** It has failed, and is being rolled back. */
export const FAILING: Init = { ...RUNNING, result: { case: "error", value: error } };
export const FAILED: Init = { ...FAILING, done: true };
export const CANCELLED: Init = {
  ...RUNNING,
  done: true,
  result: { case: "error", value: { code: Code.CANCELLED, message: "somebody said stop" } },
};
