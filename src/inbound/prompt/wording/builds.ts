// What an agent is told of builds, deploys and what fails in them: templates, one for each preset.
// Must not hold what a vendor does not document.
import { ALL_OF_IT, AS_TIME, fact, first, lines, MS_AS_TIME } from "./facts.ts";

/** https://buildkite.com/docs/apis/webhooks/pipelines/build-events */
const BUILDKITE = [
  `Buildkite: {{ body.event }}{% if body.pipeline %} of {{ body.pipeline.slug }}{% endif %}.`,
  fact("Build", "body.build.number"),
  first("state", "body.job.state", "body.build.state"),
  fact("State", "state"),
  fact("Job", "body.job.name"),
  fact("Branch", "body.build.branch"),
  fact("Commit", "body.build.message"),
  first("page", "body.job.web_url", "body.build.web_url"),
  fact("Link", "page"),
].join("");

/** https://circleci.com/docs/webhooks/ */
const CIRCLECI = [
  first("it", "body.job", "body.workflow"),
  `CircleCI: {{ body.type }} in {{ body.project.slug }}.`,
  fact("Workflow", "body.workflow.name"),
  fact("Job", "body.job.name"),
  fact("Status", "it.status"),
  fact("Branch", "body.pipeline.vcs.branch"),
  fact("Commit", "body.pipeline.vcs.commit.subject"),
  fact("Time", "body.happened_at", AS_TIME),
  fact("Link", "body.workflow.url"),
].join("");

/** https://docs.docker.com/docker-hub/repos/manage/webhooks/ */
const DOCKER_HUB = [
  `Docker Hub: {{ body.push_data.pusher }} pushed to {{ body.repository.repo_name }}.`,
  fact("Tag", "body.push_data.tag"),
  fact("Time", "body.push_data.pushed_at", AS_TIME),
  fact("Link", "body.repository.repo_url"),
].join("");

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/notification-configurations */
const TERRAFORM = [
  `Terraform: {{ body.notifications[0].message }}.`,
  fact("Organization", "body.organization_name"),
  fact("Workspace", "body.workspace_name"),
  fact("Run message", "body.run_message"),
  lines(
    "Notifications",
    "body.notifications",
    "{{ one.trigger }}{% if one.run_status %}, {{ one.run_status }}{% endif %}{% if one.run_updated_by %} by {{ one.run_updated_by }}{% endif %}",
  ),
  fact("Link", "body.run_url"),
].join("");

/** https://docs.netlify.com/deploy/deploy-notifications/ */
const NETLIFY = [
  `Netlify: deploy of {{ body.name }} is {{ body.state }}.`,
  fact("Branch", "body.branch"),
  fact("Context", "body.context"),
  fact("Title", "body.title"),
  fact("Error", "body.error_message"),
  fact("Seconds", "body.deploy_time"),
  first("page", "body.deploy_ssl_url", "body.ssl_url", "body.url"),
  fact("Link", "page"),
  fact("Time", "body.updated_at", AS_TIME),
].join("");

/** https://docs.sentry.io/organization/integrations/integration-platform/webhooks/ */
const SENTRY = [
  `Sentry: {{ headers["sentry-hook-resource"] | default: "event" }}{% if body.action %} {{ body.action }}{% endif %}.`,
  first(
    "it",
    "body.data.issue",
    "body.data.event",
    "body.data.error",
    "body.data.metric_alert",
    "body.event",
  ),
  fact("Title", "it.title"),
  fact("Alert", "body.data.description_title"),
  first("level", "it.level", "body.level"),
  fact("Level", "level"),
  first("project", "it.project.slug", "body.project_slug"),
  fact("Project", "project"),
  first("culprit", "it.culprit", "body.culprit"),
  fact("Where", "culprit"),
  fact("Status", "it.status"),
  fact("Seen", "it.count"),
  fact("Users", "it.userCount"),
  fact("Rule", "body.data.triggered_rule"),
  first("page", "it.web_url", "body.data.web_url", "it.permalink", "body.url"),
  fact("Link", "page"),
].join("");

/** https://vercel.com/docs/webhooks/webhooks-api */
const VERCEL = [
  `Vercel: {{ body.type }}{% if body.payload.name %} of {{ body.payload.name }}{% endif %}.`,
  fact("Project", "body.payload.project.id"),
  fact("Target", "body.payload.target"),
  first(
    "branch",
    "body.payload.deployment.meta.githubCommitRef",
    "body.payload.deployment.meta.gitlabCommitRef",
  ),
  fact("Branch", "branch"),
  first(
    "commit",
    "body.payload.deployment.meta.githubCommitMessage",
    "body.payload.deployment.meta.gitlabCommitMessage",
  ),
  fact("Commit", "commit"),
  first("page", "body.payload.links.deployment", "body.payload.deployment.url", "body.payload.url"),
  fact("Link", "page"),
  fact("Time", "body.createdAt", MS_AS_TIME),
].join("");

export const BUILDS: Readonly<Record<string, string>> = {
  buildkite: BUILDKITE,
  circleci: CIRCLECI,
  "docker-hub": DOCKER_HUB,
  doppler: `Doppler: {{ body.type }}{% if body.project %} in {{ body.project.name }}{% endif %}.${fact("Config", "body.config.name")}{% unless body.type %}${ALL_OF_IT}{% endunless %}`,
  netlify: NETLIFY,
  sentry: SENTRY,
  terraform: TERRAFORM,
  vercel: VERCEL,
};
