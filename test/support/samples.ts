// Requests as their senders make them (`fixtures/samples`), through a route of their preset to the prompt of a run.
import { globSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { wrapExternalContent } from "openclaw/plugin-sdk/security-runtime";
import { proven } from "../../src/cli/offline/send/proven.ts";
import type { RouteAuth } from "../../src/config/route/route-settings.ts";
import { schemesOf } from "../../src/inbound/proof/presets/preset.ts";
import { presetNamed } from "../../src/inbound/proof/presets/presets.ts";
import { WORDINGS } from "../../src/inbound/prompt/wording/wording.ts";
import { receive } from "../../src/inbound/receive.ts";
import { parseJson } from "../../src/language/number/parse-json.ts";
import { isPublicKeyAlgorithm } from "../../src/signature/scheme.ts";
import { requestWith } from "./inbound-request.ts";
import { compiledRoute, judged, routeWith } from "./routes.ts";

export interface Sample {
  preset: string;
  name: string;
  /** Where the form is from, and its licence. */
  source: string;
  headers?: Record<string, string>;
  /** The body is sent as `application/x-www-form-urlencoded`. */
  form?: true;
  /** What the prompt must say, as it stands there. */
  facts: readonly string[];
  body: unknown;
}

const folder = fileURLToPath(new URL("../../fixtures/samples", import.meta.url));

export const SAMPLES: readonly Sample[] = globSync(`${folder}/*/*.json`)
  .sort()
  .map((file) => ({
    preset: basename(dirname(file)),
    name: basename(file, ".json"),
    ...(parseJson(readFileSync(file, "utf8")) as Omit<Sample, "preset" | "name">),
  }));

/** When Linear's sample was signed, whose time stands in its body. */
const NOW = 1_700_000_000_000;
const SECRETS = [{ value: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }];
const URL_AS_KNOWN = "https://me.example.com/hooks/a";

/** `default`: the preset's own words. Throws where the request is not accepted. */
export async function promptOf(sample: Sample, template?: string): Promise<string> {
  const { preset, form, body, headers = {} } = sample;
  const type = form ? "application/x-www-form-urlencoded" : "application/json";
  const text = form
    ? new URLSearchParams(body as Record<string, string>).toString()
    : JSON.stringify(body);
  const auth = authOf(preset);
  const request = proven(
    requestWith({
      method: "POST",
      headers: { "content-type": type, ...headers },
      rawBody: Buffer.from(text),
      receivedAt: NOW,
    }),
    auth,
    { now: NOW },
  );
  const words = template ?? (auth.kind === "preset" ? undefined : WORDINGS.get(preset));
  const { template: _open, ...open } = routeWith();
  const compiled = compiledRoute({
    ...open,
    auth,
    ...(words !== undefined && { template: words }),
  });
  const wrap = (content: string, notice: boolean): string =>
    wrapExternalContent(content, { source: "webhook", includeWarning: notice });
  const { record } = judged(await receive({ id: "req_1", request, compiled, wrap, now: NOW }));
  const refused = record.verdicts.find(({ ok }) => !ok);
  if (record.job === undefined || refused) throw new Error(`${preset}: ${JSON.stringify(refused)}`);
  return record.job.prompt;
}

/** Of a sender that signs with a key of its own, its words alone are tried. */
function authOf(preset: string): RouteAuth {
  const facts = presetNamed(preset);
  if (facts === undefined) throw new Error(`there is no preset ${preset}`);
  const { check, secretForm } = facts;
  const isToken = typeof check === "object" && "jwt" in check;
  const isTheirs = isToken
    ? !check.jwt.algorithms.some((algorithm) => algorithm.startsWith("HS"))
    : schemesOf(facts).some(({ algorithm }) => isPublicKeyAlgorithm(algorithm));
  const secrets = secretForm === "base64" ? [{ value: "c2VjcmV0LWtleQ==" }] : SECRETS;
  return isTheirs
    ? { kind: "header", name: "x-token", secrets }
    : { kind: "preset", preset, secrets, url: URL_AS_KNOWN };
}
