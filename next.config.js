/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` builds beside a running `npm start`, so each has a build folder of its own.
  distDir: process.env.BUILD_DIR ?? ".next",
  // No route of ours takes more than 900 KiB, most 256; Next keeps a request's body in memory up to this size.
  experimental: { proxyClientMaxBodySize: "1mb" },
  serverExternalPackages: ["better-sqlite3", "pino", "prom-client"],
  // Lint and types are the verify script's; a build repeats neither.
  typescript: { ignoreBuildErrors: true },
};

export default config;
