/** What is wrong in a document, and the field that holds it. */
export type Issue = { path: readonly PropertyKey[]; message: string };
