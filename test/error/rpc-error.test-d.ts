// Checked by `tsc`; nothing here runs.
import type { Any } from "@bufbuild/protobuf/wkt";
import { expectTypeOf } from "vitest";
import { type Book, BookSchema } from "../../gen/example/library/v1/library_pb.js";
import {
  type BadRequest,
  type BadRequest_FieldViolation,
  Code,
  type CodeName,
  codeName,
  type Detail,
  type DetailInput,
  type ErrorCode,
  type ErrorInfo,
  ErrorInfoSchema,
  errorInfo,
  type LocalizedMessage,
  type Problem,
  parseCode,
  type QuotaFailure,
  QuotaFailureSchema,
  RpcError,
  retryInfo,
} from "../../src/entry/index.js";

declare const error: RpcError;
declare const unknown: unknown;

/** A switch over all sixteen names leaves nothing over; one that forgets a name does. */
export function everyName(name: CodeName): string {
  switch (name) {
    case "CANCELLED":
    case "UNKNOWN":
    case "INVALID_ARGUMENT":
    case "DEADLINE_EXCEEDED":
    case "NOT_FOUND":
    case "ALREADY_EXISTS":
    case "PERMISSION_DENIED":
    case "RESOURCE_EXHAUSTED":
    case "FAILED_PRECONDITION":
    case "ABORTED":
    case "OUT_OF_RANGE":
    case "UNIMPLEMENTED":
    case "INTERNAL":
    case "UNAVAILABLE":
    case "DATA_LOSS":
      expectTypeOf(name).not.toBeNever();
      return "a failure";
    case "UNAUTHENTICATED":
      return "who are you";
    default:
      expectTypeOf(name).toBeNever();
      return name;
  }
}

switch (error.codeName) {
  case "NOT_FOUND":
    expectTypeOf(error.codeName).toEqualTypeOf<"NOT_FOUND">();
    break;
  // @ts-expect-error: OK is no failure, so no case of one
  case "OK":
    break;
  // @ts-expect-error: Go's spelling is not the code's name
  case "Canceled":
    break;
  default:
    expectTypeOf(error.codeName).toEqualTypeOf<Exclude<CodeName, "NOT_FOUND">>();
}

// Codes are the literal numbers 1 to 16.
expectTypeOf(error.code).toEqualTypeOf<ErrorCode>();
expectTypeOf<ErrorCode>().toEqualTypeOf<
  1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16
>();
expectTypeOf(error.code === Code.NOT_FOUND).toEqualTypeOf<boolean>();
// @ts-expect-error: OK is 0, which the code of an error never is
export const isOk = error.code === Code.OK;
// @ts-expect-error: an HTTP status is no code
export const isHttp = error.code === 404;
// @ts-expect-error: the code cannot be assigned
error.code = Code.ABORTED;
// @ts-expect-error: the list of details cannot be changed from outside
error.details.push(error.details[0]);

expectTypeOf(codeName(Code.NOT_FOUND)).toEqualTypeOf<CodeName>();
expectTypeOf(codeName(7 as number)).toEqualTypeOf<CodeName | "OK">();
expectTypeOf(parseCode("5")).toEqualTypeOf<Code | undefined>();

// The constructor.
new RpcError("NOT_FOUND", "m");
new RpcError(Code.NOT_FOUND, "m", { cause: unknown });
// @ts-expect-error: a name that no code has
new RpcError("NOTFOUND", "m");
// @ts-expect-error: lower case is Connect's spelling, not the code's name
new RpcError("not_found", "m");
// @ts-expect-error: OK is no failure
new RpcError("OK", "m");
// @ts-expect-error: OK is no failure
new RpcError(Code.OK, "m");
// @ts-expect-error: 17 is no code
new RpcError(17, "m");
// @ts-expect-error: any number may be no code
new RpcError(5 as number, "m");
// @ts-expect-error: a message is needed
new RpcError("NOT_FOUND");
// @ts-expect-error: a message is text
new RpcError("NOT_FOUND", new Error("m"));
// @ts-expect-error: there is no such option
new RpcError("NOT_FOUND", "m", { detail: [] });

