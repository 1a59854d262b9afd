// Finds placeholders in what was resolved: of an endpoint and of a route. Paths are relative to each.
import { placeholderHost, placeholderSecret } from "./placeholder.ts";
import type { Route, RouteAuth } from "./route-settings.ts";
import type { Secret } from "./secret.ts";
import type { Endpoint } from "./settings.ts";

/** Each `<place>: <what is wrong>`. */
export function endpointPlaceholders({ url, secrets }: Endpoint): string[] {
  const host = placeholderHost(url);
  return [...(host === undefined ? [] : [`url: ${host}`]), ...secretProblems("secret", secrets)];
}

export function routePlaceholders({ auth }: Route): string[] {
  const [key, secrets] = secretsOf(auth);
  return secretProblems(`auth.${key}`, secrets);
}

function secretsOf(auth: RouteAuth): [string, readonly Secret[]] {
  switch (auth.kind) {
    case "bearer":
      return ["token", auth.tokens];
    case "basic":
      return ["password", auth.passwords];
    case "header":
      return ["value", auth.values];
    case "hmac":
    case "preset":
      return ["secret", auth.secrets];
    default:
      return ["", []];
  }
}

function secretProblems(place: string, secrets: readonly Secret[]): string[] {
  const messages = new Set(secrets.flatMap(({ value }) => placeholderSecret(value) ?? []));
  return [...messages].map((message) => `${place}: ${message}`);
}
