import { bundle } from "./bundle.js";

/** How much larger a bundle of what is published may be than one of the sources. */
const MOST = 1.1;
/** Bytes for what a joined module begins with. */
const SLACK = 1_000;

/** Imports whose weight shows whether a bundler may leave out the rest of a joined module. */
const PARTS = [
  { entry: "index", names: ["Code"] },
  { entry: "index", names: undefined },
  { entry: "operation", names: ["operationSnapshot"] },
  { entry: "connect", names: ["clientInterceptor"] },
];

/**
 * Whether an application's bundler can take as much out of `dist/esm` as out of the sources. A call at the top of a joined
 * module, such as those that give functions their names back, keeps everything in.
 */
export async function shakesLikeSources(): Promise<boolean> {
  const found = await Promise.all(
    PARTS.map(async ({ entry, names }) => {
      const size = async (path: string) => (await bundle([{ path, names }])).text.length;
      const published = await size(`./dist/esm/src/entry/${entry}.js`);
      const allowed = MOST * (await size(`./src/entry/${entry}.ts`)) + SLACK;
      if (published <= allowed) return true;
      console.error(`${names?.join() ?? "all"} of ${entry}: ${published} bytes, above ${allowed}`);
      return false;
    }),
  );
  return found.every(Boolean);
}