// Details.
declare const any: Any;
new RpcError("NOT_FOUND", "m", { details: [errorInfo({ reason: "R" }), retryInfo(5), any] });
new RpcError("NOT_FOUND", "m", { details: error.details });
new RpcError("NOT_FOUND", "m", { details: [{ schema: BookSchema, value: { id: "42" } }] });
new RpcError("NOT_FOUND", "m", { details: [{ typeUrl: "x/y.Z", value: new Uint8Array() }] });
// @ts-expect-error: an object without a type is no detail
new RpcError("NOT_FOUND", "m", { details: [{ reason: "R" }] });
// @ts-expect-error: text is no detail
new RpcError("NOT_FOUND", "m", { details: ["R"] });
// @ts-expect-error: a single detail is no list of them
new RpcError("NOT_FOUND", "m", { details: errorInfo({ reason: "R" }) });
// @ts-expect-error: ErrorInfo has no such field
errorInfo({ reson: "R" });
expectTypeOf<Detail>().toExtend<DetailInput>();
expectTypeOf(error.details).toEqualTypeOf<readonly Detail[]>();
expectTypeOf(error.problems).toEqualTypeOf<readonly Problem[]>();

// find() and its like are typed by the schema.
expectTypeOf(error.find(ErrorInfoSchema)).toEqualTypeOf<ErrorInfo | undefined>();
expectTypeOf(error.find(QuotaFailureSchema)).toEqualTypeOf<QuotaFailure | undefined>();
expectTypeOf(error.find(BookSchema)).toEqualTypeOf<Book | undefined>();
expectTypeOf(error.findAll(BookSchema)).toEqualTypeOf<Book[]>();
// @ts-expect-error: the name of a type is no schema
error.find("google.rpc.ErrorInfo");
// @ts-expect-error: a message may be missing, which has to be checked
error.find(BookSchema).id;

// Getters.
expectTypeOf(error.badRequest).toEqualTypeOf<BadRequest | undefined>();
expectTypeOf(error.fieldViolations).toEqualTypeOf<BadRequest_FieldViolation[]>();
expectTypeOf(error.localizedMessages).toEqualTypeOf<LocalizedMessage[]>();
expectTypeOf(error.reason).toEqualTypeOf<string | undefined>();
expectTypeOf(error.retryDelayMs).toEqualTypeOf<number | undefined>();
expectTypeOf(error.requestIds).toEqualTypeOf<string[]>();
expectTypeOf(error.httpStatus).toEqualTypeOf<number | undefined>();
expectTypeOf(error.origin).toEqualTypeOf<"server" | "transport" | "local">();
expectTypeOf(error.localizedMessage(["ru"])).toEqualTypeOf<string | undefined>();

// from() takes anything and is() narrows.
expectTypeOf(RpcError.from).parameter(0).toBeUnknown();
expectTypeOf(RpcError.from(unknown)).toEqualTypeOf<RpcError>();
if (RpcError.is(unknown)) expectTypeOf(unknown).toEqualTypeOf<RpcError>();
if (RpcError.is(unknown, "NOT_FOUND", "BOOK_MISSING")) {
  expectTypeOf(unknown).toExtend<RpcError>();
  expectTypeOf(unknown.code).toEqualTypeOf<5>();
  expectTypeOf(unknown.codeName).toEqualTypeOf<"NOT_FOUND">();
}
if (RpcError.is(unknown, Code.ABORTED)) expectTypeOf(unknown.code).toEqualTypeOf<10>();
if (RpcError.is(unknown, undefined, "R")) expectTypeOf(unknown.reason).toEqualTypeOf<"R">();
// An error that is not this one is still an error.
if (RpcError.is(error, "NOT_FOUND")) expectTypeOf(error.code).toEqualTypeOf<5>();
else expectTypeOf(error).toEqualTypeOf<RpcError>();
if (!RpcError.is(error, undefined, "R")) expectTypeOf(error).toEqualTypeOf<RpcError>();
// One reason less leaves the code's others.
function afterOneReason(caught: RpcError): void {
  if (RpcError.is(caught, "NOT_FOUND", "BOOK_MISSING")) return;
  if (RpcError.is(caught, "NOT_FOUND"))
    expectTypeOf(caught.reason).toEqualTypeOf<string | undefined>();
  if (RpcError.is(caught, undefined, "SHELF_MISSING")) expectTypeOf(caught).toExtend<RpcError>();
}
// What may be missing may be passed on.
function passedOn(code?: CodeName, reason?: string): boolean {
  return RpcError.is(unknown, code, reason) || RpcError.is(unknown, code);
}
expectTypeOf(afterOneReason).toBeFunction();
expectTypeOf(passedOn).toBeFunction();
if (unknown instanceof RpcError) expectTypeOf(unknown).toEqualTypeOf<RpcError>();
// @ts-expect-error: a name that no code has
RpcError.is(unknown, "NOTFOUND");
