// The Webhooks page in the genuine Control UI: a stage that has something to show, and the parts of the page.
import type { Page } from "playwright-core";
import type { Stage } from "./stage.ts";

const SHORT_RETRY = { maxAttempts: 1, backoffMs: 100 };
export const WAIT = { timeout: 60_000 };

/** An endpoint that answers, one that nobody listens at, and a route. */
export async function configurePage(stage: Stage, customPlugins: boolean): Promise<void> {
  const base = stage.hostConfig();
  const endpoints = [
    stage.endpoint({ retry: SHORT_RETRY }),
    stage.endpoint({ name: "nobody", url: "http://127.0.0.1:9/", retry: SHORT_RETRY }),
  ];
  const template = "Alert: {{body.title}}";
  const inbound = { endpoints: { alert: { agentId: "alert-handler", template } } };
  await stage.host.writeConfig({
    ...base,
    gateway: {
      ...(base["gateway"] as object),
      controlUi: { experimental: { customPlugins } },
    },
    plugins: {
      allow: ["telegram", "event-webhooks"],
      entries: { "event-webhooks": { enabled: true, config: { endpoints, inbound } } },
    },
  });
}

/** Buttons that change something. */
export const ACTS = /Retry now|Retry these|Pause|Resume|Send test|Replay|Dry run/;
export const rows = (page: Page): ReturnType<Page["locator"]> =>
  page.locator(".ew-line:not(.ew-head)");
export const tab = (page: Page, name: string): ReturnType<Page["locator"]> =>
  page.locator(".ew-header").getByRole("button", { name });

/** Somebody writes, and the receiver has the reply. */
export async function say(stage: Stage, message: string, arrives = "message.sent"): Promise<void> {
  const before = stage.receiver.received.length;
  stage.telegram.write(message);
  await stage.receiver.until((all) =>
    all.slice(before).some(({ event }) => event.type === arrives),
  );
}
