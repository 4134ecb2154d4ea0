import { z } from "zod";
import { findOrphans, type StackClaim } from "../../delivery/retention/find-orphans.ts";
import type { EngineThings } from "../../delivery/retention/look-at-engine.ts";
import { lookAndPlan } from "../../delivery/retention/plan-host.ts";
import { connectHosts } from "../../docker/connect.ts";
import { LABEL } from "../../model/names.ts";
import { paintFor, takesColors } from "../display/paint.ts";
import type { StackOptions } from "../options.ts";
import { dockerHosts } from "../platform/docker-hosts.ts";
import { assertHasHosts } from "../platform/hosts-for.ts";
import { findStack } from "../project/find-project.ts";
import { readClaims } from "../orphans/read-claims.ts";
import { removalOf, renderOrphans, type HostOrphans } from "../orphans/render-orphans.ts";
import { readRetention } from "../prune/read-retention.ts";
import { stackKnowledge } from "../prune/stack-knowledge.ts";
import { defineResult } from "../result/result.ts";
import { openSession } from "../run/session.ts";

export const orphansResult = defineResult("orphans", {
  stack: z.string(),
  hosts: z.array(
    z.strictObject({
      name: z.string(),
      unread: z.array(z.string()).describe("What could not be read, so that nothing of it is judged."),
      orphans: z.array(
        z.strictObject({
          kind: z.enum(["container", "network", "volume", "image"]),
          name: z.string(),
          stack: z.string().describe("Whose label it bears; the stack that was asked about for an image."),
          environment: z
            .string()
            .nullable()
            .describe("Id on its label; null for what outlives environments, and for images."),
          state: z.string().nullable().describe("The engine's word for a container; null for everything else."),
          holds: z.enum(["data", "nothing"]).describe("`data` is what nobody can make again."),
          why: z.string().describe("Why nobody owns it."),
          remove: z.string().describe("The command that removes it."),
        }),
      ),
      elsewhere: z
        .array(z.strictObject({ project: z.string(), stack: z.string(), count: z.int() }))
        .describe("Stacks of other projects that have something on the host, and how much; only their projects know."),
    }),
  ),
});

/** Tells what is on the hosts of a stack and belongs to no stack of its project. Changes nothing. */
export async function orphans(options: StackOptions): Promise<void> {
  assertHasHosts("orphans", findStack(options.cwd, options.stack));
  // Without a look at the host before: an environment there that no state knows would be refused, and is what is asked for.
  const session = await openSession(options, "nothing");
  const { ref } = session;
  const knowledge = await stackKnowledge(session, readRetention(ref).keep);
  const hosts = connectHosts(dockerHosts(session.platform));
  const looks = await Promise.all(
    hosts.map(async (host) => ({ host, ...(await lookAndPlan(host.docker, knowledge)) })),
  );
  const claims = await readClaims(ref, [...new Set(looks.flatMap(({ things }) => stacksOf(things, ref.project)))]);
  const found: HostOrphans[] = looks.map(({ host, plan, things }) => {
    const { project, stack } = ref;
    const { containers: recorded } = knowledge;
    const unread = [...plan.unread.map((what) => `${what}: no image is judged.`), ...unreadClaims(claims)];
    return { host, unread, ...findOrphans({ project, stack, claims, things, plan, recorded }) };
  });
  if (!options.json) {
    process.stdout.write(renderOrphans(found, paintFor(takesColors(process.stdout))));
    return;
  }
  orphansResult.print({
    stack: ref.stack,
    hosts: found.map(({ host, unread, orphans: all, foreign }) => ({
      ...{ name: host.name, unread: [...unread], elsewhere: [...foreign] },
      orphans: all.map((orphan) => {
        const { kind, name, stack, environment, state, holds, why } = orphan;
        return { kind, name, stack, environment, state, holds, why, remove: removalOf(orphan, host) };
      }),
    })),
  });
}

function stacksOf({ containers, networks, volumes }: EngineThings, project: string): string[] {
  return [...containers, ...networks, ...volumes].flatMap(({ labels }) =>
    labels[LABEL.project] === project ? (labels[LABEL.stack] ?? []) : [],
  );
}

function unreadClaims(claims: ReadonlyMap<string, StackClaim>): string[] {
  return [...claims]
    .filter(([, { environments }]) => environments === null)
    .map(([stack]) => `the state of ${stack} cannot be read: nothing of it is judged.`);
}
