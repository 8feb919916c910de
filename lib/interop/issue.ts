/** What is wrong in a document, and the field that holds it; `at`: the place in its query, from 0. */
export type Issue = { path: readonly PropertyKey[]; message: string; at?: number };
