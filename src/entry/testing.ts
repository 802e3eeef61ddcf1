/**
 * Matchers, fakes, golden vectors and a lint for tests of code that handles errors.
 *
 * @module rpc-status/testing
 */

export { type FakeClock, fakeClock } from "../testing/fake-clock.js";
export { FakeMetadata, type FakeMetadataValue } from "../testing/fake-metadata.js";
export {
  type FakeOperationInit,
  type FakePayload,
  fakeOperation,
  type OperationStyle,
} from "../testing/fake-operation.js";
export { type FakeOperations, type FakePoll, fakeOperations } from "../testing/fake-operations.js";
export { type FakeResponseOptions, fakeResponse } from "../testing/fake-response.js";
export {
  type FakeServiceError,
  fakeServiceError,
  type MetadataSink,
} from "../testing/fake-service-error.js";
export type { LintFinding, LintRule } from "../testing/lint/finding.js";
export { type LintOptions, lintError } from "../testing/lint-error.js";
export type {
  ExpectedDetail,
  ExpectedRpcError,
  PartialDetail,
  RpcErrorExpectation,
} from "../testing/match/expectation.js";
export type { MatcherContext, MatcherResult } from "../testing/match/matcher-context.js";
export { type RpcErrorMatchers, rpcErrorMatchers } from "../testing/match-rpc-error.js";
export type {
  Vector,
  VectorAnswer,
  VectorDetail,
  VectorExpectation,
  VectorHeaders,
  VectorInput,
} from "../testing/vector.js";
export { vectors } from "../testing/vectors.js";
