import { linkForAdmin, linkForEmail, linksOfStart } from "../lib/commands/operator-links";
import { DomainError } from "../lib/errors";
import { database } from "../lib/store/database";

// `node --conditions=react-server --import tsx scripts/one-time-links.ts ORIGIN start|admin|for [EMAIL]`, for serve.ts and link.mjs.
const [origin = "", what = "", email = ""] = process.argv.slice(2);
const now = new Date();
try {
  // The app may be writing much just now; nobody else waits for this process.
  database().$client.pragma("busy_timeout = 20000");
  if (what === "start") {
    const { setUp, demo } = linksOfStart(origin, process.env.PLUMBLINE_DEMO === "1", now);
    if (setUp) console.log(`Nobody can change anything yet. Become its admin, once, within 24 hours: ${setUp.url}`);
    if (demo) console.log(`Edit the demo, once, within 24 hours: ${demo.url}`);
  } else {
    const { url, expiresAt } = what === "admin" ? linkForAdmin(origin, now) : linkForEmail(email, origin, now);
    console.log(`Works once, until ${expiresAt.slice(0, 16).replace("T", " ")} UTC: ${url}`);
  }
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  console.error([error.message, error.wayOut].filter(Boolean).join(" "));
  process.exitCode = 1;
}
