// Asks n8n's own trigger nodes whether a request is its sender's: another maintained implementation.
import { createRequire } from "node:module";
import type { Message } from "../../src/signature/message.ts";
import { bodyJson } from "../../src/signature/message.ts";
import { N8N } from "./bare-packages.ts";
import type { Library } from "./load.ts";

interface Question {
  secret: string;
  /** Fields of the credentials, where the secret is one of them. */
  credential?: string;
  /** The name that the node gives the secret which it made itself. */
  stored?: string;
  url?: string;
}

/** `file`: below `dist/nodes`. `check`: the function that it exports. */
export async function askN8n(
  file: string,
  message: Message,
  { secret, credential, stored = "webhookSecret", url }: Question,
  check = "verifySignature",
): Promise<boolean> {
  const require = createRequire(`${N8N.folder}/package/package.json`);
  const exported: Library = require(`./dist/nodes/${file}.js`);
  const [own] = Object.values(exported) as Library[];
  // A whole node, which answers with the request's data or with nothing.
  const isNode = exported[check] === undefined;
  const node = isNode ? { [check]: own.prototype.webhook } : exported;
  const request = {
    rawBody: Buffer.from(message.rawBody),
    body: bodyJson(message),
    headers: message.headers,
    header: (name: string) => message.headers[name],
  };
  const context = {
    getRequestObject: () => request,
    getHeaderData: () => message.headers,
    getBodyData: () => request.body,
    getWorkflowStaticData: () => ({ [stored]: secret }),
    getCredentials: () => Promise.resolve(credential === undefined ? {} : { [credential]: secret }),
    getNodeParameter: (name: string) => name === "authentication" && "apiKey",
    getNodeWebhookUrl: () => url,
    getResponseObject: () => ({ status: () => ({ send: () => ({ end: () => undefined }) }) }),
    helpers: { returnJsonArray: (data: unknown) => data },
  };
  const answer: unknown = await node[check].call(context);
  return isNode ? Object.hasOwn(answer as object, "workflowData") : (answer as boolean);
}
