import type { Series } from "./interleave.js";
import { median, pairedRatio, type Ratio } from "./statistics.js";
import { table } from "./table.js";

/** One table of results: everything in it did the same work in the same rounds. */
export interface Section {
  readonly title: string;
  readonly unit: "ns" | "µs" | "ms";
  readonly rounds: number;
  /** The first one is what the others are compared with. */
  readonly rows: readonly SectionRow[];
}

export interface SectionRow {
  readonly name: string;
  readonly median: number;
  /** To the first row, of each round. */
  readonly ratio: Ratio;
}

export function section(title: string, unit: Section["unit"], series: Series): Section {
  const [baseline = []] = series.values();
  const rows = Array.from(series, ([name, values]) => ({
    name,
    median: median(values),
    ratio: pairedRatio(values, baseline),
  }));
  return { title, unit, rounds: baseline.length, rows };
}

export function rowOf({ rows, title }: Section, name: string): SectionRow {
  const row = rows.find((one) => one.name === name);
  if (row === undefined) throw new Error(`${title} has no row ${name}`);
  return row;
}

export function renderSection({ title, unit, rounds, rows }: Section): string {
  const digits = unit === "ns" ? 0 : 1;
  const range = ([low, high]: readonly [number, number]) => `${low.toFixed(2)}–${high.toFixed(2)}`;
  const body = rows.map(({ name, median: value, ratio }, i) => [
    name,
    value.toFixed(digits),
    ratio.median.toFixed(2),
    i === 0 ? "" : range(ratio.quartiles),
    i === 0 ? "" : range(ratio.interval),
  ]);
  return `${title} (${rounds} rounds)\n${table([unit, "median", "ratio", "quartiles", "95 %"], body)}\n`;
}
