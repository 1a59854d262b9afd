// What a delivery's row says, in a file and on a server alike: codes, turns, and the columns of an attempt. No SQL runs here.
import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import type { Attempt, DeliveryStatus, ErrorClass } from "../../record.ts";
import { optionalNumber, optionalText } from "./optional-columns.ts";

export type Row = Record<string, SQLOutputValue>;

const statuses: readonly DeliveryStatus[] = ["pending", "failed", "delivered", "dead"];

const codes: Record<DeliveryStatus, number> = { pending: 0, failed: 1, delivered: 2, dead: 3 };

export function statusCode(status: DeliveryStatus): number {
  return codes[status];
}

export function statusOf(code: SQLOutputValue | undefined): DeliveryStatus {
  const status = statuses[Number(code)];
  if (status === undefined) throw new Error("a row has an unknown status");
  return status;
}

/** What an attempt occupies, in `deliveries` (the last) and in `attempts` (those before), in this order. */
export const attemptColumns =
  "at, http_status, error_class, dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms, address, error, response";

/** Values of `attemptColumns`. */
export function attemptValues(attempt: Attempt): SQLInputValue[] {
  const { dns, connect, tls, firstByte, total } = attempt.timings;
  return [
    attempt.at,
    attempt.httpStatus ?? null,
    attempt.errorClass ?? null,
    dns ?? null,
    connect ?? null,
    tls ?? null,
    firstByte ?? null,
    total,
    attempt.address ?? null,
    attempt.error ?? null,
    attempt.response ?? null,
  ];
}

/** From `attemptColumns` and `number`. */
export function attemptOf(row: Row, deliveryId: string): Attempt {
  return {
    deliveryId,
    number: Number(row["number"]),
    at: Number(row["at"]),
    timings: {
      ...optionalNumber("dns", row["dns_ms"]),
      ...optionalNumber("connect", row["connect_ms"]),
      ...optionalNumber("tls", row["tls_ms"]),
      ...optionalNumber("firstByte", row["first_byte_ms"]),
      total: Number(row["total_ms"]),
    },
    ...optionalNumber("httpStatus", row["http_status"]),
    ...optionalText<"errorClass", ErrorClass>("errorClass", row["error_class"]),
    ...optionalText("error", row["error"]),
    ...optionalText("response", row["response"]),
    ...optionalText("address", row["address"]),
  };
}

/** Values of `turn`: who goes before whom at one endpoint, and who waits to be read. */
export const turns = { open: 0, behind: 1, replay: 2, feed: 3, feedReplay: 4 } as const;
