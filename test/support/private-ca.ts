// A certificate authority of a private network, made by OpenSSL for one test.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Pair {
  cert: string;
  key: string;
  certPath: string;
  keyPath: string;
}

export type KeyKind = "ec" | "rsa" | "ed25519";

export interface PrivateCa {
  /** PEM. */
  ca: string;
  caPath: string;
  folder: string;
  /** A certificate for this name, as subject and, for servers, as DNS name. The key is in PKCS #8. */
  issue: (name: string, kind?: KeyKind) => Pair;
  /** One that it vouches for, which issues in its place; its own certificate is `cert`. */
  intermediate: (name: string) => { cert: string; issue: PrivateCa["issue"] };
  dispose: () => void;
}

const KEYS: Readonly<Record<KeyKind, readonly string[]>> = {
  ec: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
  rsa: ["-newkey", "rsa:2048", "-nodes"],
  ed25519: ["-newkey", "ed25519", "-nodes"],
};

type Issuer = Pick<Pair, "certPath" | "keyPath">;

export function createPrivateCa(title = "Private CA of a test"): PrivateCa {
  const folder = mkdtempSync(join(tmpdir(), "private-ca-"));
  const openssl = (...args: string[]): void => {
    execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  };
  openssl(
    "req",
    "-x509",
    ...KEYS.ec,
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-subj",
    `/CN=${title}`,
  );
  let serial = 1;

  function signed(by: Issuer, name: string, kind: KeyKind, extensions: string): Pair {
    const file = (end: string): string => join(folder, `${serial}-${name}.${end}`);
    serial += 1;
    const [keyPath, request, certPath, extended] = [
      file("key"),
      file("csr"),
      file("pem"),
      file("ext"),
    ];
    writeFileSync(extended, extensions);
    openssl("req", ...KEYS[kind], "-keyout", keyPath, "-out", request, "-subj", `/CN=${name}`);
    const from = `x509 -req -in ${request} -CA ${by.certPath} -CAkey ${by.keyPath} -set_serial ${serial} -days 2`;
    openssl(...from.split(" "), "-extfile", extended, "-out", certPath);
    const [cert, key] = [certPath, keyPath].map((path) => readFileSync(path, "utf8"));
    return { cert: cert ?? "", key: key ?? "", certPath, keyPath };
  }

  const issuing =
    (by: Issuer): PrivateCa["issue"] =>
    (name, kind = "ec") =>
      signed(by, name, kind, `subjectAltName=DNS:${name}\n`);

  const root = { certPath: join(folder, "ca.pem"), keyPath: join(folder, "ca.key") };
  return {
    folder,
    ca: readFileSync(root.certPath, "utf8"),
    caPath: root.certPath,
    issue: issuing(root),
    intermediate(name) {
      const own = signed(root, name, "ec", "basicConstraints=critical,CA:TRUE\n");
      return { cert: own.cert, issue: issuing(own) };
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
