// Reads the Retry-After header (RFC 9110, 10.2.3). Pure; decides nothing about retries.

/** A receiver cannot push a delivery further away than this. */
export const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
const TIME = String.raw`(\d{2}):(\d{2}):(\d{2})`;

// The three forms of RFC 9110, 5.6.7; the day's name is not checked against the date.
const IMF_FIXDATE = new RegExp(
  String.raw`^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) ${TIME} GMT$`,
);
const RFC_850 = new RegExp(
  String.raw`^[A-Z][a-z]+day, (\d{2})-([A-Z][a-z]{2})-(\d{2}) ${TIME} GMT$`,
);
const ASCTIME = new RegExp(String.raw`^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \d]\d) ${TIME} (\d{4})$`);

/**
 * The time, ms since the epoch, before which the receiver wants no further request:
 * at least `now`, at most 24 hours later. Undefined when the value says nothing usable.
 */
export function retryAfterAt(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  const at = /^\d+(\.\d+)?$/.test(text)
    ? now + Math.ceil(Number(text) * 1000)
    : httpDateAt(text, now);
  if (at === undefined) return undefined;
  return Math.min(Math.max(at, now), now + MAX_RETRY_AFTER_MS);
}

function httpDateAt(text: string, now: number): number | undefined {
  const imf = IMF_FIXDATE.exec(text);
  if (imf) return utc(imf[3], imf[2], imf[1], imf.slice(4, 7));
  const old = RFC_850.exec(text);
  if (old) return utc(String(fullYear(Number(old[3]), now)), old[2], old[1], old.slice(4, 7));
  const asc = ASCTIME.exec(text);
  if (asc) return utc(asc[6], asc[1], asc[2], asc.slice(3, 6));
  return undefined;
}

// RFC 9110: a two-digit year that seems more than 50 years ahead is the most recent past one.
function fullYear(twoDigits: number, now: number): number {
  const thisYear = new Date(now).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + twoDigits;
  return year > thisYear + 50 ? year - 100 : year;
}

function utc(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  time: readonly string[],
): number | undefined {
  const monthIndex = MONTHS.indexOf(month ?? "?");
  if (monthIndex < 0 || monthIndex % 3 !== 0) return undefined;
  const [hours, minutes, seconds] = time.map(Number);
  const at = Date.UTC(Number(year), monthIndex / 3, Number(day), hours, minutes, seconds);
  return Number.isNaN(at) ? undefined : at;
}
