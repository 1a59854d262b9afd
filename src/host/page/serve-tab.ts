// Serves the framed page: its document, its two files, and answers to the questions that only read.
//
// The Gateway lets operators who may read have the document. The frame has no origin, so a browser sends the
// Gateway's cookie with the document alone: what it asks for comes with the key that stands in it. The key ends
// soon, and a new one is a new document, so the Gateway decides again who may read.
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { answer } from "../rpc/answer.ts";
import { READING } from "../rpc/methods.ts";
import type { Running } from "../rpc/running.ts";
import { isKey, keyIssuedAt } from "./page-key.ts";

export interface DocumentRequest {
  request: IncomingMessage;
  response: ServerResponse;
  partsPath: string;
  /** Whether the caller, whom the Gateway let in, may read. */
  mayRead: boolean;
}

export interface PartRequest {
  request: IncomingMessage;
  response: ServerResponse;
  basePath: string;
  running: Running | undefined;
  /** Ms since the epoch. */
  now?: number;
}

/** The longest question is a filter. */
const MOST_QUESTION_BYTES = 16_384;
const POLICY = [
  // Also where no frame takes its origin away: by a link, it would run with the Control UI's.
  "sandbox allow-scripts",
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");
/** A map: an address such as `constructor` must find nothing. */
const FILES: ReadonlyMap<string, string> = new Map([
  ["framed.js", "text/javascript; charset=utf-8"],
  ["page.css", "text/css; charset=utf-8"],
]);

export function serveDocument({ request, response, partsPath, mayRead }: DocumentRequest): void {
  guard(response);
  if (!isMethod(request, response, "GET", "HEAD")) return;
  response.setHeader("Content-Security-Policy", POLICY);
  response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  if (mayRead) response.writeHead(200).end(document(partsPath, keyIssuedAt(Date.now())));
  else response.writeHead(403).end("You may not read deliveries: operator.read is missing.");
}

export async function servePart(part: PartRequest): Promise<void> {
  const { request, response, basePath } = part;
  guard(response);
  const path = URL.parse(request.url ?? "/", "http://gateway")?.pathname ?? "";
  const rest = path.slice(basePath.length + 1);
  const method = rest.startsWith("ask/") ? rest.slice("ask/".length) : undefined;
  const type = FILES.get(rest);
  if (type !== undefined) {
    if (!isMethod(request, response, "GET", "HEAD")) return;
    const file = await readFile(new URL(`./ui/${rest}`, import.meta.url));
    response.writeHead(200, { "Content-Type": type }).end(file);
  } else if (method !== undefined && READING.includes(method)) {
    await answerQuestion(method, part);
  } else {
    response.writeHead(404).end();
  }
}

function guard(response: ServerResponse): void {
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "no-referrer");
}

/** False: it was refused. */
function isMethod(
  { method = "" }: IncomingMessage,
  response: ServerResponse,
  ...allowed: readonly string[]
): boolean {
  if (allowed.includes(method)) return true;
  response.writeHead(405, { Allow: allowed.join(", ") }).end();
  return false;
}

/** The key comes in the body: addresses are written into logs on the way. */
async function answerQuestion(
  method: string,
  { request, response, running, now = Date.now() }: PartRequest,
): Promise<void> {
  if (!isMethod(request, response, "POST")) return;
  // The frame's origin, and that of any other sandboxed document: what they lack is the key.
  response.setHeader("Access-Control-Allow-Origin", "null");
  response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  const tell = (status: number, said: object): void =>
    void response.writeHead(status).end(JSON.stringify(said));
  const question = await questionOf(request);
  if (question === undefined)
    return tell(400, { ok: false, message: "the question is too long, or no JSON object" });
  if (!isKey(typeof question["key"] === "string" ? question["key"] : "", now))
    return tell(403, { ok: false, message: "the page is too old; open it again" });
  const reply = await answer(method, question["params"], running);
  if (reply.ok) tell(200, reply);
  else tell(400, { ok: false, message: reply.error.message });
}

/** Undefined: too long, cut off, or no JSON object. */
async function questionOf(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MOST_QUESTION_BYTES) return undefined;
      chunks.push(chunk);
    }
    const asked: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return typeof asked === "object" && asked !== null ? { ...asked } : undefined;
  } catch {
    return undefined;
  }
}

function document(basePath: string, key: string): string {
  return `<!doctype html>
<html lang="en" data-key="${key}" data-parts="${basePath}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Webhooks</title>
<link rel="stylesheet" href="${basePath}/page.css">
</head>
<body class="ew-frame"><main></main><script src="${basePath}/framed.js"></script></body>
</html>
`;
}
