// Serves the framed page: its document, its two files, and answers to the questions that only read.
//
// The Gateway lets operators who may read have the document. The frame has no origin, so a browser sends the
// Gateway's cookie with the document alone: what it asks for comes with the key that stands in it. The key ends
// soon, and a new one is a new document, so the Gateway decides again who may read.
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { answer } from "../rpc/answer.ts";
import { READING } from "../rpc/methods.ts";
import type { Running } from "../rpc/running.ts";

export interface TabRequest {
  request: IncomingMessage;
  response: ServerResponse;
  basePath: string;
  running: Running | undefined;
}

/** Known to this process alone: a key does not outlive it. */
const SECRET = randomBytes(32);
const KEY_LASTS_MS = 600_000;
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");
const FILES: Readonly<Record<string, string>> = {
  "framed.js": "text/javascript; charset=utf-8",
  "page.css": "text/css; charset=utf-8",
};

export function serveDocument(
  request: IncomingMessage,
  response: ServerResponse,
  partsPath: string,
): void {
  if (!prepared(request, response)) return;
  response.setHeader("Content-Security-Policy", POLICY);
  response
    .writeHead(200, { "Content-Type": "text/html; charset=utf-8" })
    .end(document(partsPath, keyUntil(Date.now() + KEY_LASTS_MS)));
}

export async function servePart({
  request,
  response,
  basePath,
  running,
}: TabRequest): Promise<void> {
  if (!prepared(request, response)) return;
  const url = URL.parse(request.url ?? "/", "http://gateway");
  const rest = url?.pathname.slice(basePath.length + 1) ?? "";
  const method = rest.startsWith("ask/") ? rest.slice("ask/".length) : undefined;
  const type = FILES[rest];
  if (type !== undefined) {
    const file = await readFile(new URL(`./ui/${rest}`, import.meta.url));
    response.writeHead(200, { "Content-Type": type }).end(file);
  } else if (method !== undefined && READING.includes(method)) {
    await answerQuestion(method, url?.searchParams, response, running);
  } else {
    response.writeHead(404).end();
  }
}

/** False: it was refused. */
function prepared({ method }: IncomingMessage, response: ServerResponse): boolean {
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "no-referrer");
  if (method === "GET" || method === "HEAD") return true;
  response.writeHead(405, { Allow: "GET, HEAD" }).end();
  return false;
}

async function answerQuestion(
  method: string,
  query: URLSearchParams | undefined,
  response: ServerResponse,
  running: Running | undefined,
): Promise<void> {
  response.setHeader("Access-Control-Allow-Origin", "null");
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  if (!isKey(query?.get("key") ?? "")) {
    const message = "the page is too old; open it again";
    response.writeHead(403).end(JSON.stringify({ ok: false, message }));
    return;
  }
  const reply = await answer(method, parsed(query?.get("params")), running);
  const shown = reply.ok ? reply : { ok: false, message: reply.error.message };
  response.writeHead(reply.ok ? 200 : 400).end(JSON.stringify(shown));
}

/** `<ms since the epoch>.<HMAC of it>` */
function keyUntil(end: number): string {
  return `${end}.${createHmac("sha256", SECRET).update(String(end)).digest("base64url")}`;
}

function isKey(text: string): boolean {
  const end = Number(text.split(".")[0]);
  const [given, own] = [Buffer.from(text), Buffer.from(keyUntil(end))];
  return given.length === own.length && timingSafeEqual(given, own) && Date.now() < end;
}

function parsed(json: string | null | undefined): unknown {
  try {
    return JSON.parse(json ?? "{}");
  } catch {
    return "no JSON";
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
