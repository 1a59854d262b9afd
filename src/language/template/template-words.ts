// Which tags and filters templates may use, and what is said of one that cannot be read. Knows no engine.
import { didYouMean } from "../nearest.ts";

/** In characters. */
export const maxTemplateLength = 65_536;

export const allowedTags = new Set(
  "# assign break capture case comment continue cycle echo for if liquid raw unless".split(" "),
);
// Left out: what wraps lists in lists (push, group_by), runs code per element (*_exp), is random
// (sample), takes keys (hmac_sha256), or is Jekyll's. New filters of the library stay out too.
export const allowedFilters = new Set(
  `abs append at_least at_most base64_decode base64_encode capitalize ceil compact concat date default
  divided_by downcase escape escape_once find first floor has join json last lstrip map minus modulo
  newline_to_br normalize_whitespace plus prepend reject remove remove_first remove_last replace
  replace_first replace_last reverse round rstrip sha256 size slice sort sort_natural split squish
  strip strip_html strip_newlines sum times truncate truncatewords uniq upcase url_decode url_encode
  where`.split(/\s+/),
);

/** Never holds a value. */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/(memory alloc|template render) limit exceeded/.test(message)) {
    return "the template does too much work for one event; shorten its loops and lists";
  }
  if (message.startsWith("parse length")) return `longer than ${maxTemplateLength} characters`;
  const filter = /undefined filter: (\w+)/.exec(message)?.[1];
  const tag = /tag "([^"]*)" not found/.exec(message)?.[1];
  const hint =
    (filter && didYouMean(filter, [...allowedFilters])) ||
    (tag && `; tags are ${[...allowedTags].join(", ")}`) ||
    "";
  return message.slice(0, 200) + hint;
}
