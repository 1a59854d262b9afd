// Senders whose check Tern holds, a maintained framework that verifies webhooks of many.
import { load } from "./load.ts";
import type { Oracle } from "./oracle.ts";

const SECRET = "a-shared-secret";

const PLATFORMS: Readonly<Record<string, string>> = {
  doppler: "doppler",
  grafana: "grafana",
  lemonsqueezy: "lemonsqueezy",
  sentry: "sentry",
};

export const TERN: readonly Oracle[] = Object.entries(PLATFORMS).map(([preset, platform]) => ({
  preset,
  secret: SECRET,
  // It looks at the clock of a header that is sent, though not signed.
  ...(preset === "sentry" && {
    headers: { "sentry-hook-timestamp": String(Math.floor(Date.now() / 1000)) },
  }),
  accepts: async ({ headers }, body) => {
    const request = new Request("https://me.example.com/", { method: "POST", headers, body });
    const { WebhookVerificationService } = load("@hookflo/tern");
    const result = await WebhookVerificationService.verify(request, { platform, secret: SECRET });
    return result.isValid as boolean;
  },
}));
