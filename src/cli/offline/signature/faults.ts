// Words for what is wrong with a signed request. Must not repeat a signature, a secret or a body.
import { placeName, type Algorithm, type SignatureScheme } from "../../../signature/scheme.ts";
import { partsOf } from "../../../signature/signed-text.ts";
import { readTimestamp } from "../../../signature/timestamp.ts";
import { header, type InboundRequest } from "../../../inbound/request/request.ts";
import { candidates } from "../../../signature/candidates.ts";
import { readSignature, readTimestampText } from "../../../signature/parts.ts";

export interface Fault {
  /** The step that failed. */
  fault: "missing header" | "encoding" | "clock" | "body" | "secret" | "scheme" | "signature";
  message: string;
  /** What to do. */
  advice: string;
}

const BYTES: Readonly<Partial<Record<Algorithm, number>>> = {
  md5: 16,
  sha1: 20,
  sha256: 32,
  sha384: 48,
  sha512: 64,
  ed25519: 64,
};

/** Undefined when everything is there that the scheme reads from headers. */
export function missingHeaders(
  request: InboundRequest,
  scheme: SignatureScheme,
): Fault | undefined {
  const { from, timestamp, id, signed } = scheme;
  const names = "header" in from ? [from.header] : [];
  const parts = partsOf(signed);
  if (timestamp !== undefined && "header" in timestamp.from) names.push(timestamp.from.header);
  if (id !== undefined && "header" in id && parts.some(({ name }) => name === "id")) {
    names.push(id.header);
  }
  names.push(...parts.filter(({ name }) => name === "header").map(({ of }) => of));
  const missing = names.filter((name) => (header(request, name) ?? "").trim() === "");
  if (missing.length === 0) return undefined;
  const all = missing.length === names.length;
  return {
    fault: "missing header",
    message: `${missing.map((name) => `"${name}"`).join(" and ")} ${missing.length > 1 ? "are" : "is"} missing or empty`,
    advice: all
      ? "Was it signed at all? An endpoint without a secret is not; and give all headers, not some."
      : "Let proxies and frameworks on the way pass it on; and give all headers, not some.",
  };
}

/** `at`: the signed time, absent where the scheme has none; all in ms since the epoch. */
export function clockFault(
  at: number | undefined,
  now: number,
  toleranceMs: number,
): Fault | undefined {
  if (at === undefined || Math.abs(now - at) <= toleranceMs) return undefined;
  const side = at < now ? "old" : "ahead";
  return {
    fault: "clock",
    message: `the signature is right, but its timestamp is ${span(Math.abs(now - at))} ${side}; allowed are ${span(toleranceMs)}`,
    advice:
      "For a request from a log, say when it arrived: --at 2026-03-14T10:30:00Z. Otherwise set the clocks of sender and receiver (NTP).",
  };
}

/** What can still be said when neither other bytes nor another scheme explain the signature. */
export function unexplained(request: InboundRequest, scheme: SignatureScheme): Fault {
  return (
    formFault(request, scheme) ??
    timestampFault(request, scheme) ??
    bodyFault(request) ??
    OTHER_SECRET
  );
}

const OTHER_SECRET: Fault = {
  fault: "secret",
  message:
    "the signature does not fit, nor does it with the usual changes of the body or the scheme",
  advice:
    "Most likely the two sides have different secrets: compare them whole, and after a rotation try the older one. Or the body was changed in some other way.",
};

function formFault(request: InboundRequest, scheme: SignatureScheme): Fault | undefined {
  const { algorithm, encoding, extract } = scheme;
  const read = readSignature(request, scheme);
  if (!read.ok) {
    const advice = "Was it signed at all? Give the whole request.";
    return { fault: "encoding", message: read.reason, advice };
  }
  const bytes = BYTES[algorithm];
  const texts = candidates(read.value, extract);
  if (texts.some((text) => hasLength(text, bytes, encoding))) return undefined;
  const prefix =
    extract.kind === "part" ? `${extract.name}${extract.pair}` : (extract.prefix ?? "");
  return {
    fault: "encoding",
    message: `${placeName(scheme.from).replace(/^header /, "")} holds no signature of its form`,
    advice: `Expected: ${prefix}<${bytes === undefined ? "" : `${bytes} bytes in `}${encoding}>. Was it cut, or is it of another scheme?`,
  };
}

function hasLength(
  text: string,
  bytes: number | undefined,
  encoding: SignatureScheme["encoding"],
): boolean {
  // A signature of ECDSA has no one length, and one of RSA that of its key.
  if (bytes === undefined) return text !== "";
  if (encoding === "hex") return new RegExp(`^[0-9a-fA-F]{${bytes * 2}}$`).test(text);
  return /^[\w+/-]+={0,2}$/.test(text) && Buffer.from(text, encoding).length === bytes;
}

function timestampFault(request: InboundRequest, scheme: SignatureScheme): Fault | undefined {
  const { timestamp } = scheme;
  const text = readTimestampText(request, scheme);
  if (timestamp === undefined || (text.ok && readTimestamp(text.value ?? "", timestamp.format))) {
    return undefined;
  }
  return {
    fault: "encoding",
    message: `the timestamp is not of its form (${FORMATS[timestamp.format]})`,
    advice: "Pass the header on as it came; it is signed as it is written.",
  };
}

const FORMATS = { s: "unix seconds", ms: "unix milliseconds", rfc3339: "RFC 3339" } as const;

function bodyFault(request: InboundRequest): Fault | undefined {
  const coding = header(request, "content-encoding") ?? "identity";
  if (coding.trim() !== "identity") {
    return {
      fault: "body",
      message: "the body travelled compressed, and the signature is over what was sent",
      advice:
        "Give the bytes as they arrived: verify before decompressing, or after, as the sender says.",
    };
  }
  const declared = header(request, "content-length");
  const { length } = request.rawBody;
  if (declared === undefined || Number(declared) === length) return undefined;
  return {
    fault: "body",
    message: `the body was changed: Content-Length says ${Number(declared)} bytes, here are ${length}`,
    advice: "Verify the bytes as they arrived, before any parser or editor touches them.",
  };
}

/** `7 h 12 min`: the two largest units. */
function span(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const units: readonly [name: string, seconds: number][] = [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ];
  const first = units.findIndex(([, size]) => seconds >= size);
  let rest = seconds;
  return units
    .slice(Math.max(0, first), first + 2)
    .flatMap(([name, size]) => {
      const amount = Math.floor(rest / size);
      rest -= amount * size;
      return amount === 0 ? [] : [`${amount} ${name}`];
    })
    .join(" ");
}
