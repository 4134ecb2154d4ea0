import type { Snapshot } from "../state/snapshot.ts";
import type { ResourceState } from "../state/state.ts";
import type { ValueObject } from "../values/value.ts";
import { deleteFirst } from "./delete-first.ts";
import { draftOf, foresee, localState } from "./draft.ts";
import { createResource, updateResource } from "./effects.ts";
import { FailureLog, NotStartedError, RefusedByPolicyError } from "./failures.ts";
import type { Goal, ReadGoal, Registered } from "./goal.ts";
import { removeLeftovers } from "./leftovers.ts";
import { createLimit } from "./limit.ts";
import { prepare, type Prepared } from "./prepare.ts";
import { assertUnprotected } from "./protect.ts";
import { configureProviders, type Providers } from "./providers.ts";
import { readExternal } from "./read.ts";
import type { Reporter } from "./reporter.ts";
import { describeUrn, providerPackage, STACK_TYPE } from "./urn.ts";

/** Judges resources before they are touched. */
export interface Analyzer {
  /** The inputs, perhaps mended, and why mandatory rules refuse them; undefined when none does. */
  analyze(goal: Goal, inputs: ValueObject): Promise<{ inputs: ValueObject; refusal: string | undefined }>;
}

export interface DeploymentOptions {
  snapshot: Snapshot;
  providers: Providers;
  reporter: Reporter;
  /** A preview: nothing outside this process is changed. */
  dryRun: boolean;
  signal: AbortSignal | undefined;
  analyzer: Analyzer | undefined;
  /** How many effects run at the same time. */
  parallel: number;
}

