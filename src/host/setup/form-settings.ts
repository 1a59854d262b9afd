// What a form says, as settings; and settings, as a form shows them: no secret goes into one.
import { isRecord } from "../../config/problem/path.ts";
import { nameOfHost } from "../../config/endpoint/url.ts";
import type { Settings } from "../../config/change/planned.ts";
import { readReference } from "../../config/change/secret.ts";
import { FORMATS } from "../../outbound/formats/formats.ts";
import type { EndpointAsWritten, EndpointForm, FormatRow } from "../../view/setup.ts";

/** Undefined among them takes a setting out. `raw`: the endpoint as it is; `secret` as it goes into the config. */
export function settingsOf(form: EndpointForm, raw: Settings, secret: unknown): Settings {
  const { name, url, events, format, options, agents, allowPrivateNetwork } = form;
  return {
    ...(name !== undefined && name !== "" && { name }),
    ...(url !== undefined && { url: url === "" ? undefined : url }),
    ...(form.secret !== undefined && { secret: form.secret === "none" ? undefined : secret }),
    ...(events !== undefined && { events }),
    ...(format !== undefined && { format: format === "" ? undefined : format }),
    ...(options !== undefined && { options: optionsOf(options, form, raw) }),
    ...(agents !== undefined && {
      filter: { agentIds: agents.length === 0 ? undefined : agents },
    }),
    ...(allowPrivateNetwork !== undefined && {
      allowPrivateNetwork: allowPrivateNetwork || undefined,
    }),
  };
}

/** Those of another format go with it. */
function optionsOf(
  given: Readonly<Record<string, string>>,
  { format }: EndpointForm,
  raw: Settings,
): Settings | undefined {
  const isSame = format === undefined || format === (raw["format"] ?? "");
  const before = isSame && isRecord(raw["options"]) ? raw["options"] : {};
  const typed = Object.entries(given).map(([key, value]) => [key, readReference(value) ?? value]);
  const all = Object.entries({ ...before, ...Object.fromEntries(typed) }).filter(
    ([, value]) => value !== "",
  );
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

const SHOWN = new Set([
  "name",
  "url",
  "events",
  "format",
  "options",
  "secret",
  "allowPrivateNetwork",
]);

export function asForm(name: string, raw: Settings): EndpointAsWritten {
  const { url, events, format, options, filter, allowPrivateNetwork, secret } = raw;
  const set = isRecord(options) ? Object.entries(options) : [];
  const isShown = ([key, value]: [string, unknown]): boolean =>
    key !== "token" && typeof value !== "object";
  const { agentIds, ...narrowing } = isRecord(filter) ? filter : {};
  const origin = typeof url === "string" ? originOf(url) : undefined;
  return {
    name,
    ...(origin !== undefined && { origin }),
    events: events === undefined ? ["*"] : textsIn(events),
    format: typeof format === "string" ? format : "",
    options: Object.fromEntries(set.filter(isShown).map(([key, value]) => [key, String(value)])),
    hidden: set.filter((entry) => !isShown(entry)).map(([key]) => key),
    agents: textsIn(agentIds),
    allowPrivateNetwork: allowPrivateNetwork !== undefined && allowPrivateNetwork !== false,
    signed: secret !== undefined,
    others: [
      ...Object.keys(raw).filter((key) => !SHOWN.has(key) && key !== "filter"),
      ...Object.keys(narrowing).map((key) => `filter.${key}`),
    ],
  };
}

/** What follows the host may be a secret. */
function originOf(url: string): string | undefined {
  return nameOfHost(url) === undefined ? undefined : URL.parse(url)?.origin;
}

function textsIn(value: unknown): string[] {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((item) => typeof item === "string");
}

export function formatRows(): FormatRow[] {
  return [...FORMATS.values()].map(({ name, title, url, options = {} }) => ({
    name,
    title,
    url,
    hasOwnUrl: !url.includes("<"),
    options: Object.entries(options).map(([option, { about, required, oneOf = [] }]) => ({
      name: option,
      about,
      required: required === true,
      oneOf,
    })),
  }));
}
