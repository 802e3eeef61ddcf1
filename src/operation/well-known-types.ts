import type { DescMessage } from "@bufbuild/protobuf";
import {
  AnySchema,
  BoolValueSchema,
  BytesValueSchema,
  DoubleValueSchema,
  DurationSchema,
  EmptySchema,
  FieldMaskSchema,
  FloatValueSchema,
  Int32ValueSchema,
  Int64ValueSchema,
  ListValueSchema,
  StringValueSchema,
  StructSchema,
  TimestampSchema,
  UInt32ValueSchema,
  UInt64ValueSchema,
  ValueSchema,
} from "@bufbuild/protobuf/wkt";

let schemas: Map<string, DescMessage> | undefined;

/** The schema of one of protobuf's own types, which operations carry as they are: `google.protobuf.Empty` above all. */
export function wellKnownSchema(typeName: string): DescMessage | undefined {
  schemas ??= new Map(
    [
      AnySchema,
      BoolValueSchema,
      BytesValueSchema,
      DoubleValueSchema,
      DurationSchema,
      EmptySchema,
      FieldMaskSchema,
      FloatValueSchema,
      Int32ValueSchema,
      Int64ValueSchema,
      ListValueSchema,
      StringValueSchema,
      StructSchema,
      TimestampSchema,
      UInt32ValueSchema,
      UInt64ValueSchema,
      ValueSchema,
    ].map((schema) => [schema.typeName, schema]),
  );
  return schemas.get(typeName);
}
