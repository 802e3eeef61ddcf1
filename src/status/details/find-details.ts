import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import type { Detail, OwnDetail } from "./detail.js";

/** The first detail of a type that decodes. */
export function findDetail<Desc extends DescMessage>(
  details: readonly Detail[],
  schema: Desc,
): MessageShape<Desc> | undefined {
  checkSchema(schema);
  for (const detail of details) {
    const value = (detail as OwnDetail).as(schema);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Every detail of a type that decodes, in their order. */
export function findAllDetails<Desc extends DescMessage>(
  details: readonly Detail[],
  schema: Desc,
): MessageShape<Desc>[] {
  checkSchema(schema);
  return details.flatMap((detail) => (detail as OwnDetail).as(schema) ?? []);
}

function checkSchema(schema: DescMessage): void {
  if (schema?.kind === "message") return;
  throw new TypeError(`a message schema is needed, not ${String(schema)}`);
}
