// The page as an operator meets it: in the genuine Control UI of a genuine Gateway, in a browser.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { seriousFindings } from "../support/accessibility.ts";
import { HAS_BROWSER, launchBrowser, openNarrowed, openPage } from "../support/browser.ts";
import { createStage, type Stage } from "../support/stage.ts";
import { ACTS, configurePage, rows, say as sayOn, tab, WAIT } from "../support/webhooks-page.ts";

/** A list that has the focus stands still; it goes on when the focus leaves it. */
const leaveList = (page: Page): Promise<void> =>
  page.getByRole("heading", { name: "Webhooks" }).click();

describe.skipIf(!HAS_BROWSER)("the Webhooks page, in the genuine Control UI", () => {
  let stage: Stage;
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];

  const say = (message: string, arrives?: string): Promise<void> => sayOn(stage, message, arrives);

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    await configurePage(stage, true);
    await stage.host.start();
    browser = await launchBrowser();
    page = await openPage(browser, stage.host);
    page.on("request", (request) => asked.push(request.url()));
    await tab(page, "Deliveries").click(WAIT);
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.dispose();
  });

  it("stands in the navigation", async () => {
    const link = page.getByRole("link", { name: "Webhooks" });
    expect(await link.count()).toBe(1);
  });

  it("shows deliveries as they are made", async () => {
    await page.getByText("Nothing sent yet").waitFor(WAIT);
    await say("hello there");
    await rows(page).filter({ hasText: "message.sent" }).first().waitFor(WAIT);
    await rows(page).filter({ hasText: "Dead" }).first().waitFor(WAIT);
  });

  it("narrows them by status and endpoint, and takes the filter off again", async () => {
    await page.getByRole("button", { name: "Dead", exact: true }).click();
    await expect.poll(() => rows(page).filter({ hasText: "main-webhook" }).count()).toBe(0);
    await rows(page).filter({ hasText: "nobody" }).first().waitFor(WAIT);
    expect(page.url()).toContain("dead");
    await page.getByRole("button", { name: "Clear filters" }).click();
    await rows(page).filter({ hasText: "main-webhook" }).first().waitFor(WAIT);
  });

  it("opens one by keyboard alone, and shows what was said only when asked", async () => {
    await page.getByRole("grid").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const detail = page.getByRole("complementary", { name: "Delivery" });
    await detail.getByText("Attempt 1").waitFor(WAIT);
    expect(await detail.innerText()).not.toContain('"instanceId"');
    await detail.getByRole("button", { name: "Show body" }).focus();
    await page.keyboard.press("Enter");
    await detail.getByText('"instanceId"').waitFor(WAIT);
    expect(await detail.innerText()).not.toContain("whsec_");
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await detail.waitFor({ state: "detached", ...WAIT });
  });

  it("shows what came from outside as text", async () => {
    const markup = '<img src=x onerror="document.title=1">';
    const heard = rows(page).filter({ hasText: "message.received" });
    const before = await heard.first().getAttribute("id");
    await leaveList(page);
    await say(markup);
    await expect.poll(() => heard.first().getAttribute("id"), WAIT).not.toBe(before);
    await heard.first().click();
    const detail = page.getByRole("complementary", { name: "Delivery" });
    await detail.getByRole("button", { name: "Show body" }).click();
    await detail.getByText("onerror").first().waitFor(WAIT);
    expect(await detail.locator("img").count()).toBe(0);
    await page.keyboard.press("Escape");
  });

  it("retries one that failed, and it arrives", async () => {
    await leaveList(page);
    stage.receiver.answerNext(...Array.from({ length: 20 }, () => 500));
    stage.telegram.write("this one fails");
    const dead = rows(page).filter({ hasText: "Dead" }).filter({ hasText: "main-webhook" });
    // What was heard and what was answered: then no row comes any more.
    await expect.poll(() => dead.count(), WAIT).toBeGreaterThanOrEqual(2);
    stage.receiver.forgetAnswers();
    await dead.first().click();
    const detail = page.getByRole("complementary", { name: "Delivery" });
    await detail.getByRole("button", { name: "Retry now" }).click();
    await detail.locator("header").getByText("Delivered").waitFor(WAIT);
    await detail.getByText("Attempt 2").waitFor(WAIT);
    await page.keyboard.press("Escape");
  });

  it("sends one that was delivered once more", async () => {
    await leaveList(page);
    await rows(page).filter({ hasText: "Delivered" }).first().click();
    const detail = page.getByRole("complementary", { name: "Delivery" });
    await detail.getByRole("button", { name: "Replay" }).click(WAIT);
    await detail.getByText("Sent once more").waitFor(WAIT);
    await stage.receiver.until((all) =>
      all.some(({ headers }) => headers["x-openclaw-replay"] === "true"),
    );
    await page.keyboard.press("Escape");
  });

  it("counts before it retries many", async () => {
    await page.getByRole("button", { name: "Retry these…" }).click();
    const dialog = page.getByRole("dialog", { name: "Retry deliveries" });
    await dialog.getByText("fit the filters").waitFor(WAIT);
    await dialog.getByRole("button", { name: /^Retry \d+/ }).click();
    await dialog.getByText("on their way").waitFor(WAIT);
    await dialog.getByRole("button", { name: "Close" }).click();
  });

  it("pauses, resumes and tests an endpoint", async () => {
    await tab(page, "Endpoints").click();
    const card = page.getByRole("listitem", { name: "main-webhook" });
    await card.getByRole("button", { name: "Pause" }).click(WAIT);
    await card.getByRole("button", { name: "Resume" }).waitFor(WAIT);
    await card.getByRole("button", { name: "Resume" }).click();
    await card.getByRole("button", { name: "Pause" }).waitFor(WAIT);
    await card.getByRole("button", { name: "Send test" }).click();
    await card.getByText("Delivered: 200").waitFor(WAIT);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it("shows what an endpoint would send, without its signature, and sends nothing", async () => {
    const before = stage.receiver.received.length;
    const card = page.getByRole("listitem", { name: "main-webhook" });
    await card.getByRole("combobox").selectOption("tool.called");
    await card.getByRole("button", { name: "Preview" }).click();
    const dialog = page.getByRole("dialog", { name: "tool.called to main-webhook" });
    await dialog.getByText("would be sent").waitFor(WAIT);
    expect(await dialog.innerText()).toMatch(/X-OpenClaw-Signature: …\n[^]*"type": "tool.called"/);
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Close" }).click();
    await dialog.waitFor({ state: "detached", ...WAIT });
    expect(stage.receiver.received).toHaveLength(before);
  });

  it("says what narrows the list also beside an opened one on a phone, and takes it off", async () => {
    const query = "&p.view=deliveries&p.status=delivered&p.endpoint=main-webhook";
    const phone = await openPage(browser, stage.host, { width: 390, height: 800, query });
    await rows(phone).first().click(WAIT);
    await phone.getByText("Attempt 1").first().waitFor(WAIT);
    const active = phone.getByRole("group", { name: "The list is narrowed by" });
    expect((await active.getByRole("button").allInnerTexts()).map((text) => text.trim())).toEqual([
      "Status: Delivered ×",
      "Endpoint: main-webhook ×",
      "Clear filters",
    ]);
    await active.getByRole("button", { name: "Status: Delivered" }).click();
    await expect.poll(() => active.getByRole("button").count(), WAIT).toBe(2);
    await phone.close();
  });

  it("opens the row that is clicked, wherever the list is scrolled", async () => {
    const low = await openPage(browser, stage.host, { height: 420, query: "&p.view=deliveries" });
    await rows(low).first().waitFor(WAIT);
    const height = await low.getByRole("grid").evaluate((list) => {
      list.scrollTop = list.scrollHeight;
      return list.scrollHeight - list.clientHeight;
    });
    expect(height).toBeGreaterThan(100);
    const chosen = rows(low).last();
    const id = (await chosen.getAttribute("id")) ?? "";
    await chosen.click();
    const detail = low.getByRole("complementary", { name: "Delivery" });
    await detail.getByText(id, { exact: true }).waitFor(WAIT);
    await low.close();
  });

  it("offers nothing that an operator who may only read cannot do", async () => {
    const reader = await openPage(browser, stage.host);
    await openNarrowed(reader, stage.host, ["operator.read"], "&p.view=deliveries");
    await rows(reader).filter({ hasText: "Dead" }).first().click(WAIT);
    const detail = reader.getByRole("complementary", { name: "Delivery" });
    await detail.getByText("Attempt 1").waitFor(WAIT);
    await detail.getByRole("button", { name: "Copy as curl" }).waitFor(WAIT);
    const acts = reader.getByRole("button", { name: ACTS });
    expect(await acts.count()).toBe(0);
    await tab(reader, "Endpoints").click();
    await reader.getByRole("listitem", { name: "main-webhook" }).waitFor(WAIT);
    expect(await acts.count()).toBe(0);
    await reader.getByText("Read only").waitFor(WAIT);
    await reader.close();
  });

  it("shows what came from outside: the verdict of every step, the prompt, a dry run", async () => {
    const url = `http://127.0.0.1:${stage.host.port}/webhooks/inbound/alert`;
    const title = "disk full on the <b>third</b> machine";
    const post = (headers: Record<string, string>): Promise<Response> =>
      fetch(url, { method: "POST", headers, body: JSON.stringify({ title }) });
    const json = { "content-type": "application/json" };
    expect((await post({ ...json, "x-forwarded-for": "203.0.113.9" })).status).toBe(401);
    expect((await post(json)).status).toBe(200);
    await stage.receiver.until((all) =>
      all.some(({ event }) => event.type === "inbound.completed"),
    );

    await tab(page, "Inbound").click();
    const routes = page.getByRole("region", { name: "Routes" }).getByRole("row");
    await routes.filter({ hasText: url }).filter({ hasText: "this machine only" }).waitFor(WAIT);
    const requests = page.getByRole("region", { name: "Inbound requests" }).getByRole("row");
    const detail = page.getByRole("complementary", { name: "Inbound" });
    const step = (name: string): ReturnType<Page["locator"]> =>
      detail.getByRole("region", { name: "Steps" }).getByRole("listitem").filter({ hasText: name });
    await requests.filter({ hasText: "Rejected" }).first().click(WAIT);
    await step("authenticity").getByRole("img", { name: "failed" }).waitFor(WAIT);
    await page.keyboard.press("Escape");
    await requests.filter({ hasText: "Completed" }).first().click(WAIT);
    await step("authenticity").getByRole("img", { name: "passed" }).waitFor(WAIT);
    await detail.getByRole("button", { name: "Show prompt" }).click(WAIT);
    await detail.locator("mark").filter({ hasText: title }).first().waitFor(WAIT);
    const turns = stage.model.requests.length;
    await detail.getByRole("button", { name: "Dry run" }).click();
    await detail.getByText("Nothing is different.").waitFor(WAIT);
    expect(stage.model.requests).toHaveLength(turns);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
  });

  it("asks nobody but the Gateway", () => {
    const own = `http://127.0.0.1:${stage.host.port}/`;
    expect(asked.filter((url) => !url.startsWith(own) && !/^(data|blob):/.test(url))).toEqual([]);
  });

  it("fits a phone, in the light theme too", async () => {
    const phone = await openPage(browser, stage.host, { width: 390, height: 800, theme: "light" });
    await tab(phone, "Deliveries").click(WAIT);
    await rows(phone).filter({ hasText: "Delivered" }).first().click(WAIT);
    await phone.getByText("Attempt 1").waitFor(WAIT);
    const wider = await phone
      .locator(".ew-page")
      .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(wider).toBe(0);
    expect(await seriousFindings(phone)).toEqual([]);
    await phone.close();
  });
});
