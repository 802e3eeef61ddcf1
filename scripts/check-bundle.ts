// Fails when what browsers load would pull in an adapter's framework or anything of Node.
import { bundle } from "./bundle.js";
import { subpaths } from "./subpaths.js";

/** Entry modules that need a framework or Node; all others are checked. */
const NOT_FOR_BROWSERS = ["./grpc-js", "./cli", "./testing"];

const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  "grpc-js": /grpc-js/,
  connectrpc: /connectrpc/,
  "a module of Node": /["'`]node:/,
  // In quotes it is the word that Node writes into JSON.
  "the global Buffer": /\bBuffer\b(?!")/,
  "the global process": /\bprocess\s*(\?\.|\.|\[)/,
};

/** The one name that an adapter may contain: its own peer. */
const ALLOWED: Readonly<Record<string, string>> = { "./connect": "connectrpc" };

const problems: string[] = [];
for (const { name, source } of subpaths) {
  if (NOT_FOR_BROWSERS.includes(name)) continue;
  // Local names stay as they are: a minifier's could hide what we look for, or resemble it.
  const { text, externals } = await bundle([`./${source}`], { mangleNames: false });
  const seen = [text, ...externals.map((path) => JSON.stringify(path))].join("\n");
  for (const [what, pattern] of Object.entries(FORBIDDEN)) {
    if (pattern.test(seen) && ALLOWED[name] !== what) {
      problems.push(`${name}: its bundle for browsers contains ${what}`);
    }
  }
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
