// What an operator feels of the page in the genuine Control UI, with 100,000 deliveries in the log: how soon the
// list is there, how it scrolls, and how it answers while a thousand deliveries a second are made.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { launchBrowser } from "../test/support/browser.ts";
import { createHost, hostConfig, type Host } from "../test/support/gateway.ts";
import { startModelServer } from "../test/support/model-server.ts";
import { installPlugin } from "../test/support/packed-plugin.ts";
import { writePast } from "../test/support/past-deliveries.ts";
import { report } from "./report.ts";

const DAY_MS = 86_400_000;
const TYPES = ["message.received", "tool.called", "tool.completed", "message.sent"] as const;
const PROBE = fileURLToPath(new URL("page-probe.js", import.meta.url));
const ROW = ".ew-line:not(.ew-head)";
const OPENINGS = 5;
/** In each frame: a fast fling, and every row another in every frame. */
const FLING_PX = 240;
const SCREENFUL_PX = 840;
const SCROLL_FRAMES = 600;
const PER_SECOND = 1000;
const BURST_MS = 15_000;
const KEY_EVERY_MS = 100;

// The packed plugin, and how many deliveries the log holds.
const [tarball = "", rows = "100000"] = process.argv.slice(2);

interface Watched {
  keys: number[];
  frames: number[];
  blocked: number[];
}

const share = (all: readonly number[], part: number): number =>
  all.toSorted((one, other) => one - other)[Math.ceil(all.length * part) - 1] ?? Number.NaN;
const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0);

/** Answers at once and counts. */
async function startReceiver(): Promise<{ url: string; count: () => number; close: () => void }> {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      count += 1;
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, count: () => count, close: () => server.close() };
}

async function writeConfig(host: Host, modelBaseUrl: string, url: string): Promise<void> {
  const base = hostConfig({ modelBaseUrl }, host.directory, host.port, host.token);
  const endpoints = [{ name: "main", url, events: ["*"], allowPrivateNetwork: true }];
  await host.writeConfig({
    ...base,
    gateway: {
      ...(base["gateway"] as object),
      controlUi: { experimental: { customPlugins: true } },
    },
    plugins: {
      allow: ["event-webhooks"],
      entries: { "event-webhooks": { enabled: true, config: { endpoints } } },
    },
  });
}

/** By clicks in a Control UI that is there already: the page by the navigation, the list by its tab. */
async function openings(page: Page): Promise<{ overview: number; list: number }> {
  const overview: number[] = [];
  const list: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening += 1) {
    await page.getByRole("link", { name: "Plugins", exact: true }).click();
    await page.locator(".ew-page").waitFor({ state: "detached" });
    overview.push(await clickUntil(page, 'a[href*="event-webhooks"]', ".ew-totals"));
    list.push(await clickUntil(page, ".ew-header nav button:nth-child(2)", ROW));
  }
  return { overview: share(overview, 0.5), list: share(list, 0.5) };
}

function clickUntil(page: Page, selector: string, shown: string): Promise<number> {
  return page.evaluate(`(() => {
    document.querySelector(${JSON.stringify(selector)}).click();
    return pageProbe.untilShown(${JSON.stringify(shown)});
  })()`);
}

async function measure(host: Host, count: () => number): Promise<Record<string, number>> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    page.setDefaultTimeout(120_000);
    await page.addInitScript({ path: PROBE });
    const origin = `http://127.0.0.1:${host.port}`;
    const place = "plugin?plugin=event-webhooks&id=webhooks&p.view=deliveries";
    const started = performance.now();
    await page.goto(`${origin}/${place}#token=${host.token}`);
    await page.locator(ROW).first().waitFor();
    const coldMs = performance.now() - started;
    const opened = await openings(page);
    const burst = await duringBurst(host, page, count);
    const loadedRows = await page.evaluate<number>(`pageProbe.loadRows(${rows})`);
    const scrolled = (px: number): Promise<number[]> =>
      page.evaluate(`pageProbe.scrollFrames(${px}, ${SCROLL_FRAMES})`);
    const fling = await scrolled(FLING_PX);
    const screenfuls = await scrolled(SCREENFUL_PX);
    const plain = await page.evaluate<number[]>(
      `pageProbe.plainFrames(${FLING_PX}, ${SCROLL_FRAMES})`,
    );
    return {
      coldMs,
      overviewMs: opened.overview,
      listMs: opened.list,
      ...burst,
      loadedRows,
      plainP50Ms: share(plain, 0.5),
      plainP99Ms: share(plain, 0.99),
      flingP50Ms: share(fling, 0.5),
      flingP99Ms: share(fling, 0.99),
      screenfulsP50Ms: share(screenfuls, 0.5),
      screenfulsP99Ms: share(screenfuls, 0.99),
    };
  } finally {
    await browser.close();
  }
}

/** Stored events once more, at a fixed rate: each is a delivery of its own. */
async function duringBurst(
  host: Host,
  page: Page,
  count: () => number,
): Promise<Record<string, number>> {
  const idle = await watched(page, BURST_MS / 3);
  const replay = host.run(["webhook", "replay", "--since", "2d", "--rate", String(PER_SECOND)]);
  const before = count();
  while (count() < before + PER_SECOND) await setTimeout(50);
  const [first, begun] = [count(), performance.now()];
  const busy = await watched(page, BURST_MS);
  const perSecond = ((count() - first) * 1000) / (performance.now() - begun);
  // What is not sent yet would go on during what is measured next.
  await host.run(["webhook", "purge", "--endpoint", "main", "--pending", "--yes"]);
  await replay;
  return {
    perSecond,
    idleKeyP99Ms: share(idle.keys, 0.99),
    idleFrameP99Ms: share(idle.frames, 0.99),
    keyP50Ms: share(busy.keys, 0.5),
    keyP99Ms: share(busy.keys, 0.99),
    frameP99Ms: share(busy.frames, 0.99),
    longestTaskMs: Math.max(0, ...busy.blocked),
    blockedShare: sum(busy.blocked) / BURST_MS,
  };
}

/** Presses a key every so often; it does nothing, so that its time is the page's alone. */
async function watched(page: Page, ms: number): Promise<Watched> {
  await page.evaluate("pageProbe.watch()");
  const deadline = performance.now() + ms;
  while (performance.now() < deadline) {
    await page.keyboard.press("Shift");
    await setTimeout(KEY_EVERY_MS);
  }
  return page.evaluate<Watched>("pageProbe.report()");
}

async function inGateway(): Promise<void> {
  const model = await startModelServer();
  const receiver = await startReceiver();
  const host = await createHost({ modelBaseUrl: model.baseUrl });
  try {
    await installPlugin(host, tarball);
    await writePast(host, {
      endpoints: [{ name: "main", hears: TYPES, tookMs: 20, fails: 0, dies: 0.02 }],
      types: TYPES,
      events: Number(rows),
      from: Date.now() - DAY_MS,
      to: Date.now(),
      groupSize: 500,
    });
    await writeConfig(host, model.baseUrl, receiver.url);
    await host.start();
    report(await measure(host, receiver.count));
  } finally {
    await host.dispose();
    receiver.close();
    await model.close();
  }
}

await inGateway();