/** Brings the resources a program registers to what it asks for, each as soon as it is asked for. */
export class Deployment {
  /** What failed so far. */
  readonly log: FailureLog;
  readonly #options: DeploymentOptions;
  readonly #limit: ReturnType<typeof createLimit>;
  readonly #registered = new Map<string, Goal>();
  readonly #reads = new Set<string>();
  readonly #running = new Set<Promise<unknown>>();
  #stackOutputs: ValueObject = {};

  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.log = new FailureLog(options.reporter.redactor);
    this.#limit = createLimit(options.parallel);
    configureProviders(options.providers, options.snapshot.resources);
  }

  /** What the program registered as the stack's outputs; taken only when the run succeeds. */
  get stackOutputs(): ValueObject {
    return this.#stackOutputs;
  }

  /** Every resource the program registered so far, as it is now. */
  get registered(): readonly { goal: Goal; state: ResourceState }[] {
    return [...this.#registered.values()].flatMap((goal) => {
      const state = this.#options.snapshot.find(goal.urn);
      return state === undefined ? [] : [{ goal, state }];
    });
  }

  /** Brings one resource to what the program asks for. */
  async register(goal: Goal): Promise<Registered> {
    this.#assertGoingOn(goal.urn);
    if (this.#registered.has(goal.urn)) {
      throw this.log.add(
        goal.urn,
        new Error("another resource has the same type, parent and name. Give it another name."),
      );
    }
    this.#registered.set(goal.urn, goal);
    return await this.#track(this.#bringUp(goal));
  }

  /** Reads a resource that is somebody else's. */
  async read(goal: ReadGoal): Promise<Registered> {
    this.#assertGoingOn(goal.urn);
    this.#reads.add(goal.urn);
    try {
      return await this.#track(this.#limit(() => readExternal(goal, this.#options)));
    } catch (error) {
      throw this.log.add(goal.urn, error);
    }
  }

  /** Takes the outputs of a component, or of the stack. */
  registerOutputs(urn: string, outputs: ValueObject): void {
    const { snapshot, reporter } = this.#options;
    reporter.redactor.learn(outputs);
    const resource = snapshot.find(urn);
    if (resource === undefined) throw new Error(`${describeUrn(urn)}: is not registered`);
    if (resource.type === STACK_TYPE) this.#stackOutputs = outputs;
    else snapshot.put({ ...resource, outputs }, resource);
  }

  /** Resolves when no effect runs any more. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  /** The program is through: what it no longer has is deleted, and the stack's outputs are taken. */
  async finish(): Promise<void> {
    const { snapshot } = this.#options;
    const removal = removeLeftovers({
      ...this.#options,
      log: this.log,
      isWanted: (urn) => this.#registered.has(urn) || this.#reads.has(urn),
      assertGoingOn: (urn) => this.#assertGoingOn(urn),
      limit: this.#limit,
    });
    await this.#track(removal);
    const stack = snapshot.resources.find(({ type }) => type === STACK_TYPE);
    if (stack !== undefined) snapshot.put({ ...stack, outputs: this.stackOutputs }, stack);
    await snapshot.save();
  }

  async #bringUp(goal: Goal): Promise<Registered> {
    const { reporter, providers } = this.#options;
    const { urn, type, parent } = goal;
    reporter.redactor.learn(goal.inputs);
    const old = this.#findOld(goal);
    let step: ReturnType<Reporter["step"]> | undefined;
    try {
      const prepared = await prepare(goal, old, providers, (inputs) => this.#judge(goal, inputs));
      return await this.#limit(async () => {
        this.#assertGoingOn(urn);
        const { plan, inputs } = prepared;
        const values = { news: inputs, ...(old === undefined ? {} : { olds: old.inputs }) };
        step = reporter.step({ ...plan, urn, type, parent, ...values });
        const now = await this.#apply(goal, prepared, old);
        reporter.redactor.learn(now.outputs);
        step.done();
        return { urn, id: now.id, outputs: now.outputs };
      });
    } catch (error) {
      if (error instanceof NotStartedError) throw error;
      const failure = this.log.add(urn, error);
      step ??= reporter.step({ op: old === undefined ? "create" : "update", urn, type, parent });
      step.failed(failure.message);
      throw failure;
    }
  }

  /** Does what the plan says; returns the resource as it is then, or as a preview foresees it. */
  async #apply(goal: Goal, prepared: Prepared, old: ResourceState | undefined): Promise<ResourceState> {
    const { signal, dryRun, snapshot, reporter } = this.#options;
    const { plan, provider, inputs } = prepared;
    const draft = draftOf(goal, old, inputs, provider);
    if (provider === undefined) {
      const now = localState(draft, plan, dryRun);
      snapshot.put(now, old);
      if (plan.op !== "same") await snapshot.save();
      return now;
    }
    if (plan.op === "same") {
      snapshot.put(draft, old);
      return draft;
    }
    if (plan.op === "replace" && goal.protect) assertUnprotected(old ?? goal, "replaced");
    const before = plan.deleteFirst && old !== undefined ? await this.#deleteFirst(old) : old;
    if (dryRun) {
      const now = foresee(draft, plan, provider);
      snapshot.supersede(now, plan.op === "update" ? "update" : "create", before);
      return now;
    }
    const context = { snapshot, reporter, signal };
    return plan.op === "update" && before !== undefined
      ? await updateResource(context, provider, draft, before)
      : await createResource(context, provider, draft, before);
  }

  async #deleteFirst(old: ResourceState): Promise<ResourceState | undefined> {
    return await deleteFirst(old, { ...this.#options, isRegistered: (urn) => this.#registered.has(urn) });
  }

  /** Inputs as the policy leaves them. A preview goes on after a refusal, to show every one there is. */
  async #judge(goal: Goal, inputs: ValueObject): Promise<ValueObject> {
    const { analyzer, dryRun } = this.#options;
    if (analyzer === undefined) return inputs;
    const verdict = await analyzer.analyze(goal, inputs);
    if (verdict.refusal === undefined) return verdict.inputs;
    const refused = new RefusedByPolicyError(verdict.refusal);
    if (!dryRun) throw refused;
    this.log.add(goal.urn, refused);
    return verdict.inputs;
  }

  /** The resource in the state this goal is about, under its URN or a former one. */
  #findOld(goal: Goal): ResourceState | undefined {
    const { snapshot, providers } = this.#options;
    const old = snapshot.find(goal.urn);
    if (old !== undefined) return old;
    const alias = goal.aliases.find((urn) => !this.#registered.has(urn) && snapshot.find(urn) !== undefined);
    if (alias === undefined) return undefined;
    snapshot.rename(alias, goal.urn);
    const name = providerPackage(goal.type);
    if (name !== undefined) providers.configure(goal.urn, name, goal.inputs);
    return snapshot.find(goal.urn);
  }

  #assertGoingOn(urn: string): void {
    const { signal, dryRun } = this.#options;
    const reason =
      signal?.aborted === true
        ? "the run was interrupted"
        : this.log.failures.length > 0 && !dryRun
          ? "because a step failed"
          : undefined;
    if (reason !== undefined) throw new NotStartedError(`${describeUrn(urn)}: not started, ${reason}`);
  }

  async #track<T>(task: Promise<T>): Promise<T> {
    this.#running.add(task);
    try {
      return await task;
    } finally {
      this.#running.delete(task);
    }
  }
}
