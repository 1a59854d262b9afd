// What an agent is told of where code is kept: templates, one for each preset.
// Must not hold what a vendor does not document.
import { AS_TIME, fact, first, lines } from "./facts.ts";

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads */
const GITHUB = [
  `GitHub: {{ headers["x-github-event"] }}{% if body.action %} {{ body.action }}{% endif %} by {{ body.sender.login }}{% if body.repository %} in {{ body.repository.full_name }}{% endif %}.`,
  first("it", "body.pull_request", "body.issue", "body.discussion", "body.release"),
  fact("Number", "it.number"),
  "{% assign title = it.title | default: it.name %}",
  fact("Title", "title"),
  fact("State", "it.state"),
  fact("Merged", "it.merged"),
  "{% if it.head.ref %}\nBranch: {{ it.head.ref }} into {{ it.base.ref }}{% endif %}",
  fact("Tag", "it.tag_name"),
  fact("Label", "body.label.name"),
  fact("Assignee", "body.assignee.login"),
  fact("Review", "body.review.state"),
  fact("Comment", "body.comment.body"),
  fact("Review says", "body.review.body"),
  first("run", "body.workflow_run", "body.workflow_job", "body.check_run", "body.check_suite"),
  fact("Run", "run.name"),
  fact("Conclusion", "run.conclusion"),
  fact("Branch", "run.head_branch"),
  first("deploy", "body.deployment_status", "body.deployment"),
  fact("Deployment", "deploy.state"),
  fact("Environment", "deploy.environment"),
  fact("Severity", "body.alert.security_advisory.severity"),
  fact("Alert", "body.alert.security_advisory.summary"),
  fact("Rule", "body.alert.rule.description"),
  fact("Ref", "body.ref"),
  lines("Commits", "body.commits", "{{ one.message }}"),
  first(
    "page",
    "body.comment.html_url",
    "body.review.html_url",
    "it.html_url",
    "run.html_url",
    "body.alert.html_url",
    "deploy.target_url",
    "body.compare",
  ),
  fact("Link", "page"),
  "{% unless body.comment or body.review %}",
  fact("Text", "it.body"),
  "{% endunless %}",
].join("");

/** https://docs.gitlab.com/user/project/integrations/webhook_events/ */
const GITLAB = [
  "{% assign it = body.object_attributes %}",
  first("who", "body.user.username", "body.user_username", "body.user.name"),
  `GitLab: {{ body.object_kind }}{% if it.action %} {{ it.action }}{% endif %} by {{ who }} in {{ body.project.path_with_namespace }}.`,
  first("number", "it.iid", "it.id"),
  "{% if body.object_kind != 'note' %}",
  fact("Number", "number"),
  "{% endif %}",
  first("title", "it.title", "body.merge_request.title", "body.issue.title"),
  fact("Title", "title"),
  first("state", "it.detailed_status", "it.state", "it.status", "body.build_status", "body.status"),
  fact("State", "state"),
  "{% if it.source_branch %}\nBranch: {{ it.source_branch }} into {{ it.target_branch }}{% endif %}",
  fact("Job", "body.build_name"),
  fact("Environment", "body.environment"),
  first("ref", "it.ref", "body.ref"),
  fact("Ref", "ref"),
  fact("Comment", "it.note"),
  lines("Commits", "body.commits", "{{ one.title | default: one.message }}"),
  first("page", "it.url", "body.url", "body.project.web_url"),
  fact("Link", "page"),
  // Of a comment it is the comment again.
  "{% unless it.note %}",
  fact("Text", "it.description"),
  "{% endunless %}",
].join("");

/** https://docs.gitea.com/usage/webhooks, and Forgejo's, which began as the same. */
const GITEA = [
  first("event", 'headers["x-gitea-event"]', 'headers["x-forgejo-event"]'),
  `{{ event }}{% if body.action %} {{ body.action }}{% endif %} by {{ body.sender.login }} in {{ body.repository.full_name }}.`,
  first("it", "body.pull_request", "body.issue", "body.release"),
  fact("Number", "it.number"),
  "{% assign title = it.title | default: it.name %}",
  fact("Title", "title"),
  fact("State", "it.state"),
  "{% if it.head.ref %}\nBranch: {{ it.head.ref }} into {{ it.base.ref }}{% endif %}",
  fact("Comment", "body.comment.body"),
  fact("Ref", "body.ref"),
  lines("Commits", "body.commits", "{{ one.message }}"),
  first("page", "body.comment.html_url", "it.html_url", "body.compare_url"),
  fact("Link", "page"),
  "{% unless body.comment %}",
  fact("Text", "it.body"),
  "{% endunless %}",
].join("");

/** https://help.gitee.com/webhook/gitee-webhook-push-data-format */
const GITEE = [
  `Gitee: {{ body.hook_name }}{% if body.action %} {{ body.action }}{% endif %} by {{ body.sender.login }} in {{ body.repository.full_name }}.`,
  first("it", "body.pull_request", "body.issue"),
  fact("Number", "it.number"),
  fact("Title", "it.title"),
  fact("State", "it.state"),
  "{% if it.head.ref %}\nBranch: {{ it.head.ref }} into {{ it.base.ref }}{% endif %}",
  fact("Comment", "body.comment.body"),
  fact("Ref", "body.ref"),
  lines("Commits", "body.commits", "{{ one.message }}"),
  first("page", "body.comment.html_url", "it.html_url", "body.compare"),
  fact("Link", "page"),
].join("");

/** https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/ */
const BITBUCKET = [
  `Bitbucket: {{ headers["x-event-key"] }} by {{ body.actor.nickname | default: body.actor.display_name }} in {{ body.repository.full_name }}.`,
  first("it", "body.pullrequest", "body.issue"),
  fact("Number", "it.id"),
  fact("Title", "it.title"),
  fact("State", "it.state"),
  "{% if it.source %}\nBranch: {{ it.source.branch.name }} into {{ it.destination.branch.name }}{% endif %}",
  fact("Build", "body.commit_status.name"),
  fact("Build state", "body.commit_status.state"),
  fact("Comment", "body.comment.content.raw"),
  lines(
    "Changes",
    "body.push.changes",
    "{{ one.new.name | default: one.old.name }}: {{ one.new.target.message }}",
  ),
  first("page", "body.comment.links.html.href", "it.links.html.href", "body.commit_status.url"),
  fact("Link", "page"),
  "{% unless body.comment %}",
  fact("Text", "it.description"),
  "{% endunless %}",
].join("");

/** https://learn.microsoft.com/en-us/azure/devops/service-hooks/events */
const AZURE_DEVOPS = [
  `Azure DevOps: {{ body.eventType }}.`,
  fact("What", "body.message.text"),
  fact("Title", "body.resource.title"),
  fact("Status", "body.resource.status"),
  fact("Link", "body.resource._links.web.href"),
  fact("Time", "body.createdDate", AS_TIME),
  fact("Details", "body.detailedMessage.text"),
].join("");

export const CODE: Readonly<Record<string, string>> = {
  "azure-devops": AZURE_DEVOPS,
  bitbucket: BITBUCKET,
  forgejo: `Forgejo: ${GITEA}`,
  gitea: `Gitea: ${GITEA}`,
  gitee: GITEE,
  github: GITHUB,
  gitlab: GITLAB,
};
