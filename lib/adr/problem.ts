/** What could not be read, in words for its author, with its line in the file. */
export type AdrProblem = { message: string; line: number | null };
