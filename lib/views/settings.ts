import "server-only";
import { mustBeSignedIn, type Reader } from "@/lib/auth/actor";

/** Which of the settings are open to somebody. */
export type SettingsView = { people: boolean; tokens: boolean; connections: boolean; audit: boolean };

/** @throws DomainError `not-signed-in` */
export function settingsView(reader: Reader): SettingsView {
  mustBeSignedIn(reader);
  const admin = reader.role === "admin";
  return { people: admin, tokens: reader.kind === "person", connections: admin, audit: admin };
}
