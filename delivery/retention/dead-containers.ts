import { LABEL } from "../../model/names.ts";
import type { EngineContainer } from "./engine-things.ts";

/** What is known of whose a container is. */
export interface Ownership {
  /** Id of the stack's environment; null where it has none. */
  environment: string | null;
  /** Names of the containers that the stack's state has; null where a killed run left it behind what there is. */
  recorded: readonly string[] | null;
  /** Unix time in seconds by the host's clock. */
  now: number;
}

export interface ContainerFate {
  id: string;
  name: string;
  state: string;
  goes: boolean;
  /** Why it goes or stays. */
  why: string;
}

/** A run that makes containers now has not written all of them down yet. */
const YOUNG_SECONDS = 3600;

/** `now` is Unix time in seconds by the host's clock. */
export function isYoung({ madeAt }: Pick<EngineContainer, "madeAt">, now: number): boolean {
  return now - madeAt < YOUNG_SECONDS;
}

const DEAD: readonly string[] = ["created", "exited", "dead"];

/** What becomes of each container of the environment that does not run: one that its state does not know goes. */
export function deadContainers(containers: readonly EngineContainer[], ownership: Ownership): ContainerFate[] {
  const { environment } = ownership;
  if (environment === null) return [];
  return containers
    .filter(({ labels, state }) => labels[LABEL.environment] === environment && DEAD.includes(state))
    .map((container) => {
      const kept = whyKept(container, ownership);
      const { id, name, state } = container;
      return { id, name, state, goes: kept === undefined, why: kept ?? "no state knows it, and it does not run" };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function whyKept(container: EngineContainer, { recorded, now }: Ownership): string | undefined {
  const { name, labels } = container;
  if (labels[LABEL.role] === "edge") return "it is the edge";
  if (recorded === null) return "the last run was killed and may still need it: run `tidegate up` first";
  if (recorded.includes(name)) return "it belongs to the stack: `tidegate up` starts it again";
  if (isYoung(container, now)) return "it was made within the last hour: a run may be at it";
  return undefined;
}
