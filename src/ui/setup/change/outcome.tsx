// How a change ended: where it stands, its secret once, whether it is in force, and what the receiver made of a test.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { TestButton, useTest } from "../../endpoints/sent-test.tsx";
import { TestResult } from "../../endpoints/test-result.tsx";
import { CopyButton } from "../../pieces/pieces.tsx";
import { Remarks } from "../form/field.tsx";
import type { Change, Written } from "./use-change.ts";
import { useLanguage } from "../../pieces/language.ts";

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
  const { words } = useLanguage();
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
      <p>{words.setup.written(name, path)}</p>
      <Remarks problems={[]} warnings={warnings} />
      {shown !== undefined && (
        <section aria-label={words.setup.secret}>
          <p>{publicKey === undefined ? words.setup.secretOnce : words.setup.publicKey}</p>
          <p class="ew-setup-secret">
            <code>{shown}</code>
            <CopyButton label={words.setup.copySecret} text={() => shown} />
          </p>
          <p>{words.setup.verify}</p>
          <pre class="ew-code" tabIndex={0}>
            {verifying(publicKey === undefined ? "secret" : "publicKey")}
          </pre>
        </section>
      )}
      <p class="ew-setup-test">
        {isTakenUp === true && <TestButton test={test} />}
        <span role="status">
          {isTakenUp === undefined && words.setup.takingUp}
          {isTakenUp === false && words.setup.notTakenUp}
          {result && <TestResult result={result} />}
          {test.error && <span class="ew-reason">{test.error.message}</span>}
        </span>
      </p>
      <footer>
        <button type="button" class="ew-button ew-primary" onClick={close}>
          {words.shell.close}
        </button>
      </footer>
    </div>
  );
}
