import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: {
      "@": fileURLToPath(new URL(".", import.meta.url)),
      "server-only": fileURLToPath(new URL("./tests/fixtures/empty.ts", import.meta.url)),
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["tests/unit/**/*.test.ts", "tests/architecture.test.ts"], testTimeout: 20_000 },
      },
      {
        extends: true,
        test: {
          name: "integration",
          // Tests ask faster than people; servers that they start inherit it.
          env: { RATE_LIMIT: "off" },
          include: ["tests/integration/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: "victoria-metrics",
          // The tests of what the engine is asked, against another one.
          env: { RATE_LIMIT: "off", ENGINE: "victoria-metrics" },
          include: [
            "tests/integration/{evaluator,kinds,truth}/**/*.test.ts",
            "tests/integration/commands/{contribution,new-slo}.test.ts",
            "tests/integration/security/promql.test.ts",
          ],
          exclude: ["tests/integration/kinds/native.test.ts", "tests/integration/evaluator/cost-trigger.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: "faults",
          include: ["tests/faults/**/*.test.ts"],
          testTimeout: 45 * 60_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
