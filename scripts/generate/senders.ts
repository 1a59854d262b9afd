// Writes the table of senders: every preset with its page, its oracle, its tolerance and its delivery id.
import { DEFAULT_RETRY_MS } from "../../src/inbound/proof/sameness.ts";
import { WORDINGS } from "../../src/inbound/prompt/wording/wording.ts";
import { schemesOf, type Preset } from "../../src/inbound/proof/presets/preset.ts";
import { PRESETS } from "../../src/inbound/proof/presets/presets.ts";
import { placeName, type Place } from "../../src/signature/scheme.ts";
import { DEFAULT_TOLERANCE_MS } from "../../src/signature/timestamp.ts";

const HEAD = `# Senders

What \`auth: { preset: "…" }\` knows, one line for each. Generated from \`src/inbound/proof/presets/\`.

\`\`\`json5
{
  inbound: {
    endpoints: {
      payments: { agentId: "main", auth: { preset: "stripe", secret: "\${PAYMENTS_SECRET}" } },
    },
  },
}
\`\`\`

Everything else about a route: [Inbound](inbound.md).

- **Shown by**: what the preset is tested against, at both ends: what the library signs is accepted here, what is signed here is accepted there, and what is changed, stale or under another secret is refused. A published vector is the vendor's own example, or a request that another project keeps in its tests; \`fixtures/requests/\` names it. ° has nothing from outside: a vector made from the vendor's page.
- **Signed time**: how old it may be; \`toleranceMs\` says otherwise. Without one, a request that was seen cannot be told from a new one by its age.
- **Delivery id**: where the sender names a delivery, so that a retry runs once.
- **Secret**: as the vendor shows it. Where nothing is said, any text.
- **Repeats for**: how long it sends again what was not answered, where its page says so; for so long a request without an id is a duplicate of one with the same content. ${lasting(DEFAULT_RETRY_MS)} where nothing is said.
- **Is answered**: what it reads where the route says nothing; where nothing is said, JSON with status 200.
- **Told as**: \`own words\` where the preset says by itself what an agent is told, so that a route needs no template; all others are told as all that was sent.

**Keys that a sender publishes** (\`pubsub\`, \`sns\`, \`paypal\`, and \`auth: { type: "jwt", jwks }\`) are fetched by the engine's thread, through the guard and the proxy of the deliveries, from the address that the preset or the settings name. A request can name a certificate's address on the sender's own hosts and nothing else; a redirect is not followed. They are kept as \`Cache-Control\` says, 5 minutes at least and 24 hours at most, and are good for a day longer while their address fails. A key that is not known is looked for once a minute at most. While keys cannot be had, senders are answered 503 with \`Retry-After\`. An issuer with an authority of its own is trusted by \`NODE_EXTRA_CA_CERTS\`. Such a sender signs for all its customers alike, so \`expect\` (or \`claims\`) says what must be yours: \`expect: { TopicArn: "arn:aws:sns:…" }\`. A subscription of \`sns\` is confirmed by calling its \`SubscribeURL\` on Amazon's hosts, once its signature and its topic are right.

**A secret that the sender brings** (\`asana\`, \`notion\`, and a route's \`handshake: { secret: "header.x" }\`) is kept where the settings have no \`secret\`: leaving it out is the consent. The first one stays, sealed in the log beside a key file; a second one is refused with 401 and said in the log, so make the webhook right after the route, and give each webhook a route of its own. \`openclaw webhook brought <route> --show\` prints it, for vendors that want it pasted (Notion); \`--forget\` lets the next one in.

**Plaid's key** (\`plaid\`) stands behind your credentials and is not fetched: ask its \`/webhook_verification_key/get\` for the \`kid\` of a token's head, set the JWK as \`secret\`, and the next one beside it when Plaid changes it.

**A secret in the address** (\`channeltalk\`, \`docker-hub\`: \`…/hooks/push?token=<secret>\`) is masked here as every other, and may stand in the logs of a proxy on the way.

**Encrypted bodies** (\`wecom\`, \`dingtalk-event\`, and \`decrypt\` of \`auth: { type: "hmac" }\`) are opened once their signature is right. What does not open, or is for another \`receiver\`, is refused where the signature does not cover the rest of the body.

| preset | sender | shown by | signed time | delivery id | secret | repeats for | is answered | told as | answers its test of the address |
|---|---|---|---|---|---|---|---|---|---|
`;

export function sendersPage(): string {
  return `${HEAD}${PRESETS.map(rowOf).join("\n")}\n`;
}

function rowOf(preset: Preset): string {
  const { name, title, docs, oracle, secretForm = "", handshake, needsUrl, retryMs } = preset;
  const cells = [
    `\`${name}\``,
    `[${title}](${docs})${needsUrl ? "; needs `url`" : ""}`,
    oracle === "own vector" ? "°" : oracle === "no signature" ? "shows the secret" : oracle,
    timeOf(preset),
    idOf(preset),
    secretForm,
    retryMs === undefined ? "" : retryMs === 0 ? "each is new" : lasting(retryMs),
    answerOf(preset),
    WORDINGS.has(name) ? "own words" : "",
    handshake ? "yes" : "",
  ];
  return `| ${cells.join(" | ")} |`;
}

function lasting(ms: number): string {
  return ms < 3_600_000 ? `${ms / 60_000} min` : `${ms / 3_600_000} h`;
}

function answerOf({ answer }: Preset): string {
  if (answer === undefined) return "";
  const { cases = [], contentType, body, later } = answer;
  const kind = body === "" ? "nothing" : (contentType ?? "JSON of its own");
  const statuses = cases
    .flatMap(({ status }) => status ?? [])
    .map((status) => `${status} for some`);
  return [kind, ...statuses, ...(later ? ["the reply later"] : [])].join(", ");
}

function timeOf(preset: Preset): string {
  const { check, toleranceMs = DEFAULT_TOLERANCE_MS } = preset;
  if (typeof check === "function") return "by its own rules";
  const isTimed = "jwt" in check || schemesOf(preset).some(({ timestamp }) => timestamp);
  return isTimed ? `${toleranceMs / 60_000} min` : "none";
}

function idOf({ check }: Preset): string {
  if (typeof check === "function") return "by its own rules";
  const ids = "jwt" in check ? [check.jwt.id] : [check].flat().map(({ id }) => id);
  const names = ids.filter((id) => id !== undefined).map(nameOf);
  return [...new Set(names)].join(" or ");
}

function nameOf(id: Place | { claim: string }): string {
  return "claim" in id ? `claim "${id.claim}"` : placeName(id);
}
