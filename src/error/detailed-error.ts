import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import {
  type BadRequest,
  type BadRequest_FieldViolation,
  BadRequestSchema,
  type DebugInfo,
  DebugInfoSchema,
  type ErrorInfo,
  ErrorInfoSchema,
  type Help,
  HelpSchema,
  type LocalizedMessage,
  LocalizedMessageSchema,
  type PreconditionFailure,
  PreconditionFailureSchema,
  type QuotaFailure,
  QuotaFailureSchema,
  type RequestInfo,
  RequestInfoSchema,
  type ResourceInfo,
  ResourceInfoSchema,
  type RetryInfo,
  RetryInfoSchema,
} from "../../gen/google/rpc/error_details_pb.js";
import type { Detail } from "../status/details/detail.js";
import { findAllDetails, findDetail } from "../status/details/find-details.js";
import { msFromDuration } from "../wire/duration.js";
import { pickLocalizedMessage } from "./localized-message.js";

/** What an error with details says about itself; all of it is derived from the list. */
export abstract class DetailedError extends Error {
  abstract get details(): readonly Detail[];

  /** The first detail of a type, decoded: `error.find(QuotaFailureSchema)`. */
  find<Desc extends DescMessage>(schema: Desc): MessageShape<Desc> | undefined {
    return findDetail(this.details, schema);
  }

  /** All details of a type, in their order. */
  findAll<Desc extends DescMessage>(schema: Desc): MessageShape<Desc>[] {
    return findAllDetails(this.details, schema);
  }

  /** The first `ErrorInfo`: the cause in words for programs. */
  get errorInfo(): ErrorInfo | undefined {
    return this.find(ErrorInfoSchema);
  }

  /** The first `RetryInfo`: when to try again. */
  get retryInfo(): RetryInfo | undefined {
    return this.find(RetryInfoSchema);
  }

  /** The first `DebugInfo`: for the service's own developers. */
  get debugInfo(): DebugInfo | undefined {
    return this.find(DebugInfoSchema);
  }

  /** The first `QuotaFailure` of google.rpc: which quotas were exceeded. */
  get quotaFailure(): QuotaFailure | undefined {
    return this.find(QuotaFailureSchema);
  }

  /** The first `PreconditionFailure`: what has to hold before the call can succeed. */
  get preconditionFailure(): PreconditionFailure | undefined {
    return this.find(PreconditionFailureSchema);
  }

  /** The first `BadRequest`: which fields are wrong. */
  get badRequest(): BadRequest | undefined {
    return this.find(BadRequestSchema);
  }

  /** The first `RequestInfo`: the id to quote to support. */
  get requestInfo(): RequestInfo | undefined {
    return this.find(RequestInfoSchema);
  }

  /** The first `ResourceInfo`: what the error is about. */
  get resourceInfo(): ResourceInfo | undefined {
    return this.find(ResourceInfoSchema);
  }

  /** The first `Help`: links. */
  get help(): Help | undefined {
    return this.find(HelpSchema);
  }

  /** Texts for end users, one for each language that the server sent. */
  get localizedMessages(): LocalizedMessage[] {
    return this.findAll(LocalizedMessageSchema);
  }

  /** `reason` of the first `ErrorInfo`: the cause in a word, unique within {@link domain}. */
  get reason(): string | undefined {
    return this.errorInfo?.reason;
  }

  /** `domain` of the first `ErrorInfo`: who defines {@link reason}. */
  get domain(): string | undefined {
    return this.errorInfo?.domain;
  }

  /** The wrong fields of every `BadRequest`. */
  get fieldViolations(): BadRequest_FieldViolation[] {
    return this.findAll(BadRequestSchema).flatMap(({ fieldViolations }) => fieldViolations);
  }

  /**
   * How long the server asks to wait, in milliseconds: by the first `RetryInfo` that says. A negative delay
   * counts as 0.
   */
  get retryDelayMs(): number | undefined {
    const delay = this.findAll(RetryInfoSchema).find(({ retryDelay }) => retryDelay)?.retryDelay;
    return delay === undefined ? undefined : Math.max(0, msFromDuration(delay));
  }

  /**
   * The text for an end user in the first of these languages that the server sent.
   *
   * @param locales - BCP 47 tags by preference; `ru` finds `ru-RU` and the other way round. Without any,
   *   the first text that was sent.
   */
  localizedMessage(locales?: string | readonly string[]): string | undefined {
    return pickLocalizedMessage(this.localizedMessages, locales);
  }
}
