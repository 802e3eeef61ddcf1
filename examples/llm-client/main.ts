import { complete } from "./complete.js";

try {
  console.log(await complete(process.argv[2] ?? "Say hello", AbortSignal.timeout(60_000)));
} catch (error) {
  console.error(error); // left to Node, it would print the causes, too: answers, URLs
  process.exitCode = 1;
}
