import { checkMembers, type MemberChecks } from "../../wire/check-members.js";
import { encodeName } from "./rest-path.js";

/** Which list of a service has the operations, and how it is read. */
export interface ListOptions {
  /**
   * Whose operations are listed, as `ListOperationsRequest.name` wants it: `operations`, or mostly the parent of
   * that, `projects/p/locations/l`. With it the source has `list`. Default: operations are fetched one by one.
   */
  readonly parent?: string;
  /**
   * Which of them are listed, in the service's own words. What it leaves out is fetched one by one. Default: all.
   *
   * @see https://google.aip.dev/160
   */
  readonly filter?: string;
  /** How many operations a page may have, from 1; a service may give fewer. Default: 500. */
  readonly pageSize?: number;
}

const CHECKS: MemberChecks<ListOptions> = {
  parent: [isName, 'a path like "operations" or "projects/p/locations/l"'],
  filter: [(value) => typeof value === "string", "a string"],
  pageSize: [isPageSize, "a whole number from 1 to 2147483647"],
};

/** @throws TypeError that names the option, where one is wrong or has no `parent` to belong to. */
export function checkListOptions(options: ListOptions): void {
  checkMembers<ListOptions>(options, CHECKS);
  if (options.parent !== undefined) return;
  for (const name of ["filter", "pageSize"] as const) {
    if (options[name] !== undefined) throw new TypeError(`${name} needs a parent that is listed`);
  }
}

/** Whether a name can stand in a path as it is, so that it means the same over gRPC and over REST. */
function isName(value: unknown): boolean {
  try {
    return typeof value === "string" && encodeName(value) !== "";
  } catch {
    return false;
  }
}

/** The type of the request's field is int32. */
function isPageSize(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 0x7fff_ffff;
}
