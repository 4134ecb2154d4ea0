import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { partHash } from "../edge/config-hash.ts";
import { nextCounter } from "../edge/next-counter.ts";
import { haproxy } from "../edge/haproxy/index.ts";
import { nameOn } from "../model/hosts.ts";
import { canonicalJson, type SealedRelease } from "../model/release.ts";
import { servicePart } from "../model/service-part.ts";
import type { ServiceSpec } from "../model/service.ts";
import { controlCommand, controlEnvironment } from "./control-command.ts";
import type { Environment } from "./environment.ts";

export interface EdgeConfigArgs {
  environment: Environment;
  service: string;
  spec: ServiceSpec;
  /** What must be there first. */
  after: readonly pulumi.Resource[];
  /** The release of each color as its containers run it. */
  releases: { blue: pulumi.Input<SealedRelease> | null; green: pulumi.Input<SealedRelease> | null };
}

/**
 * A service's part of every proxy's config. The rendered text is an input, so that a preview shows how it changes; what an
 * edge has applied already is not applied again.
 */
export class EdgeConfig extends pulumi.ComponentResource {
  constructor(name: string, args: EdgeConfigArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tidegate:index:EdgeConfig", name, {}, opts);
    const { environment, service, spec } = args;
    const part = pulumi
      .all([args.releases.blue, args.releases.green])
      .apply(([blue, green]) => servicePart(service, spec, { blue, green }));
    const config = part.apply((known) => haproxy.renderPart(environment.id, known));

    for (const host of environment.hosts) {
      const applied = host.observed.services[service]?.record?.config;
      new command.local.Command(
        nameOn(environment.hosts, host, name),
        {
          create: controlCommand("apply"),
          update: controlCommand("apply"),
          delete: controlCommand("remove"),
          environment: {
            ...controlEnvironment(environment, host),
            TIDEGATE_SERVICE: service,
            TIDEGATE_PART: part.apply(canonicalJson),
            TIDEGATE_CONFIG: config,
            TIDEGATE_COUNTER: pulumi
              .all([part, config])
              .apply(([known, text]) => String(nextCounter(applied, partHash(known, text), environment.observed))),
          },
          logging: "stderr",
        },
        { parent: this, dependsOn: [...args.after] },
      );
    }
    this.registerOutputs({});
  }
}
