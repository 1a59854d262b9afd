// All that can be said of a config file without a Gateway, each with its place in the file. Reads no file itself.
import { isRecord } from "../../../config/problem/path.ts";
import { readConfigFile } from "../../../config/load.ts";
import { findBlocks, type ConfigBlock } from "./config-blocks.ts";
import { examine, type Examination, type Surroundings } from "./examine.ts";
import { auditFindings } from "../findings/audit.ts";
import { placeBelow } from "../../../config/problem/problem.ts";
import type { Finding } from "../findings/finding.ts";
import { positionsIn, type Positions } from "./positions.ts";
import type { Environment } from "./stand-ins.ts";

export { findStrayConfig } from "../findings/audit.ts";

/** Something at a place of the file. Line and column from 1; absent for a text that is no JSON5. */
export interface Remark {
  path: string;
  message: string;
  line?: number;
  column?: number;
}

export interface CheckReport {
  /** What would be held, or keep the Gateway from starting. In the order of the file. */
  problems: Remark[];
  /** What only the Gateway's own surroundings can tell. */
  notes: Remark[];
  /** Names of variables that are not set here: a Gateway that lacks them too holds what names them. */
  unset: string[];
  /** What works and is not safe. */
  findings: Finding[];
  /** Sound and switched on, once every variable is set. */
  endpointCount: number;
  routeCount: number;
}

/** `now` in ms since the epoch. */
export function checkText(text: string, environment: Environment, now: number): CheckReport {
  const reading = readConfigFile(text);
  // Where it stops being JSON5 is part of the message.
  if (!reading.ok) return { ...emptyReport(), problems: [reading.problem] };
  const positions = positionsIn(text);
  const { blocks, included, problems } = findBlocks(reading.value);
  const report = {
    ...emptyReport(),
    problems: problems.map(({ path, message }) => remark(positions, path, message)),
    notes: included.map(({ path, raw }) => remark(positions, path, includedMessage(raw))),
  };
  for (const block of blocks) {
    const hostConfig = block.path === "" ? undefined : reading.value;
    addBlock(report, block, positions, { environment, now, hostConfig });
  }
  report.problems.sort(inFileOrder);
  return report;
}

function addBlock(
  report: CheckReport,
  { path, raw }: ConfigBlock,
  positions: Positions,
  around: Surroundings,
): void {
  const examination = examine(raw, around);
  const placed = (at: string): string => placeBelow(path, placeBelow(wrapperOf(raw, at), at));
  report.problems.push(
    ...examination.problems.map((one) => remark(positions, placed(one.path), one.message)),
  );
  report.notes.push(
    ...examination.missing.map(({ path: at, name }) =>
      remark(positions, placed(at), `the variable ${name} is not set here`),
    ),
  );
  report.unset.push(...new Set(examination.missing.map(({ name }) => name)));
  // Told as problems and notes already, with their places.
  const told = { ...withoutHeld(examination), problems: [], missing: [] };
  report.findings.push(...auditFindings({ ...around, raw, examination: told }));
  const { assumed } = examination;
  report.endpointCount += assumed ? soundOf(assumed.endpoints).length : 0;
  report.routeCount += assumed ? soundOf(assumed.inbound.routes).length : 0;
}

function withoutHeld(examination: Examination): Examination {
  const { settings } = examination;
  if (settings === undefined) return examination;
  const inbound = { ...settings.inbound, routes: soundOf(settings.inbound.routes) };
  return {
    ...examination,
    settings: { ...settings, endpoints: soundOf(settings.endpoints), inbound },
  };
}

function soundOf<One extends { held?: string }>(all: readonly One[]): One[] {
  return all.filter(({ held }) => held === undefined);
}

/** Problems are told by their path in the settings, which may stand in a wrapper, or in part beside it. */
function wrapperOf(raw: unknown, at: string): string {
  const inner = isRecord(raw) ? raw["webhooks"] : undefined;
  const [key = ""] = /^[\w-]*/.exec(at) ?? [];
  return isRecord(inner) && (key === "" || Object.hasOwn(inner, key)) ? "webhooks" : "";
}

function remark(positions: Positions, path: string, message: string): Remark {
  return { path, message, ...positions.at(path) };
}

function includedMessage(raw: unknown): string {
  const { $include: file } = raw as { $include: unknown };
  return `taken from ${JSON.stringify(file)}: check that file`;
}

function inFileOrder(one: Remark, other: Remark): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}

function emptyReport(): CheckReport {
  return { problems: [], notes: [], unset: [], findings: [], endpointCount: 0, routeCount: 0 };
}
