import "server-only";
import { config } from "@/lib/config";

/** How one can sign in here. */
export type SignInView = {
  /** What the identity provider is called; null: there is none. */
  provider: string | null;
};

/** Anybody may see it: it is what they need to become somebody. */
export const signInView = (): SignInView => ({ provider: config().oidc?.name ?? null });
