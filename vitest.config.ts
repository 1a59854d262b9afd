import { defineConfig } from "vitest/config";

const E2E = "test/e2e/**/*.test.ts";

export default defineConfig({
  test: {
    // A Gateway takes 1.2 GB: never more than two at a time.
    maxWorkers: 2,
    projects: [
      {
        test: { name: "code", include: ["test/**/*.test.ts"], exclude: [E2E], testTimeout: 20_000 },
      },
      { test: { name: "gateway", include: [E2E], globalSetup: ["test/e2e/pack.setup.ts"] } },
    ],
    coverage: { provider: "v8", include: ["src/**/*.ts"], exclude: ["src/generated/**"] },
  },
});
