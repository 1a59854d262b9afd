// What an agent is told of bank accounts and of what is paid out to them: templates, one for each preset.
// Must not hold what a vendor does not document.
import { AS_TIME, fact } from "./facts.ts";

/** https://plaid.com/docs/api/webhooks/ */
const PLAID = [
  `Plaid: {{ body.webhook_type }} {{ body.webhook_code }}.`,
  fact("Item", "body.item_id"),
  fact("Environment", "body.environment"),
  fact("New transactions", "body.new_transactions"),
  fact("Error", "body.error.error_code"),
  fact("Says", "body.error.error_message"),
].join("");

/** https://docs.tosspayments.com/reference/using-api/webhook-events */
const TOSS_PAYMENTS = [
  `Toss Payments: {{ body.eventType }}.`,
  fact("Id", "body.entityBody.id"),
  fact("Own id", "body.entityBody.refPayoutId"),
  fact("Status", "body.entityBody.status"),
  fact("Amount", "body.entityBody.amount.value"),
  fact("Currency", "body.entityBody.amount.currency"),
  fact("Date", "body.entityBody.payoutDate"),
  fact("Text", "body.entityBody.transactionDescription"),
  fact("Error", "body.entityBody.error.message"),
  fact("Time", "body.createdAt", AS_TIME),
].join("");

export const ACCOUNTS: Readonly<Record<string, string>> = {
  plaid: PLAID,
  tosspayments: TOSS_PAYMENTS,
};
