// Answers a sender's test of the address as a row says: the one reader of such rows.
// Must not send back what is too long or no text, must not put a sender's text into a header before its form is checked,
// and must not become a way to have anything signed: what `{proof}` signs can never be a delivery's body.
import { createHmac } from "node:crypto";
import { valuesAt } from "../../../language/values-at.ts";
import { decrypt } from "../../../signature/decrypt.ts";
import { verifyScheme } from "../../../signature/each.ts";
import { isForm, readPlace } from "../../../signature/message.ts";
import type { Place } from "../../../signature/scheme.ts";
import { bodyJson, type InboundRequest } from "../../request/request.ts";
import { sealedAnswer } from "../../answer/sealed-answer.ts";
import { isSameText, usableSecrets } from "../usable-secrets.ts";
import {
  empty,
  isShortBody,
  isShortText,
  json,
  text,
  type Handshake,
  type HandshakeContext,
} from "./answers.ts";
import { holds } from "./conditions.ts";
import type { HandshakeRow } from "./row.ts";

/** Neither the `{` of a JSON body nor the `:` of a signed string. */
const SIGNABLE = /^[\w+/=.-]{1,256}$/;
const HEADER_TEXT = /^[\x21-\x7e]{1,256}$/;
/** A secret that somebody brings is a key: long enough, and nothing that a page or a log would show otherwise. */
const BROUGHT = /^[\x21-\x7e]{16,512}$/;

/** Undefined when the request is no test of this row's. */
export function answerByRow(
  given: InboundRequest,
  row: HandshakeRow,
  context: HandshakeContext,
): Handshake | undefined {
  const { methods = ["POST"], when = [], signed, encrypted, word } = row;
  if (!methods.includes(given.method) || !isShortBody(given)) return undefined;
  const clear = encrypted && decrypt(given, encrypted, context.encryption);
  if (encrypted !== undefined && clear === undefined) return undefined;
  // What stands in the query opens to a text of its own, what stands in the body to another body.
  const isBody = encrypted !== undefined && "body" in encrypted.at;
  const request = clear !== undefined && isBody ? { ...given, rawBody: clear } : given;
  if (!when.every((condition) => holds(request, condition))) return undefined;
  if (!isProven(given, signed, context)) return undefined;
  if (word !== undefined && !isWord(request, word, context)) return empty(403);
  return written(request, row, context, clear);
}

function isProven(
  request: InboundRequest,
  signed: HandshakeRow["signed"],
  { auth, now, isVerified }: HandshakeContext,
): boolean {
  if (signed === undefined) return true;
  if (signed === true) return isVerified(auth.secrets);
  const usable = usableSecrets(auth.secrets, now);
  const secrets = usable.ok ? usable.values : [];
  return verifyScheme(request, signed, { secrets, toleranceMs: auth.toleranceMs }, now).ok;
}

function isWord(request: InboundRequest, word: Place, { auth }: HandshakeContext): boolean {
  const read = readPlace(request, word);
  const expected = auth.verifyToken ?? "";
  const isTheirs = isSameText(read.ok ? read.value : "", expected);
  return expected !== "" && isTheirs;
}

function written(
  request: InboundRequest,
  { answer, proof, brings, confirms, signed }: HandshakeRow,
  context: HandshakeContext,
  clear: Uint8Array | undefined,
): Handshake | undefined {
  const { status = 200, headers = {}, text: plain, json: shape } = answer;
  const values: Values = {
    clear: clear && Buffer.from(clear).toString("utf8"),
    proof: proof && proofOf(request, proof, signed === true, context),
  };
  let isWhole = true;
  const fill = (template: string): string => {
    const filled = fillIn(template, request, values);
    isWhole &&= filled !== undefined;
    return filled ?? "";
  };
  const added = Object.entries(headers).map(([name, value]) => [name, fill(value)] as const);
  isWhole &&= added.every(([name, value]) => value === headers[name] || HEADER_TEXT.test(value));
  const base = bodyOf(plain, shape, fill);
  if (answer.sealed === true) {
    const [{ value: own } = { value: "" }] = context.auth.secrets;
    const { encryption, now } = context;
    const sealed = sealedAnswer(base.body, { secret: own, encryption, at: now, id: request.url });
    return sealed === undefined ? undefined : { ...json({}), body: sealed };
  }
  const secret = brings && readPlace(request, brings);
  const address = confirms && readPlace(request, confirms.at);
  if (!isWhole || (secret !== undefined && !(secret.ok && BROUGHT.test(secret.value))))
    return undefined;
  if (
    confirms !== undefined &&
    !(address?.ok === true && isPinned(address.value, confirms.address))
  )
    return undefined;
  return {
    status,
    headers: { ...base.headers, ...Object.fromEntries(added) },
    body: base.body,
    ...(secret?.ok === true && { brings: secret.value }),
    ...(address?.ok === true && { confirms: address.value }),
  };
}

function isPinned(address: string, pin: RegExp): boolean {
  return URL.parse(address)?.href === address && pin.test(address);
}

interface Values {
  clear: string | undefined;
  proof: string | undefined;
}

function bodyOf(
  plain: string | undefined,
  shape: Readonly<Record<string, string | number>> | undefined,
  fill: (template: string) => string,
): Handshake {
  if (plain !== undefined) return text(fill(plain));
  if (shape === undefined) return empty(200);
  const entries = Object.entries(shape).map(([name, value]) => [
    name,
    typeof value === "string" ? fill(value) : value,
  ]);
  return json(Object.fromEntries(entries) as Record<string, unknown>);
}

/** Undefined: something of it is missing, or too long to be sent back. */
function fillIn(template: string, request: InboundRequest, values: Values): string | undefined {
  let isWhole = true;
  const filled = template.replaceAll(
    /\{(?:(query|header|body)\.([^{}]+)|proof|clear)\}/g,
    (part, kind: string | undefined, name = "") => {
      const found =
        kind === undefined ? values[part.slice(1, -1) as keyof Values] : at(request, kind, name);
      isWhole &&= isShortText(found);
      return found ?? "";
    },
  );
  return isWhole ? filled : undefined;
}

function at(request: InboundRequest, kind: string, name: string): string | undefined {
  if (kind === "body" && !isForm(request) && isJsonNumber(request, name)) return undefined;
  const own: Place =
    kind === "query"
      ? { query: name }
      : kind === "body"
        ? { body: name }
        : { header: name.toLowerCase() };
  const read = readPlace(request, own);
  return read.ok ? read.value : undefined;
}

/** A challenge is a text: a number of a stranger's is not repeated. */
function isJsonNumber(request: InboundRequest, path: string): boolean {
  const [value] = valuesAt(bodyJson(request), path.split("."));
  return value !== undefined && typeof value !== "string";
}

function proofOf(
  request: InboundRequest,
  { of, digest, encoding }: NonNullable<HandshakeRow["proof"]>,
  isSigned: boolean,
  { auth, now, isVerified }: HandshakeContext,
): string | undefined {
  const read = readPlace(request, of);
  if (!read.ok || !SIGNABLE.test(read.value)) return undefined;
  const usable = usableSecrets(auth.secrets, now);
  // While two secrets are set, the answer must be signed with the one that the sender signed with.
  const secret = isSigned
    ? auth.secrets.find((one) => isVerified([one]))?.value
    : usable.ok
      ? usable.values[0]
      : undefined;
  return secret === undefined
    ? undefined
    : createHmac(digest, secret).update(read.value).digest(encoding);
}
