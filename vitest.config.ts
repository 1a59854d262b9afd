import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes: started last, one of them would run on alone. */
const LONGEST = ["facts", "channels", "own-command", "page", "kills", "first-hour"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at === -1 ? LONGEST.length : at;
    };
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}

/** Tests in the genuine Gateway. They wait on facts, never on time; the limits only end what hangs. */
const gateway = {
  globalSetup: ["test/e2e/pack.setup.ts"],
  testTimeout: 240_000,
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    // A Gateway takes 1.2 GB: never more than two at a time.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "code",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/long/**", "test/oracles/**", "test/receiving/**"],
          testTimeout: 20_000,
        },
      },
      // What waits for real time, or starts the host's command many times.
      { test: { name: "code-long", include: ["test/long/*.test.ts"], testTimeout: 120_000 } },
      // The presets against their vendors' libraries, which this project installs for itself.
      {
        test: {
          name: "oracles",
          globalSetup: ["test/oracles/install.setup.ts"],
          include: ["test/oracles/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 600_000,
        },
      },
      // The receivers' library in the frameworks and runtimes that it is for, and AsyncAPI's own parser.
      {
        test: {
          name: "receiving",
          globalSetup: ["test/receiving/install.setup.ts"],
          include: ["test/receiving/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 600_000,
        },
      },
      // Each surface once: for every day.
      { test: { ...gateway, name: "gateway", include: ["test/e2e/*.test.ts"] } },
      // The rest, minutes more: for every change before it lands.
      {
        test: {
          ...gateway,
          globalSetup: [...gateway.globalSetup, "test/oracles/install.setup.ts"],
          name: "gateway-long",
          include: ["test/e2e/long/*.test.ts"],
        },
      },
    ],
    coverage: {
      // Counting takes a tenth of the time.
      enabled: process.env["COVERAGE"] !== undefined,
      provider: "v8",
      include: ["src/**/*.ts"],
      // What runs in the Gateway's process, in the engine's thread or in a browser is out of the counter's sight.
      exclude: [
        "src/generated/**",
        "src/host/**",
        "src/index.ts",
        "src/engine/thread/thread.ts",
        "src/inbound/thread/decide-thread.ts",
        "src/cli/**",
        "src/ui/**",
      ],
      thresholds: { lines: 90, branches: 80 },
    },
  },
});
