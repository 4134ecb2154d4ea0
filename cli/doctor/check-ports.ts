import { createServer } from "node:net";
import type Docker from "dockerode";
import { InputError } from "../../model/errors.ts";
import type { ObservedHost } from "../../model/observed.ts";
import type { EdgeSpec } from "../../model/stack-config.ts";

/** The addresses that the edge listens on, or is to; throws an InputError that names who has one of them. */
export async function checkPorts(
  docker: Docker,
  { host, edge, observed }: { host: string; edge: EdgeSpec; observed: Pick<ObservedHost, "edge"> },
): Promise<string> {
  const wanted = [edge.http, edge.https, edge.preview].flatMap((address) => address ?? []);
  const own = new Set((observed.edge?.ports ?? []).map((port) => port.replace(/\/\w+$/, "")));
  const open = observed.edge?.state === "running" ? wanted.filter((address) => !own.has(address)) : wanted;
  const containers = await docker.listContainers({});
  const problems = await Promise.all(
    open.map(async (address) => {
      const port = Number(address.split(":").at(-1));
      const holder = containers.find(
        ({ Id, Ports }) => Id !== observed.edge?.id && Ports.some(({ PublicPort }) => PublicPort === port),
      );
      if (holder !== undefined)
        return [`${address} is taken by the container ${holder.Names[0]?.slice(1) ?? holder.Id}.`];
      const isHeld = host.startsWith("unix:") && !(await isFree(address));
      return isHeld ? [`${address} is taken by another program of this machine.`] : [];
    }),
  );
  const taken = problems.flat();
  if (taken.length > 0)
    throw new InputError(`${taken.join(" ")} Choose another one in \`tidegate:edge\`, or end that.`);
  return `${wanted.join(", ")}${open.length < wanted.length ? ", served by the edge" : ", free"}`;
}

function isFree(address: string): Promise<boolean> {
  const colon = address.lastIndexOf(":");
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "EADDRINUSE"));
    const name = address.slice(0, colon).replace(/^\[|\]$/g, "");
    server.listen(Number(address.slice(colon + 1)), name, () => server.close(() => resolve(true)));
  });
}
