// What a change says to a person. Asks nobody and writes nothing.
import { isRecord } from "../../config/problem/path.ts";
import { isFreeForm, isSecretKey } from "../offline/settings/secret-places.ts";
import type { Remark } from "../offline/settings/check-report.ts";
import type { Planned } from "../../config/change/planned.ts";
import type { Review } from "./review.ts";

/** The text to paste is whole: what stands in it is not to be had anywhere else. */
export function byHandLines({ what, value }: Planned["byHand"]): string[] {
  return [`// ${what}${value === undefined ? "." : ":"}`, ...json5Lines(value)];
}

export function problemLines(problems: readonly Remark[]): string[] {
  return problems.map(({ path, message }) => {
    const option = message.includes("allowPrivateNetwork") ? " (--allow-private-network)" : "";
    return `${path}: ${message}${option}`;
  });
}

export function findingLines({ findings, unset }: Review): string[] {
  return [
    ...unset.map((name) => `The variable ${name} is not set here; the Gateway has to have it.`),
    ...findings
      .filter(({ severity }) => severity !== "info")
      .map(({ title, remediation }) => `${title}. → ${remediation}`),
  ];
}

/** For a question: without secrets. */
export function shownValue(value: unknown): string {
  return json5Lines(masked(value, "")).join("\n");
}

/** JSON5, which needs no quotes round a plain key. */
export function json5Lines(value: unknown): string[] {
  if (value === undefined) return [];
  return JSON.stringify(value, null, 2)
    .replaceAll(/^(\s*)"([A-Za-z_]\w*)":/gm, "$1$2:")
    .split("\n");
}

function masked(value: unknown, key: string): unknown {
  if (typeof value === "string" && isSecretKey(key, key) && !value.startsWith("${")) return "…";
  if (Array.isArray(value)) return value.map((item) => masked(item, key));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, item]) => [name, isFreeForm(name) ? item : masked(item, name)]),
  );
}
