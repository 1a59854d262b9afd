// What one vendor's library is asked of a request. Holds no vendor's facts.
import type { Message } from "../../src/signature/message.ts";

export interface Oracle {
  preset: string;
  /** As the vendor shows it, or the public key. */
  secret: string;
  /** Signs here what `secret` verifies, where that is a public key. */
  privateKey?: string;
  /** Public keys as the sender publishes them; `secret` then only stands in what is signed. */
  keys?: readonly string[];
  /** What of a request has to be the operator's. */
  expect?: Readonly<Record<string, readonly string[]>>;
  decrypt?: { key: string; receiver: string };
  /** Which of the preset's schemes this project signs by. */
  schemeAt?: number;
  /** The sender's own message around a body. */
  wrap?: (body: string, now: number) => string;
  /** The route's URL, for senders that sign it. */
  url?: string;
  /** Path and query that the request is sent to, where the signature holds something of it. */
  path?: string;
  /** Makes the vendor's own request; absent: the library only verifies, and this project signs. */
  sign?: (body: string, now: number) => Promise<Message> | Message;
  /** Whether the vendor's library takes the request for authentic; it may throw. Absent: it only signs. */
  accepts?: (message: Message, body: string) => unknown;
  /** Names of the bodies that it can be asked of; absent = all. */
  bodies?: readonly string[];
  /** Sent beside those of the signature. */
  headers?: Record<string, string>;
  /** `application/x-www-form-urlencoded`: the bodies are sent as fields. */
  form?: true;
  /** The library's token does not hold the body: a changed body is this project's to refuse, or nobody's. */
  unboundThere?: true;
}

/** A library throws at what is forged. One that only parses what it took for genuine did accept it. */
export async function isAccepted(
  { accepts }: Oracle,
  message: Message,
  body: string,
): Promise<boolean> {
  try {
    return (await accepts?.(message, body)) !== false;
  } catch {
    return false;
  }
}

/** A POST to a route. Header names in lower case. */
export function post(body: string, headers: Record<string, string>, url = "/hooks/a"): Message {
  return {
    method: "POST",
    url,
    headers: { "content-type": "application/json", ...headers },
    rawBody: Buffer.from(body),
  };
}
