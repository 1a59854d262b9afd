// A delivery as a shell script that sends it again, signed. The address and the secret are not known here and
// stay variables, so that neither ends in somebody's clipboard.

import type { PageWords } from "../../words/page.ts";

export interface Sendable {
  endpoint: string;
  /** Scheme, host and port of the endpoint. */
  origin?: string;
  signed: boolean;
  deliveryId: string;
  eventId: string;
  event: string;
  /** Absent: as an event is usually sent. */
  request?: { method: string; contentType?: string };
  body: string;
  /** The comment above it, in the viewer's language. */
  comment: PageWords["delivery"]["curlComment"];
}

export const USUAL_REQUEST: NonNullable<Sendable["request"]> = {
  method: "POST",
  contentType: "application/json",
};

export function curlOf({
  endpoint,
  origin,
  signed,
  deliveryId,
  eventId,
  event,
  request: { method, contentType } = USUAL_REQUEST,
  body,
  comment,
}: Sendable): string {
  const where = origin === undefined ? "" : onOneLine(origin);
  const variables = ["WEBHOOK_URL", ...(signed ? ["WEBHOOK_SECRET"] : [])];
  const headers = [
    ...(contentType === undefined ? [] : [`Content-Type: ${contentType}`]),
    `X-OpenClaw-Event: ${event}`,
    `X-OpenClaw-Delivery: ${deliveryId}`,
    `webhook-id: ${eventId}`,
  ].map((header) => `  -H ${quoted(header)} \\`);
  return [
    `# ${comment(variables, onOneLine(endpoint), where)}`,
    `BODY=${quoted(body)}`,
    ...(signed ? SIGN : []),
    `curl -X ${method} "$WEBHOOK_URL" \\`,
    ...headers,
    ...(signed ? SIGNATURE_HEADERS : []),
    ...(contentType === undefined ? [] : ['  --data-raw "$BODY"']),
  ]
    .join("\n")
    .replace(/ \\$/, "");
}

const SIGN = [
  "TIMESTAMP=$(date +%s)",
  `SIGNATURE=$(printf '%s.%s' "$TIMESTAMP" "$BODY" | openssl dgst -sha256 -hmac "$WEBHOOK_SECRET" | sed 's/^.* //')`,
];
const SIGNATURE_HEADERS = [
  '  -H "X-OpenClaw-Timestamp: $TIMESTAMP" \\',
  '  -H "X-OpenClaw-Signature: sha256=$SIGNATURE" \\',
];

/** As one word of a POSIX shell, whatever it holds. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Nothing in it may end the comment. */
function onOneLine(text: string): string {
  return JSON.stringify(text);
}
