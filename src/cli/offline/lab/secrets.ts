// Which secrets what arrives is verified with, and where they come from. Must not show one that was not made here.
import type { Secret } from "../../../config/secret/secret.ts";
import type { Endpoint } from "../../../config/settings.ts";
import { didYouMean } from "../../../language/nearest.ts";
import { Failure } from "../../failure.ts";
import { newSecret } from "../new-secret.ts";
import { gatewayConfigPath } from "../settings/gateway-config.ts";
import { readGatewaySettings } from "../settings/gateway-settings.ts";
import { STAND_IN, type Environment } from "../settings/stand-ins.ts";
import type { AskedSignature } from "./delivery.ts";

export interface SecretOptions {
  endpoint?: string;
  secret?: string;
  secretEnv?: string;
}

/** `secrets` is empty where nothing can be verified. */
export interface LabSecrets {
  secrets: readonly Secret[];
  /** What its endpoints sign as their receivers ask for it. */
  asked?: readonly AskedSignature[];
  /** Sentence that says where they come from. */
  origin: string;
  /** How the secret is written in a config that sends to the lab; absent: one does already. */
  toPaste?: string;
}

/** Reads the Gateway's config where it is needed; the answer awaits the lab's address. Throws `Failure`. */
export async function findSecrets(
  { endpoint: name, secret, secretEnv }: SecretOptions,
  environment: Environment,
): Promise<(port: number) => LabSecrets> {
  const choices = [name, secret, secretEnv].filter((choice) => choice !== undefined);
  if (choices.length > 1) {
    throw new Failure("misuse", "give one of --endpoint, --secret-env and --secret");
  }
  if (secret !== undefined) return given(secret, "the secret given", "…the secret given…");
  if (secretEnv !== undefined) {
    const value = environment[secretEnv] ?? "";
    if (value === "") throw new Failure("failed", `the variable ${secretEnv} is not set`);
    return given(value, `\${${secretEnv}}`, `\${${secretEnv}}`);
  }
  const file = gatewayConfigPath(environment);
  if (name === undefined) {
    const endpoints = await readEndpoints(environment).catch((error: unknown) => {
      if (error instanceof Failure) return [];
      throw error;
    });
    return (port) => ofThoseThatPointHere(endpoints, port);
  }
  const found = await endpointNamed(name, file, environment);
  return (port) => ({
    secrets: found.secrets,
    ...askedBy([found]),
    origin:
      verifyingWith([found]) +
      (pointsTo(found, port) ? "" : ` Its url does not point here: set it to ${labUrl(port)}`),
  });
}

/** The address of the lab for a config. */
export function labUrl(port: number): string {
  return `http://127.0.0.1:${port}/`;
}

function given(value: string, what: string, toPaste: string): () => LabSecrets {
  return () => ({ secrets: [{ value }], origin: `Verifying with ${what}.`, toPaste });
}

async function endpointNamed(
  name: string,
  file: string,
  environment: Environment,
): Promise<Endpoint> {
  const endpoints = await readEndpoints(environment);
  const found = endpoints.find((endpoint) => endpoint.name === name);
  if (found === undefined) {
    const near = didYouMean(
      name,
      endpoints.map((endpoint) => endpoint.name),
    );
    throw new Failure("failed", `${file} has no endpoint "${name}"${near}`);
  }
  if (found.secrets.length === 0 && found.signature === undefined) {
    throw new Failure("failed", `endpoint "${name}" has no secret: its deliveries are not signed`);
  }
  if (!isKnown(found)) {
    throw new Failure(
      "failed",
      `the secret of endpoint "${name}" is known to the Gateway alone: give it with --secret-env`,
    );
  }
  return found;
}

async function readEndpoints(environment: Environment): Promise<readonly Endpoint[]> {
  const { examination, problem } = await readGatewaySettings(environment, Date.now());
  if (problem !== undefined) throw new Failure("failed", problem);
  return examination?.assumed?.endpoints ?? [];
}

function ofThoseThatPointHere(all: readonly Endpoint[], port: number): LabSecrets {
  const here = all.filter((endpoint) => pointsTo(endpoint, port));
  if (here.length === 0) {
    const choice = newSecret("32");
    const toPaste = choice.ok ? choice.secret : "";
    return { secrets: [{ value: toPaste }], origin: "Verifying with a new secret.", toPaste };
  }
  const known = here.filter(
    (endpoint) => (endpoint.secrets.length > 0 || endpoint.signature) && isKnown(endpoint),
  );
  if (known.length > 0) {
    const secrets = known.flatMap((endpoint) => endpoint.secrets);
    return { secrets, ...askedBy(known), origin: verifyingWith(known) };
  }
  const names = here.map(({ name }) => `"${name}"`).join(", ");
  const origin = `Not verifying: the secret of ${names} is not to be found in the config; give it with --secret-env.`;
  return { secrets: [], origin };
}

function verifyingWith(endpoints: readonly Endpoint[]): string {
  const names = endpoints.map(({ name }) => `"${name}"`).join(", ");
  return `Verifying with the secret of endpoint ${names}.`;
}

function askedBy(endpoints: readonly Endpoint[]): Pick<LabSecrets, "asked"> {
  const asked = endpoints.flatMap(({ url, signature }) =>
    signature ? [{ title: signature.title, url, signing: signature }] : [],
  );
  return asked.length === 0 ? {} : { asked };
}

function isKnown({ secrets, signature }: Endpoint): boolean {
  const all = [...secrets, ...(signature?.secrets ?? [])];
  return !all.some(({ value }) => value.includes(STAND_IN));
}

const LOOPBACK = new Set(["127.0.0.1", "localhost"]);

function pointsTo({ url }: Endpoint, port: number): boolean {
  const target = URL.parse(url);
  return target !== null && LOOPBACK.has(target.hostname) && Number(target.port || 80) === port;
}
