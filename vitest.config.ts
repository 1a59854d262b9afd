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
      {
        test: {
          name: "gateway",
          include: [E2E],
          globalSetup: ["test/e2e/pack.setup.ts"],
          // They wait on facts, never on time; these only end what hangs, also on a busy machine.
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      // What runs in the Gateway's process, in the engine's thread or in a browser is out of the counter's sight.
      exclude: [
        "src/generated/**",
        "src/host/**",
        "src/index.ts",
        "src/engine/thread/thread.ts",
        "src/cli/**",
        "src/ui/**",
      ],
      thresholds: { lines: 90, branches: 80 },
    },
  },
});
