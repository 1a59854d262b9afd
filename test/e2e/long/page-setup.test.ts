// Endpoints set up in the page alone, in the genuine Control UI: what the form says stands in the Gateway's config,
// what is sent is verified by another's library with the secret that was shown, and an undo leaves no trace.
import { readFile, writeFile } from "node:fs/promises";
import JSON5 from "json5";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { seriousFindings } from "../../support/accessibility.ts";
import { HAS_BROWSER, launchBrowser, openNarrowed, openPage } from "../../support/browser.ts";
import { callGateway } from "../../support/rpc.ts";
import { isSignedBy } from "../../support/signed-by.ts";
import { createStage, type Stage } from "../../support/stage.ts";
import { configurePage, say, tab, WAIT } from "../../support/webhooks-page.ts";
import type { Received } from "../../support/verifying-receiver.ts";

const VIEW = "&p.view=endpoints";
const VARIABLES = {
  CRM_SECRET: "whsec_Q1JNX1NFQ1JFVF9DUk1fU0VDUkVUX0NSTQ==",
  OPS_KEY: "ops-key-1",
};
type Whole = Record<string, unknown> & {
  plugins: { entries: Record<string, { config: Config }> };
};
type Config = Record<string, unknown> & { endpoints: Record<string, unknown>[] };

/** Before all others: what is given back by position would be another's. */
function referring({ receiver }: Stage): Record<string, unknown>[] {
  const to = { url: receiver.url, events: ["error.occurred"], allowPrivateNetwork: true };
  return [
    { name: "ref", ...to, secret: { source: "env", id: "CRM_SECRET" } },
    {
      name: "variable",
      ...to,
      secret: [{ value: "${CRM_SECRET}", expiresAt: "2099-01-01T00:00:00Z" }],
      headers: { "X-API-Key": "${OPS_KEY}", "X-Mixed": "key ${OPS_KEY}" },
    },
  ];
}

