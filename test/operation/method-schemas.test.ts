import {
  create,
  createFileRegistry,
  createRegistry,
  type DescMethod,
  fromBinary,
  setExtension,
  toBinary,
} from "@bufbuild/protobuf";
import {
  EmptySchema,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  type MethodOptions,
  MethodOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import {
  ArchiveBooksMetadataSchema,
  ArchiveBooksResponseSchema,
  CreateShelfMetadataSchema,
  LibraryService,
  ShelfSchema,
} from "../../gen/example/library/v1/library_pb.js";
import { OperationInfoSchema, operation_info } from "../../gen/google/longrunning/operations_pb.js";
import { OperationSchema, operation } from "../../gen/yandex/cloud/api/operation_pb.js";
import { schemasOfMethod } from "../../src/operation/method-schemas.js";

const PACKAGE = "yandex.cloud.compute.v1";

/** The files around one method with these options: its own, one it imports, and one that only that imports. */
function methodWith(options: MethodOptions): DescMethod {
  const message = (name: string, ...nested: string[]) => ({
    name,
    nestedType: nested.map((inner) => ({ name: inner })),
  });
  const files = [
    { name: "far.proto", package: "yandex.cloud.far", messageType: [message("Far")] },
    {
      name: "access.proto",
      package: "yandex.cloud.access",
      dependency: ["far.proto"],
      messageType: [message("SetAccessBindingsMetadata"), message("Disk")],
    },
    {
      name: "cloud.proto",
      package: "yandex.cloud",
      messageType: [message("Disk"), message("Folder")],
    },
    {
      name: "disk.proto",
      package: PACKAGE,
      dependency: ["access.proto", "cloud.proto"],
      messageType: [message("Disk", "Spec"), message("CreateDiskMetadata")],
      service: [
        {
          name: "DiskService",
          method: [
            {
              name: "Create",
              inputType: `.${PACKAGE}.Disk`,
              outputType: ".yandex.cloud.Folder",
              options,
            },
          ],
        },
      ],
    },
  ].map((file) => create(FileDescriptorProtoSchema, { ...file, syntax: "proto3" }));
  const set = toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: files }));
  const service = createFileRegistry(fromBinary(FileDescriptorSetSchema, set)).getService(
    `${PACKAGE}.DiskService`,
  );
  return service?.methods[0] as DescMethod;
}

function yandex(names: { response?: string; metadata?: string }): DescMethod {
  const options = create(MethodOptionsSchema);
  setExtension(options, operation, create(OperationSchema, names));
  return methodWith(options);
}

function google(names: { responseType?: string; metadataType?: string }): DescMethod {
  const options = create(MethodOptionsSchema);
  setExtension(options, operation_info, create(OperationInfoSchema, names));
  return methodWith(options);
}

