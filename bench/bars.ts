import { rowOf, type Section } from "./section.js";
import type { Ratio } from "./statistics.js";
import { table } from "./table.js";

/** Something that the design promises, and what was measured of it. */
export interface Bar {
  readonly promise: string;
  readonly limit: string;
  readonly measured: string;
  /** "UNSURE" where the limit lies within what the noise of this run leaves open. */
  readonly verdict: "PASS" | "MISS" | "UNSURE";
}

export interface Sections {
  readonly codeAndMessage: Section;
  readonly allFive: Section;
  readonly encode: Section;
  readonly clientSuccess: Section;
  readonly serverSuccess: Section;
  readonly imports: Section;
}

/** Compares what was measured with what section 9 of the design promises. */
export function bars(sections: Sections): Bar[] {
  const { codeAndMessage, allFive, encode, clientSuccess, serverSuccess, imports } = sections;
  return [
    ...["nice-grpc-error-details", "google-gax (statusType.decode)", "protobuf-es"].map((peer) =>
      atLeast(`code and message ahead of ${peer}`, 5, rowOf(codeAndMessage, peer).ratio),
    ),
    ...["nice-grpc-error-details", "google-gax", "protobuf-es (the schemas in order)"].map((peer) =>
      atLeast(`all five details ahead of ${peer}`, 1, rowOf(allFive, peer).ratio),
    ),
    atMost("encoding at the protobuf-es floor", 1.1, inverse(rowOf(encode, "protobuf-es").ratio)),
    atMost("a success, client", 1.03, rowOf(clientSuccess, "clientInterceptor").ratio),
    atMost("a success, server", 1.03, rowOf(serverSuccess, "serverInterceptor").ratio),
    atMost("a success, guard", 1.03, rowOf(serverSuccess, "guard").ratio),
    atMost("import of the root, by itself", 1.3, rowOf(imports, "rpc-status").ratio),
  ];
}

export function renderBars(list: readonly Bar[]): string {
  return table(
    ["promise", "limit", "measured", ""],
    list.map(({ promise, limit, measured, verdict }) => [promise, limit, measured, verdict]),
  );
}

function atLeast(promise: string, limit: number, { median, interval: [low, high] }: Ratio): Bar {
  const verdict = low >= limit ? "PASS" : high < limit ? "MISS" : "UNSURE";
  return { promise, limit: `≥ ${limit}×`, measured: `${median.toFixed(2)}×`, verdict };
}

function atMost(promise: string, limit: number, { median, interval: [low] }: Ratio): Bar {
  // What costs nothing measures 1 with noise on both sides: its median decides, not the noise above it.
  const verdict = median <= limit ? "PASS" : low > limit ? "MISS" : "UNSURE";
  return { promise, limit: `≤ ${limit}×`, measured: `${median.toFixed(3)}×`, verdict };
}

/** The sections compare others with us; here we are compared with another. */
function inverse({ median, quartiles, interval }: Ratio): Ratio {
  const turn = ([low, high]: readonly [number, number]) => [1 / high, 1 / low] as const;
  return { median: 1 / median, quartiles: turn(quartiles), interval: turn(interval) };
}
