import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import type { Detail, OwnDetail } from "./detail.js";

/** The first detail of a type that decodes. */
export function findDetail<Desc extends DescMessage>(
  details: readonly Detail[],
  schema: Desc,
): MessageShape<Desc> | undefined {
  for (const detail of details) {
    const value = decodeAs(detail, schema);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Every detail of a type that decodes, in their order. */
export function findAllDetails<Desc extends DescMessage>(
  details: readonly Detail[],
  schema: Desc,
): MessageShape<Desc>[] {
  return details.flatMap((detail) => decodeAs(detail, schema) ?? []);
}

function decodeAs<Desc extends DescMessage>(
  detail: Detail,
  schema: Desc,
): MessageShape<Desc> | undefined {
  if (schema?.kind !== "message") {
    throw new TypeError(
      `a message schema is needed, such as ErrorInfoSchema, not ${String(schema)}`,
    );
  }
  return (detail as OwnDetail).as(schema);
}
