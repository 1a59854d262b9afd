// Senders in Trigger.dev's table, which says as data how each of them signs: another maintained implementation. What
// reads that data here is written for this test alone, with `node:crypto` and nothing of the sources.
import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import type { Message } from "../../src/signature/message.ts";
import { TRIGGER } from "./bare-packages.ts";
import type { Library } from "./load.ts";
import type { Oracle } from "./oracle.ts";

/** Base64, for those whose secret is that. */
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const SENDERS =
  "attio docusign firecrawl hookdeck intercom langfuse loops notion plain planetscale tailscale vapi vercel zoom";

/** What it says of one sender. */
interface Entry {
  algorithm: string;
  encoding: "hex" | "base64";
  signatureHeader: string;
  additionalSignatureHeaders?: readonly string[];
  signature: { itemSeparator?: string; fieldSeparator?: string; field?: string };
  signingString: "raw" | { template: string; vars?: Record<string, { name: string }> };
  timestamp?: { source: { from: string; name?: string; field?: string } };
  secret?: { encoding: "base64"; stripPrefix: string };
}

function entryOf(name: string): Entry {
  const require = createRequire(`${TRIGGER.folder}/package/package.json`);
  const table: Library = require("./dist/commonjs/v3/webhooks/index.js");
  return name === "standard"
    ? table.standardWebhooksVerifierConfig()
    : table.webhookProviderConfigs[name].config();
}

/** The values of a list's `field`, or the whole text. */
function fieldsOf(
  text: string,
  { itemSeparator, fieldSeparator = "=" }: Entry["signature"],
  field?: string,
): string[] {
  const items = itemSeparator === undefined ? [text] : text.split(itemSeparator);
  if (field === undefined) return items;
  const mark = `${field}${fieldSeparator}`;
  return items.filter((item) => item.startsWith(mark)).map((item) => item.slice(mark.length));
}

function isRight(entry: Entry, { headers }: Message, body: string): boolean {
  const list = headers[entry.signatureHeader] ?? "";
  const all = [entry.signatureHeader, ...(entry.additionalSignatureHeaders ?? [])];
  const given = all.flatMap((name) =>
    fieldsOf(headers[name] ?? "", entry.signature, entry.signature.field),
  );
  const source = entry.timestamp?.source;
  const values: Record<string, string | undefined> = {
    body,
    timestamp:
      source?.from === "header"
        ? headers[source.name ?? ""]
        : fieldsOf(list, entry.signature, source?.field)[0],
  };
  const { signingString } = entry;
  const vars = signingString === "raw" ? {} : (signingString.vars ?? {});
  for (const [name, { name: header }] of Object.entries(vars)) values[name] = headers[header];
  const text =
    signingString === "raw"
      ? body
      : signingString.template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
  const key = entry.secret
    ? Buffer.from(SECRET.replace(entry.secret.stripPrefix, ""), entry.secret.encoding)
    : SECRET;
  return given.includes(createHmac(entry.algorithm, key).update(text).digest(entry.encoding));
}

/** Recall.ai has no entry of its own: its page there names the one of Standard Webhooks. */
const ENTRIES = [
  ...SENDERS.split(" ").map((name) => [name, name] as const),
  ["recall", "standard"] as const,
];

export const TRIGGER_TABLE: readonly Oracle[] = ENTRIES.map(([preset, name]) => ({
  preset,
  secret: SECRET,
  accepts: (message: Message, body: string) => isRight(entryOf(name), message, body),
}));
