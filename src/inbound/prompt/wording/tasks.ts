// What an agent is told of tasks and boards: templates, one for each preset.
// Must not hold what a vendor does not document.
import { AS_TIME, fact, first, lines, MS_AS_TIME } from "./facts.ts";

/** https://developers.asana.com/docs/webhooks-guide: changes by their ids alone. */
const ASANA = `Asana: events: {{ body.events.size }}.${lines("Events", "body.events", "{{ one.resource.resource_type }} {{ one.resource.gid }} {{ one.action }}{% if one.change %}: {{ one.change.field }}{% endif %}, by {{ one.user.gid }}, at {{ one.created_at }}", 50)}`;

/** https://developer.clickup.com/docs/webhooktaskpayloads */
const CLICKUP = [
  `ClickUp: {{ body.event }}{% if body.task_id %} of task {{ body.task_id }}{% endif %}.`,
  fact("Task", "body.task.name"),
  lines(
    "Changes",
    "body.history_items",
    "{{ one.field }} by {{ one.user.username }}: {{ one.before.status | default: one.before }} became {{ one.comment.text_content | default: one.after.status | default: one.after }}",
  ),
].join("");

/** https://developer.atlassian.com/cloud/jira/platform/webhooks/ */
const JIRA = [
  `Jira: {{ body.webhookEvent }}{% if body.issue %} of {{ body.issue.key }}{% endif %}{% if body.user %} by {{ body.user.displayName }}{% endif %}.`,
  fact("Summary", "body.issue.fields.summary"),
  fact("Type", "body.issue.fields.issuetype.name"),
  fact("Status", "body.issue.fields.status.name"),
  fact("Priority", "body.issue.fields.priority.name"),
  fact("Assignee", "body.issue.fields.assignee.displayName"),
  lines(
    "Changes",
    "body.changelog.items",
    "{{ one.field }}: {{ one.fromString }} became {{ one.toString }}",
  ),
  fact("Comment", "body.comment.body"),
  fact("Time", "body.timestamp", MS_AS_TIME),
  "{% unless body.comment %}",
  fact("Text", "body.issue.fields.description"),
  "{% endunless %}",
].join("");

/** https://linear.app/developers/webhooks */
const LINEAR = [
  `Linear: {{ body.type }} {{ body.action }}{% if body.actor.name %} by {{ body.actor.name }}{% endif %}.`,
  first("number", "body.data.identifier", "body.data.issue.identifier"),
  "{% if number == blank and body.data.team.key %}\nIssue: {{ body.data.team.key }}-{{ body.data.number }}{% endif %}",
  fact("Issue", "number"),
  first("title", "body.data.title", "body.data.name", "body.data.issue.title"),
  fact("Title", "title"),
  fact("State", "body.data.state.name"),
  fact("Priority", "body.data.priorityLabel"),
  fact("Assignee", "body.data.assignee.name"),
  fact("Comment", "body.data.body"),
  fact("Link", "body.url"),
  fact("Time", "body.createdAt", AS_TIME),
  fact("Text", "body.data.description"),
].join("");

/** https://developer.monday.com/api-reference/reference/webhooks */
const MONDAY = [
  "{% assign it = body.event %}",
  `monday.com: {{ it.type }}.`,
  first("name", "it.pulseName", "it.value.name"),
  fact("Item", "name"),
  fact("Board", "it.boardId"),
  fact("Column", "it.columnTitle"),
  first("value", "it.value.label.text", "it.value"),
  fact("Value", "value"),
  fact("Update", "it.textBody"),
  fact("Time", "it.triggerTime", AS_TIME),
].join("");

/** https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/ */
const TRELLO = [
  "{% assign it = body.action %}",
  `Trello: {{ it.type }} by {{ it.memberCreator.username }}.`,
  fact("Board", "it.data.board.name"),
  first("list", "it.data.list.name", "it.data.listAfter.name"),
  fact("List", "list"),
  fact("From list", "it.data.listBefore.name"),
  fact("Card", "it.data.card.name"),
  fact("Comment", "it.data.text"),
  "{% if it.data.card.shortLink %}\nLink: https://trello.com/c/{{ it.data.card.shortLink }}{% endif %}",
  fact("Time", "it.date", AS_TIME),
].join("");

/** https://airtable.com/developers/web/api/webhooks-overview#webhook-notification-delivery: what changed is asked for. */
const AIRTABLE = [
  `Airtable: something changed in base {{ body.base.id }}.`,
  fact("Webhook", "body.webhook.id"),
  fact("Time", "body.timestamp", AS_TIME),
].join("");

/** https://www.storyblok.com/docs/guide/in-depth/webhooks */
const STORYBLOK = [
  `Storyblok: {{ body.action }}.`,
  fact("Text", "body.text"),
  fact("Story", "body.full_slug"),
  fact("Story id", "body.story_id"),
  fact("Stage", "body.workflow_stage_name"),
  fact("Space", "body.space_id"),
].join("");

export const TASKS: Readonly<Record<string, string>> = {
  airtable: AIRTABLE,
  asana: ASANA,
  clickup: CLICKUP,
  jira: JIRA,
  linear: LINEAR,
  monday: MONDAY,
  storyblok: STORYBLOK,
  trello: TRELLO,
};
