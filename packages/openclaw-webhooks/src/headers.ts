/** Headers as any framework has them: an object of strings or lists, or the Fetch API's `Headers`. */
export type HeadersLike =
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | { get: (name: string) => string | null };

/** Undefined where it is missing or empty. `name` in lower case. */
export function header(headers: HeadersLike, name: string): string | undefined {
  if (typeof headers["get"] === "function") {
    return (headers as { get: (name: string) => string | null }).get(name) ?? undefined;
  }
  const record = headers as Readonly<Record<string, string | readonly string[] | undefined>>;
  const key = Object.keys(record).find((each) => each.toLowerCase() === name);
  const value = key === undefined ? undefined : record[key];
  const text = typeof value === "string" ? value : value?.join(",");
  return text === "" ? undefined : text;
}
