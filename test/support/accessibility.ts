// What axe finds in our part of the Control UI.
import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/** Violations that keep somebody out. Only our own part is ours to mend. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const inside = globalThis as unknown as { axe: { run: (part: string) => Promise<AxeResults> } };
    const { violations } = await inside.axe.run(".ew-page");
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`);
  });
}
