// Debian's chromium, driven by playwright-core, as the operator who looks at the Control UI.
import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";
import type { Host } from "./gateway.ts";

const CHROMIUM = "/usr/bin/chromium";
/** Where the Control UI keeps what the Gateway gave this browser. */
const DEVICE_TOKENS = "openclaw.device.auth.v1";

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
  /** Of the browser, which the Control UI takes up until somebody chooses another one. */
  locale?: string;
}

/** The plugin's page in the Control UI, signed in. */
export async function openPage(browser: Browser, host: Host, look: Look = {}): Promise<Page> {
  const { width = 1280, height = 860, theme = "dark", query = "", locale = "en-US" } = look;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme, locale });
  await page.goto(`${pageUrl(host, query)}#token=${host.token}`);
  return page;
}

/**
 * The page once more, as an operator with fewer scopes: the browser was paired when it signed in, and asks the
 * Gateway for no more than these with its own device token. The Gateway grants and enforces them.
 */
export async function openNarrowed(
  page: Page,
  host: Host,
  scopes: readonly string[],
  query = "",
): Promise<void> {
  // Stands there once the Gateway has answered, with the device token.
  await page.locator(".ew-page").waitFor({ timeout: 60_000 });
  await page.evaluate(`(() => {
    const key = Object.keys(localStorage).find((each) => each.startsWith("${DEVICE_TOKENS}"));
    const kept = JSON.parse(localStorage.getItem(key));
    kept.tokens.operator.scopes = ${JSON.stringify(scopes)};
    localStorage.setItem(key, JSON.stringify(kept));
    sessionStorage.clear();
  })()`);
  // A change of the fragment alone would load nothing.
  await page.goto("about:blank");
  await page.goto(pageUrl(host, query));
}

function pageUrl({ port }: Host, query: string): string {
  return `http://127.0.0.1:${port}/plugin?plugin=event-webhooks&id=webhooks${query}`;
}
