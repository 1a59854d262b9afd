// The page in the languages of the Control UI: it follows the host's choice, also while it is open.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { PAGE_WORDS } from "../../../src/words/page.ts";
import { seriousFindings } from "../../support/accessibility.ts";
import { HAS_BROWSER, launchBrowser, openPage } from "../../support/browser.ts";
import { createStage, type Stage } from "../../support/stage.ts";
import { configurePage, rows, say, WAIT } from "../../support/webhooks-page.ts";

const VIEWS = ["overview", "deliveries", "endpoints", "requests"] as const;
/** As the Control UI calls them. */
const LOCALES = { en: "en", ko: "ko", ja: "ja-JP", "zh-CN": "zh-CN" } as const;

const tabs = (page: Page): Promise<string[]> =>
  page.locator(".ew-header nav button").allInnerTexts();
const heads = (page: Page): Promise<string[]> =>
  page.locator(".ew-head [role=columnheader]").allInnerTexts();
const language = (page: Page): Promise<string | null> =>
  page.locator(".ew-page").getAttribute("lang");
const link = (page: Page, name: string): ReturnType<Page["locator"]> =>
  page.getByRole("link", { name, exact: true });

describe.skipIf(!HAS_BROWSER)("the page's language, in the genuine Control UI", () => {
  let stage: Stage;
  let browser: Browser;

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    await configurePage(stage, true);
    await stage.host.start();
    browser = await launchBrowser();
    await say(stage, "안녕하세요");
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.dispose();
  });

  /** As the settings of the Control UI do it, for every page of the Gateway. */
  async function choose(locale: string): Promise<void> {
    const { hash } = (await stage.host.call("config.get", {})) as { hash: string };
    const raw = JSON.stringify({ ui: { prefs: { locale } } });
    await stage.host.call("config.patch", { raw, baseHash: hash });
  }

  it("is Korean where the Control UI is, in its navigation, its words and its times", async () => {
    const page = await openPage(browser, stage.host, {
      locale: "ko-KR",
      query: "&p.view=deliveries",
    });
    await rows(page).first().waitFor(WAIT);
    expect(await page.locator("html").getAttribute("lang")).toBe("ko");
    expect(await language(page)).toBe("ko");
    expect(await link(page, "웹훅").count()).toBe(1);
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("웹훅");
    expect(await tabs(page)).toEqual(["개요", "전송", "엔드포인트", "수신"]);
    expect(await heads(page)).toEqual([
      "시각",
      "상태",
      "이벤트",
      "엔드포인트",
      "에이전트 · 사용자",
      "시도",
      "소요",
      "응답",
    ]);
    await rows(page).filter({ hasText: "전송됨" }).first().click(WAIT);
    const detail = page.getByRole("complementary", { name: "전송", exact: true });
    await detail.getByText("시도 1").waitFor(WAIT);
    expect(await detail.getByRole("heading", { level: 3 }).allInnerTexts()).toEqual([
      "시도",
      "이유",
      "요청",
      "마지막 시도의 응답",
      "이벤트",
    ]);
    const [exact = "", iso = ""] = (
      (await detail.locator("dl time").first().getAttribute("title")) ?? ""
    ).split("\n");
    expect(exact).toContain(new Date(iso).toLocaleDateString("ko", { dateStyle: "full" }));
    await page.close();
  });

  it("changes with the host's choice while it is open, and keeps what is opened", async () => {
    const page = await openPage(browser, stage.host, {
      locale: "ko-KR",
      query: "&p.view=deliveries",
    });
    await rows(page).first().click(WAIT);
    await page.getByRole("complementary", { name: "전송", exact: true }).waitFor(WAIT);
    for (const [locale, code] of [
      ["ja-JP", "ja"],
      ["zh-CN", "zh-CN"],
    ] as const) {
      const { shell, delivery } = PAGE_WORDS[code];
      await choose(locale);
      await expect.poll(() => tabs(page), WAIT).toEqual(Object.values(shell.tabs));
      expect(await language(page)).toBe(code);
      expect(await link(page, shell.title).count()).toBe(1);
      const detail = page.getByRole("complementary", { name: delivery.label, exact: true });
      expect(await detail.getByRole("heading", { level: 3 }).first().innerText()).toBe(
        delivery.attempts,
      );
    }
    // One that the page does not speak.
    await choose("de");
    await expect.poll(() => tabs(page), WAIT).toEqual(Object.values(PAGE_WORDS.en.shell.tabs));
    expect(await language(page)).toBe("en");
    await page.close();
  });

  it.each(Object.entries(LOCALES))(
    "fits a phone in %s, and keeps nobody out",
    async (code, locale) => {
      await choose(locale);
      for (const view of VIEWS) {
        const query = `&p.view=${view}`;
        const page = await openPage(browser, stage.host, { width: 390, height: 800, query });
        await page.locator(`.ew-page[lang="${code}"][data-view="${view}"]`).waitFor(WAIT);
        await page.locator(".ew-part > :not(.ew-note)").first().waitFor(WAIT);
        const beyond = await page.evaluate(
          "document.querySelector('.ew-page').scrollWidth - document.querySelector('.ew-page').clientWidth",
        );
        expect(`${view} ${String(beyond)}`).toBe(`${view} 0`);
        expect(await seriousFindings(page)).toEqual([]);
        await page.close();
      }
    },
  );
});
