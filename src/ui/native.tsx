// The native page: mounted by the Control UI, with the operator's own connection.
import { render } from "preact";
import type { ControlUiHost, ControlUiPlugin, ControlUiView } from "openclaw/plugin-sdk/control-ui";
import { App } from "./app.tsx";
import { createSignal, type Place, type Places, type Source } from "./data/source.ts";
import { WORDS } from "./words/page.ts";

const PAGE = "webhooks";

function sourceOf(host: ControlUiHost): Source {
  return {
    get connected() {
      return host.connection.connected;
    },
    get mayRead() {
      return host.connection.canRead;
    },
    get mayWrite() {
      return host.connection.canWrite;
    },
    get maySetUp() {
      return host.connection.canAdmin;
    },
    framed: false,
    get locale() {
      return host.locale;
    },
    ask: (method, params = {}) => host.request(`eventWebhooks.${method}`, { ...params }),
    onChanged: (listener) => host.onEvent("plugin.event-webhooks.changed", listener),
    onConnection: (listener) => host.subscribe(listener),
  };
}

const mount: ControlUiView = (container, context) => {
  const moved = createSignal();
  let place: Place = context.props;
  const places: Places = {
    get place() {
      return place;
    },
    go: (params, replace = false) => {
      place = params;
      moved.tell();
      context.host.navigation.openPage({ id: PAGE, params }, { replace });
    },
    onPlace: moved.on,
  };
  render(<App source={sourceOf(context.host)} places={places} />, container);
  return {
    update({ props }) {
      place = props;
      moved.tell();
    },
    focus: () => container.querySelector<HTMLElement>("[aria-current=page]")?.focus(),
    dispose: () => render(null, container),
  };
};

const plugin: ControlUiPlugin = {
  id: "event-webhooks",
  activate({ ui }) {
    const ends = [
      ui.registerPage({ id: PAGE, label: WORDS.title, mount }),
      ui.registerNavigation({
        id: PAGE,
        label: WORDS.title,
        page: { id: PAGE },
        icon: "send",
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  },
};

export default plugin;
