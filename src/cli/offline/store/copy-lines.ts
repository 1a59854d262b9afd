// A copy of a log as a person reads it: how far it is, and what it came to.
import type { CopyReport, Part, PartCount, Progress } from "../../../engine/store/copy/report.ts";
import { tableLines, type Column, type Frame } from "../../terminal/table.ts";

const NAMES: Record<Part, string> = {
  events: "events",
  deliveries: "deliveries",
  attempts: "attempts",
  requests: "requests",
  names: "names of repeats",
  sessions: "tool limits",
  figures: "figures",
  endpoints: "endpoints' standing",
};

const COLUMNS: readonly Column[] = [
  { title: "WHAT", most: 20 },
  { title: "IN THE FILE", align: "right", most: 12 },
  { title: "COPIED", align: "right", most: 12 },
  { title: "THERE", align: "right", most: 12 },
  { title: "LEFT OUT", align: "right", most: 12 },
  { title: "SHARED", align: "right", most: 12 },
];

const BAR = 24;

export function progressLine({ part, done, total }: Progress): string {
  const share = total === 0 ? 1 : done / total;
  const full = Math.round(share * BAR);
  const bar = "#".repeat(full) + "-".repeat(BAR - full);
  return `[${bar}] ${percentOf(share)}  ${NAMES[part]}, ${done} of ${total} rows`;
}

export function percentOf(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

export function reportLines(report: CopyReport, where: string, frame: Frame): string[] {
  const { counts, secrets, waiting, doneBefore, keptAs } = report;
  return [
    ...tableLines(
      COLUMNS,
      counts.map((count) =>
        [
          NAMES[count.part],
          count.inFile,
          count.copied,
          count.there,
          count.leftOut,
          count.inShared ?? "",
        ].map((cell) => ({ text: String(cell) })),
      ),
      frame,
    ),
    "",
    ...(doneBefore === undefined
      ? []
      : [
          `All of this file was copied on ${new Date(doneBefore).toISOString()}: nothing is copied again.`,
        ]),
    ...counts.flatMap(({ part, leftOut, why }) =>
      why === undefined ? [] : [`${NAMES[part]}: ${leftOut} left out, ${why}.`],
    ),
    ...counts.flatMap(missingLine),
    ...(secrets.length === 0
      ? []
      : [
          `Left in the file: ${secrets.length === 1 ? "the secret that its sender" : `${secrets.length} secrets that senders`} ` +
            `brought to ${secrets.join(", ")}. Write it into the settings of the route; docs/store.md says why.`,
        ]),
    `What waits is now sent and run from ${where}: ${counted(waiting.deliveries, "delivery", "deliveries")} and ` +
      `${counted(waiting.requests, "request", "requests")}.`,
    `The file was set aside as ${keptAs}. No Gateway opens it; delete it when you need it no more.`,
  ];
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The shared log is held to its bounds also while a copy goes on. */
function missingLine({ part, inFile, leftOut, inShared }: PartCount): string[] {
  const missing = inShared === undefined ? 0 : inFile - leftOut - inShared;
  if (missing <= 0) return [];
  return [
    `${NAMES[part]}: ${missing} no longer there. The shared log keeps no more than log.maxAgeDays, maxRows and ` +
      "maxBytes of its Gateways say; the file still has them.",
  ];
}
