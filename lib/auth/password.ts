import "server-only";
import { hash, verify } from "@node-rs/argon2";

/** argon2id, which is the default: 19 MiB, two passes (OWASP). A hash says its own, so that they can grow. */
export const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

export const hashPassword = (password: string): Promise<string> => hash(password.normalize("NFKC"), ARGON2);

export const isPassword = (password: string, ofHash: string): Promise<boolean> =>
  verify(ofHash, password.normalize("NFKC"));
