// `openclaw webhook add`, `edit`, `remove`, `rotate-secret` and `routes add`: loads what writes the config when one of
// them is called.
import type { Cli } from "../cli.ts";
import type { AddOptions } from "../setup/add.ts";
import type { RouteOptions } from "../setup/add-route.ts";
import type { ChangeOptions } from "../setup/change.ts";
import type { RotateOptions } from "../setup/edit.ts";
import type { EndpointOptions } from "../setup/endpoint-wish.ts";

export async function add(cli: Cli, url: string | undefined, options: AddOptions): Promise<void> {
  await (await import("../setup/add.ts")).add(cli, url, options);
}

export async function edit(cli: Cli, name: string, options: EndpointOptions): Promise<void> {
  await (await import("../setup/edit.ts")).edit(cli, name, options);
}

export async function remove(cli: Cli, name: string, options: ChangeOptions): Promise<void> {
  await (await import("../setup/edit.ts")).remove(cli, name, options);
}

export async function rotateSecret(cli: Cli, name: string, options: RotateOptions): Promise<void> {
  await (await import("../setup/edit.ts")).rotateSecret(cli, name, options);
}

export async function addRoute(cli: Cli, name: string, options: RouteOptions): Promise<void> {
  await (await import("../setup/add-route.ts")).addRoute(cli, name, options);
}
