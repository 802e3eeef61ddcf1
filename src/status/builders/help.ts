import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  type Help,
  type Help_LinkSchema,
  HelpSchema,
} from "../../../gen/google/rpc/error_details_pb.js";

/** Builds a `Help`: links to documentation or to a page where the problem can be solved. */
export function help(links: readonly MessageInitShape<typeof Help_LinkSchema>[]): Help {
  return create(HelpSchema, { links: [...links] });
}
