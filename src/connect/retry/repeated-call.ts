import type { Message } from "@bufbuild/protobuf";
import { Code, ConnectError, type Interceptor } from "@connectrpc/connect";
import { RpcError } from "../../error/rpc-error.js";
import { withAttempts } from "../../retry/attempt-record.js";
import { MAX_BUFFER_BYTES, type RetryInterceptorOptions } from "../../retry/interceptor-options.js";
import { type NextAttempt, RetrySession } from "../../retry/retry-session.js";
import type { RetryThrottle } from "../../retry/retry-throttle.js";
import { toConnectError } from "../to-connect-error.js";
import { AttemptSignal, deadlineExceeded } from "./attempt-signal.js";
import { type BegunStream, beginStream, resumeStream } from "./begun-stream.js";
import { measureRequest } from "./measure-request.js";
import { OutgoingHeaders } from "./outgoing-headers.js";
import { ReplayedRequests } from "./replayed-requests.js";

type Next = ReturnType<Interceptor>;
type Request = Parameters<Next>[0];
type Response = Awaited<ReturnType<Next>>;

/** The options, with the throttle of the call's target. */
interface RepeatedCallOptions extends Omit<RetryInterceptorOptions, "throttle"> {
  readonly throttle: RetryThrottle | undefined;
}

/** One call through a `retryInterceptor`, with all its attempts. */
export class RepeatedCall {
  readonly #next: Next;
  readonly #request: Request;
  readonly #options: RepeatedCallOptions;
  readonly #headers: OutgoingHeaders;
  readonly #session: RetrySession;
  readonly #requests: ReplayedRequests<Message> | undefined;

  constructor(next: Next, request: Request, options: RepeatedCallOptions) {
    this.#next = next;
    this.#request = request;
    this.#options = options;
    this.#headers = new OutgoingHeaders(request, options);
    const { idempotent, endsAt } = this.#headers;
    const { throttle } = options;
    this.#session = new RetrySession({ limits: options, idempotent, throttle }, endsAt);
    if (!request.stream) return;
    const { maxBufferBytes = MAX_BUFFER_BYTES } = options;
    const measure = measureRequest(request.method);
    this.#requests = new ReplayedRequests(request.message, { maxBufferBytes, measure });
  }

  /** The first answer that is no failure to be repeated. */
  async run(): Promise<Response> {
    try {
      for (;;) {
        this.#checkTime();
        const outcome = await this.#attempt();
        if ("message" in outcome) return outcome;
        await this.#session.clock.sleep(outcome.pauseMs, this.#request.signal);
        this.#checkTime();
        if (outcome.prepare) await this.#prepare(outcome.prepare);
      }
    } catch (thrown) {
      throw this.#final(thrown);
    }
  }

  /** Between attempts only: most calls need no timer of their own. */
  #checkTime(): void {
    this.#request.signal.throwIfAborted();
    const { remainingMs, attempts } = this.#session;
    if (remainingMs <= 0) throw deadlineExceeded(attempts.at(-1)?.error);
  }

  async #attempt(): Promise<Response | NextAttempt> {
    const { clock } = this.#session;
    const startedAt = clock.now();
    const limitMs = this.#session.begin();
    const attempt = this.#limited(this.#hasLimits ? limitMs : undefined);
    try {
      const answer = await attempt.run(() => this.#send(attempt.signal, limitMs));
      return "rest" in answer ? this.#resume(answer, attempt) : this.#succeed(answer, attempt);
    } catch (thrown) {
      this.#end(attempt);
      const isOwn = limitMs === this.#options.attemptTimeoutMs;
      // A server that knows the limit may notice first that it is over. Timers may be a millisecond early.
      const isOver = attempt.timedOut || clock.now() - startedAt >= limitMs - 1;
      const committed = this.#whyFinal();
      const next = this.#session.fail(thrown, { attemptTimedOut: isOwn && isOver, committed });
      if (next === undefined) throw thrown;
      return next;
    }
  }

  get #hasLimits(): boolean {
    const { attemptTimeoutMs, totalTimeoutMs } = this.#options;
    return attemptTimeoutMs !== undefined || totalTimeoutMs !== undefined;
  }

  #limited(timeoutMs: number | undefined): AttemptSignal {
    const { signal } = this.#request;
    return new AttemptSignal({ signal, timeoutMs, clock: this.#session.clock });
  }

  /** Sends the request; of a stream of answers the first message has to arrive as well. */
  async #send(signal: AbortSignal, limitMs: number): Promise<BegunStream | Response> {
    const request = this.#request;
    const header = this.#headers.of(this.#session.attempt, limitMs);
    const message = this.#requests?.attempt() ?? request.message;
    const response = await this.#next({ ...request, header, signal, message } as Request);
    return response.stream ? beginStream(response) : response;
  }

  #succeed(response: Response, attempt: AttemptSignal): Response {
    this.#end(attempt);
    this.#session.succeed();
    return response;
  }

  /** Gives a stream of answers to the caller, who from now on gets all that comes. */
  #resume(begun: BegunStream, attempt: AttemptSignal): Response {
    attempt.stopTimer();
    this.#requests?.commit();
    const end = () => this.#end(attempt);
    const onDone = () => void this.#succeed(begun.response, attempt);
    const onFailure = (thrown: unknown) => {
      end();
      this.#session.fail(thrown, { committed: "the answer has begun" });
      return this.#final(thrown);
    };
    return resumeStream(begun, { onDone, onFailure, onClose: end });
  }

  #end(attempt: AttemptSignal): void {
    attempt.end();
    this.#requests?.stop();
  }

  /** What does not depend on the error: why the call cannot be sent again. */
  #whyFinal(): string | undefined {
    if (this.#request.signal.aborted) return "the caller ended the call";
    if (this.#requests?.hasFailed) return "the stream of requests failed";
    if (this.#requests?.isCommitted) return "more requests were sent than are kept";
    return undefined;
  }

  async #prepare(prepare: (signal: AbortSignal) => unknown): Promise<void> {
    const limited = this.#limited(this.#session.remainingMs);
    try {
      await limited.run(async () => prepare(limited.signal));
    } catch (thrown) {
      // Connect would keep nothing of it but its text.
      throw thrown instanceof RpcError ? toConnectError(thrown) : thrown;
    } finally {
      limited.end();
    }
  }

  /** What the call fails with. Of a call that its caller ended Connect would replace any other error. */
  #final(thrown: unknown): unknown {
    const { aborted, reason } = this.#request.signal;
    const error = aborted ? ConnectError.from(reason, Code.Canceled) : thrown;
    this.#session.stop(`no further attempt: ${ConnectError.from(error).rawMessage}`);
    return withAttempts(error, this.#session.attempts, (bare) => ConnectError.from(bare));
  }
}
