// Writes docs/receivers.md from the formats themselves: what each needs, its limits, its rules and its oracle.
import { format as prettify } from "oxfmt";
import type { AnswerCondition } from "../../src/config/settings.ts";
import type { Format, Limit } from "../../src/outbound/format/format.ts";
import { signingSchemes } from "../../src/inbound/proof/presets/preset.ts";
import { PRESETS } from "../../src/inbound/proof/presets/presets.ts";
import { FORMATS } from "../../src/outbound/formats/formats.ts";

export async function receiversPage(): Promise<string> {
  const formats = [...FORMATS.values()];
  const parts = [INTRODUCTION, overview(formats), OWN, signatures(), ...formats.map(section)];
  const page = parts.join("\n\n");
  const { code } = await prettify("docs/receivers.md", `${page}\n`, { printWidth: 100 });
  return code;
}

const INTRODUCTION = `# Receivers

<!-- Generated from src/outbound/formats by scripts/generate.ts; change a format instead. -->

With \`format\` an endpoint speaks its receiver's language:

\`\`\`json5
{
  endpoints: [
    { url: "\${ALERT_ROOM_URL}", format: "discord", events: ["error.occurred", "message.sent"] },
    {
      // LINE has one address for all.
      format: "line",
      options: { to: "U4af4980629…", token: "\${ALERT_ROOM_TOKEN}" },
      text: "{{ data.agentId }}: {{ data.message.content }}",
      long: "split",
    },
  ],
}
\`\`\`

- **Words.** Each event has a default wording; \`text\` is a template of your own. What a template writes is escaped for the receiver, so that nothing in a stranger's message calls a room, a group or a person, or hides a link behind other words; your own literal text keeps its markup.
- **Length.** A text beyond the limit is cut between graphemes and ends with …, or, with \`long: "split"\`, sent in up to ten parts, in order, as one delivery: a part that was taken is not sent again by the next attempt.
- **What counts as delivered** is the receiver's own rule. A refusal shows its code and words in the log, the CLI and the page: \`DingTalk 310000: keywords not in content\`. \`success\` on the endpoint replaces the rule, \`giveUpOn\` adds to it. What is refused because of a token, an address or a keyword is tried again, so that what waits is sent once it is mended.
- **Rate.** What the vendor states is used unless the endpoint has a \`rateLimit\`.
- **Tokens** stand in \`options.token\` (a string, \`\${NAME}\` or a SecretRef) or in the URL, and are masked wherever they could come back. DingTalk and Feishu sign with the endpoint's \`secret\`.
- \`openclaw webhook preview <endpoint>\` shows what would be sent.`;

const OWN = `## Any other receiver

\`\`\`json5
{
  endpoints: [
    // A GET with values in the query; each is percent-encoded.
    { name: "lamp", method: "GET", url: "http://home.lan:8123/api/webhook/abc?agent={{ data.agentId }}", allowPrivateNetwork: ["home.lan"] },
    // A form for an SMS gateway that refuses with a 200.
    {
      name: "sms",
      url: "https://sms.example/send",
      contentType: "form",
      transform: { to: "+41790000000", text: "{{ data.error.message }}" },
      success: { where: { "body.status": "queued" } },
      giveUpOn: { status: [400], where: { "body.error": "blocked" } },
    },
  ],
}
\`\`\`

\`method\` is POST, PUT, PATCH, GET or DELETE (the last two send no body); \`contentType\` is json, form, text or ndjson. Templates may stand in a URL's path and query, never in scheme, host, port or credentials; a value that would change the path ends the delivery with that reason. \`success\` and \`giveUpOn\` are conditions over the answer: \`status\`, \`headers\` (lower-case names) and \`body\` (parsed when it is JSON; at most 16 kB are read).

\`batch: { maxEvents: 100, maxWaitMs: 1000, maxBytes: 1048576 }\` puts several events into one request: a JSON array, or lines with \`contentType: "ndjson"\`. It is signed as a whole, with an id of its own (\`webhook-id: bat_…\`, \`X-OpenClaw-Event: batch\`); each event keeps its id inside. An event is delivered exactly when a request with it was taken. A request that is refused for its content (400, 413, 422, \`giveUpOn\`) is sent again in halves, so that what is refused ends alone; where \`rateLimit\` leaves no time for that, the search goes on in later requests, and what was not asked for counts as not tried. \`rateLimit\` counts requests, as it does for the parts of \`long: "split"\`; \`concurrency\` counts events.`;

