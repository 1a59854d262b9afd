// What a commit changed, in numbers, for whoever watches.
import type { Group } from "./group-commit.ts";
import type { Settled } from "../signals.ts";

export function settledCounts(group: Group): Settled {
  const counts = { captured: 0, delivered: 0, failed: 0, dead: 0, pending: 0, unheard: 0 };
  for (const intake of group.intakes) counts.captured += intake.events.length;
  for (const settlement of group.settlements) counts[settlement.status] += 1;
  const { captured, delivered, failed, dead } = counts;
  return { captured, delivered, failed, dead };
}