describe.skipIf(!HAS_BROWSER)("setting up in the page", { timeout: 300_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let page: Page;
  let secret = "";
  const answers: string[] = [];

  const card = (name: string): Locator => page.getByRole("listitem", { name, exact: true });
  const dialog = (name: string): Locator => page.getByRole("dialog", { name });
  const config = async (): Promise<Config> => {
    const text = await readFile(stage.host.configPath, "utf8");
    const { plugins } = JSON5.parse<Whole>(text);
    return plugins.entries["event-webhooks"]?.config ?? { endpoints: [] };
  };
  const crm = async (): Promise<Record<string, unknown> | undefined> =>
    (await config()).endpoints.find(({ name }) => name === "crm");
  const newestTest = (): Received | undefined =>
    stage.receiver.received.findLast(({ event }) => event.type === "webhook.test");
  const isTestSignedBy = (...secrets: string[]): boolean[] => {
    const sent = newestTest();
    return secrets.map((each) => sent !== undefined && isSignedBy(sent, each));
  };

  beforeAll(async () => {
    stage = await createStage(inject("tarball"));
    await configurePage(stage, true);
    const text = await readFile(stage.host.configPath, "utf8");
    const whole = JSON5.parse<Whole>(text);
    whole.plugins.entries["event-webhooks"]?.config.endpoints.unshift(...referring(stage));
    await stage.host.writeConfig(whole);
    await stage.host.start(VARIABLES);
    browser = await launchBrowser();
    page = await openPage(browser, stage.host, { query: VIEW });
    // Signed in: a page that is loaded again goes on as the same browser.
    await card("main-webhook").waitFor(WAIT);
    page.on("websocket", (socket) =>
      socket.on("framereceived", ({ payload }) => answers.push(String(payload))),
    );
    await page.reload();
    await card("main-webhook").waitFor(WAIT);
    await say(stage, "what a preview is made of");
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.dispose();
  });

  it("says beside the field what would not work, before anything is written", async () => {
    const before = await readFile(stage.host.configPath, "utf8");
    await page.getByRole("button", { name: "Add endpoint" }).click();
    const form = dialog("New endpoint");
    await form.getByLabel("URL", { exact: true }).fill(stage.receiver.url);
    const described = form.locator("#ew-setup-url-said");
    await described.getByText("allowPrivateNetwork").waitFor(WAIT);
    expect(await form.getByLabel("URL", { exact: true }).getAttribute("aria-invalid")).toBe("true");
    await form.getByRole("button", { name: "Save" }).click();
    await form.getByRole("button", { name: "Save" }).waitFor(WAIT);
    expect(await readFile(stage.host.configPath, "utf8")).toBe(before);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached", ...WAIT });
  });

  it("adds an endpoint by keyboard alone, shows its secret once, and its test arrives signed", async () => {
    await page.getByRole("button", { name: "Add endpoint" }).focus();
    await page.keyboard.press("Enter");
    const form = dialog("New endpoint");
    await form.getByLabel("URL", { exact: true }).focus();
    await page.keyboard.type(stage.receiver.url);
    await page.keyboard.press("Tab");
    await page.keyboard.type("crm");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    for (const type of ["tool.called", "tool.completed", "session.created"]) {
      await form.getByRole("checkbox", { name: type }).focus();
      await page.keyboard.press("Space");
    }
    await form.getByLabel("The URL may lead into a private network").focus();
    await page.keyboard.press("Space");
    await form.getByText(/^Of the last \d+ events it would have been sent \d+\.$/).waitFor(WAIT);
    const preview = form.getByRole("region", { name: "What would be sent" });
    expect(await preview.innerText()).toContain("what a preview is made of");
    await preview.getByText("Headers", { exact: true }).first().click();
    await preview.getByText("X-OpenClaw-Signature: …").first().waitFor(WAIT);
    expect(await seriousFindings(page)).toEqual([]);
    await form.getByRole("button", { name: "Save" }).focus();
    await page.keyboard.press("Enter");
    await form.getByText("Delivered: 200").waitFor(WAIT);
    secret = await form.locator(".ew-setup-secret code").innerText();
    expect(await seriousFindings(page)).toEqual([]);
    expect(isTestSignedBy(secret)).toEqual([true]);
    const events = (await crm())?.["events"] as string[];
    expect(events).toContain("message.sent");
    expect(events).not.toContain("tool.called");
    expect(await crm()).toEqual({
      name: "crm",
      url: stage.receiver.url,
      secret,
      events,
      allowPrivateNetwork: true,
    });
    await form.getByRole("button", { name: "Close" }).click();
    await card("crm").waitFor(WAIT);
    expect(await page.content()).not.toContain(secret);
  });

  it("changes its events, and nothing else", async () => {
    const { events: _, ...before } = (await crm()) ?? {};
    await card("crm").getByRole("button", { name: "Edit" }).click();
    const form = dialog("Edit crm");
    await form.getByRole("checkbox", { name: "message.sent" }).waitFor(WAIT);
    expect(await form.getByLabel("URL", { exact: true }).inputValue()).toBe("");
    for (const box of await form.getByRole("checkbox", { name: /^\w+\.\w+$/ }).all())
      await box.setChecked(false);
    await form.locator("#ew-setup-events-said").getByText("Choose one at least.").waitFor(WAIT);
    await form.getByRole("checkbox", { name: "error.occurred" }).check();
    await form.getByRole("button", { name: "Save" }).click();
    await form.getByRole("button", { name: "Send test" }).waitFor(WAIT);
    expect(await crm()).toEqual({ ...before, events: ["error.occurred"] });
    await form.getByRole("button", { name: "Close" }).click();
  });

  it("signs with both secrets after a rotation", async () => {
    await card("crm").getByRole("button", { name: "Rotate secret" }).click();
    const form = dialog("Rotate the secret of crm");
    expect(await form.getByRole("combobox").inputValue()).toBe("day");
    expect(await seriousFindings(page)).toEqual([]);
    await form.getByRole("button", { name: "Rotate", exact: true }).click();
    await form.getByRole("button", { name: "Send test" }).click(WAIT);
    await form.getByText("Delivered: 200").waitFor(WAIT);
    const rotated = await form.locator(".ew-setup-secret code").innerText();
    expect(rotated).not.toBe(secret);
    expect(isTestSignedBy(secret, rotated)).toEqual([true, true]);
    await form.getByRole("button", { name: "Close" }).click();
  });

  it("removes it and brings it back as it was, and its secret never comes to the browser", async () => {
    const before = await config();
    const old = JSON.stringify((await crm())?.["secret"]).match(/whsec_[^"]+/g) ?? [];
    expect(old).toHaveLength(2);
    answers.length = 0;
    await card("crm").getByRole("button", { name: "Remove" }).click();
    await dialog("Remove crm").getByRole("button", { name: "Remove" }).click();
    await page.getByText("crm was removed.").waitFor(WAIT);
    await expect.poll(crm, WAIT).toBeUndefined();
    expect(await seriousFindings(page)).toEqual([]);
    await expect.poll(() => page.locator(":focus").innerText(), WAIT).toBe("Undo");
    await page.keyboard.press("Enter");
    await page.getByText("crm is back as it was.").waitFor(WAIT);
    expect(await config()).toEqual(before);
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.filter((each) => old.some((one) => each.includes(one)))).toEqual([]);
    await card("crm").getByRole("button", { name: "Send test" }).click(WAIT);
    await card("crm").getByText("Delivered: 200").waitFor(WAIT);
    expect(isTestSignedBy(...old)).toEqual([true, true]);
  });

  it("takes no comments away unasked, and gives the text to paste", async () => {
    const text = await readFile(stage.host.configPath, "utf8");
    const commented = text.replace('"plugins": {', '// ours\n  "plugins": {');
    await writeFile(stage.host.configPath, commented);
    await card("crm").getByRole("button", { name: "Edit" }).click();
    const form = dialog("Edit crm");
    await form.getByRole("checkbox", { name: "message.sent" }).check(WAIT);
    await form.getByRole("button", { name: "Save" }).click();
    await form.getByText("holds comments, which OpenClaw leaves out when it writes").waitFor(WAIT);
    expect(await form.locator(".ew-setup-refused pre").innerText()).toContain('"message.sent"');
    expect(await readFile(stage.host.configPath, "utf8")).toBe(commented);
    expect(await seriousFindings(page)).toEqual([]);
    await form.getByRole("button", { name: "Write it without the comments" }).click();
    await form.getByRole("button", { name: "Send test" }).waitFor(WAIT);
    expect(await readFile(stage.host.configPath, "utf8")).not.toContain("// ours");
    expect((await crm())?.["events"]).toEqual(["error.occurred", "message.sent"]);
    await form.getByRole("button", { name: "Close" }).click();
  });

  it("keeps references and variables of other endpoints to the letter", async () => {
    const { endpoints } = await config();
    expect(endpoints.slice(0, 2)).toEqual(referring(stage));
    await card("variable").getByRole("button", { name: "Send test" }).click(WAIT);
    await card("variable").getByText("Delivered: 200").waitFor(WAIT);
    expect(isTestSignedBy(VARIABLES.CRM_SECRET)).toEqual([true]);
    expect(newestTest()?.headers["x-mixed"]).toBe("key ops-key-1");
  });

  it("fits a phone, in the light theme", async () => {
    const look = { width: 390, height: 800, theme: "light", query: VIEW } as const;
    const phone = await openPage(browser, stage.host, look);
    await phone.getByRole("button", { name: "Add endpoint" }).click(WAIT);
    const form = phone.getByRole("dialog", { name: "New endpoint" });
    await form.getByLabel("Format").selectOption("telegram-bot", WAIT);
    await form.getByLabel("chatId").waitFor(WAIT);
    const wider = await form.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(wider).toBe(0);
    expect(await seriousFindings(phone)).toEqual([]);
    await phone.close();
  });

  it("tells an operator without operator.admin why not, and the Gateway lets none of them", async () => {
    const reader = await openPage(browser, stage.host);
    await openNarrowed(reader, stage.host, ["operator.read"], VIEW);
    await tab(reader, "Endpoints").click(WAIT);
    const add = reader.getByRole("button", { name: "Add endpoint" });
    await add.waitFor(WAIT);
    const own = reader.getByRole("listitem", { name: "crm", exact: true });
    const all = [
      add,
      ...["Edit", "Rotate secret", "Remove"].map((name) => own.getByRole("button", { name })),
    ];
    expect(await Promise.all(all.map((each) => each.isDisabled()))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    await reader.getByText("needs the scope operator.admin").waitFor(WAIT);
    expect(await seriousFindings(reader)).toEqual([]);
    await reader.close();
    const { port, token } = stage.host;
    const change = { kind: "remove", endpoint: "crm" };
    const asks: [string, object][] = [
      // What the host itself asks of whoever writes its config.
      ["config.patch", { raw: "{}" }],
      ["eventWebhooks.setup.standing", {}],
      ["eventWebhooks.setup.form", { endpoint: "crm" }],
      ["eventWebhooks.setup.check", { change }],
      ["eventWebhooks.setup.write", { change }],
    ];
    const scopes = ["operator.read", "operator.write"];
    const said = await Promise.all(
      asks.map(([method, params]) =>
        callGateway({ port, token, scopes }, method, params).then(
          () => "let in",
          (error: unknown) => String(error),
        ),
      ),
    );
    const lacking = (method: string): string =>
      `Error: ${method} failed: missing scope: operator.admin`;
    expect(said).toEqual(asks.map(([method]) => lacking(method)));
    expect(await crm()).toBeDefined();
  });
});
