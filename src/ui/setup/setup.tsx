// Adding, changing and removing endpoints: what opens it, who may, and the dialog that is open.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useSurroundings } from "../pieces/hooks.ts";
import { SETUP as SAID } from "../words/setup.ts";
import { EndpointDialog } from "./form/endpoint-dialog.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";
import { RemovedNotice } from "./removed-notice.tsx";
import { RotateDialog } from "./rotate-dialog.tsx";

export type Opened = { kind: "add" } | { kind: "edit" | "rotate" | "remove"; endpoint: string };

export interface Setup {
  /** Absent: nobody keeps this operator from it. */
  reason?: string;
  open: (opened: Opened) => void;
  opened: Opened | undefined;
  close: () => void;
}

const REASON = "ew-setup-reason";

export function useSetup(): Setup {
  const { source } = useSurroundings();
  const [opened, setOpened] = useState<Opened>();
  const reason = source.maySetUp ? undefined : source.framed ? SAID.framedReason : SAID.notAdmin;
  return {
    ...(source.connected && reason !== undefined && { reason }),
    open: setOpened,
    opened,
    close: () => setOpened(undefined),
  };
}

/** Above the list. */
export function SetupBar({ setup, changed }: { setup: Setup; changed: () => void }): JSX.Element {
  const { reason } = setup;
  return (
    <div class="ew-setup-bar">
      <Opener setup={setup} opens={{ kind: "add" }} label={SAID.add} primary />
      {reason !== undefined && (
        <p id={REASON} class="ew-quiet">
          {reason}
        </p>
      )}
      <RemovedNotice changed={changed} />
    </div>
  );
}

/** On the card of an endpoint. */
export function SetupActs({ setup, endpoint }: { setup: Setup; endpoint: string }): JSX.Element {
  return (
    <div class="ew-setup-acts">
      <Opener setup={setup} opens={{ kind: "edit", endpoint }} label={SAID.edit} />
      <Opener setup={setup} opens={{ kind: "rotate", endpoint }} label={SAID.rotate} />
      <Opener setup={setup} opens={{ kind: "remove", endpoint }} label={SAID.remove} />
    </div>
  );
}

function Opener({
  setup: { reason, open },
  opens,
  label,
  primary = false,
}: {
  setup: Setup;
  opens: Opened;
  label: string;
  primary?: boolean;
}): JSX.Element {
  const { connected } = useSurroundings().source;
  return (
    <button
      type="button"
      class={primary ? "ew-button ew-primary" : "ew-button"}
      disabled={reason !== undefined || !connected}
      {...(reason !== undefined && { title: reason, "aria-describedby": REASON })}
      onClick={() => open(opens)}
    >
      {label}
    </button>
  );
}

export function SetupDialog({
  setup: { opened, close },
  changed,
}: {
  setup: Setup;
  changed: () => void;
}): JSX.Element | null {
  if (opened === undefined) return null;
  const common = { close, changed };
  if (opened.kind === "add") return <EndpointDialog {...common} />;
  const { endpoint } = opened;
  if (opened.kind === "edit") return <EndpointDialog {...common} endpoint={endpoint} />;
  if (opened.kind === "rotate") return <RotateDialog {...common} endpoint={endpoint} />;
  return <RemoveDialog {...common} endpoint={endpoint} />;
}
