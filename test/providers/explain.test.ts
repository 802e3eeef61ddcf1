import { Metadata } from "@grpc/grpc-js";
import { describe, expect, it } from "vitest";
import { ErrorInfoSchema } from "../../gen/google/rpc/error_details_pb.js";
import { QuotaFailureSchema as YandexQuotaFailureSchema } from "../../gen/yandex/cloud/quota/quota_pb.js";
import { toServiceError } from "../../src/entry/grpc-js.js";
import { errorFromHttp } from "../../src/entry/http.js";
import {
  badRequest,
  Code,
  errorInfo,
  help,
  localizedMessage,
  preconditionFailure,
  quotaFailure,
  RpcError,
  requestInfo,
  resourceInfo,
  retryInfo,
} from "../../src/entry/index.js";
import { OperationFailedError, operationSnapshot } from "../../src/entry/operation.js";
import { explain, type Provider, providers } from "../../src/entry/providers.js";
import { adviseRetry } from "../../src/entry/retry.js";
import { HOSTILE_VALUES } from "../fixtures/hostile-values.js";
import { serviceErrorFrom } from "../fixtures/real-service-error.js";
import { strangers } from "../fixtures/throwing-values.js";

/** 2026-01-01 at midnight. */
const NOW = Date.UTC(2026, 0, 1);
const retry = { now: NOW };

