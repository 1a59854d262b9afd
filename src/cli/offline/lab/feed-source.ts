// Which feed is read, with which token, and what its entries are verified with. Shows no secret.
import type { Secret } from "../../../config/secret/secret.ts";
import { localOriginOf } from "../../../config/gateway/own-listeners.ts";
import { didYouMean } from "../../../language/nearest.ts";
import { Failure } from "../../failure.ts";
import { readGatewaySettings } from "../settings/gateway-settings.ts";
import { STAND_IN, type Environment } from "../settings/stand-ins.ts";

export interface FeedOptions {
  /** A feed's URL, or the name of an endpoint in the Gateway's config. */
  pull: string;
  tokenEnv?: string;
  secret?: string;
  secretEnv?: string;
}

export interface FeedSource {
  url: string;
  token: string;
  /** Empty: nothing can be verified. */
  secrets: readonly Secret[];
  /** Sentence that says where they come from. */
  origin: string;
}

const NOT_VERIFYING = "Not verifying: give the endpoint's secret with --secret-env.";

/** Throws `Failure`. */
export async function findFeed(
  options: FeedOptions,
  environment: Environment,
): Promise<FeedSource> {
  const given = givenSecret(options, environment);
  const token =
    options.tokenEnv === undefined ? undefined : variable(options.tokenEnv, environment);
  if (/^https?:\/\//.test(options.pull)) {
    const url = URL.parse(options.pull);
    if (url === null) throw new Failure("misuse", `--pull: "${options.pull}" is no URL`);
    if (token === undefined) {
      throw new Failure("misuse", "--token-env: name the variable that holds the feed's token");
    }
    return { url: url.href, token, ...(given ?? { secrets: [], origin: NOT_VERIFYING }) };
  }
  const found = await configured(options.pull, environment);
  return { ...found, ...given, token: token ?? found.token() };
}

type Verifying = Pick<FeedSource, "secrets" | "origin">;

function givenSecret(
  { secret, secretEnv }: FeedOptions,
  environment: Environment,
): Verifying | undefined {
  if (secret !== undefined && secretEnv !== undefined) {
    throw new Failure("misuse", "give one of --secret-env and --secret");
  }
  if (secret !== undefined) {
    return { secrets: [{ value: secret }], origin: "Verifying with the secret given." };
  }
  if (secretEnv === undefined) return undefined;
  const value = variable(secretEnv, environment);
  return { secrets: [{ value }], origin: `Verifying with \${${secretEnv}}.` };
}

function variable(name: string, environment: Environment): string {
  const value = environment[name] ?? "";
  if (value === "") throw new Failure("failed", `the variable ${name} is not set`);
  return value;
}

async function configured(
  name: string,
  environment: Environment,
): Promise<Omit<FeedSource, "token"> & { token: () => string }> {
  const { examination, hostConfig, file, problem } = await readGatewaySettings(
    environment,
    Date.now(),
  );
  if (problem !== undefined) throw new Failure("failed", problem);
  const { endpoints = [], feedPath } = examination?.assumed ?? {};
  const feeds = endpoints.filter(({ feed }) => feed !== undefined);
  const endpoint = feeds.find((one) => one.name === name);
  if (!endpoint?.feed || feedPath === undefined) {
    const near = didYouMean(
      name,
      feeds.map((one) => one.name),
    );
    throw new Failure("failed", `${file} has no endpoint "${name}" with a feed${near}`);
  }
  const { tokens } = endpoint.feed;
  const known = endpoint.secrets.filter(isKnown);
  return {
    url: `${localOriginOf(hostConfig, environment)}${feedPath}/${name}`,
    token() {
      const now = Date.now();
      const token = tokens.find((one) => isKnown(one) && (one.expiresAt ?? Infinity) > now);
      if (token) return token.value;
      const message = `the token of endpoint "${name}" is known to the Gateway alone: give it with --token-env`;
      throw new Failure("failed", message);
    },
    secrets: known,
    origin: known.length > 0 ? `Verifying with the secret of endpoint "${name}".` : NOT_VERIFYING,
  };
}

function isKnown({ value }: Secret): boolean {
  return !value.includes(STAND_IN);
}
