/** What can go wrong in a way that its reader can mend. `wayOut` says how; adapters turn `code` into a status of their own. */
export type ErrorCode = "bad-input" | "not-allowed" | "not-found" | "conflict" | "unavailable";

export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly wayOut: string | null;
  constructor(code: ErrorCode, message: string, wayOut: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.name = "DomainError";
    this.code = code;
    this.wayOut = wayOut;
  }
}
