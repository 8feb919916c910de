import "server-only";
import { accounts, people, sessions, twoFactors, verifications } from "@/db/people";

/** The tables that better-auth reads and writes, under its own names for them. */
export const authTables = {
  user: people,
  session: sessions,
  account: accounts,
  verification: verifications,
  twoFactor: twoFactors,
};
