// The manifest against the schema it is made from. What the genuine host makes of it: ../long/host-manifest.test.ts.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface Contracts {
  secretInputs: { paths: { path: string }[] };
}

function contracts(): Contracts {
  const manifest = JSON.parse(readFileSync(join(root, "openclaw.plugin.json"), "utf8"));
  return manifest.configContracts as Contracts;
}

describe("what is generated", () => {
  it("matches schema/", () => {
    const check = (): string =>
      execFileSync(process.execPath, [join(root, "scripts/generate.ts"), "--check"], {
        encoding: "utf8",
        stdio: "pipe",
      });
    expect(check).not.toThrow();
  });

  it("declares the secrets of every place an endpoint or a route may stand in", () => {
    const { paths } = contracts().secretInputs;
    const places = ["endpoints.*", "agents.*.endpoints.*"].flatMap((place) => [
      `${place}.secret`,
      `${place}.secret.*.value`,
      `${place}.feed.token`,
      `${place}.feed.token.*.value`,
      `${place}.signature.secret`,
      `${place}.signature.secret.*.value`,
      `${place}.options.token`,
      ...["password", "token", "clientSecret", "privateKey"].map((key) => `${place}.auth.${key}`),
      ...["ca", "cert", "key"].map((key) => `${place}.tls.${key}`),
      `${place}.proxy.password`,
    ]);
    const routes = ["inbound.endpoints.*", "agents.*.inbound.endpoints.*"].flatMap((place) => [
      ...["auth.secret", "auth.token", "auth.password", "auth.value", "callback.secret"].flatMap(
        (key) => [`${place}.${key}`, `${place}.${key}.*.value`],
      ),
      `${place}.auth.verifyToken`,
    ]);
    const inline = [
      ...places,
      ...routes,
      "proxy.password",
      ...["url", "password", "ca"].map((key) => `store.${key}`),
    ];
    const expected = [...inline, ...inline.map((path) => `webhooks.${path}`)];
    expect(paths.map(({ path }) => path).toSorted()).toEqual(expected.toSorted());
  });
});
