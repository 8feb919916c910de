import type * as z from "zod";

/** As JSON has it: nothing in it is readonly, a tuple is an array, and what is undefined is left out. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { -readonly [K in keyof T]: Plain<Exclude<T[K], undefined>> }
    : T;

/** What a schema has to be besides: nothing where it says the same; else something that the compiler tells the difference from. */
type Same<Said, Answer> = [Said] extends [Answer]
  ? [Answer] extends [Said]
    ? unknown
    : { isNarrowerThan: Answer }
  : z.ZodType<Answer>;

/** What a view or a command comes to, where it is there. */
export type Returned<Read extends (...given: never[]) => unknown> = NonNullable<Awaited<ReturnType<Read>>>;

/**
 * Holds the description of an answer to what the view or the command behind it returns: the types do not check where a member,
 * a null or a word of one is not in the other.
 */
export const answerOf =
  <Answer>() =>
  <Schema extends z.ZodType>(schema: Schema & Same<Plain<z.output<Schema>>, Plain<Answer>>): Schema =>
    schema;
