// What an agent is told of payments and orders: templates, one for each preset. Amounts are told in whole units of
// their currency. Must not hold what a vendor does not document.
import { AS_TIME, AS_UNITS, fact, first, lines } from "./facts.ts";

/**
 * Currencies whose smallest unit is the whole one: https://docs.stripe.com/currencies#zero-decimal, and the same in
 * Square's and Paddle's pages, which count by ISO 4217.
 */
const WHOLE = "bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf";

/** A line of an amount that is sent in the smallest unit. Both are paths. */
function amount(label: string, value: string, currency: string): string {
  return `{% if ${value} != blank %}{% assign code = ${currency} | downcase %}{% assign whole = "${WHOLE}" | split: " " %}\n${label}: {% if whole contains code %}{{ ${value} }}{% else %}{{ ${value}${AS_UNITS} }}{% endif %} {{ code | upcase }}{% endif %}`;
}

/** https://docs.stripe.com/api/events/object */
const STRIPE = [
  "{% assign it = body.data.object %}",
  `Stripe: {{ body.type }}{% if body.livemode == false %} (test mode){% endif %}.`,
  fact("Object", "it.id"),
  first("sum", "it.amount", "it.amount_total", "it.amount_due", "it.amount_paid"),
  amount("Amount", "sum", "it.currency"),
  fact("Status", "it.status"),
  fact("Customer", "it.customer"),
  first(
    "mail",
    "it.customer_details.email",
    "it.billing_details.email",
    "it.receipt_email",
    "it.customer_email",
    "it.email",
  ),
  fact("Email", "mail"),
  first(
    "why",
    "it.failure_message",
    "it.last_payment_error.message",
    "it.outcome.seller_message",
    "it.reason",
  ),
  fact("Reason", "why"),
  fact("Description", "it.description"),
  lines("Items", "it.items.data", "{{ one.price.id | default: one.plan.id }}"),
  fact("Time", "body.created", AS_TIME),
].join("");

/** https://developer.paddle.com/webhooks/overview */
const PADDLE = [
  "{% assign it = body.data %}",
  `Paddle: {{ body.event_type }}.`,
  fact("Object", "it.id"),
  fact("Status", "it.status"),
  amount("Total", "it.details.totals.total", "it.currency_code"),
  fact("Customer", "it.customer_id"),
  fact("Email", "it.email"),
  lines(
    "Items",
    "it.items",
    "{{ one.quantity }} of {{ one.price.description | default: one.price.id }}",
  ),
  fact("Time", "body.occurred_at", AS_TIME),
].join("");

/** https://docs.lemonsqueezy.com/help/webhooks/webhook-requests */
const LEMONSQUEEZY = [
  "{% assign it = body.data.attributes %}",
  `Lemon Squeezy: {{ body.meta.event_name }}{% if body.meta.test_mode %} (test mode){% endif %}.`,
  fact("Kind", "body.data.type"),
  fact("Number", "body.data.id"),
  first("product", "it.first_order_item.product_name", "it.product_name"),
  fact("Product", "product"),
  fact("Status", "it.status"),
  fact("Total", "it.total_formatted"),
  fact("Name", "it.user_name"),
  fact("Email", "it.user_email"),
  fact("Renews", "it.renews_at", AS_TIME),
].join("");

/** https://polar.sh/docs/api-reference/webhooks/order.created */
const POLAR = [
  "{% assign it = body.data %}",
  `Polar: {{ body.type }}.`,
  fact("Object", "it.id"),
  fact("Product", "it.product.name"),
  fact("Status", "it.status"),
  first("sum", "it.total_amount", "it.amount"),
  amount("Amount", "sum", "it.currency"),
  fact("Customer", "it.customer.email"),
  fact("Time", "body.timestamp", AS_TIME),
].join("");

