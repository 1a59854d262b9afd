// Opens the files of `tls`, as the Gateway will, and says what is wrong with each: they are read by whoever checks, who
// may not be who runs the Gateway. Must not show any part of a key.
import type { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Endpoint, Settings, TlsSettings } from "../../../config/settings.ts";
import { certificateIn, NO_CERTIFICATE } from "../../../signature/certificate-pem.ts";
import { privateKeyProblem } from "../../../signature/private-pem.ts";
import type { Finding } from "./finding.ts";

/** Stands in for what is not known here. */
const STANDS_IN = "stand-in";
/** A certificate that ends so soon is worth a word. */
const SOON_MS = 14 * 86_400_000;

type Part = "ca" | "cert" | "key";

/** `now` in ms since the epoch. */
export function tlsFindings(endpoints: readonly Endpoint[], now: number): Finding[] {
  return endpoints.flatMap(({ name, tls }) => {
    if (tls === undefined) return [];
    return problemsOf(tls, now).map(({ part, problem, severity = "warn" }) => ({
      checkId: "event-webhooks.endpoint.tls_file",
      severity,
      title: `Endpoint "${name}": tls.${part} ${problem}`,
      detail: "Deliveries fail until it is mended; a file is read again when it changes.",
      remediation: REMEDIES[part],
    }));
  });
}

/** Of the way to a shared log: its issuer. */
export function storeTlsFindings(store: Settings["store"], now: number): Finding[] {
  const ca = store !== undefined && "tls" in store ? store.tls?.ca : undefined;
  if (ca === undefined) return [];
  return certificate({ ca }, "ca", now).problems.map(({ problem, severity = "warn" }) => ({
    checkId: "event-webhooks.store.ca",
    severity,
    title: `store.ca ${problem}`,
    detail:
      "The shared log cannot be reached with it; what is captured waits in this Gateway's spool.",
    remediation: REMEDIES.ca,
  }));
}

const REMEDIES: Readonly<Record<Part, string>> = {
  ca: "Write there the certificate of the issuer, in PEM.",
  cert: "Write there this Gateway's certificate, in PEM, its chain behind it.",
  key: "Write there the private key of tls.cert, in PEM and without a passphrase, readable by the Gateway's user alone.",
};

interface TlsProblem {
  part: Part;
  problem: string;
  severity?: "warn" | "info";
}

function problemsOf(tls: TlsSettings, now: number): TlsProblem[] {
  const ca = certificate(tls, "ca", now);
  const cert = certificate(tls, "cert", now);
  return [
    ...ca.problems,
    ...cert.problems,
    ...keyProblems(tls, cert.found && read(tls, "cert").pem),
  ];
}

/** The text, or why there is none; neither where it is not known here. */
function read(tls: TlsSettings, part: Part): { pem?: string; problem?: string } {
  const value = tls[part];
  if (value === undefined || value.includes(STANDS_IN)) return {};
  if (value.includes("-----BEGIN")) return { pem: value };
  try {
    return { pem: readFileSync(value, "utf8") };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return { problem: `${WORDS[code] ?? `cannot be read (${code})`}: ${value}` };
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "names a file that is not there",
  EACCES: "names a file that may not be read here",
  EISDIR: "names a folder",
};

function certificate(
  tls: TlsSettings,
  part: "ca" | "cert",
  now: number,
): { found?: X509Certificate; problems: TlsProblem[] } {
  const { pem, problem } = read(tls, part);
  if (problem !== undefined) return { problems: [{ part, problem }] };
  if (pem === undefined) return { problems: [] };
  const found = certificateIn(pem);
  if (found === undefined)
    return { problems: [{ part, problem: `${NO_CERTIFICATE}${of(tls, part)}` }] };
  return { found, problems: timeProblems(part, found, now) };
}

function timeProblems(
  part: Part,
  { validFrom, validTo }: X509Certificate,
  now: number,
): TlsProblem[] {
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  if (to <= now) return [{ part, problem: `expired on ${day(to)}` }];
  if (from > now) return [{ part, problem: `is not valid before ${day(from)}` }];
  if (to - now > SOON_MS) return [];
  return [{ part, problem: `expires on ${day(to)}`, severity: "info" }];
}

function keyProblems(tls: TlsSettings, cert: string | undefined): TlsProblem[] {
  const { pem, problem } = read(tls, "key");
  if (problem !== undefined) return [{ part: "key", problem }];
  if (pem === undefined) return [];
  const wrong = privateKeyProblem(pem, cert);
  return wrong === undefined ? [] : [{ part: "key", problem: wrong + of(tls, "key") }];
}

function of(tls: TlsSettings, part: Part): string {
  const value = tls[part] ?? "";
  return value.includes("-----BEGIN") ? "" : `: ${value}`;
}
