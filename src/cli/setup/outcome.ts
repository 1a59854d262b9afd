// How a change of an endpoint ends: what was written, its secret once, and what the receiver made of a sample.
import type { DeliveryDetail } from "../../view/delivery.ts";
import type { Cli } from "../cli.ts";
import { Failure } from "../failure.ts";
import { test as sendTest } from "../commands/test.ts";
import { report, type ChangeOptions, type Changed } from "./change.ts";
import type { Planned } from "../../config/change/planned.ts";

interface Options extends ChangeOptions {
  test?: boolean;
}

type TestAnswer = { sent: false; reason: string } | ({ sent: true } & DeliveryDetail);

/** `did`: `Added`. `fresh`: the secret that was made for it, `publicKey` what goes to the receiver in its place. */
export async function tellEndpoint(
  cli: Cli,
  changed: Changed<Planned>,
  options: Options,
  did: string,
  fresh?: string,
  publicKey?: string,
): Promise<void> {
  const { planned, written, restart, file, path, review } = changed;
  const { name } = planned;
  const isTested = written && !restart && options.test !== false;
  if (options.json === true) {
    const test = isTested ? await cli.ask<TestAnswer>("test", { endpoint: name }) : undefined;
    const secrets = written ? { secret: fresh, publicKey } : {};
    const { findings, unset } = review;
    cli.print(JSON.stringify({ written, name, file, path, ...secrets, findings, unset, test }));
    if (test === undefined || (test.sent && test.delivery.status === "delivered")) return;
    throw new Failure("failed", `"${name}" is in the config, and its test did not arrive.`);
  }
  if (!written && options.dryRun !== true) return;
  if (!written) {
    cli.print(`"${name}" would stand at ${path} of ${file}.`);
    return report(cli, changed);
  }
  cli.print(`${did} "${name}": ${path} of ${file}.`);
  if (fresh !== undefined) {
    if (publicKey === undefined) cli.print(`Its secret, for the receiver; it is not shown again:`);
    else cli.print("The key that the receiver verifies with:");
    cli.print(publicKey ?? fresh);
  }
  report(cli, changed);
  if (isTested) await sendTest(cli, name, {});
}
