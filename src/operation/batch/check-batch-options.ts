import { checkMembers, isBoolean, type MemberChecks } from "../../wire/check-members.js";
import { checkWatchOptions } from "../check-wait-options.js";
import type { WatchManyOptions } from "./batch-options.js";

type OwnOptions = Pick<WatchManyOptions, "concurrency" | "finalOnly">;

const OWN_OPTIONS: MemberChecks<OwnOptions> = {
  concurrency: [(value) => Number.isInteger(value) && Number(value) > 0, "a whole number from 1"],
  finalOnly: [isBoolean, "true or false"],
};

/** @throws TypeError that names the option, as for a single watch. */
export function checkBatchOptions(options: WatchManyOptions): void {
  const { concurrency: _, finalOnly: __, ...others } = options ?? {};
  checkWatchOptions(typeof options === "object" && options !== null ? others : options);
  checkMembers<OwnOptions>(options, OWN_OPTIONS);
}
