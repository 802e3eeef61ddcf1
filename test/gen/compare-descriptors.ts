import type {
  DescEnum,
  DescExtension,
  DescField,
  DescFile,
  DescMessage,
  DescMethod,
} from "@bufbuild/protobuf";
import { ScalarType } from "@bufbuild/protobuf";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";

/**
 * Lists everything that two descriptors of one file disagree on, a line each. An element that only
 * one of them has is a line too.
 */
export function differences(ours: DescFile, theirs: DescFile): string[] {
  const a = describeFile(ours);
  const b = describeFile(theirs);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((name) => a[name] !== b[name])
    .map((name) => `${name}: ours ${a[name] ?? "missing"}; theirs ${b[name] ?? "missing"}`);
}

/**
 * Describes what a file means on the wire and in JSON, one entry for each message, field, enum,
 * enum value, service, method and extension, by full name. Options and comments are left out: they
 * may differ.
 */
export function describeFile(file: DescFile): Record<string, string> {
  const { package: packageName, syntax } = file.proto;
  return Object.fromEntries([
    [`${file.name}.proto`, `package ${packageName}, ${syntax || "proto2"}`],
    ...file.enums.flatMap(describeEnum),
    ...file.messages.flatMap(describeMessage),
    ...file.extensions.map(describeExtension),
    ...file.services.flatMap((service): Entry[] => [
      [service.typeName, "service"],
      ...service.methods.map(describeMethod),
    ]),
  ]);
}

type Entry = [fullName: string, description: string];

function describeMessage(message: DescMessage): Entry[] {
  const reserved = [
    ...message.proto.reservedRange.map(({ start, end }) =>
      end - start === 1 ? `${start}` : `${start} to ${end - 1}`,
    ),
    ...message.proto.reservedName,
  ];
  return [
    [message.typeName, ["message", ...reserved.map((it) => `reserved ${it}`)].join(", ")],
    ...message.fields.map(
      (field): Entry => [`${message.typeName}.${field.name}`, describeField(field)],
    ),
    ...message.nestedEnums.flatMap(describeEnum),
    ...message.nestedMessages.flatMap(describeMessage),
    ...message.nestedExtensions.map(describeExtension),
  ];
}

function describeField(field: DescField | DescExtension): string {
  const presence =
    field.presence === FeatureSet_FieldPresence.EXPLICIT
      ? "explicit"
      : field.presence === FeatureSet_FieldPresence.IMPLICIT
        ? "implicit"
        : "required";
  return [
    `${fieldType(field)} = ${field.number}`,
    `${presence} presence`,
    `json ${field.jsonName}`,
    ...(field.oneof ? [`oneof ${field.oneof.name}`] : []),
  ].join(", ");
}

function fieldType(field: DescField | DescExtension): string {
  switch (field.fieldKind) {
    case "map":
      return `map<${ScalarType[field.mapKey].toLowerCase()}, ${valueType(field)}>`;
    case "list":
      return `${field.packed ? "packed " : ""}repeated ${valueType(field)}`;
    default:
      return valueType(field);
  }
}

function valueType(field: DescField | DescExtension): string {
  if (field.scalar !== undefined) {
    return ScalarType[field.scalar].toLowerCase();
  }
  return (field.message ?? field.enum).typeName;
}

// The names in declaration order are part of the description: upstream's order is not numeric.
function describeEnum(desc: DescEnum): Entry[] {
  const kind = desc.open ? "open enum" : "closed enum";
  return [
    [desc.typeName, `${kind} ${desc.values.map(({ name }) => name).join(", ")}`],
    ...desc.values.map(({ name, number }): Entry => [`${desc.typeName}.${name}`, `${number}`]),
  ];
}

function describeMethod(method: DescMethod): Entry {
  const { parent, name, methodKind, input, output } = method;
  return [`${parent.typeName}.${name}`, `${methodKind} ${input.typeName} => ${output.typeName}`];
}

function describeExtension(extension: DescExtension): Entry {
  return [
    extension.typeName,
    `${describeField(extension)}, extends ${extension.extendee.typeName}`,
  ];
}
