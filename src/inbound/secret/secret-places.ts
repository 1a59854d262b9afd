// Where a request to a route carries what must stay secret: one list, by the route's way to authenticate, by its
// preset and by what names say. Must not read a request.
import type { Route, RouteAuth } from "../../config/route/route-settings.ts";
import { maskerOf, type MaskText } from "../../language/mask-text.ts";
import { presetNamed } from "../proof/presets/presets.ts";
import { schemesOf, type Preset, type SecretPlaces } from "../proof/presets/preset.ts";
import type { Place, SignatureScheme } from "../../signature/scheme.ts";

/** Query parameters that name what a request is about; every other value may be a secret. */
const HARMLESS_QUERY: ReadonlySet<string> = new Set(
  "action,branch,channel,env,environment,event,format,hub.mode,id,kind,lang,locale,page,ref,repo,source,status,topic,type,version".split(
    ",",
  ),
);

/** Everything secret in what comes to one route. Names of headers in lower case. */
export interface RouteSecrets {
  headers: ReadonlySet<string>;
  /** Paths in the JSON body, or names of form fields. */
  body: readonly (readonly string[])[];
  query: ReadonlySet<string>;
  /** Query parameters that are shown: harmless ones, and those that the route's settings name. */
  shownQuery: ReadonlySet<string>;
  /** Takes the secrets themselves out, wherever a sender puts them. */
  mask: MaskText;
}

/** What of a route is asked. */
export type SecretRoute = Pick<Route, "auth"> & Partial<Route>;

const known = new WeakMap<object, RouteSecrets>();

export function secretsOf(route: SecretRoute): RouteSecrets {
  const before = known.get(route);
  if (before !== undefined) return before;
  const { headers = [], query = [], body = [] } = placesOf(route.auth);
  const made: RouteSecrets = {
    headers: new Set(headers.map((name) => name.toLowerCase())),
    query: new Set(query),
    body: body.map((path) => path.split(".")),
    shownQuery: new Set([...HARMLESS_QUERY, ...queryNamedBy(route)]),
    mask: maskerOf(valuesOf(route.auth)),
  };
  known.set(route, made);
  return made;
}

/** A preset's own places, with the header of its signature where a scheme as data names it. */
export function secretPlacesOf(preset: Preset): SecretPlaces {
  const { headers = [], query = [], body = [] } = preset.secrets ?? {};
  const token = typeof preset.check === "object" && "jwt" in preset.check && preset.check.jwt.from;
  const own = placesNamed([...schemesOf(preset).map(signaturePlace), ...(token ? [token] : [])]);
  return {
    headers: [...own.headers, ...headers],
    query: [...own.query, ...query],
    body: [...own.body, ...body],
  };
}

/** Seen from the whole body, where the entries of a list are signed each. */
function signaturePlace({ from, each }: SignatureScheme): Place {
  return each !== undefined && "body" in from ? { body: `${each}.${from.body}` } : from;
}

function placesNamed(places: readonly Place[]): Required<SecretPlaces> {
  const named = { headers: new Set<string>(), query: new Set<string>(), body: new Set<string>() };
  for (const place of places) {
    if ("header" in place) named.headers.add(place.header);
    else if ("query" in place) named.query.add(place.query);
    else named.body.add(place.body);
  }
  return { headers: [...named.headers], query: [...named.query], body: [...named.body] };
}

function placesOf(auth: RouteAuth): SecretPlaces {
  switch (auth.kind) {
    case "bearer":
    case "basic":
      return { headers: ["authorization"] };
    case "header":
      return { headers: [auth.name] };
    case "hmac":
    case "jwt":
      return placesNamed([auth.kind === "hmac" ? signaturePlace(auth.scheme) : auth.scheme.from]);
    case "preset": {
      const preset = presetNamed(auth.preset);
      return preset === undefined ? {} : secretPlacesOf(preset);
    }
    default:
      return {};
  }
}

/** Its secrets, and the word that a handshake asks for. */
function valuesOf(auth: RouteAuth): string[] {
  const verifyToken = auth.kind === "preset" ? auth.verifyToken : undefined;
  const secrets = "secrets" in auth ? auth.secrets.map(({ value }) => value) : [];
  return verifyToken === undefined ? secrets : [...secrets, verifyToken];
}

const QUERY_NAME = /\bquery\s*(?:\.\s*([\w-]+)|\[\s*["']([^"']+)["']\s*\])/g;
/** The same where the query may be the body. */
const QUERY_OR_BODY_NAME = new RegExp(QUERY_NAME.source.replace("query", "(?:query|body)"), "g");

/** The parameters that stand in the route's templates, conditions and schema, and in what its sender is answered. */
function queryNamedBy(route: SecretRoute): string[] {
  const { template, where, idempotencyKey, session, deliver, coalesce, response } = route;
  const isBody = route.methods?.includes("GET") === true;
  const properties = isBody ? route.schema?.["properties"] : undefined;
  const keyTemplate = session?.kind === "key" ? session.template : undefined;
  const texts = [template, idempotencyKey, keyTemplate, coalesce?.key]
    .concat(Object.values(deliver ?? {}))
    .concat(keysIn(where))
    .concat(textsIn(response?.body))
    .concat(textsIn(route.auth.kind === "preset" && presetNamed(route.auth.preset)?.answer));
  const named = texts.flatMap((text) =>
    [...(text ?? "").matchAll(isBody ? QUERY_OR_BODY_NAME : QUERY_NAME)].map(
      ([, plain, quoted]) => plain ?? quoted ?? "",
    ),
  );
  return [...named, ...Object.keys(properties ?? {})];
}

/** Of JSON of any shape. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** A condition's paths are keys, at any depth below `all`, `any` and `not`. */
function keysIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => [key, ...keysIn(below)]);
}
