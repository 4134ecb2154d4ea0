import { z } from "zod";
import { imageReferenceSchema } from "./image-reference.ts";
import { listenAddressSchema } from "./listen-address.ts";
import type { NotifySettings } from "./notify.ts";
import type { ObservabilitySpec } from "./observability.ts";
import type { ObservedHost } from "./observed.ts";
import type { ServiceSpec } from "./service.ts";

/** The agent of a stack: `tidegate:agent`. */
export const agentSchema = z.strictObject({
  run: z
    .enum(["auto", "always"])
    .default("auto")
    .describe("When there is one: `auto` as soon as anything that is declared needs it, `always` in any case."),
  image: imageReferenceSchema
    .optional()
    .describe("Image of the agent; the one that set-up builds and pushes to the local registry when left out."),
  metrics: listenAddressSchema
    .optional()
    .describe("Where Prometheus reaches its figures on the host; only in the stack's network when left out."),
});

export type AgentSpec = z.infer<typeof agentSchema>;
/** What a user of the component class may write: defaults may be left out. */
export type AgentInput = z.input<typeof agentSchema>;

/**
 * Whether a stack gets an agent: one that declares what goes on after the run that declared it has ended, or who watches its figures, or
 * has something under way that a run has begun which declared it.
 */
export function needsAgent(
  {
    agent,
    notify,
    observability,
    services,
  }: {
    agent: AgentSpec;
    notify?: NotifySettings | undefined;
    observability: Pick<ObservabilitySpec, "prometheus">;
    services: Readonly<Record<string, Pick<ServiceSpec, "canary" | "guard">>>;
  },
  hosts: readonly Pick<ObservedHost, "services">[],
): boolean {
  const isUnderWay = hosts.some((host) =>
    Object.values(host.services).some(({ record }) => record?.canary !== undefined),
  );
  return (
    agent.run === "always" ||
    notify !== undefined ||
    observability.prometheus ||
    isUnderWay ||
    Object.values(services).some(({ canary, guard }) => canary !== undefined || guard !== undefined)
  );
}
