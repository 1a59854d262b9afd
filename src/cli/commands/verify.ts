// `openclaw webhook verify <id>`: what can be said of a signature from the log alone, and why the rest cannot.
// Must not show a signature, a secret or a body.
import { createHash } from "node:crypto";
import type { ExplanationView } from "../../view/explanation.ts";
import type { RequestDetail } from "../../view/request.ts";
import type { Cli } from "../cli.ts";
import { attemptLines } from "../lines/attempt-table.ts";
import { readId } from "../grammar/command-line.ts";
import { wrap } from "../terminal/wrap.ts";
import { requestLines } from "./inbound/requests.ts";

/** Secrets are in no log, so these names stand in their place. */
const OWN_SCHEMES = [
  ["X-OpenClaw-Signature", "sha256=<hex>", "the secret as written", "{time}."],
  ["webhook-signature", "v1,<base64>", "what follows whsec_, base64-decoded", "{event}.{time}."],
] as const;

export async function verifyStored(
  cli: Cli,
  given: string,
  { json }: { json?: boolean },
): Promise<void> {
  const id = readId(given, ["dlv", "req"]);
  const told = id.startsWith("req_") ? await verifyRequest(cli, id) : await verifyDelivery(cli, id);
  if (json === true) return cli.print(JSON.stringify(told.facts));
  for (const line of told.lines) cli.print(line);
}

interface Told {
  facts: object;
  lines: string[];
}

/** What was signed, so that a receiver's author can compare. */
async function verifyDelivery(cli: Cli, id: string): Promise<Told> {
  const { event, endpoints } = await cli.ask<ExplanationView>("explain", { id });
  const { endpoint = "", attempts = [], sends } = endpoints[0] ?? {};
  const eventId = event?.id ?? "";
  const time = sends?.signedPrefix?.slice(0, -1) ?? "<timestamp>";
  const told = (text: string, indent = ""): string[] => wrap(text, cli.columns, indent);
  const body =
    sends?.bytes === undefined
      ? {}
      : { bytes: sends.bytes, ...(sends.sha256 !== undefined && { sha256: sends.sha256 }) };
  const schemes = OWN_SCHEMES.map(([header, form, key, text]) => {
    const before = text.replace("{event}", eventId).replace("{time}", time);
    return { header, form, key, before };
  });
  return {
    facts: { id, endpoint, eventId, timestamp: time, ...body, schemes, attempts },
    lines: [
      `${id} for ${endpoint}`,
      ...attemptLines(attempts, cli),
      "",
      ...told(
        sends?.bytes === undefined
          ? `The body is not known now: ${sends?.error ?? "the endpoint is not configured"}.`
          : `The body: ${sends.bytes} bytes, by the settings of now. Its SHA-256:`,
      ),
      ...(sends?.sha256 === undefined ? [] : [`  ${sends.sha256}`]),
      ...told(
        attempts.length === 0
          ? "No attempt was made yet; each signs its own second, in place of <timestamp>."
          : "Signed at its last attempt, each an HMAC-SHA256 with the endpoint's secret:",
      ),
      ...schemes.flatMap(({ header, form, key, before }) => [
        `  ${header}: ${form}`,
        ...told(`key: ${key}`, "    "),
        ...told(`text: "${before}" and the body`, "    "),
      ]),
      "",
      ...told(
        "Not repeated here: the signatures. Neither they nor secrets are kept in the log, and an endpoint without a secret sends none. A whsk_ key signs webhook-signature alone, as v1a.",
      ),
      ...told(
        "Compare the SHA-256 of the body that the receiver has. If it is the same, save the request there (headers, a blank line, the body) and ask: openclaw webhook verify --secret-env WEBHOOK_SECRET < request.txt",
      ),
    ],
  };
}

/** What each step decided, and what the sender's headers showed. */
async function verifyRequest(cli: Cli, id: string): Promise<Told> {
  const detail = await cli.ask<RequestDetail>("requests.show", { id, body: true });
  const [{ signatureFacts }, { readGatewaySettings }] = await Promise.all([
    import("../offline/signature/stored-request.ts"),
    import("../offline/settings/gateway-settings.ts"),
  ]);
  const { examination } = await readGatewaySettings(process.env, cli.now());
  const routes = examination?.assumed?.inbound.routes ?? [];
  const auth = routes.find(({ name }) => name === detail.request.route)?.auth;
  const { headers = {}, body, prompt: _, reply: _reply, query: _query, ...rest } = detail;
  const facts = signatureFacts(auth, headers, Date.parse(detail.request.receivedAt));
  const whole = body !== undefined && body.cut !== true && body.encoding === "utf8";
  const isWhole = whole && Buffer.byteLength(body.text) === body.bytes;
  const sha256 = isWhole ? createHash("sha256").update(body.text).digest("hex") : undefined;
  const told = (text: string, indent = ""): string[] => wrap(text, cli.columns, indent);
  return {
    facts: {
      ...rest,
      ...facts,
      ...(body && { bytes: body.bytes }),
      ...(sha256 && { sha256 }),
      ...(rest.bodyHash && { bytes: rest.bodyHash.bytes, sha256: rest.bodyHash.sha256 }),
    },
    lines: [
      ...requestLines(rest, cli),
      "",
      ...told(`Checked as: ${facts.scheme}, by the settings of now.`),
      ...facts.headers.flatMap(({ name, state }) => told(`${name}: ${state}`, "  ")),
      ...(facts.clock === undefined ? [] : told(facts.clock)),
      ...(body === undefined ? [] : told(`The body: ${body.bytes} bytes.`)),
      ...(sha256 === undefined ? [] : ["Its SHA-256:", `  ${sha256}`]),
      "",
      ...told(
        "Not repeated here: the check itself. Signatures, tokens and passwords are masked before a request is stored. To find out what is wrong with one, have the sender send again, save the request as it came, and ask: openclaw webhook verify --preset <name> --secret-env NAME < request.txt",
      ),
    ],
  };
}
