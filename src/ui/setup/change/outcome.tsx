// How a change ended: where it stands, its secret once, whether it is in force, and what the receiver made of a test.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { TestButton, useTest } from "../../endpoints/sent-test.tsx";
import { TestResult } from "../../endpoints/test-result.tsx";
import { CopyButton } from "../../pieces/pieces.tsx";
import { WORDS } from "../../words/page.ts";
import { SETUP as SAID } from "../../words/setup.ts";
import { Remarks } from "../form/field.tsx";
import type { Change, Written } from "./use-change.ts";

const verifying = (name: string): string => `import { Webhook } from "standardwebhooks";
new Webhook(${name}).verify(rawBody, headers);`;

export function Outcome({
  written,
  isTakenUp,
  testsAtOnce,
  close,
}: {
  written: Written;
  isTakenUp: Change["isTakenUp"];
  testsAtOnce: boolean;
  close: () => void;
}): JSX.Element {
  const { name, path, secret, publicKey, warnings } = written;
  const shown = publicKey ?? secret;
  const { test, result } = useTest(name);
  useEffect(() => {
    if (isTakenUp === true && testsAtOnce) test.run();
  }, [isTakenUp]);
  const place = useRef<HTMLDivElement>(null);
  // The button that had the focus is gone with its form.
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} class="ew-setup-outcome" tabIndex={-1}>
      <p>{SAID.written(name, path)}</p>
      <Remarks problems={[]} warnings={warnings} />
      {shown !== undefined && (
        <section aria-label={SAID.secret}>
          <p>{publicKey === undefined ? SAID.secretOnce : SAID.publicKey}</p>
          <p class="ew-setup-secret">
            <code>{shown}</code>
            <CopyButton label={SAID.copySecret} text={() => shown} />
          </p>
          <p>{SAID.verify}</p>
          <pre class="ew-code" tabIndex={0}>
            {verifying(publicKey === undefined ? "secret" : "publicKey")}
          </pre>
        </section>
      )}
      <p class="ew-setup-test">
        {isTakenUp === true && <TestButton test={test} />}
        <span role="status">
          {isTakenUp === undefined && SAID.takingUp}
          {isTakenUp === false && SAID.notTakenUp}
          {result && <TestResult result={result} />}
          {test.error && <span class="ew-reason">{test.error.message}</span>}
        </span>
      </p>
      <footer>
        <button type="button" class="ew-button ew-primary" onClick={close}>
          {WORDS.close}
        </button>
      </footer>
    </div>
  );
}
