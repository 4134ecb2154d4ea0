import { z } from "zod";

const resourceSchema = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  provider: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});

const exportSchema = z.object({
  deployment: z
    .object({
      resources: z.array(resourceSchema).nullish(),
      secrets_providers: z
        .object({ type: z.string(), state: z.object({ salt: z.string().optional() }).nullish() })
        .nullish(),
      pending_operations: z.array(z.object({ resource: resourceSchema, type: z.string() })).nullish(),
    })
    .nullish(),
});

export type StateResource = z.infer<typeof resourceSchema>;

/** The part of a stack's state we read: what `pulumi stack export` prints. Secrets in it stay encrypted. */
export interface StackState {
  resources: readonly StateResource[];
  /** What a killed run was doing. */
  pending: readonly { resource: StateResource; type: string }[];
  /** What its secrets are sealed with; undefined where no passphrase does it. */
  salt?: string;
}

export const EMPTY_STATE: StackState = { resources: [], pending: [] };

/** Parses the output of `pulumi stack export`. */
export function parseStackState(text: string): StackState {
  const { deployment } = exportSchema.parse(JSON.parse(text));
  const provider = deployment?.secrets_providers;
  const salt = provider?.type === "passphrase" ? provider.state?.salt : undefined;
  return {
    resources: deployment?.resources ?? [],
    pending: deployment?.pending_operations ?? [],
    ...(salt === undefined ? {} : { salt }),
  };
}

/** The environment id: the hex of the random id named `environment`. */
export function environmentOf(state: StackState): string | undefined {
  const resource = state.resources.find(
    ({ urn, type }) => type === "random:index/randomId:RandomId" && urn.endsWith("::environment"),
  );
  const hex = resource?.outputs?.["hex"];
  return typeof hex === "string" ? hex : undefined;
}

/** Docker names of the containers in the state. */
export function containersOf(state: StackState): string[] {
  return namesOf(state, "docker:index/container:Container");
}

/** References of the images in the state. */
export function imagesOf(state: StackState): string[] {
  return namesOf(state, "docker:index/remoteImage:RemoteImage");
}

function namesOf(state: StackState, wanted: string): string[] {
  return state.resources.flatMap(({ type, inputs }) => {
    const name = inputs?.["name"];
    return type === wanted && typeof name === "string" ? [name] : [];
  });
}

/** Engine address of the Docker provider a resource belongs to; undefined where it is the default one. */
export function dockerHostOf(state: StackState, resource: StateResource): string | undefined {
  const urn = resource.provider?.slice(0, resource.provider.lastIndexOf("::"));
  const host = state.resources.find((candidate) => candidate.urn === urn)?.inputs?.["host"];
  return typeof host === "string" ? host : undefined;
}
