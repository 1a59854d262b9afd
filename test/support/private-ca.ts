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

export interface PrivateCa {
  /** PEM. */
  ca: string;
  caPath: string;
  folder: string;
  /** A certificate for this name, as subject and, for servers, as DNS name. */
  issue: (name: string) => Pair;
  dispose: () => void;
}

export function createPrivateCa(title = "Private CA of a test"): PrivateCa {
  const folder = mkdtempSync(join(tmpdir(), "private-ca-"));
  const openssl = (...args: string[]): void => {
    execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  };
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-subj",
    `/CN=${title}`,
  );
  let serial = 1;
  return {
    folder,
    ca: readFileSync(join(folder, "ca.pem"), "utf8"),
    caPath: join(folder, "ca.pem"),
    issue(name) {
      const file = (end: string): string => join(folder, `${serial}-${name}.${end}`);
      serial += 1;
      const [keyPath, request, certPath, names] = ["key", "csr", "pem", "ext"].map(file) as [
        string,
        string,
        string,
        string,
      ];
      writeFileSync(names, `subjectAltName=DNS:${name}\n`);
      openssl("req", ...newKey, "-keyout", keyPath, "-out", request, "-subj", `/CN=${name}`);
      const from = `x509 -req -in ${request} -CA ca.pem -CAkey ca.key -set_serial ${serial} -days 2`;
      openssl(...from.split(" "), "-extfile", names, "-out", certPath);
      const [cert, key] = [certPath, keyPath].map((path) => readFileSync(path, "utf8"));
      return { cert: cert ?? "", key: key ?? "", certPath, keyPath };
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