describe("schemasOfMethod", () => {
  it("finds both types by Yandex Cloud's option", () => {
    expect(schemasOfMethod(LibraryService.method.createShelf)).toEqual({
      response: ShelfSchema,
      metadata: CreateShelfMetadataSchema,
    });
  });

  it("finds both types by Google's option", () => {
    expect(schemasOfMethod(LibraryService.method.archiveBooks)).toEqual({
      response: ArchiveBooksResponseSchema,
      metadata: ArchiveBooksMetadataSchema,
    });
  });

  it("finds nothing for a method that starts no operation", () => {
    expect(schemasOfMethod(LibraryService.method.getBook)).toEqual({});
  });

  it.each([
    ["a plain name, of the innermost package", "Disk", `${PACKAGE}.Disk`],
    ["a message in a message", "Disk.Spec", `${PACKAGE}.Disk.Spec`],
    ["a plain name of a package further out", "Folder", "yandex.cloud.Folder"],
    [
      "a relative name",
      "access.SetAccessBindingsMetadata",
      "yandex.cloud.access.SetAccessBindingsMetadata",
    ],
    ["a relative name that hides no shorter one", "access.Disk", "yandex.cloud.access.Disk"],
    ["a relative name from the root", "cloud.Folder", "yandex.cloud.Folder"],
    ["a whole name", "yandex.cloud.access.Disk", "yandex.cloud.access.Disk"],
    ["a whole name with a leading dot", ".yandex.cloud.Disk", "yandex.cloud.Disk"],
    ["a type that only an imported file imports", "far.Far", "yandex.cloud.far.Far"],
    ["protobuf's own, which nobody imports", "google.protobuf.Empty", "google.protobuf.Empty"],
    ["the same with a leading dot", ".google.protobuf.Empty", "google.protobuf.Empty"],
    ["a name with white space around it", " Disk ", `${PACKAGE}.Disk`],
  ])("resolves %s", (_, name, typeName) => {
    expect(schemasOfMethod(yandex({ response: name })).response?.typeName).toBe(typeName);
    expect(schemasOfMethod(yandex({ metadata: name })).metadata?.typeName).toBe(typeName);
    expect(schemasOfMethod(google({ responseType: name })).response?.typeName).toBe(typeName);
    expect(schemasOfMethod(google({ metadataType: name })).metadata?.typeName).toBe(typeName);
  });

  it.each(["", " ", ".", "..", "Nothing", ".Disk", "Disk.", "constructor", "__proto__"])(
    "finds no type called %j",
    (name) => {
      expect(schemasOfMethod(yandex({ response: name, metadata: name }))).toEqual({});
    },
  );

  it("finds a type in the registry that the method's file does not import", () => {
    const method = yandex({ response: "example.library.v1.Shelf" });
    expect(schemasOfMethod(method)).toEqual({});
    expect(schemasOfMethod(method, createRegistry(ShelfSchema))).toEqual({ response: ShelfSchema });
    expect(schemasOfMethod(method)).toEqual({});
  });

  it("prefers the method's own file to the registry", () => {
    const other = yandex({ response: "Disk" });
    const registry = createRegistry(other.parent.file);
    const method = yandex({ response: "Disk" });
    const own = method.parent.file.messages.find(({ name }) => name === "Disk");
    expect(schemasOfMethod(method, registry).response).toBe(own);
  });

  it("reads an option that no copy of the annotations describes, in one part or in several", () => {
    const field = (...bytes: number[]) => ({
      no: 87_334,
      wireType: 2,
      data: new Uint8Array([bytes.length, ...bytes]),
    });
    const options = create(MethodOptionsSchema);
    options.$unknown = [
      field(0x12, 4, ...Buffer.from("Nope")),
      field(0x0a, 18, ...Buffer.from("CreateDiskMetadata")),
      field(0x12, 4, ...Buffer.from("Disk")),
    ];
    expect(schemasOfMethod(methodWith(options))).toMatchObject({
      response: { typeName: `${PACKAGE}.Disk` },
      metadata: { typeName: `${PACKAGE}.CreateDiskMetadata` },
    });
  });

  it.each([
    ["an end in the middle of a name", [4, 0x12, 9, 0x44, 0x69]],
    ["a tag that is none", [1, 0xff]],
    ["names that are numbers", [2, 0x08, 1]],
    ["nothing", [0]],
    ["a length beyond its end", [9, 0x12]],
  ])("finds nothing in an option with %s", (_, data) => {
    const options = create(MethodOptionsSchema);
    options.$unknown = [{ no: 87_334, wireType: 2, data: new Uint8Array(data) }];
    expect(schemasOfMethod(methodWith(options))).toEqual({});
  });

  it("gives the same schemas each time, without looking again", () => {
    const method = yandex({ response: "Disk" });
    const registry = createRegistry(EmptySchema);
    expect(schemasOfMethod(method)).toBe(schemasOfMethod(method));
    expect(schemasOfMethod(method, registry)).toBe(schemasOfMethod(method, registry));
  });

  it.each([undefined, null, "createShelf", {}, LibraryService, ShelfSchema, () => 1])(
    "refuses %s for a method",
    (value) => {
      expect(() => schemasOfMethod(value as unknown as DescMethod)).toThrow(TypeError);
      expect(() => schemasOfMethod(value as unknown as DescMethod)).toThrow(
        /^method must be .*, not /,
      );
    },
  );

  it.each([null, "r", {}, new Map()])("refuses %s for a registry", (value) => {
    const { createShelf } = LibraryService.method;
    expect(() => schemasOfMethod(createShelf, value as never)).toThrow(
      /^registry must be .*, not /,
    );
  });
});
