// npm writes no lock entry for an optional platform package that it could not fetch, and `npm ci` then refuses the lock
// (npm/cli#9846). Run this after every change of the lock: it adds the missing entries, so that the same lock installs
// on every platform.
import { readFileSync, writeFileSync } from "node:fs";

const SYSTEMS = ["android", "darwin", "freebsd", "netbsd", "openbsd", "openharmony", "sunos", "aix", "win32", "linux"];
const CHIPS = ["arm64", "x64", "ia32", "arm", "loong64", "ppc64", "riscv64", "s390x", "mips64el", "wasm32"];

/** What npm would have written of a platform package, read from its name: `@esbuild/linux-x64`. */
function platformOf(name) {
  const words = name.split("/").pop().split(/[-_.]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = CHIPS.find((chip) => words.includes(chip));
  if (cpu === "wasm32") return { cpu: [cpu] };
  const libc = words.includes("musl")
    ? "musl"
    : os === "linux" && words.some((word) => word.startsWith("gnu"))
      ? "glibc"
      : undefined;
  return { ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }), ...(os && { os: [os] }) };
}

function isLocked(packages, from, name) {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    if (packages[`${base ? `${base}/` : ""}node_modules/${name}`]) return true;
    if (!base) return false;
    if (!base.includes("/node_modules/")) base = "";
  }
}

const file = "package-lock.json";
const lock = JSON.parse(readFileSync(file, "utf8"));
const added = {};
for (const [location, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(lock.packages, location, name)) continue;
    if (!/^\d/.test(version)) {
      console.warn(`${location}: ${name}@${version} is a range, left out`);
      continue;
    }
    added[`node_modules/${name}`] = { version, ...platformOf(name), optional: true, ...(entry.dev && { dev: true }) };
  }
}
lock.packages = Object.fromEntries(Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${file}: ${Object.keys(added).length} platform packages added`);
