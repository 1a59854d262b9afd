// What the options of `add` and `edit` say of an endpoint, as it stands in the config.
import { newSecret } from "../offline/new-secret.ts";
import { readList } from "../grammar/command-line.ts";
import { Failure } from "../failure.ts";
import type { ChangeOptions } from "./change.ts";
import { readReference } from "../../config/change/secret.ts";
import { readSecretWish } from "./secret-wish.ts";
import type { Settings } from "../../config/change/planned.ts";

export interface EndpointOptions extends ChangeOptions {
  name?: string;
  url?: string;
  events?: string;
  format?: string;
  agent?: string;
  secret?: string;
  option?: string[];
  allowPrivateNetwork?: boolean;
  test?: boolean;
}

export interface EndpointWish {
  settings: Settings;
  /** Made now: nobody has seen it. */
  fresh?: string;
}

/** Undefined among the settings takes one out. Throws `Failure` "misuse". */
export function readEndpointWish(options: EndpointOptions): EndpointWish {
  const { name, url, format, events, agent, option, allowPrivateNetwork } = options;
  const { secret, fresh } = readSecret(options.secret);
  const settings: Settings = {
    ...(name !== undefined && { name }),
    ...(url !== undefined && { url }),
    ...(format !== undefined && { format: format === "none" ? undefined : format }),
    ...(option !== undefined && { options: readOptions(option) }),
    ...(options.secret !== undefined && { secret }),
    ...(events !== undefined && { events: readList(events) }),
    ...(agent !== undefined && { filter: { agentIds: readList(agent) } }),
    ...(allowPrivateNetwork !== undefined && {
      allowPrivateNetwork: allowPrivateNetwork || undefined,
    }),
  };
  return { settings, ...(fresh !== undefined && { fresh }) };
}

/** `--secret`, made where it is to be made. */
export function readSecret(given: string | undefined): { secret?: unknown; fresh?: string } {
  if (given === undefined) return {};
  const wish = readSecretWish(given);
  if (wish.kind === "none") return {};
  if (wish.kind === "reference") return { secret: wish.value };
  const made = newSecret("32");
  if (!made.ok) throw new Error(made.problem);
  return { secret: made.secret, fresh: made.secret };
}

/** `name=value`; a value may be a reference to a secret. */
function readOptions(given: readonly string[]): Settings {
  const entries = given.map((text) => {
    const [, name, value] = /^(\w+)=(.+)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new Failure("misuse", `--option: write name=value, not "${text.split("=")[0]}"`);
    return [name, readReference(value) ?? value] as const;
  });
  return Object.fromEntries(entries);
}
