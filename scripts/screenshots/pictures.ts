// The pictures: where each is taken, and what has to be in sight first.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { openPage, type Look } from "../../test/support/browser.ts";
import type { Host } from "../../test/support/gateway.ts";
import { smallerPng } from "./png.ts";

/** Of the host, for its community; it would fill a part of each picture. */
const INVITATION = "Dismiss and don't show again";

interface Picture extends Look {
  name: string;
  /** Gets the page to what the picture shows; resolves when it is in sight. */
  ready: (page: Page) => Promise<unknown>;
}

const row = (page: Page, ...texts: string[]): ReturnType<Page["locator"]> =>
  texts.reduce((rows, hasText) => rows.filter({ hasText }), page.locator(".ew-line:not(.ew-head)"));

const overview = (page: Page): Promise<void> => page.locator(".ew-plot canvas").nth(1).waitFor();

export const NATIVE: readonly Picture[] = [
  { name: "overview-dark", ready: overview },
  { name: "overview-light", theme: "light", ready: overview },
  {
    name: "deliveries",
    query: "&p.view=deliveries",
    ready: (page) => row(page, "legacy-erp").first().waitFor(),
  },
  {
    name: "delivery",
    query: "&p.view=deliveries",
    async ready(page) {
      await row(page, "legacy-erp", "Dead").first().click();
      await page.getByText("SHA-256").waitFor();
    },
  },
  {
    name: "endpoints",
    query: "&p.view=endpoints",
    ready: (page) => page.getByRole("heading", { name: "billing" }).waitFor(),
  },
  {
    name: "inbound",
    query: "&p.view=requests",
    async ready(page) {
      await page
        .getByRole("row", { name: /Completed deploy/ })
        .getByRole("button")
        .click();
      await page.getByRole("button", { name: "Show prompt" }).click();
      await page.locator("mark").first().waitFor();
      await page.locator(".ew-detail").evaluate((pane) => pane.scrollTo(0, 0));
    },
  },
  {
    name: "phone",
    theme: "light",
    width: 390,
    height: 800,
    query: "&p.view=deliveries",
    ready: (page) => row(page, "legacy-erp").first().waitFor(),
  },
];

export const EMPTY: Picture = {
  name: "empty",
  ready: (page) => page.getByText("No endpoint yet").waitFor(),
};

export const FRAMED: Picture = {
  name: "tab",
  async ready(page) {
    const frame: FrameLocator = page.frameLocator("iframe.plugin-tab-embed__frame");
    await frame.locator(".ew-plot canvas").nth(1).waitFor();
  },
};

export async function take(
  browser: Browser,
  host: Host,
  { name, ready, ...look }: Picture,
  directory: string,
): Promise<void> {
  const page = await openPage(browser, host, look);
  page.setDefaultTimeout(90_000);
  // A phone hides it with the navigation.
  if (look.width === undefined) await page.getByRole("button", { name: INVITATION }).click();
  await ready(page);
  await page.evaluate("document.fonts.ready");
  await page.mouse.move(0, 0);
  const picture = smallerPng(await page.screenshot({ animations: "disabled" }));
  await writeFile(join(directory, `${name}.png`), picture);
  await page.close();
}