/** Names of the senders whose signature can be made. */
function signatures(): string {
  const names = PRESETS.filter((preset) => signingSchemes(preset).length > 0).map(
    ({ name }) => `\`${name}\``,
  );
  return `## A signature that the receiver already checks

Every attempt of an endpoint with a \`secret\` is signed by two schemes of its own (\`X-OpenClaw-Signature\` and Standard Webhooks). A receiver that checks another one gets it beside them with \`signature\`:

\`\`\`json5
{
  endpoints: [
    // What a receiver of GitHub's webhooks checks, by its sender's name; signed with the endpoint's secret.
    { name: "ci", url: "\${CI_URL}", secret: "\${CI_SECRET}", signature: "github" },
    // With a secret of its own.
    { name: "billing", url: "\${BILLING_URL}", signature: { preset: "stripe", secret: "\${BILLING_SECRET}" } },
    // Any other scheme as data, in the words of the \`auth\` of a route.
    {
      name: "erp",
      url: "\${ERP_URL}",
      signature: {
        header: "X-ERP-Signature",
        prefix: "v1=",
        timestamp: "X-ERP-Timestamp",
        signed: "{timestamp}.{method}.{path}.{body}",
        secret: "\${ERP_SECRET}",
      },
    },
  ],
}
\`\`\`

- **Names:** ${names.join(", ")}. Whoever shows a token or encrypts has none; a token is sent with \`headers\` or \`auth\`.
- **Words of a scheme** are those of [\`auth: { type: "hmac" }\`](senders.md): what one Gateway writes as \`signature\`, another one takes as \`auth\`. With a public-key algorithm \`secret\` is the private key. \`{url}\` is the address as it is called, or \`url\` where the receiver knows another.
- **The address** is signed by \`twilio\` and \`hubspot\`, a body that is no form by \`twilio\` through its hash, which is put into the query as \`bodySHA256\`.
- **The signature** may stand in a header, the query or the body. One in the body is put there before our own are made, so that all hold over what is sent; a body that is no object has no place for it, and the delivery ends with that reason.
- **The id** in a header such as \`X-GitHub-Delivery\` is the event's, the same for every attempt. What else the receiver reads, such as \`X-GitHub-Event\`, is the operator's: \`headers: { "X-GitHub-Event": "repository_dispatch" }\`.
- **Rotation:** a list of secrets signs with each that has not expired where the scheme holds several signatures (Stripe, Standard Webhooks), else with the newest. When all have expired, nothing is sent.
- \`signature: "standard-webhooks"\` and its kin take the place of the published \`webhook-signature\`.
- \`openclaw webhook preview\` shows where it stands, \`openclaw webhook lab\` checks it.`;
}

function overview(formats: readonly Format[]): string {
  const rows = formats.map((one) => {
    const { name, title, page, text, oracle } = one;
    const limit = text ? limitOf(text) : "the event as data";
    return `| \`${name}\` | [${title}](${page}) | ${limit} | ${successOf(one)} | ${oracle} |`;
  });
  return [
    "| format | receiver | text | delivered | checked by |",
    "|---|---|---|---|---|",
    ...rows,
    "",
    "A stand-in is a receiver of the tests, written from the vendor's page: it refuses what the vendor refuses with the vendor's answer. Each format is also tested broken, without its limit, its escape and its rules, and must then fail.",
  ].join("\n");
}

function section(one: Format): string {
  const {
    title,
    name,
    url,
    page,
    options = {},
    text,
    rates,
    events,
    answers,
    signature,
    methods,
  } = one;
  const facts = [
    `URL: \`${url}\`${url.includes("<") ? "" : ", unless `url` says another"}`,
    ...Object.entries(options).map(([option, { about, required, oneOf, fallback }]) => {
      const marks = [
        required ? "required" : "",
        oneOf ? oneOf.map((value) => `\`${value}\``).join(", ") : "",
        fallback === undefined ? "" : `default \`${String(fallback)}\``,
      ].filter((mark) => mark !== "");
      return `\`options.${option}\`: ${about}${marks.length > 0 ? ` (${marks.join("; ")})` : ""}`;
    }),
    text && `Text: ${limitOf(text)}${text.title ? `; title: ${limitOf(text.title)}` : ""}`,
    rates &&
      `Rate: ${rates.map(({ requests, perMs }) => `${requests} in ${perMs / 1000} s`).join(", and ")}`,
    events && `Events: ${events.map((type) => `\`${type}\``).join(", ")}`,
    methods && `\`method\`: ${methods.join(", ")}`,
    signature && "Signed with the endpoint's `secret`, as the receiver demands it",
    `Delivered: ${successOf(one)}`,
    answers.giveUpOn && `No retry: ${conditionOf(answers.giveUpOn, " or ")}`,
    answers.busy && `Slows down: ${conditionOf(answers.busy, " or ")}`,
    `From: ${page}`,
  ].filter((fact) => fact !== undefined);
  return [`## ${title}: \`${name}\``, "", ...facts.map((fact) => `- ${fact}`)].join("\n");
}

function limitOf({ most, unit }: Limit): string {
  return `${most.toLocaleString("en-US")} ${unit === "json bytes" ? "bytes in JSON" : unit}`;
}

function successOf({ answers: { success } }: Format): string {
  return success ? conditionOf({ status: ["2xx"], ...success }, ", ") : "2xx";
}

function conditionOf({ status, where }: AnswerCondition, joint: string): string {
  const parts = [status?.join(", "), where && `\`${JSON.stringify(where)}\``];
  return parts.filter((part) => part !== undefined).join(joint);
}
