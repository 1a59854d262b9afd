// Asks a token server for one token, by the grant of client credentials. Keeps nothing and tries once. The requests
// go out by the transport that it is given, so that the guard, a proxy and TLS are the endpoint's own.
import { createPrivateKey } from "node:crypto";
import type * as OAuth from "oauth4webapi";
import type { OAuth2 } from "../../config/settings.ts";
import { credentialMasker } from "../../outbound/own-secrets.ts";
import type { Answer, OutgoingRequest } from "../attempt/outgoing.ts";

type Failure = Extract<Answer, { kind: "failure" }>;

export interface Token {
  /** As it stands behind `Bearer`. */
  value: string;
  /** How long it lives, in ms; absent = the server does not say. */
  livesMs?: number;
}

export type TokenAnswer = { ok: true; token: Token } | { ok: false; failure: Failure };

export type SendRequest = (request: OutgoingRequest) => Promise<Answer>;

/** What may stand in a header; a token server is not trusted to know. */
const TOKEN = /^[\x21-\x7E]+$/;
const MOST_WORDS = 200;
const OWN_LIMITS = { timings: { total: 0 } } as const;

/** Never rejects. `like`: the request that needs the token; its bounds and its way through the network are used. */
export async function askForToken(
  auth: OAuth2,
  like: OutgoingRequest,
  send: SendRequest,
): Promise<TokenAnswer> {
  const mask = credentialMasker(auth);
  let answer: Answer | undefined;
  const fetchToken = async (url: string, init: OAuth.CustomFetchOptions<"POST", unknown>) => {
    answer = await send(tokenRequest(url, init, like));
    return responseOf(answer);
  };
  try {
    return await exchange(auth, fetchToken);
  } catch (error) {
    return { ok: false, failure: failureOf(auth, answer, mask(wordsOf(error))) };
  }
}

type Fetch = (url: string, init: OAuth.CustomFetchOptions<"POST", unknown>) => Promise<Response>;

async function exchange(auth: OAuth2, fetchToken: Fetch): Promise<TokenAnswer> {
  const oauth = await import("oauth4webapi");
  const { tokenUrl, clientId, scope, audience } = auth;
  const server = { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl };
  const client = { client_id: clientId };
  const parameters = {
    ...(scope !== undefined && { scope }),
    ...(audience !== undefined && { audience }),
  };
  const response = await oauth.clientCredentialsGrantRequest(
    server,
    client,
    await proofOf(auth, oauth),
    parameters,
    // Whether plain http may be used is said by the operator, in `tokenUrl`; an audit speaks of it.
    // oxlint-disable-next-line typescript/no-deprecated
    { [oauth.customFetch]: fetchToken, [oauth.allowInsecureRequests]: true },
  );
  const granted = await oauth.processClientCredentialsResponse(server, client, response);
  const { access_token: value, expires_in: seconds, token_type: type } = granted;
  if (type !== "bearer") throw new Error(`the token is of the type ${type}, not bearer`);
  if (!TOKEN.test(value)) throw new Error("the token cannot stand in a header");
  const token = { value, ...(seconds !== undefined && { livesMs: seconds * 1000 }) };
  return { ok: true, token };
}

async function proofOf(auth: OAuth2, oauth: typeof OAuth): Promise<OAuth.ClientAuth> {
  const { clientSecret = "", privateKey, keyId, authMethod } = auth;
  if (privateKey === undefined) {
    const inForm = authMethod === "client_secret_post";
    return inForm ? oauth.ClientSecretPost(clientSecret) : oauth.ClientSecretBasic(clientSecret);
  }
  const key = createPrivateKey(privateKey);
  const bytes = key.export({ format: "der", type: "pkcs8" });
  const algorithm = ALGORITHMS[key.asymmetricKeyType ?? ""] ?? { name: "Ed25519" };
  const signing = await crypto.subtle.importKey("pkcs8", bytes, algorithm, false, ["sign"]);
  return oauth.PrivateKeyJwt(keyId === undefined ? signing : { key: signing, kid: keyId });
}

/** RS256 and ES256: what token servers know (RFC 7518, section 3.1); Ed25519 is EdDSA. */
const ALGORITHMS: Readonly<Record<string, { name: string; hash?: string; namedCurve?: string }>> = {
  rsa: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  ec: { name: "ECDSA", namedCurve: "P-256" },
};

function tokenRequest(
  url: string,
  { headers, body }: OAuth.CustomFetchOptions<"POST", unknown>,
  like: OutgoingRequest,
): OutgoingRequest {
  const { oauth2: _oauth2, ...way } = like;
  return {
    ...way,
    method: "POST",
    url,
    headers: {
      ...headers,
      "content-type": "application/x-www-form-urlencoded;charset=UTF-8",
    },
    body: String(body),
  };
}

function responseOf(answer: Answer): Response {
  if (answer.kind === "failure") throw new Error(answer.message);
  const { status, body, headers } = answer;
  const type = headers["content-type"];
  // A challenge beside the error would hide the error's own words, so it is not handed on.
  return new Response([204, 205, 304].includes(status) ? null : body, {
    status: status < 200 ? 502 : status,
    ...(type !== undefined && { headers: { "content-type": type } }),
  });
}

/** `error` and `error_description` (RFC 6749, section 5.2), or what else was wrong with the answer. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return "no reason given";
  if (!("error" in error) || typeof error.error !== "string") return error.message;
  const said = "error_description" in error ? error.error_description : undefined;
  return typeof said === "string" ? `${error.error}: ${said}` : error.error;
}

function failureOf(auth: OAuth2, answer: Answer | undefined, words: string): Failure {
  if (answer?.kind === "failure") {
    return {
      ...answer,
      errorClass: classOf(answer),
      message: `no token: ${ofTokenServer(answer)}`,
    };
  }
  const host = URL.parse(auth.tokenUrl)?.host ?? "auth.tokenUrl";
  const status = answer === undefined ? "" : ` answers HTTP ${answer.status}`;
  const message = `no token: the token server ${host}${status}: ${words.slice(0, MOST_WORDS)}`;
  return { kind: "failure", errorClass: "token", message, ...OWN_LIMITS };
}

function ofTokenServer({ message }: Failure): string {
  return message.replaceAll("the receiver", "the token server");
}

const OF_THEIR_OWN = new Set<Failure["errorClass"]>(["internal", "refused", "proxy"]);

/** What never reached the token server keeps its own class where that has a meaning of its own. */
function classOf({ errorClass }: Failure): Failure["errorClass"] {
  return OF_THEIR_OWN.has(errorClass) ? errorClass : "token";
}
