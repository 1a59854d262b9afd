// Whether a host goes past the proxy, asked of curl itself and of us.
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goesPast } from "../../src/engine/transport/way/no-proxy.ts";
import { hasPrograms } from "../support/program.ts";

const CASES: [list: string, host: string][] = [
  ["*", "a.example"],
  ["", "a.example"],
  ["a.example", "a.example"],
  ["A.Example", "a.example"],
  ["example", "a.example"],
  [".example", "a.example"],
  ["a.example.", "a.example"],
  ["ample", "a.example"],
  ["b.example, a.example", "a.example"],
  ["b.example a.example", "a.example"],
  ["b.example,,a.example", "a.example"],
  ["*.example", "a.example"],
  ["*,b.example", "a.example"],
  ["127.0.0.1", "127.0.0.1"],
  ["127.0.0.0/8", "127.0.0.1"],
  ["126.0.0.0/8", "127.0.0.1"],
  ["0.0.1", "127.0.0.1"],
  ["127.0.0.1/32", "127.0.0.1"],
  ["127.0.0.1/33", "127.0.0.1"],
  ["127.0.0.1", "a.example"],
  ["::1", "::1"],
  ["[::1]", "::1"],
  ["1::/64", "::1"],
];

describe.skipIf(!hasPrograms("curl"))("a list of hosts without proxy", () => {
  const proxied: string[] = [];
  const proxy = createServer((request, response) => {
    proxied.push(request.url ?? "");
    response.end("proxied");
  });
  const direct = createServer((_request, response) => void response.end("direct"));

  beforeAll(async () => {
    for (const server of [proxy, direct]) {
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
    }
  });
  afterAll(() => {
    proxy.close();
    direct.close();
  });

  /** What curl does: its answer, or that it failed to connect by itself. */
  function curl(list: string, host: string): Promise<boolean> {
    const [via, port] = [proxy, direct].map((server) => (server.address() as AddressInfo).port);
    const literal = host.includes(":") ? `[${host}]` : host;
    const args = [
      `http://${literal}:${port}/`,
      ...`-s --max-time 5 --proxy http://127.0.0.1:${via}`.split(" "),
      ...`--resolve a.example:${port}:127.0.0.1 --noproxy`.split(" "),
      list,
    ];
    return new Promise((resolve) => {
      execFile("curl", args, (_error, stdout) => resolve(stdout !== "proxied"));
    });
  }

  test.each(CASES)("%j for %s is read as curl reads it", async (list, host) => {
    expect(goesPast(list, host)).toBe(await curl(list, host));
  });

  // curl 7.88 does not, against its own documentation: https://curl.se/libcurl/c/CURLOPT_NOPROXY.html
  test("may hold a range of IPv6 addresses", () => {
    const ranges = ["::/64", "fd00::/8", "fd00::/129", "fd00::/x"];
    expect(ranges.map((range) => goesPast(range, "fd12::1"))).toEqual([false, true, false, false]);
    expect(goesPast("::/64", "::1")).toBe(true);
  });
});
