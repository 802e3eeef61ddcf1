/** Bodies as the services write them, in our own words. */

const TYPE = "type.googleapis.com";

/** AIP-193, with a detail of a type that nobody knows. */
export const googleNotFound = {
  error: {
    code: 404,
    message: "book 42 is not on any shelf",
    status: "NOT_FOUND",
    details: [
      {
        "@type": `${TYPE}/google.rpc.ErrorInfo`,
        reason: "BOOK_MISSING",
        domain: "library.example",
        metadata: { book: "42" },
      },
      { "@type": `${TYPE}/example.library.v1.ShelfHint`, shelves: ["poetry"] },
    ],
  },
};

/** A used-up quota of the Gemini API. */
export const googleQuota = {
  error: {
    code: 429,
    message: "the quota of requests per minute is used up. Please retry in 34.4s.",
    status: "RESOURCE_EXHAUSTED",
    details: [
      {
        "@type": `${TYPE}/google.rpc.QuotaFailure`,
        violations: [
          {
            quotaMetric: "generate_requests",
            quotaId: "PerMinutePerModel",
            quotaDimensions: { model: "gemini-pro" },
            quotaValue: "5",
          },
        ],
      },
      { "@type": `${TYPE}/google.rpc.RetryInfo`, retryDelay: "34.4s" },
    ],
  },
};

/** The older envelope, without a status and with `errors`. */
export const googleOldStyle = {
  error: {
    code: 403,
    message: "too many requests of this user",
    errors: [
      {
        domain: "usageLimits",
        reason: "userRateLimitExceeded",
        message: "too many requests of this user",
      },
    ],
  },
};

/** `google.rpc.Status` without an envelope, its code a gRPC number. */
export const yandexPrecondition = {
  code: 9,
  message: "the instance is being stopped",
  details: [
    { "@type": `${TYPE}/google.rpc.RequestInfo`, requestId: "11f9-yandex", servingData: "" },
  ],
};

/** Connect's unary error. */
export const connectUnavailable = {
  code: "unavailable",
  message: "the shelf moves",
  // RetryInfo of 1.5 seconds.
  details: [{ type: "google.rpc.RetryInfo", value: "CggIARCAyrXuAQ" }],
};

/** The page of a proxy that could not reach the service. */
export const badGatewayPage =
  "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
