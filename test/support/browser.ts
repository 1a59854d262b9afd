// Debian's chromium, driven by playwright-core, as the operator who looks at the Control UI.
import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";
import type { Host } from "./gateway.ts";

const CHROMIUM = "/usr/bin/chromium";

/** False: the tests that need a browser are skipped, and say so. In CI they must run. */
export const HAS_BROWSER = existsSync(CHROMIUM) || process.env["CI"] === "true";

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
}

export interface Look {
  width?: number;
  height?: number;
  theme?: "dark" | "light";
  /** What follows the page's address, for example `&p.view=endpoints`. */
  query?: string;
}

/** The plugin's page in the Control UI, signed in. */
export async function openPage(browser: Browser, host: Host, look: Look = {}): Promise<Page> {
  const { width = 1280, height = 860, theme = "dark", query = "" } = look;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme });
  const origin = `http://127.0.0.1:${host.port}`;
  await page.goto(`${origin}/plugin?plugin=event-webhooks&id=webhooks${query}#token=${host.token}`);
  return page;
}
