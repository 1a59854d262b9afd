// What came in one run of the lab: printed as it comes, and counted for the end.
import type { Terminal } from "../../terminal/terminal.ts";
import type { LabDelivery } from "./delivery.ts";
import { deliveryLines, summaryLine } from "./lines.ts";

export interface Counting {
  received: () => number;
  /** Prints one, and counts it. */
  note: (delivery: LabDelivery) => void;
  /** Says the sum; ends with code 1 where one was not verified. */
  sum: () => void;
}

export function createCounting(terminal: Terminal, json: boolean): Counting {
  const tally = { received: 0, verified: 0, unverified: 0, events: new Set<string>() };
  return {
    received: () => tally.received,
    note(delivery) {
      tally.received += 1;
      if (delivery.verified === true) tally.verified += 1;
      if (delivery.verified === false) tally.unverified += 1;
      tally.events.add(delivery.eventId ?? `request ${tally.received}`);
      if (json) terminal.print(JSON.stringify(delivery));
      else for (const line of deliveryLines(delivery, terminal)) terminal.print(line);
    },
    sum() {
      terminal.notice(summaryLine(tally));
      if (tally.unverified > 0) terminal.exitWith(1);
    },
  };
}
