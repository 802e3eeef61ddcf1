import type { RpcError } from "../../error/rpc-error.js";

/** What to do with an error that was caught: read those of its details that say the most. */
export function readingCode(error: RpcError): string[] {
  if (error.fieldViolations.length > 0) {
    return [
      "for (const { field, description } of error.fieldViolations) {",
      `  console.error(\`\${field}: \${description}\`);`,
      "}",
    ];
  }
  if (error.preconditionFailure?.violations.length) {
    return violations("preconditionFailure");
  }
  if (error.quotaFailure?.violations.length) return violations("quotaFailure");
  if (error.resourceInfo?.resourceName) {
    return ["console.error(error.message, error.resourceInfo?.resourceName);"];
  }
  return ["console.error(error.message, error.requestIds);"];
}

function violations(detail: "preconditionFailure" | "quotaFailure"): string[] {
  return [
    `const violations = error.${detail}?.violations ?? [];`,
    "for (const { subject, description } of violations) {",
    `  console.error(\`\${subject}: \${description}\`);`,
    "}",
  ];
}
