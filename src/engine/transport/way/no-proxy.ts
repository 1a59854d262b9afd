// Which hosts are reached past a proxy, by a list as curl reads `NO_PROXY`
// (https://curl.se/libcurl/c/CURLOPT_NOPROXY.html, lib/noproxy.c). Looks up nothing.
import { BlockList, isIP } from "node:net";

/** `host`: bare, lower case. `list`: names, addresses and ranges, separated by commas or blanks, or `*` alone. */
export function goesPast(list: string, host: string): boolean {
  if (list.trim() === "*") return true;
  const family = isIP(host);
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => (family === 0 ? isOrIsBelow(host, entry) : isIn(host, family, entry)));
}

/** `example.com` and `.example.com` alike stand for the name and all below it. */
function isOrIsBelow(host: string, entry: string): boolean {
  const name = entry.replace(/\.$/, "").replace(/^\./, "");
  return name !== "" && (host === name || host.endsWith(`.${name}`));
}

function isIn(address: string, family: number, entry: string): boolean {
  const [net = "", bits] = entry.split("/");
  if (isIP(net) !== family) return false;
  const longest = family === 4 ? 32 : 128;
  const length = bits === undefined || bits === "" ? longest : Number(bits);
  if (!Number.isInteger(length) || length < 0 || length > longest) return false;
  const kind = family === 4 ? "ipv4" : "ipv6";
  const range = new BlockList();
  range.addSubnet(net, length, kind);
  return range.check(address, kind);
}
