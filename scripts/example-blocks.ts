const BLOCK = /<!-- (examples\/[\w./-]+) -->\n```ts\n([\s\S]*?)```/g;

/** The examples that a page shows: the file that each names, and the code as it stands there. */
export function exampleBlocks(page: string): { path: string; code: string }[] {
  return [...page.matchAll(BLOCK)].map(([, path = "", code = ""]) => ({ path, code }));
}

/** The page with the code of its examples as `read` gives it. */
export function withExamples(page: string, read: (path: string) => string): string {
  return page.replace(BLOCK, (_, path) => `<!-- ${path} -->\n\`\`\`ts\n${read(path)}\`\`\``);
}
