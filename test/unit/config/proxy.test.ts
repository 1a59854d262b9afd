// Which proxy an endpoint has: its own, the one of all, or none.
import { describe, expect, it } from "vitest";
import { settingsOf } from "./fixtures.ts";

const all = { url: "http://all.example:3128", noProxy: "x" };
const own = { url: "http://own.example:3128" };

function endpointsOf(proxy: unknown): { name: string; proxy?: unknown; held?: string }[] {
  return [
    ...settingsOf({
      proxy,
      endpoints: [
        { name: "none", url: "https://a.example", proxy: false },
        { name: "own", url: "https://a.example", proxy: own },
        { name: "common", url: "https://a.example" },
      ],
      inbound: {
        endpoints: {
          route: {
            agentId: "main",
            callback: { url: "https://a.example", secret: "s3cret-of-a-test" },
          },
        },
      },
    }).endpoints,
  ];
}

describe("the proxy of all endpoints", () => {
  it("is that of every endpoint without one of its own, callbacks included", () => {
    const found = endpointsOf(all).map(({ name, proxy }) => [name, proxy]);
    expect(found).toEqual([
      ["none", false],
      ["own", { ...own, resolve: "here" }],
      ["common", { ...all, resolve: "here" }],
      ["callback:route", { ...all, resolve: "here" }],
    ]);
  });

  it.each([{ url: "socks5://all.example" }, "http://all.example", { host: "all.example" }])(
    "holds who would use it where it is not understood, so that nothing goes past it",
    (wrong) => {
      const held = endpointsOf(wrong).map(({ name, held: reason, proxy }) => [name, reason, proxy]);
      const reason = "proxy: the proxy of all endpoints is not understood; nothing goes past it";
      expect(held).toEqual([
        ["none", undefined, false],
        ["own", undefined, { ...own, resolve: "here" }],
        ["common", reason, undefined],
        ["callback:route", reason, undefined],
      ]);
    },
  );
});
