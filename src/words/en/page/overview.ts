// The overview.
import { pluralIn } from "../../plural.ts";

const plural = pluralIn("en");

export const overview = {
  delivered: "Delivered",
  success: "Success rate",
  median: "Median response",
  p95: "95th percentile",
  waiting: "Waiting",
  dead: "Dead letters",
  oldest: (age: string): string => `oldest for ${age}`,
  lost: (count: string): string => `${count} in this time`,
  failed: (count: number, shown: string): string =>
    plural(count, { one: `${shown} failed attempt`, other: `${shown} failed attempts` }),
  perMinute: "Deliveries per minute",
  response: "Response time",
  endpoints: "Endpoints",
  range: "Time range",
  quiet: "Nothing was sent in this time.",
  legend: {
    delivered: (rate: string): string => `${rate} delivered`,
    failed: (rate: string): string => `${rate} failed`,
    dead: (rate: string): string => `${rate} dead`,
  },
};
