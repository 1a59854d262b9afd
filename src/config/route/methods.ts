// Which methods a route may take: none that its sender does not use, and none whose query nobody has signed.
import { isRecord } from "../problem/path.ts";
import type { Method } from "./route-settings.ts";
import type { Problem } from "../settings.ts";
import type { ValidationContext } from "../validate.ts";

/** `auth`: as written, sound or not. */
export function checkMethods(
  methods: readonly Method[] | undefined,
  auth: unknown,
  path: string,
  { presets }: Pick<ValidationContext, "presets">,
): Problem[] {
  if (methods?.length === 0) return [{ path, message: "names no method; leave it out for POST" }];
  const others = (methods ?? []).filter((method) => method !== "POST");
  if (others.length === 0 || !isRecord(auth)) return [];
  if (typeof auth["preset"] === "string") {
    const preset = presets.find(({ name }) => name === auth["preset"]);
    const refused = others.filter((method) => !preset?.methods?.includes(method));
    if (preset === undefined || refused.length === 0) return [];
    const takes = ["POST", ...(preset.methods ?? [])].join(" or ");
    return [{ path, message: `${preset.name} sends ${takes}, not ${refused.join(", ")}` }];
  }
  // The body of a GET is its query, which a signature of the body alone does not cover.
  if (auth["type"] !== "hmac" || !others.includes("GET")) return [];
  const { signed } = auth;
  if (typeof signed === "string" && signed.includes("{url}")) return [];
  const message =
    'GET needs a signature that covers the query: put {url} into "signed", or use bearer, basic or header';
  return [{ path, message }];
}
