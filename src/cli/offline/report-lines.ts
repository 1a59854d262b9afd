// What `openclaw webhook check` found, as a person reads it: what is wrong with its place, then what is not safe,
// the worst first. Asks nobody.
import type { Terminal } from "../terminal/terminal.ts";
import { withLocalTimes } from "../terminal/time.ts";
import { wrap } from "../terminal/wrap.ts";
import type { Finding } from "./findings/finding.ts";
import type { CheckReport, Remark } from "./settings/check-report.ts";

type Screen = Pick<Terminal, "columns" | "colour" | "now">;

const INDENT = "  ";
const SEVERITIES = ["critical", "warn", "info"] as const;
const COLOURS = { critical: "red", warn: "yellow", info: "dim" } as const;

/** The sum stands at the end. `file` as it was given. */
export function reportLines(file: string, report: CheckReport, screen: Screen): string[] {
  const { problems, notes, findings } = report;
  return [
    ...problems.flatMap((problem) => remarkLines(file, problem, screen, "problem", "red")),
    ...notes.flatMap((note) => remarkLines(file, note, screen, "note", "dim")),
    ...SEVERITIES.flatMap((severity) =>
      alike(findings.filter((finding) => finding.severity === severity)).flatMap((same) =>
        findingLines(same, screen),
      ),
    ),
    ...wrap(sumOf(file, report), screen.columns),
  ];
}

/** The place in the form that editors and terminals turn into a link. */
function remarkLines(
  file: string,
  { path, message, line, column }: Remark,
  { columns, colour }: Screen,
  label: string,
  labelColour: "red" | "dim",
): string[] {
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  return [
    `${colour(labelColour, label)} ${place}`,
    ...wrap(path === "" ? message : `${path}: ${message}`, columns, INDENT),
  ];
}

/** Several findings of one kind that say the same of different things. */
function alike(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { checkId, detail, remediation } = finding;
    const key = JSON.stringify([checkId, detail, remediation]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()];
}

function findingLines(same: readonly Finding[], { columns, colour, now }: Screen): string[] {
  const [first] = same;
  if (first === undefined) return [];
  const { severity, detail, remediation } = first;
  const told = (text: string): string[] => wrap(text, columns, INDENT);
  return [
    ...same.flatMap(({ title }) => {
      const [start = "", ...more] = wrap(
        `${severity} ${withLocalTimes(title, now())}`,
        columns - INDENT.length,
      );
      const label = colour(COLOURS[severity], severity);
      return [label + start.slice(severity.length), ...more.map((line) => INDENT + line)];
    }),
    ...told(detail),
    ...told(`→ ${remediation}`),
  ];
}

function sumOf(file: string, report: CheckReport): string {
  const { problems, unset, findings, endpointCount, routeCount } = report;
  const of = (severity: Finding["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const counts = [
    ...(problems.length === 0 && unset.length > 0
      ? []
      : [problems.length === 0 ? "no problems" : count(problems.length, "problem")]),
    ...(unset.length > 0 ? [`${count(unset.length, "variable")} not set here`] : []),
    ...(of("critical") > 0 ? [`${of("critical")} critical`] : []),
    ...(of("warn") > 0 ? [count(of("warn"), "warning")] : []),
    ...(of("info") > 0 ? [count(of("info"), "hint")] : []),
  ].join(", ");
  if (problems.length > 0) return `${file}: ${counts}`;
  return `${file}: ${count(endpointCount, "endpoint")}, ${count(routeCount, "route")}; ${counts}`;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}
