import "server-only";
import * as schema from "@/db/schema";

/** The tables that better-auth reads and writes, under its own names for them. */
export const authTables = {
  user: schema.people,
  session: schema.sessions,
  account: schema.accounts,
  verification: schema.verifications,
  twoFactor: schema.twoFactors,
};
