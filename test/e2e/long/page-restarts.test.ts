// The Webhooks page around restarts: it comes back by itself, and is a read-only tab where native pages are off.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { HAS_BROWSER, launchBrowser, openPage } from "../../support/browser.ts";
import type { Gateway } from "../../support/gateway.ts";
import { createStage, type Stage } from "../../support/stage.ts";
import { ACTS, configurePage, rows, say, tab, WAIT } from "../../support/webhooks-page.ts";

describe.skipIf(!HAS_BROWSER)("the Webhooks page, around restarts", () => {
  let stage: Stage;
  let gateway: Gateway;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    await configurePage(stage, true);
    gateway = await stage.host.start();
    browser = await launchBrowser();
    page = await openPage(browser, stage.host);
    await tab(page, "Deliveries").click(WAIT);
    await say(stage, "hello there");
    await rows(page).filter({ hasText: "message.sent" }).first().waitFor(WAIT);
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.dispose();
  });

  it("comes back by itself, at the same place, when the Gateway was gone", async () => {
    await gateway.stop();
    // The Control UI takes every plugin's page away and says itself that it reconnects.
    await page.locator(".ew-page").waitFor({ state: "detached", ...WAIT });
    gateway = await stage.host.start();
    await rows(page).first().waitFor({ timeout: 120_000 });
    await say(stage, "are you back?");
    await expect.poll(() => rows(page).first().innerText(), WAIT).toMatch(/message/);
  });

  it("is a read-only tab where native pages are off", async () => {
    await page.close();
    await gateway.stop();
    await configurePage(stage, false);
    gateway = await stage.host.start();
    page = await openPage(browser, stage.host);
    const frame = page.frameLocator("iframe.plugin-tab-embed__frame");
    await frame.getByText("Settings → Labs → Custom plugin UI").waitFor(WAIT);
    const refused = JSON.stringify({ ok: false, message: "the engine is away" });
    const headers = { "Access-Control-Allow-Origin": "*" };
    await page.route("**/ask/list", (route) =>
      route.fulfill({ status: 400, headers, body: refused }),
    );
    await frame.getByRole("button", { name: "Deliveries" }).click();
    await frame.getByText("the engine is away").waitFor(WAIT);
    await page.unroute("**/ask/list");
    await frame.getByRole("button", { name: "Try again" }).click();
    const delivered = frame.locator(".ew-line:not(.ew-head)").filter({ hasText: "Delivered" });
    await delivered.first().click(WAIT);
    await frame.getByText("Attempt 1").first().waitFor(WAIT);
    expect(await frame.getByRole("button", { name: ACTS }).count()).toBe(0);
    const url = `http://127.0.0.1:${stage.host.port}/event-webhooks/page`;
    expect((await fetch(url)).status).toBe(401);
    const ask = async (method: string, key?: string): Promise<number> => {
      const body = JSON.stringify({ key, params: {} });
      return (await fetch(`${url}-parts/ask/${method}`, { method: "POST", body })).status;
    };
    expect(await ask("list")).toBe(403);
    const document = await fetch(url, { headers: { authorization: `Bearer ${stage.host.token}` } });
    const [, key = ""] = /data-key="([^"]+)"/.exec(await document.text()) ?? [];
    expect(await ask("list", key)).toBe(200);
    expect(await ask("retry", key)).toBe(404);
    // Opened by a link, it must not run with the Control UI's origin.
    expect(document.headers.get("content-security-policy")).toContain("sandbox allow-scripts");
  });
});
