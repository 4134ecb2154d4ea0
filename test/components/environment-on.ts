import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../components/environment.ts";
import { nameOn } from "../../model/hosts.ts";
import type { Observed } from "../../model/observed.ts";

/** An environment whose hosts are as given; its first one is this machine. */
export function environmentOn(observed: Observed): Environment {
  const { project, stack, hosts } = observed;
  return {
    ...{ id: { project, stack }, tier: "dev", observed, isReached: false },
    hosts: hosts.map((host, index) => {
      const address = index === 0 ? "unix:///var/run/docker.sock" : `ssh://deploy@${host.name}`;
      const provider = new docker.Provider(nameOn(hosts, host, "docker"), { host: address });
      return { name: host.name, address, provider, observed: host };
    }),
    environmentId: pulumi.output("e1"),
    ...{ nameKey: pulumi.secret("key"), knownNameKey: "key", network: { attach: [] } },
  };
}
