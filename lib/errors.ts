/** What can go wrong in a way that its reader can mend. `wayOut` says how; adapters turn `code` into a status of their own. */
export type ErrorCode =
  | "bad-input"
  | "not-signed-in"
  | "not-allowed"
  | "not-found"
  | "conflict"
  | "stale"
  | "version-required"
  | "too-large"
  | "wrong-media-type"
  | "too-many-requests"
  | "unavailable";

export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly wayOut: string | null;
  /** More that its reader needs, JSON-safe: members of the problem document, such as `difference` or `issues`. */
  readonly details: Readonly<Record<string, unknown>>;
  constructor(
    code: ErrorCode,
    message: string,
    wayOut: string | null = null,
    options?: ErrorOptions & { details?: Readonly<Record<string, unknown>> },
  ) {
    super(message, options);
    this.name = "DomainError";
    this.code = code;
    this.wayOut = wayOut;
    this.details = options?.details ?? {};
  }
}
