// The API reference: docs/api, a page for each subpath, from the comments of what the entries export.
import { readFileSync } from "node:fs";
import { OptionDefaults } from "typedoc";

const { exports } = JSON.parse(readFileSync("package.json", "utf8"));

/** The modules that package.json publishes, in its order: a type stands with the first that exports it. */
const entryPoints = Object.values(exports).flatMap(({ import: path = "" }) => {
  const [, entry] = /^\.\/dist\/esm\/(src\/entry\/[\w-]+)\.js$/.exec(path) ?? [];
  return entry === undefined ? [] : [`${entry}.ts`];
});

/** Parts of signatures that callers have no use for, and messages that `rpc-status/gen` exports. */
const NOT_EXPORTED = [
  "BadRequest_FieldViolationSchema",
  "PreconditionFailure_ViolationSchema",
  "QuotaFailure_ViolationSchema",
  "gen/google/longrunning/operations_pb.ts:Operation",
  "gen/yandex/cloud/operation/operation_pb.ts:Operation",
];

/** @type {Partial<import("typedoc").TypeDocOptions & import("typedoc-plugin-markdown").PluginOptions>} */
export default {
  name: "rpc-status",
  plugin: ["typedoc-plugin-markdown"],
  entryPoints,
  sortEntryPoints: false,
  groupOrder: ["Functions", "Classes", "Variables", "Enumerations", "Interfaces", "Type Aliases"],
  out: "docs/api",
  tsconfig: "tsconfig.build.json",
  readme: "none",
  // The reference is compared in CI: nothing in it may depend on the machine or the day.
  disableSources: true,
  disableGit: true,
  hideGenerator: true,
  // protoc-gen-es names what each declaration was made of.
  blockTags: [...OptionDefaults.blockTags, "@generated"],
  excludeTags: [...OptionDefaults.excludeTags, "@generated"],
  excludePrivate: true,
  excludeInternal: true,
  excludeExternals: true,
  treatWarningsAsErrors: true,
  requiredToBeDocumented: ["Class", "Function", "Interface", "TypeAlias", "Variable", "Enum"],
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  intentionallyNotExported: NOT_EXPORTED,
  // Options of typedoc-plugin-markdown.
  outputFileStrategy: "modules",
  flattenOutputFiles: true,
  entryFileName: "README",
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  expandObjects: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  classPropertiesFormat: "list",
  enumMembersFormat: "table",
  typeDeclarationFormat: "table",
  propertyMembersFormat: "table",
};
