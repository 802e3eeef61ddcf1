// The direction of imports, from left to right: a folder may import those of the lines below its own,
// never one above.
const LAYERS = [
  ["entry", "cli"],
  ["grpc-js", "connect", "testing"],
  ["providers"],
  ["operation"],
  ["retry"],
  ["http"],
  ["server"],
  ["error"],
  ["dialects"],
  ["status"],
  ["wire"],
];

/** Where a peer dependency may be imported; the command may load it when it is needed. */
const PEERS = [
  { peer: "@grpc/grpc-js", folder: "grpc-js", loader: "^src/cli/" },
  { peer: "@connectrpc/[^/]+", folder: "connect" },
];

/** The command's own dependencies, which nobody loads who imports the library. */
const OF_THE_COMMAND = "(commander|yocto-spinner)";

/** Folders that only ever run in Node. */
const NODE_ONLY = "^src/(grpc-js|cli|testing)/";

const layerRules = LAYERS.flatMap((folders, index) =>
  folders.map((folder) => {
    const others = folders.filter((name) => name !== folder);
    const forbidden = [...LAYERS.slice(0, index).flat(), ...others];
    return {
      name: `${folder}-imports-downwards`,
      comment: `src/${folder} may import only the layers below it.`,
      severity: "error",
      from: { path: `^src/${folder}/` },
      to: { path: `^src/(${forbidden.join("|")})/` },
    };
  }),
);

const peerRules = PEERS.flatMap(({ peer, folder, loader }) => {
  const rule = {
    name: `${folder}-alone-imports-its-peer`,
    comment: `The peer is optional: whoever does not use src/${folder} need not install it.`,
    severity: "error",
  };
  const to = { path: `(^|/)node_modules/${peer}/` };
  const others = [`^src/${folder}/`, ...(loader ? [loader] : [])];
  const late = { dynamic: false, dependencyTypesNot: ["type-only", "type-import"] };
  return [
    { ...rule, from: { path: "^(src|gen)/", pathNot: others }, to },
    ...(loader ? [{ ...rule, from: { path: loader }, to: { ...to, ...late } }] : []),
  ];
});

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...layerRules,
    ...peerRules,
    {
      name: "cli-alone-imports-its-own",
      comment: "Whoever imports the library runs no command.",
      severity: "error",
      from: { path: "^(src|gen)/", pathNot: "^src/cli/" },
      to: { path: `(^|/)node_modules/${OF_THE_COMMAND}/` },
    },
    {
      name: "every-folder-has-a-layer",
      comment: "A new folder of src needs its place in LAYERS above.",
      severity: "error",
      from: { path: "^src/", pathNot: `^src/(${LAYERS.flat().join("|")})/` },
      to: {},
    },
    {
      name: "gen-imports-nothing-of-ours",
      severity: "error",
      from: { path: "^gen/" },
      to: { pathNot: "^(gen/|node_modules/@bufbuild/protobuf/)" },
    },
    {
      name: "one-runtime-dependency",
      comment:
        "Beside the peers of the adapters and what the command has for itself, @bufbuild/protobuf is all.",
      severity: "error",
      from: { path: "^src/" },
      to: {
        path: "(^|/)node_modules/",
        pathNot: `(^|/)node_modules/(@bufbuild/protobuf|@grpc/grpc-js|@connectrpc/connect|${OF_THE_COMMAND})/`,
        // Types of Node, where `import type` from "node:…" leads.
        dependencyTypesNot: ["core"],
      },
    },
    {
      name: "src-imports-only-src-and-gen",
      comment: "Tests, benchmarks, examples and the example service's code are not published.",
      severity: "error",
      from: { path: "^src/" },
      to: { pathNot: "^(src/|gen/(google|yandex)/)", dependencyTypes: ["local"] },
    },
    {
      name: "no-node-in-the-browser",
      comment: "All but the adapter to grpc-js, the command and the test tools runs in browsers.",
      severity: "error",
      from: { path: "^(src|gen)/", pathNot: NODE_ONLY },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "no-circle",
      comment: "Not even one of types: it would tie two files into one.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolvable",
      severity: "error",
      from: { path: "^(src|gen)/" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    // Imports of types count as well, although they are gone at run time.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      mainFields: ["module", "main", "types"],
    },
  },
};
