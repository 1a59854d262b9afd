// The shared log that this machine's Gateway is set to, with what opens it. Must not show a secret.
import { readBlock } from "../../../config/load.ts";
import { isRecord } from "../../../config/problem/path.ts";
import type { StoreSettings } from "../../../config/settings.ts";
import { checkStore, readStore } from "../../../config/store.ts";
import { Failure } from "../../failure.ts";
import { readGatewaySettings } from "../settings/gateway-settings.ts";
import { withStandIns, type Environment } from "../settings/stand-ins.ts";

export interface SharedLog extends StoreSettings {
  /** Name of this Gateway among those that share it. */
  instance: string;
}

/** `password`: in place of what the settings say. Throws `Failure`. */
export async function readSharedLog(
  environment: Environment,
  now: number,
  password: string | undefined,
): Promise<SharedLog> {
  const { file, raw, examination, problem } = await readGatewaySettings(environment, now);
  if (problem !== undefined) throw new Failure("failed", problem);
  const { assumed, problems = [] } = examination ?? {};
  const [first] = problems;
  if (assumed === undefined) {
    throw new Failure(
      "failed",
      `${file}: ${first?.path ?? ""}: ${first?.message ?? "cannot be read"}`,
    );
  }
  const block = readBlock(raw);
  const written = block.ok ? block.block["store"] : undefined;
  if (!isRecord(written)) {
    throw new Failure(
      "failed",
      `${file} has no \`store\`: there is no shared log to copy to. Write store: { url: "postgres://…" } into it`,
    );
  }
  const given = password === undefined ? written : { ...written, password };
  const resolved = resolve(given, environment);
  const store = readStore(resolved, checkStore(resolved));
  // What its schema says is told for the settings as they were written.
  const wrong = store !== undefined && "problem" in store ? store : assumed.store;
  if (wrong !== undefined && "problem" in wrong)
    throw new Failure("failed", `${file}: ${wrong.problem}`);
  return { ...(store as StoreSettings), instance: assumed.instanceId };
}

/** With the values of variables, as the Gateway reads them. */
function resolve(
  written: Readonly<Record<string, unknown>>,
  environment: Environment,
): Record<string, unknown> {
  const entries = Object.entries(written).map(([key, value]) => [
    key,
    isRecord(value) ? valueOf(key, value, environment) : value,
  ]);
  const { value, missing } = withStandIns(Object.fromEntries(entries), environment, "leave");
  const [unset] = missing;
  if (unset !== undefined) {
    throw new Failure(
      "failed",
      `the variable ${unset.name} is not set here, and store.${unset.path} names it`,
    );
  }
  return value as Record<string, unknown>;
}

/** A variable that is not set is told with all others. */
function valueOf(
  key: string,
  { source, id }: Record<string, unknown>,
  environment: Environment,
): string {
  if (source === "env" && typeof id === "string") return environment[id] ?? `\${${id}}`;
  const instead =
    key === "password"
      ? "put it into a variable and give its name: --password-env PGPASSWORD"
      : "write it as text or as a variable";
  throw new Failure(
    "failed",
    `store.${key} is a reference that only the Gateway can follow; ${instead}`,
  );
}
