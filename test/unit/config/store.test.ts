// What `store` may say, and what is said of what it may not.
import { describe, expect, test } from "vitest";
import { resolveSettings } from "../../../src/config/resolve.ts";

const resolved = (store: unknown) => {
  const context = { hostName: "host", now: 0 } as Parameters<typeof resolveSettings>[1];
  const found = resolveSettings({ store, endpoints: [] }, context);
  if (!found.ok) throw new Error("the block was refused");
  const { settings } = found;
  return {
    store: settings.store,
    problems: settings.problems.map(({ path, message }) => `${path}: ${message}`),
  };
};

describe("store", () => {
  test("is a file of this Gateway where nothing is said", () => {
    expect(resolved(undefined)).toEqual({ store: undefined, problems: [] });
  });

  test.each<[string, object, object]>([
    [
      "a URL",
      { url: "postgres://role:pass@db.internal:5432/app" },
      { url: "postgres://role:pass@db.internal:5432/app", schema: "event_webhooks" },
    ],
    [
      "TLS by sslmode, which is no longer in the URL",
      { url: "postgresql://role@db/app?sslmode=verify-full&connect_timeout=3" },
      { url: "postgresql://role@db/app?connect_timeout=3", schema: "event_webhooks", tls: {} },
    ],
    [
      "a password of its own, with what a URL cannot hold as it is",
      { url: "postgres://role@db/app", password: "p@ss/w:rd#" },
      { url: "postgres://role:p%40ss%2Fw%3Ard%23@db/app", schema: "event_webhooks" },
    ],
    [
      "a private issuer, which means TLS",
      { url: "postgres://role@db/app", ca: "/etc/ssl/db-ca.pem", schema: "openclaw_eu" },
      { url: "postgres://role@db/app", schema: "openclaw_eu", tls: { ca: "/etc/ssl/db-ca.pem" } },
    ],
  ])("may be %s", (_name, written, store) => {
    expect(resolved(written)).toEqual({ store, problems: [] });
  });

  test.each<[string, object, string]>([
    [
      "a variable that is not set",
      { url: "${DATABASE_URL}" },
      "store.url: the environment variable DATABASE_URL is not set; set it where the Gateway runs, and restart the Gateway",
    ],
    [
      "another database",
      { url: "mysql://role@db/app" },
      'store.url: begins with "mysql:"; only PostgreSQL can be shared: write "postgres://user@host:5432/database?sslmode=verify-full"',
    ],
    [
      "no URL",
      { url: "db.internal" },
      'store.url: is no URL; write "postgres://user@host:5432/database?sslmode=verify-full"',
    ],
    [
      "no database",
      { url: "postgres://role@db" },
      'store.url: names no database; write "postgres://user@host:5432/database?sslmode=verify-full"',
    ],
    [
      "an sslmode that takes any server",
      { url: "postgres://role@db/app?sslmode=prefer" },
      "store.url: sslmode=prefer would take any server, or none; write sslmode=verify-full, or sslmode=disable",
    ],
    [
      "an issuer that is neither PEM nor a path",
      { url: "postgres://role@db/app", ca: "db-ca.pem" },
      'store.ca: is neither PEM ("-----BEGIN …") nor the absolute path of a file that holds it',
    ],
  ])("that has %s says so, and nothing else is taken in its place", (_name, written, problem) => {
    expect(resolved(written)).toEqual({ store: { problem }, problems: [problem] });
  });

  test("is not taken from a name that PostgreSQL would fold or refuse", () => {
    const { store, problems } = resolved({ url: "postgres://role@db/app", schema: "Event-Hooks" });
    expect(store).toEqual({ problem: problems[0] });
    expect(problems).toHaveLength(1);
  });

  test("shows no password in what it says", () => {
    const { problems } = resolved({ url: "postgres://role:hunter2@db/app?sslmode=allow" });
    expect(problems.join()).not.toContain("hunter2");
  });
});
