import type { PendingOperation, ResourceState, State } from "./state.ts";
import type { StateStore } from "./store.ts";

/** The state while a run changes it. Entries are never altered, only exchanged. */
export class Snapshot {
  readonly #store: StateStore | undefined;
  #resources: ResourceState[];
  #pending: PendingOperation[];

  /** Without a store nothing is ever written: a preview. */
  constructor(state: State, store: StateStore | undefined) {
    this.#resources = [...state.resources];
    this.#pending = [...state.pending];
    this.#store = store;
  }

  get resources(): readonly ResourceState[] {
    return this.#resources;
  }

  get pending(): readonly PendingOperation[] {
    return this.#pending;
  }

  state(): State {
    return { resources: [...this.#resources], pending: [...this.#pending] };
  }

  /** The resource of a URN, those left out that only wait for their deletion. */
  find(urn: string): ResourceState | undefined {
    return this.#resources.find((resource) => resource.urn === urn && !resource.delete);
  }

  /** Adds `now`, in the place of `before` when there is one. */
  put(now: ResourceState, before?: ResourceState): void {
    const index = before === undefined ? -1 : this.#indexOf(before);
    if (index === -1) this.#resources.push(now);
    else this.#resources[index] = now;
  }

  /**
   * Records `now` after an update of `before`, or after its creation: what it replaces then waits for its deletion, unless
   * that only was a mark, or somebody else's.
   */
  supersede(now: ResourceState, by: "update" | "create", before: ResourceState | undefined): void {
    if (before === undefined || by === "update" || before.pendingReplacement || before.external) {
      this.put(now, before);
      return;
    }
    this.put({ ...before, delete: true }, before);
    this.put(now);
  }

  remove(resource: ResourceState): void {
    const index = this.#indexOf(resource);
    this.#resources = this.#resources.filter((_other, at) => at !== index);
  }

  /** Notes that an effect begins, on disk too, so that a killed run leaves a trace. */
  async begin(operation: PendingOperation): Promise<void> {
    this.#pending.push(operation);
    try {
      await this.save();
    } catch (error) {
      this.end(operation);
      throw error;
    }
  }

  /** Takes the note away; the next save makes it so on disk. */
  end(operation: PendingOperation): void {
    this.#pending = this.#pending.filter((other) => other !== operation);
  }

  /** Gives a resource another URN, wherever it is named. */
  rename(from: string, to: string): void {
    const renamed = (urn: string) => (urn === from ? to : urn);
    this.#resources = this.#resources.map((resource) => ({
      ...resource,
      urn: renamed(resource.urn),
      dependencies: resource.dependencies.map(renamed),
      propertyDependencies: Object.fromEntries(
        Object.entries(resource.propertyDependencies).map(([name, urns]) => [name, urns.map(renamed)]),
      ),
      ...(resource.parent === undefined ? {} : { parent: renamed(resource.parent) }),
      ...(resource.deletedWith === undefined ? {} : { deletedWith: renamed(resource.deletedWith) }),
      ...(resource.provider?.startsWith(`${from}::`) === true
        ? { provider: to + resource.provider.slice(from.length) }
        : {}),
    }));
  }

  /** An entry may have been exchanged for a renamed one since `resource` was looked up. */
  #indexOf(resource: ResourceState): number {
    const exact = this.#resources.indexOf(resource);
    if (exact !== -1) return exact;
    return this.#resources.findIndex(
      ({ urn, id, delete: waits }) => urn === resource.urn && id === resource.id && waits === resource.delete,
    );
  }

  async prepareToSeal(): Promise<void> {
    await this.#store?.prepareToSeal();
  }

  async save(): Promise<void> {
    await this.#store?.save(() => this.state());
  }
}
