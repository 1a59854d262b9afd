// Serves the framed page: its document, its two files, and answers to the questions that only read.
//
// The frame has no origin of its own and is let in by a cookie, which a browser would send for any other frame
// without origin, too. So that no other page can read an answer, a question needs the key that stands in the
// document, and the document is readable by nobody but the frame itself.
import { randomBytes, timingSafeEqual } from "node:crypto";
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

const KEY = randomBytes(24).toString("base64url");
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

export async function serveTab({
  request,
  response,
  basePath,
  running,
}: TabRequest): Promise<void> {
  const url = URL.parse(request.url ?? "/", "http://gateway");
  const rest = url?.pathname.slice(basePath.length).replace(/^\//, "") ?? "";
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "no-referrer");
  const method = rest.startsWith("ask/") ? rest.slice("ask/".length) : undefined;
  const type = FILES[rest];
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
  } else if (rest === "") {
    response.setHeader("Content-Security-Policy", POLICY);
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(document(basePath));
  } else if (type !== undefined) {
    const file = await readFile(new URL(`./ui/${rest}`, import.meta.url));
    response.writeHead(200, { "Content-Type": type }).end(file);
  } else if (method !== undefined && READING.includes(method)) {
    await answerQuestion(method, url?.searchParams, response, running);
  } else {
    response.writeHead(404).end();
  }
}

async function answerQuestion(
  method: string,
  query: URLSearchParams | undefined,
  response: ServerResponse,
  running: Running | undefined,
): Promise<void> {
  response.setHeader("Access-Control-Allow-Origin", "null");
  response.setHeader("Access-Control-Allow-Credentials", "true");
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  if (!isKey(query?.get("key") ?? "")) {
    const message = "the page is of an earlier start of the Gateway; open it again";
    response.writeHead(403).end(JSON.stringify({ ok: false, message }));
    return;
  }
  const reply = await answer(method, parsed(query?.get("params")), running);
  const shown = reply.ok ? reply : { ok: false, message: reply.error.message };
  response.writeHead(reply.ok ? 200 : 400).end(JSON.stringify(shown));
}

function isKey(text: string): boolean {
  const [given, own] = [Buffer.from(text), Buffer.from(KEY)];
  return given.length === own.length && timingSafeEqual(given, own);
}

function parsed(json: string | null | undefined): unknown {
  try {
    return JSON.parse(json ?? "{}");
  } catch {
    return "no JSON";
  }
}

function document(basePath: string): string {
  return `<!doctype html>
<html lang="en" data-key="${KEY}">
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
