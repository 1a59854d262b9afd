// The rows of the page in the Control UI.
import { HAS_BROWSER } from "../test/support/browser.ts";
import { measureInGateway, type Extent } from "./measure.ts";
import { row, withGoal, type Measured, type Row } from "./rows.ts";

const DELIVERIES = 100_000;

export async function pageRows({ runs }: Extent): Promise<Row[]> {
  const all: Measured[] = HAS_BROWSER
    ? await measureInGateway(runs, "page.ts", String(DELIVERIES))
    : ["chromium is not installed"];
  const burst = "at 1,000 deliveries/s";
  return [
    row("Control UI and page, cold, until the first row", "ms", all, "coldMs"),
    withGoal(row("click in the navigation until the figures", "ms", all, "overviewMs"), "<=", 500),
    withGoal(row("click on Deliveries until the first row", "ms", all, "listMs"), "<=", 500),
    row("rows in the list", "rows", all, "loadedRows"),
    row("time between frames, plain HTML scrolled 240 px in each, p50", "ms", all, "plainP50Ms"),
    row("time between frames, plain HTML scrolled 240 px in each, p99", "ms", all, "plainP99Ms"),
    row("time between frames, scrolled 240 px in each, p50", "ms", all, "flingP50Ms"),
    withGoal(
      row("time between frames, scrolled 240 px in each, p99", "ms", all, "flingP99Ms"),
      "<=",
      34,
    ),
    row("time between frames, a screenful in each, p50", "ms", all, "screenfulsP50Ms"),
    row("time between frames, a screenful in each, p99", "ms", all, "screenfulsP99Ms"),
    withGoal(
      row("deliveries while the page is watched", "deliveries/s", all, "perSecond"),
      ">=",
      900,
    ),
    row("key press until its frame, idle, p99", "ms", all, "idleKeyP99Ms"),
    row(`key press until its frame ${burst}, p50`, "ms", all, "keyP50Ms"),
    withGoal(row(`key press until its frame ${burst}, p99`, "ms", all, "keyP99Ms"), "<=", 100),
    row("time between frames, idle, p99", "ms", all, "idleFrameP99Ms"),
    row(`time between frames ${burst}, p99`, "ms", all, "frameP99Ms"),
    withGoal(row(`longest task ${burst}`, "ms", all, "longestTaskMs"), "<=", 100),
    row(`share of time in long tasks ${burst}`, "share", all, "blockedShare"),
  ];
}
