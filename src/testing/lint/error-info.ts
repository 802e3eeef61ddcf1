import { BadRequestSchema, ErrorInfoSchema } from "../../../gen/google/rpc/error_details_pb.js";
import type { RpcError } from "../../error/rpc-error.js";
import { detailsOf, type Finding } from "./finding.js";

const MAX_REASON = 63;
const REASON = /^[A-Z][A-Z0-9_]+[A-Z0-9]$/;
const MAX_DOMAIN = 253;
/** Two labels at least: a reason's domain has to be unique in the world. */
const DOMAIN = /^[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)+$/i;
const MAX_KEY = 64;
const KEY = /^[a-z][a-zA-Z0-9-_]+$/;

/** An error without the detail by which programs know it. */
export function missingErrorInfo(error: RpcError): Finding[] {
  if (error.errorInfo !== undefined) return [];
  return [{ message: "there is no ErrorInfo, by which programs know the error" }];
}

/** Reasons that are no constants, of the error and of its violations. */
export function reasonFindings(error: RpcError): Finding[] {
  const ofError = detailsOf(error, ErrorInfoSchema).map(({ value, detail }) => ({
    detail,
    reason: value.reason,
  }));
  const ofFields = detailsOf(error, BadRequestSchema).flatMap(({ value, detail }) =>
    // Of a violation it may be missing.
    value.fieldViolations.flatMap(({ reason }) => (reason === "" ? [] : [{ detail, reason }])),
  );
  return [...ofError, ...ofFields]
    .filter(({ reason }) => reason.length > MAX_REASON || !REASON.test(reason))
    .map(({ detail, reason }) => ({
      message: `the reason ${JSON.stringify(reason)} is no UPPER_SNAKE_CASE of 3 to 63 characters`,
      detail,
    }));
}

/** Domains that are missing, or no names of hosts or services. */
export function domainFindings(error: RpcError): Finding[] {
  return detailsOf(error, ErrorInfoSchema)
    .filter(({ value: { domain } }) => domain.length > MAX_DOMAIN || !DOMAIN.test(domain))
    .map(({ value: { domain }, detail }) => ({
      message:
        domain === ""
          ? "the ErrorInfo has no domain"
          : `the domain ${JSON.stringify(domain)} is no name such as library.example`,
      detail,
    }));
}

/** Keys of the metadata that do not follow the grammar. */
export function metadataKeyFindings(error: RpcError): Finding[] {
  return detailsOf(error, ErrorInfoSchema).flatMap(({ value, detail }) =>
    Object.keys(value.metadata)
      .filter((key) => key.length > MAX_KEY || !KEY.test(key))
      .map((key) => ({
        message: `the metadata key ${JSON.stringify(key)} is no lowerCamelCase of 2 to 64 characters`,
        detail,
      })),
  );
}
