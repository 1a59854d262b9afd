// Finds placeholders in what was resolved: of an endpoint and of a route. Paths are relative to each.
import { placeholderHost, placeholderSecret } from "./placeholder.ts";
import type { Route } from "../route/route-settings.ts";
import type { Secret } from "../secret/secret.ts";
import type { Endpoint } from "../settings.ts";

/** Each `<place>: <what is wrong>`. */
export function endpointPlaceholders({ url, feed, secrets, signature }: Endpoint): string[] {
  const host = placeholderHost(url);
  const theirs =
    signature?.secrets.filter(({ value }) => !secrets.some((secret) => secret.value === value)) ??
    [];
  return [
    ...(host === undefined ? [] : [`url: ${host}`]),
    ...secretProblems("feed.token", feed?.tokens ?? []),
    ...secretProblems("secret", secrets),
    ...secretProblems("signature.secret", theirs),
  ];
}

export function routePlaceholders({ auth }: Route): string[] {
  return "secrets" in auth ? secretProblems(`auth.${SETTINGS[auth.kind]}`, auth.secrets) : [];
}

/** What each kind calls its secret where it is written. */
const SETTINGS = {
  bearer: "token",
  basic: "password",
  header: "value",
  hmac: "secret",
  jwt: "secret",
  preset: "secret",
} as const;

function secretProblems(place: string, secrets: readonly Secret[]): string[] {
  const messages = new Set(secrets.flatMap(({ value }) => placeholderSecret(value) ?? []));
  return [...messages].map((message) => `${place}: ${message}`);
}
