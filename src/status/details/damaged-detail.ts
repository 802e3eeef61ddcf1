import type { JsonObject } from "@bufbuild/protobuf";
import { LazyDetail } from "./lazy-detail.js";

/** A detail whose type is known, and whose content is in no form that anybody reads. It is kept as it came. */
export class DamagedDetail extends LazyDetail {
  readonly typeUrl: string;
  readonly json: JsonObject;
  declare readonly bytes: undefined;

  constructor(typeUrl: string, json: JsonObject) {
    super();
    this.typeUrl = typeUrl;
    this.json = json;
  }

  protected override get damage(): string {
    return "value";
  }

  /** @throws always: there is nothing to decode. */
  protected decodeWith(): never {
    throw new TypeError();
  }
}
