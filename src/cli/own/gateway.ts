// How the own command asks the Gateway: chooses it once, by the config, and calls.
import type { GatewayAnswer } from "../answers/source.ts";
import { callOnce } from "./call.ts";
import { pairedDevice } from "./device.ts";
import type { HostConfig } from "./host-config.ts";
import { chooseTarget } from "./target.ts";

/** Longer than the slowest call: a test that waits for its endpoint. */
const TIMEOUT_MS = 150_000;

/** Thrown where only the host itself can ask, or can say what is wrong. */
export class HandOver extends Error {
  readonly why: string;

  constructor(why: string) {
    super(why);
    this.name = "HandOver";
    this.why = why;
  }
}

export interface OwnGateway extends HostConfig {
  stateDir: string;
  version: string;
}

/** Calls a method by its whole name. Throws `HandOver`, and nothing else. */
export function ownGateway(
  around: OwnGateway,
): (method: string, params: object) => Promise<GatewayAnswer> {
  const { config, environment, stateDir, version } = around;
  return async (method, params) => {
    if (config === undefined) throw new HandOver("its config is not plain to read");
    const choice = chooseTarget(config, environment);
    if (choice.kind === "host") throw new HandOver(choice.why);
    const { target } = choice;
    const device = target.shared ? undefined : await pairedDevice(stateDir, target.deviceScope);
    if (!target.shared && device === undefined)
      throw new HandOver("no secret is shared with the Gateway, and this device is not paired");
    const answer = await callOnce(
      { ...target, version, ...(device && { device }) },
      { method, params, timeoutMs: TIMEOUT_MS },
    );
    if (answer.kind === "not-let-in") throw new HandOver(`the Gateway said "${answer.why}"`);
    return answer;
  };
}
