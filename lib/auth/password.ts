import "server-only";
import { hash, verify } from "@node-rs/argon2";

/** argon2id, which is the default: 46 MiB (OWASP's first choice) and one pass more, some 30 ms. A hash says its own, so that they can grow. */
export const ARGON2 = { memoryCost: 47_104, timeCost: 2, parallelism: 1, outputLen: 32 };

export const hashPassword = (password: string): Promise<string> => hash(password.normalize("NFKC"), ARGON2);

export const isPassword = (password: string, ofHash: string): Promise<boolean> =>
  verify(ofHash, password.normalize("NFKC"));
