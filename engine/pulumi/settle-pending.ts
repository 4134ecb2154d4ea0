import { z } from "zod";

const resourceSchema = z.looseObject({
  urn: z.string(),
  type: z.string(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  pendingReplacement: z.boolean().optional(),
});

const exportSchema = z.looseObject({
  deployment: z.looseObject({
    resources: z.array(resourceSchema).optional(),
    pending_operations: z.array(z.looseObject({ resource: resourceSchema, type: z.string() })).optional(),
  }),
});

/**
 * Outputs that the provider's read keeps as they stand, or takes for a difference where they are missing: a container's
 * own environment would be read as variables the program does not set, which replaces it.
 */
const UNREAD: Readonly<Record<string, object>> = {
  "docker:index/container:Container": { attach: false, envs: [], logs: false, wait: false },
};

type Resource = z.infer<typeof resourceSchema>;

/**
 * What `pulumi stack export` printed, with the operations of a killed run settled: the resources `created` names (Docker
 * ids by URN) are in the state, the other operations are forgotten. A refresh must follow, which reads the rest of them.
 *
 * `pulumi refresh --import-pending-creates` would be the CLI's own way; it only forgets them (seen with 3.259).
 */
export function settlePending(exported: string, created: ReadonlyMap<string, string>): string {
  const content = exportSchema.parse(JSON.parse(exported));
  const { deployment } = content;
  const adopted = (deployment.pending_operations ?? []).flatMap(({ resource }) => {
    const id = created.get(resource.urn);
    if (id === undefined) return [];
    return [{ ...resource, id, outputs: { ...UNREAD[resource.type], ...resource.inputs, id } }];
  });
  const resources = adopted.reduce(adopt, deployment.resources ?? []);
  return JSON.stringify({ ...content, deployment: { ...deployment, resources, pending_operations: [] } });
}

/** Puts a resource where its predecessor stood that was deleted to be replaced, else at the end, after all it needs. */
function adopt(resources: readonly Resource[], resource: Resource): Resource[] {
  const index = resources.findIndex(({ urn }) => urn === resource.urn);
  if (index === -1) return [...resources, resource];
  return resources[index]?.pendingReplacement === true ? resources.with(index, resource) : [...resources];
}