/** https://shopify.dev/docs/api/webhooks: an order, a product, a customer, a checkout. */
const SHOPIFY = [
  first("topic", 'headers["x-shopify-topic"]', 'headers["shopify-topic"]'),
  first("shop", 'headers["x-shopify-shop-domain"]', 'headers["shopify-shop-domain"]'),
  `Shopify: {{ topic }} in {{ shop }}.`,
  first("name", "body.name", "body.title", "body.handle"),
  fact("Name", "name"),
  fact("Number", "body.id"),
  "{% if body.total_price %}\nTotal: {{ body.total_price }} {{ body.currency }}{% endif %}",
  fact("Payment", "body.financial_status"),
  fact("Shipping", "body.fulfillment_status"),
  fact("Status", "body.status"),
  first("mail", "body.email", "body.customer.email"),
  fact("Email", "mail"),
  lines("Items", "body.line_items", "{{ one.quantity }} of {{ one.title }}, {{ one.price }} each"),
  fact("Note", "body.note"),
  fact("Time", "body.updated_at"),
].join("");

/** https://woocommerce.com/document/webhooks/, and the forms of its REST API. */
const WOOCOMMERCE = [
  `WooCommerce: {{ headers["x-wc-webhook-topic"] }}.`,
  fact("Number", "body.id"),
  fact("Name", "body.name"),
  fact("Status", "body.status"),
  "{% if body.total %}\nTotal: {{ body.total }} {{ body.currency }}{% endif %}",
  `{% assign customer = body.billing.first_name | append: " " | append: body.billing.last_name %}`,
  fact("Customer", "customer"),
  first("mail", "body.billing.email", "body.email"),
  fact("Email", "mail"),
  lines(
    "Items",
    "body.line_items",
    "{{ one.quantity }} of {{ one.name }}, {{ one.total }} together",
  ),
  fact("Note", "body.customer_note"),
  fact("Time", "body.date_modified_gmt"),
].join("");

/** https://developer.squareup.com/docs/webhooks/v2webhook-events-tech-ref */
const SQUARE = [
  "{% assign it = body.data.object.payment | default: body.data.object.refund | default: body.data.object.invoice | default: body.data.object.order %}",
  `Square: {{ body.type }}.`,
  fact("Object", "body.data.id"),
  first("status", "it.status", "it.state"),
  fact("Status", "status"),
  amount("Amount", "it.amount_money.amount", "it.amount_money.currency"),
  fact("Card", "it.card_details.card.card_brand"),
  fact("Order", "it.order_id"),
  fact("Location", "it.location_id"),
  fact("Note", "it.note"),
  fact("Time", "body.created_at", AS_TIME),
].join("");

/** https://razorpay.com/docs/webhooks/payloads/ */
const RAZORPAY = [
  first(
    "it",
    "body.payload.payment.entity",
    "body.payload.refund.entity",
    "body.payload.subscription.entity",
    "body.payload.order.entity",
  ),
  `Razorpay: {{ body.event }}.`,
  fact("Object", "it.id"),
  amount("Amount", "it.amount", "it.currency"),
  fact("Status", "it.status"),
  fact("Method", "it.method"),
  fact("Email", "it.email"),
  fact("Contact", "it.contact"),
  fact("Reason", "it.error_description"),
  fact("Description", "it.description"),
  fact("Time", "body.created_at", AS_TIME),
].join("");

/** https://developer.gocardless.com/api-reference/#appendix-webhooks */
const GOCARDLESS = `GoCardless: events: {{ body.events.size }}.${lines("Events", "body.events", "{{ one.resource_type }} {{ one.action }} at {{ one.created_at }}: {{ one.details.description }} {{ one.links }}")}`;

export const MONEY: Readonly<Record<string, string>> = {
  gocardless: GOCARDLESS,
  lemonsqueezy: LEMONSQUEEZY,
  paddle: PADDLE,
  polar: POLAR,
  razorpay: RAZORPAY,
  shopify: SHOPIFY,
  square: SQUARE,
  stripe: STRIPE,
  woocommerce: WOOCOMMERCE,
};
