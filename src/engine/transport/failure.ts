// Turns the errors of sockets, TLS and undici into failures of an attempt: a class, and a sentence that tells
// what to do. Takes nothing but codes out of an error: its text may hold a URL, a header or a body.
import { errors } from "undici";
import type { ErrorClass } from "../record.ts";

export interface Failure {
  errorClass: ErrorClass;
  /** `host:port: what happened: what to do`. */
  message: string;
  permanent?: boolean;
}

/** What an attempt is doing; `send` lasts until the first byte of the answer, `body` until its last. */
export type Stage = "dns" | "proxy" | "connect" | "tls" | "send" | "body";

/** A connection that did not come about. undici hands it to the requests that waited for it. */
export class ConnectError extends Error {
  readonly code = "connect-failed";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = "ConnectError";
    this.failure = failure;
  }
}

/** The caller gave up, by its signal or by closing the transport. */
export const STOPPED: Failure = {
  errorClass: "internal",
  message: "stopped before the answer was complete",
};

const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  dns: "looking up the name",
  proxy: "getting through the proxy",
  connect: "connecting",
  tls: "in the TLS handshake",
  send: "waiting for the answer to start",
  body: "reading the answer's body",
};

const NOT_TLS = "the port does not speak TLS: use http:// or the port that serves https";
const UNTRUSTED =
  "the certificate's issuer is not trusted here: send the full chain, or name the issuer in tls.ca (for all endpoints: NODE_EXTRA_CA_CERTS)";
const SELF_SIGNED =
  "the certificate is self-signed: use one from a trusted issuer, or name it in tls.ca";

const NOT_WANTED =
  "the receiver ended the TLS handshake: where it asks for a certificate, check tls.cert and tls.key";

const TLS_WORDS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "the certificate has expired: renew it on the receiver",
  CERT_NOT_YET_VALID: "the certificate is not valid yet: check the clocks of both machines",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "name mismatch: the certificate is for another name, use a name that it lists",
  DEPTH_ZERO_SELF_SIGNED_CERT: SELF_SIGNED,
  SELF_SIGNED_CERT_IN_CHAIN: SELF_SIGNED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  ERR_SSL_WRONG_VERSION_NUMBER: NOT_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NOT_TLS,
  ERR_SSL_HTTP_REQUEST: NOT_TLS,
  EPROTO: NOT_TLS,
  ECONNRESET:
    "the connection was closed during the TLS handshake: check that this port serves https",
};

const CONNECT_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused: check that the receiver runs and listens on this port",
  ECONNRESET: "connection reset while connecting: check what listens on this port",
  EHOSTUNREACH: "no route to the host: check the network and the address",
  ENETUNREACH: "no route to the network: check the network and the address",
  EMFILE: "this process has no free file descriptors: raise its limit",
};

const CUT_SHORT = "the connection was closed before the answer was complete";

const ANSWER_WORDS: Readonly<Record<string, string>> = {
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: CUT_SHORT,
  UND_ERR_HEADERS_OVERFLOW: "the answer's headers are longer than 16 kB",
};

const UNSENDABLE = new Set([
  "UND_ERR_INVALID_ARG",
  "UND_ERR_NOT_SUPPORTED",
  "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH",
]);

/** `limit` is the setting that ran out, in ms. */
export function timeoutFailure(
  peer: string,
  stage: Stage,
  limit: { timeoutMs: number } | { connectTimeoutMs: number },
): Failure {
  const [[setting, ms] = []] = Object.entries(limit);
  const advice = `make the receiver faster, or raise ${setting}`;
  return {
    errorClass: "timeout",
    message: `${peer}: timed out after ${ms} ms ${STAGE_WORDS[stage]}: ${advice}`,
  };
}

export function dnsFailure(peer: string, error: unknown): Failure {
  const code = codeOf(error);
  const words =
    code === "ENOTFOUND" || code === "ENODATA"
      ? "the name does not resolve: check the host in the endpoint's url"
      : "the name could not be looked up: check this machine's name server";
  return { errorClass: "dns", message: `${peer}: ${words} (${code})` };
}

export function connectFailure(peer: string, stage: "connect" | "tls", error: unknown): Failure {
  const code = codeOf(error);
  const table = stage === "tls" ? TLS_WORDS : CONNECT_WORDS;
  const unknown = stage === "tls" ? "the TLS handshake failed" : "could not connect";
  const words = table[code] ?? (isAlert(code) ? NOT_WANTED : unknown);
  return {
    errorClass: code === "ETIMEDOUT" ? "timeout" : stage,
    message: `${peer}: ${words} (${code})`,
  };
}

/** `answered`: at least one byte of the answer had arrived. */
export function exchangeFailure(peer: string, error: unknown, answered: boolean): Failure {
  if (error instanceof ConnectError) return error.failure;
  // In TLS 1.3 a server looks at our certificate after the handshake has ended for us.
  if (isAlert(codeOf(error))) return connectFailure(peer, "tls", error);
  if (error instanceof errors.HTTPParserError) return notHttpFailure(peer, error);
  if (isDisconnect(error)) return disconnectFailure(peer, codeOf(error), answered);
  const code = codeOf(error);
  const words = ANSWER_WORDS[code];
  if (words) return truncated(peer, words);
  if (code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED") return STOPPED;
  if (code === "ETIMEDOUT")
    return { errorClass: "timeout", message: `${peer}: the connection went silent (${code})` };
  return unsentFailure(peer, code);
}

/** True when the peer ended the connection, which on a kept-alive socket may be a mere race. */
export function isDisconnect(error: unknown): boolean {
  const code = codeOf(error);
  return (
    code === "UND_ERR_SOCKET" ||
    code === "ECONNRESET" ||
    code === "EPIPE" ||
    code === "ECONNABORTED"
  );
}

function disconnectFailure(peer: string, code: string, answered: boolean): Failure {
  if (code === "UND_ERR_SOCKET" && answered) return truncated(peer, CUT_SHORT);
  const moment = answered ? "in the middle of the answer" : "before any answer";
  return {
    errorClass: "reset",
    message: `${peer}: the receiver closed the connection ${moment} (${code})`,
  };
}

function notHttpFailure(peer: string, error: errors.HTTPParserError): Failure {
  // A TLS server tells a plain HTTP client off with an alert record: type 21, then the version.
  const isTlsAlert = "data" in error && String(error.data).startsWith("\u0015\u0003");
  if (isTlsAlert)
    return { errorClass: "tls", message: `${peer}: the port speaks TLS: use https://` };
  return truncated(
    peer,
    "the answer is no complete HTTP/1.1 message: check the scheme and the port",
  );
}

function unsentFailure(peer: string, code: string): Failure {
  if (!UNSENDABLE.has(code))
    return { errorClass: "internal", message: `${peer}: the request failed (${code})` };
  const message = `${peer}: a header of this endpoint cannot be sent over HTTP: check the names and values in its headers`;
  return { errorClass: "config", message, permanent: true };
}

/** The other side said why it ends TLS, such as `ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED`. */
function isAlert(code: string): boolean {
  return code.startsWith("ERR_SSL_") && code.includes("_ALERT_");
}

function truncated(peer: string, words: string): Failure {
  return { errorClass: "truncated", message: `${peer}: ${words}` };
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "no code";
}