describe("explain", () => {
  it("gives the meaning of the code where the provider is unknown", () => {
    expect(explain(new RpcError("NOT_FOUND", "book 42 does not exist"))).toMatchObject({
      provider: undefined,
      evidence: [],
      locale: "en",
      code: Code.NOT_FOUND,
      codeName: "NOT_FOUND",
      httpStatus: undefined,
      message: "book 42 does not exist",
      who: ["caller"],
      source: "google.rpc.Code",
      links: [],
    });
  });

  it("advises on retries as adviseRetry does", () => {
    const error = new RpcError("UNAVAILABLE", "", { details: [retryInfo(2_000)] });
    const explanation = explain(error, { retry: { attempt: 2 } });
    expect(explanation.retry).toEqual(adviseRetry(error, { attempt: 2 }));
    expect(explanation.retryIfIdempotent).toEqual(
      adviseRetry(error, { attempt: 2, idempotent: true }),
    );
  });

  it("is data that JSON carries whole", () => {
    const violation = { metric: { name: "a", limit: 8n, usage: 8 }, required: 9n };
    const error = new RpcError("RESOURCE_EXHAUSTED", "", {
      details: [{ schema: YandexQuotaFailureSchema, value: { violations: [violation] } }],
    });
    const explanation = explain(error);
    expect(JSON.parse(JSON.stringify(explanation))).toMatchObject({
      quota: { id: "a", limit: 8, usage: 8, required: 9 },
      who: explanation.who,
    });
  });

  describe("refines by details", () => {
    it("names the wrong fields, their paths as they came", () => {
      const error = new RpcError("INVALID_ARGUMENT", "bad", {
        details: [
          badRequest([
            { field: "book.title", description: "must not be empty", reason: "REQUIRED" },
            { field: "book.isbn[0]", description: "needs 13 digits" },
          ]),
          badRequest({ pages: "must be positive" }),
        ],
      });
      const { fields, fix } = explain(error);
      expect(fields).toEqual([
        { field: "book.title", description: "must not be empty", reason: "REQUIRED" },
        { field: "book.isbn[0]", description: "needs 13 digits" },
        { field: "pages", description: "must be positive" },
      ]);
      expect(fix).toMatch(
        /^Change the fields listed, beginning with book.title: must not be empty\. /,
      );
      expect(explain(error, { locale: "ru" }).fix).toMatch(
        /^Исправьте перечисленные поля, начиная с book.title: must not be empty\. /,
      );
    });

    it("says of a single field what to change", () => {
      const details = [badRequest({ zone_id: "Field is required" })];
      const error = new RpcError("INVALID_ARGUMENT", "bad", { details });
      expect(explain(error).fix).toMatch(/^Change field zone_id: Field is required\. \S/);
      expect(explain(error, { locale: "ru" }).fix).toMatch(
        /^Исправьте поле zone_id: Field is required\. \S/,
      );
    });

    it("says when a quota of a minute is free again", () => {
      const id = "GenerateRequestsPerMinutePerProject";
      const error = new RpcError("RESOURCE_EXHAUSTED", "slow down", {
        details: [
          quotaFailure([
            { quotaId: "other", subject: "s" },
            { quotaId: id, quotaValue: 15n, description: "too fast" },
          ]),
          retryInfo(34_000),
        ],
      });
      const explanation = explain(error, { retry });
      expect(explanation.quota).toEqual({
        id,
        scope: "minute",
        kind: "throttle",
        limit: 15,
        description: "too fast",
        delayMs: 34_000,
        until: "2026-01-01T00:00:34.000Z",
      });
      expect(explanation.fix).toMatch(
        /^Wait 34 s, then call again if doing it twice does no harm\. /,
      );
      expect(explain(error, { retry: { ...retry, idempotent: true }, locale: "ru" }).fix).toMatch(
        /^Подождите 34 с, затем повторите запрос\. /,
      );
    });

    it("promises no time where the quota is one of a day", () => {
      const error = new RpcError("RESOURCE_EXHAUSTED", "", {
        details: [quotaFailure([{ quotaId: "ReadsPerDay" }]), retryInfo(34_000)],
      });
      const { quota, what, fix, who } = explain(error, { retry });
      expect(quota).toEqual({ id: "ReadsPerDay", scope: "day", kind: "day-quota" });
      expect(what).toBe("Quota ReadsPerDay of a day is used up.");
      expect(fix).toBe("Wait for the next day, or get a larger quota.");
      expect(who.at(-1)).toBe("time");
      expect(who.length).toBeGreaterThan(1);
    });

    it("does not wait for a limit of resources", () => {
      const metric = { name: "compute.instances.count", limit: 8n, usage: 8 };
      const error = new RpcError("RESOURCE_EXHAUSTED", "", {
        details: [
          { schema: YandexQuotaFailureSchema, value: { violations: [{ metric, required: 9n }] } },
        ],
      });
      const { quota, fix, who, provider } = explain(error);
      expect(provider?.id).toBe("yandex-cloud");
      expect(quota).toMatchObject({
        id: "compute.instances.count",
        limit: 8,
        usage: 8,
        required: 9,
      });
      expect(fix).toMatch(
        /^Free some of what the quota counts, or ask.* waiting changes nothing\.$/,
      );
      expect(who).not.toContain("time");
    });

    it.each([
      ["ReadsPerMonth", "en", /^Quota ReadsPerMonth of a longer time is used up\.$/],
      ["ReadsPerMonth", "ru", /^Исчерпана квота ReadsPerMonth за длительный период\.$/],
      ["ReadsPerDay", "ru", /^Исчерпана дневная квота ReadsPerDay\.$/],
    ])("says what quota %s means in %s", (quotaId, locale, what) => {
      const details = [quotaFailure([{ quotaId }])];
      const error = new RpcError("RESOURCE_EXHAUSTED", "m", { details });
      expect(explain(error, { locale }).what).toMatch(what);
    });

    it("says in both languages what a quota means that nobody named", () => {
      const info = errorInfo({ reason: "RESOURCE_QUOTA_EXCEEDED", domain: "d.example" });
      const error = new RpcError("RESOURCE_EXHAUSTED", "m", { details: [info] });
      expect(explain(error).what).toMatch(/^A quota limits how much there may be/);
      expect(explain(error, { locale: "ru" }).what).toMatch(/^Исчерпана квота: она ограничивает/);
    });

    it.each([
      ["Quota limit vpc.networks.count exceeded", { id: "vpc.networks.count" }],
      [
        "ai.imageGenerationRequestsPerMinute.rate rate quota limit exceed: allowed 5 requests",
        { id: "ai.imageGenerationRequestsPerMinute.rate", limit: 5 },
      ],
    ])("reads the quota of %j, as Yandex Cloud words it", (message, quota) => {
      expect(explain(new RpcError("RESOURCE_EXHAUSTED", message)).quota).toMatchObject(quota);
    });

    it("names the permission and the resource", () => {
      const metadata = { permission: "storage.objects.get", resource: "buckets/b1" };
      const info = errorInfo({
        reason: "IAM_PERMISSION_DENIED",
        domain: "iam.googleapis.com",
        metadata,
      });
      const error = new RpcError("PERMISSION_DENIED", "no", { details: [info] });
      const explanation = explain(error);
      expect(explanation.permissions).toEqual(["storage.objects.get"]);
      expect(explanation.resource).toEqual({ type: "", name: "buckets/b1" });
      expect(explanation.fix).toMatch(/^Have storage\.objects\.get granted on buckets\/b1\. /);
    });

    it.each([
      ["a.b.get", "b1", "Выдайте право a.b.get на b1. "],
      ["a.b.get", "", "Выдайте вызывающей стороне право a.b.get. "],
      ["a.b.get, a.b.list", "b1", "Выдайте права a.b.get, a.b.list на b1. "],
      ["a.b.get, a.b.list", "", "Выдайте вызывающей стороне права a.b.get, a.b.list. "],
    ])("asks in Russian for %j on %j in the right number", (permission, resource, step) => {
      const metadata = { permission, ...(resource !== "" && { resource }) };
      const info = { reason: "IAM_PERMISSION_DENIED", domain: "iam.googleapis.com", metadata };
      const error = new RpcError("PERMISSION_DENIED", "no", { details: [errorInfo(info)] });
      expect(explain(error, { locale: "ru" }).fix.startsWith(step)).toBe(true);
    });

    it.each([
      [
        "Permission 'pubsub.topics.get' denied on resource (or it may not exist).",
        "pubsub.topics.get",
      ],
      [
        "sa@p.example does not have storage.objects.list access to the bucket.",
        "storage.objects.list",
      ],
      ["Required 'compute.disks.create' permission for 'projects/p'", "compute.disks.create"],
    ])("reads the permission of %j", (message, permission) => {
      const denied = explain(new RpcError("PERMISSION_DENIED", message));
      expect(denied.permissions).toEqual([permission]);
      expect(explain(new RpcError("NOT_FOUND", message)).permissions).toEqual([]);
    });

    it("names the conditions that do not hold", () => {
      const violation = {
        type: "STATE",
        subject: "folder/f1",
        description: "the folder is not empty",
      };
      const details = [preconditionFailure([violation])];
      const explanation = explain(new RpcError("FAILED_PRECONDITION", "no", { details }));
      expect(explanation.preconditions).toEqual([violation]);
      expect(explanation.fix).toMatch(/^First make this hold: the folder is not empty\. /);
    });

    it("names the resource, request ids and links, the service's own first", () => {
      const error = new RpcError("NOT_FOUND", "no", {
        details: [
          resourceInfo({
            resourceType: "disk",
            resourceName: "fhm1",
            owner: "me",
            description: "gone",
          }),
          requestInfo("r-1"),
          help([{ description: "Disks", url: "https://yandex.cloud/docs/compute" }]),
        ],
        metadata: { "x-server-trace-id": "t-1" },
      });
      const { resource, requestIds, links, provider } = explain(error);
      expect(provider?.id).toBe("yandex-cloud");
      expect(resource).toEqual({ type: "disk", name: "fhm1", owner: "me", description: "gone" });
      expect(requestIds).toEqual(["r-1", "t-1"]);
      expect(links[0]).toEqual({ title: "Disks", url: "https://yandex.cloud/docs/compute" });
      const documented = providers.find(({ id }) => id === "yandex-cloud")?.links;
      expect(links.slice(1).map(({ url }) => url)).toEqual(documented?.map(({ url }) => url));
    });

    it("shows the service's text in the wanted language, also in one that has no texts here", () => {
      const details = [
        localizedMessage("de-DE", "Das Buch fehlt"),
        localizedMessage("ru", "Книги нет"),
      ];
      const error = new RpcError("NOT_FOUND", "no such book", { details });
      expect(explain(error, { locale: "ru-RU" }).localizedMessage).toBe("Книги нет");
      expect(explain(error, { locale: "de" })).toMatchObject({
        localizedMessage: "Das Buch fehlt",
        locale: "en",
      });
      expect(explain(error).localizedMessage).toBeUndefined();
    });
  });

  it("waits for the operation that is in the way", () => {
    const message = 'conflicting operation "epd0abc123" detected';
    const error = new RpcError("FAILED_PRECONDITION", message);
    const { operationId } = adviseRetry(error, { idempotent: true });
    expect(operationId).toBeDefined();
    expect(explain(error).fix).toBe(
      `Wait until operation ${operationId} is over, then call again.`,
    );
  });

  it("explains what a grpc-js client caught of a grpc-js server", async () => {
    const answer = new RpcError("RESOURCE_EXHAUSTED", "Quota limit exceeded", {
      details: [
        {
          schema: YandexQuotaFailureSchema,
          value: {
            violations: [
              { metric: { name: "vpc.networks.count", limit: 2n, usage: 2 }, required: 1n },
            ],
          },
        },
        requestInfo("r-7"),
      ],
    });
    const caught = await serviceErrorFrom((_call, callback) => callback(toServiceError(answer)));
    expect(explain(caught)).toMatchObject({
      provider: { id: "yandex-cloud" },
      evidence: ["message type yandex.cloud.quota.QuotaFailure"],
      source: "Yandex Cloud: HTTP 429 RESOURCE_EXHAUSTED",
      quota: { id: "vpc.networks.count", limit: 2 },
      requestIds: ["r-7"],
    });
  });

  it("explains an operation that failed, and says what it worked on", () => {
    const type = "type.googleapis.com/yandex.cloud.compute.v1.CreateDiskMetadata";
    const operation = {
      id: "fhm1",
      done: true,
      metadata: { "@type": type, diskId: "disk-9" },
      error: { code: 13, message: "no capacity", details: [] },
    };
    const snapshot = operationSnapshot(operation);
    const error = new OperationFailedError(RpcError.from(snapshot.error), {
      operationId: "fhm1",
      snapshot,
      attempts: 1,
    });
    expect(explain(error)).toMatchObject({
      provider: { id: "yandex-cloud" },
      evidence: ["message type yandex.cloud.compute.v1.CreateDiskMetadata"],
      what: "The operation failed, because something inside the service is broken.",
      source: "google.rpc.Code",
      resource: { type: "disk", name: "disk-9" },
    });
  });

  describe("options", () => {
    const error = new RpcError("PERMISSION_DENIED", "no");

    it.each([
      ["ru", "ru"],
      ["RU", "ru"],
      ["ru-RU", "ru"],
      ["ru_RU", "ru"],
      ["en-GB", "en"],
      ["de", "en"],
      ["rude", "en"],
      ["", "en"],
    ])("gives texts for locale %j in %s", (locale, language) => {
      const explanation = explain(error, { provider: "yandex-cloud", locale });
      expect(explanation.locale).toBe(language);
      expect(/[а-яё]/.test(explanation.what)).toBe(language === "ru");
    });

    it("gives English texts where a provider has no Russian ones, whole sentences of one language", () => {
      const details = [badRequest({ contents: "must not be empty" })];
      const bad = new RpcError("INVALID_ARGUMENT", "bad", { details });
      const { fix, what } = explain(bad, { provider: "gemini", locale: "ru" });
      expect(`${fix} ${what}`).not.toMatch(/[а-яё]/i);
    });

    it("takes a provider of the user's own", () => {
      const text = { en: { what: "The shelf is locked.", fix: "Ask the librarian." } };
      const library: Provider = {
        id: "library",
        title: { en: "Library" },
        hosts: [],
        dialects: [],
        domains: [],
        spellings: {},
        rows: [{ code: 7, httpStatus: 403, name: "Locked", text, who: ["provider"], retry: false }],
        links: [{ url: "https://library.example/errors", title: { en: "Errors" } }],
      };
      expect(explain(error, { provider: library })).toMatchObject({
        provider: { id: "library", title: "Library" },
        evidence: [],
        what: "The shelf is locked.",
        fix: "Ask the librarian.",
        who: ["provider"],
        links: [{ url: "https://library.example/errors", title: "Errors" }],
        source: "Library: HTTP 403 Locked",
      });
    });

    it("lists the known providers where one is named that is not known", () => {
      expect(() => explain(error, { provider: "gemeni" })).toThrow(
        new TypeError(
          `provider must be ${providers.map(({ id }) => `"${id}"`).join(", ")} or a Provider, not "gemeni"`,
        ),
      );
    });

    it.each<[string, object]>([
      ["provider", { provider: {} }],
      ["provider", { provider: null }],
      ["locale", { locale: 7 }],
      ["attempt", { retry: { attempt: 0 } }],
      ["adviseRetry", { retry: 3 }],
    ])("throws a TypeError that names a wrong %s", (name, options) => {
      expect(() => explain(error, options)).toThrow(TypeError);
      expect(() => explain(error, options)).toThrow(name);
    });
  });

  describe("rows", () => {
    const http = (status: number, body: unknown, provider: string) =>
      explain(errorFromHttp({ status, body }), { provider }).source;
    const google = (code: number, status: string) => ({ error: { code, message: "m", status } });

    it("tells Gemini's two kinds of 400 apart", () => {
      expect(http(400, google(400, "INVALID_ARGUMENT"), "gemini")).toBe(
        "Gemini API: HTTP 400 INVALID_ARGUMENT",
      );
      expect(http(400, google(400, "FAILED_PRECONDITION"), "gemini")).toBe(
        "Gemini API: HTTP 400 FAILED_PRECONDITION",
      );
    });

    it.each([402, 412])("tells Fireworks' %i from what shares its code", (status) => {
      expect(http(status, { error: "no" }, "fireworks")).toMatch(`Fireworks AI: HTTP ${status} `);
    });

    it.each([404, 429, 502, 504])("goes by HTTP %i where a proxy answered in between", (status) => {
      const page = "<html><head><title>no</title></head></html>";
      expect(http(status, page, "fireworks")).toMatch(`Fireworks AI: HTTP ${status} `);
    });

    it("goes by the code where there was no HTTP status, and by none where several rows share it", () => {
      const row = (code: "UNAVAILABLE" | "FAILED_PRECONDITION") =>
        explain(new RpcError(code, "m"), { provider: "fireworks" }).source;
      expect(row("UNAVAILABLE")).toBe("Fireworks AI: HTTP 503 Service Unavailable");
      expect(row("FAILED_PRECONDITION")).toBe("google.rpc.Code");
    });

    it("takes the row of Yandex Cloud where AI Studio has none", () => {
      const explanation = explain(new RpcError("ABORTED", "m"), { provider: "yandex-ai-studio" });
      expect(explanation.provider?.id).toBe("yandex-ai-studio");
      expect(explanation.source).toBe("Yandex Cloud: HTTP 409 ABORTED");
    });

    it("does not take an HTTP status that no table knows for a missing plan", () => {
      expect(http(418, "short and stout", "gemini")).toBe("google.rpc.Code");
      expect(http(413, google(413, ""), "gemini")).toBe("google.rpc.Code");
    });

    it.each([
      ["rate_limit_exceeded", ["time"]],
      ["insufficient_quota", ["account-owner"]],
    ])("tells OpenAI's 429 %s by its word", (code, who) => {
      const body = { error: { message: "m", type: code, param: null, code } };
      const explanation = explain(errorFromHttp({ status: 429, body }), { provider: "openai" });
      expect(explanation.source).toBe(`OpenAI API: HTTP 429 ${code}`);
      expect(explanation.who).toEqual(who);
    });
  });

  describe("of hostile errors", () => {
    it.each([
      ...strangers,
      ...Object.entries(HOSTILE_VALUES).map(([name, make]): [string, unknown] => [name, make()]),
    ])("is total for %s", (_, value) => {
      const { what, fix, codeName } = explain(value);
      expect([what, fix, codeName].every((text) => text.length > 0)).toBe(true);
    });

    it("is total for an RpcError that cannot be read", () => {
      const error = Object.defineProperty(new RpcError("ABORTED", "m"), "details", {
        get: () => {
          throw new Error("boom");
        },
      });
      expect(explain(error)).toMatchObject({
        codeName: "UNKNOWN",
        message: "the error cannot be read",
        source: "google.rpc.Code",
      });
    });

    it("is total for getters that throw where hosts are looked for", () => {
      const trap = () => {
        throw new Error("boom");
      };
      const error = new Error("m");
      for (const name of ["response", "request", "config", "options", "url", "path", "snapshot"]) {
        Object.defineProperty(error, name, { get: trap });
      }
      expect(explain(error)).toMatchObject({ codeName: "UNKNOWN", provider: undefined });
    });

    it("shows twenty entries of a list and counts the rest", () => {
      const fields = Array.from({ length: 1_000 }, (_, at) => ({
        field: `f${at}`,
        description: "d",
      }));
      const links = Array.from({ length: 50 }, (_, at) => ({
        description: "",
        url: `https://a.example/${at}`,
      }));
      const error = new RpcError("INVALID_ARGUMENT", "m", {
        details: [badRequest(fields), help(links)],
      });
      const explanation = explain(error);
      expect(explanation.fields).toHaveLength(20);
      expect(explanation.links).toHaveLength(20);
      expect(explanation.omitted).toMatchObject({ fields: 980, links: 30, requestIds: 0 });
    });

    it("keeps texts of a megabyte short", () => {
      const long = "a".repeat(1_000_000);
      const error = new RpcError("PERMISSION_DENIED", long, {
        details: [
          badRequest({ [long]: long }),
          errorInfo({ reason: long, domain: long, metadata: { permission: long, resource: long } }),
          resourceInfo({ resourceType: long, resourceName: long, owner: long, description: long }),
          quotaFailure([{ quotaId: long, quotaMetric: long, description: long }]),
          requestInfo(long),
          help([{ description: long, url: `https://a.example/${long}` }]),
          preconditionFailure([{ type: long, subject: long, description: long }]),
        ],
        metadata: { [long]: long },
      });
      expect(JSON.stringify(explain(error)).length).toBeLessThan(20_000);
    });

    it("links to nothing but pages, and to no keys", () => {
      const urls = [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "not a link",
        "https://user:pass@a.example/x",
        "https://a.example/x?key=AIzaSecret&access_token=s3cr3t&page=2",
      ];
      const error = new RpcError("NOT_FOUND", "m", {
        details: [help(urls.map((url) => ({ description: "d", url })))],
      });
      expect(explain(error).links.map(({ url }) => url)).toEqual([
        "https://a.example/x",
        "https://a.example/x?key=***&access_token=***&page=2",
      ]);
    });

    it("masks credentials in the metadata that it shows", () => {
      const metadata = { resource: "Bearer s3cr3t" };
      const value = { reason: "R", domain: "d", metadata };
      const error = new RpcError("PERMISSION_DENIED", "m", {
        details: [{ schema: ErrorInfoSchema, value }],
        metadata: { authorization: "Bearer s3cr3t", cookie: "s3cr3t" },
      });
      expect(JSON.stringify(explain(error))).not.toContain("s3cr3t");
    });

    it("is not fooled by names of Object.prototype", () => {
      const metadata = new Metadata();
      metadata.set("constructor", "x");
      const error = new RpcError("NOT_FOUND", "m", { metadata });
      expect(explain(error).provider).toBeUndefined();
      expect(() => explain(error, { provider: "constructor" })).toThrow(TypeError);
      expect(() => explain(error, { provider: "__proto__" })).toThrow(TypeError);
    });

    it("promises no time that no calendar has", () => {
      const error = new RpcError("RESOURCE_EXHAUSTED", "m", {
        details: [quotaFailure([{ quotaId: "ReadsPerMinute" }]), retryInfo(34_000)],
      });
      const { quota } = explain(error, { retry: { now: 8.64e15 } });
      expect(quota).toEqual({
        id: "ReadsPerMinute",
        scope: "minute",
        kind: "throttle",
        delayMs: 34_000,
      });
    });
  });
});
