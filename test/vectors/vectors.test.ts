import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeTrailers } from "../../src/error/decode-trailers.js";
import { RpcError } from "../../src/error/rpc-error.js";
import { errorFromHttp } from "../../src/http/error-from-http.js";
import type { DialectName } from "../../src/status/error-parts.js";
import type { Vector, VectorFile } from "../../src/testing/vector.js";
import { vectors as published } from "../../src/testing/vectors.js";
import { checkVector, type VectorApi } from "./check-vector.js";
import { encoders } from "./encoders.js";

const api: VectorApi = { RpcError, errorFromHttp, decodeTrailers, encoders };

/** The files themselves, so that an edit shows before the module that publishes them is written anew. */
const vectors = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".json"))
  .sort()
  .flatMap((file): Vector[] => {
    const text = readFileSync(`${import.meta.dirname}/${file}`, "utf8");
    const family = file.slice(0, -".json".length);
    return (JSON.parse(text) as VectorFile).vectors.map((vector) => ({ family, ...vector }));
  });

const DIALECTS: Readonly<Record<DialectName, true>> = {
  "aip-193": true,
  "google-status": true,
  "grpc-gateway-v1": true,
  "grpc-gateway-v1-stream": true,
  "grpc-gateway-v2-stream": true,
  speechkit: true,
  connect: true,
  "connect-end-stream": true,
  openai: true,
  "gemini-interactions": true,
  "problem-json": true,
  operation: true,
  "plain-json": true,
  text: true,
  html: true,
  "grpc-headers": true,
  printed: true,
};

describe("the golden vectors", () => {
  it("are at least 150", () => {
    expect(vectors.length).toBeGreaterThanOrEqual(150);
  });

  it("have at least three of every dialect", () => {
    const counts = Object.keys(DIALECTS).map(
      (name) => [name, vectors.filter(({ dialect }) => dialect === name).length] as const,
    );
    expect(counts.filter(([, count]) => count < 3)).toEqual([]);
  });

  it("have a name each", () => {
    const names = vectors.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("have successes that some decoder might take for errors", () => {
    const successes = vectors.filter(({ expect }) => expect === null);
    expect(successes.length).toBeGreaterThan(20);
  });

  it("are encoded again in every dialect that has an encoder", () => {
    const again = vectors.filter(({ encodes }) => encodes).map(({ dialect }) => dialect);
    expect([...new Set(again)].sort()).toEqual(Object.keys(encoders).sort());
  });

  it("are what the package publishes", () => {
    expect(published).toEqual(vectors);
  });
});

describe.each([...new Set(vectors.map(({ family }) => family))])("vectors of %s", (family) => {
  it.each(vectors.filter((vector) => vector.family === family).map((one) => [one.name, one]))(
    "%s",
    (_, vector) => {
      const before = JSON.stringify(vector);
      expect(checkVector(vector as Vector, api)).toEqual([]);
      // A decoder that changes its input would spoil it for whoever reads it next.
      expect(JSON.stringify(vector)).toBe(before);
    },
  );
});
