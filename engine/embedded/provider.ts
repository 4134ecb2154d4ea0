/** A property as providers see it: JSON, secrets unwrapped. `UNKNOWN` stands for what a preview cannot know yet. */
export type PlainValue =
  null | boolean | number | string | typeof UNKNOWN | PlainValue[] | { [key: string]: PlainValue };
export type PlainObject = { [key: string]: PlainValue };

export const UNKNOWN = Symbol("unknown until the update");

export interface Diff {
  /** Paths of the properties that differ: `envs[0]`, `labels.a`. Empty when nothing differs. */
  changes: readonly string[];
  /** Those among them that only a new resource can have. */
  replaces: readonly string[];
  /** Whether a replacement must delete the old resource first. */
  deleteBeforeReplace: boolean;
}

export interface Created {
  /** The provider's own id: container id, network id, volume name. */
  id: string;
  outputs: PlainObject;
}

export interface OperationContext {
  /** Ended by the resource's customTimeouts. */
  signal: AbortSignal;
  /** Aborted when the run is to end soon: what only waits, and can be repeated from its beginning, is given up. */
  interrupt: AbortSignal;
  /** A line for the user. */
  log: (severity: "info" | "warning", message: string, options?: { ephemeral?: boolean }) => void;
}

/** What the engine knows of a resource from its state. */
export interface Existing {
  id: string;
  /** The inputs the resource was last created or updated with. */
  inputs: PlainObject;
  outputs: PlainObject;
}

/**
 * One resource type on one configured provider. Methods throw an Error with a sentence for the user; `create` may throw
 * {@link PartialCreateError} when something exists but did not start.
 */
export interface ResourceProvider {
  /** Pulumi type token, `docker:index/container:Container`. */
  readonly type: string;
  /** Property names whose outputs are always secret. */
  readonly secretOutputs: readonly string[];
  /** Outputs an update may change although no input names them (`stdout`): unknown in the preview of an update. */
  readonly volatileOutputs?: readonly string[];
  /**
   * Normalizes inputs and fills in defaults as the stock plugin does; throws for a property this engine does not
   * support, naming the Pulumi CLI as the way out.
   */
  check(inputs: PlainObject): PlainObject;
  /**
   * Pure: compares the state with new checked inputs. `ignoreChanges` was already applied to `news`.
   * `deleteBeforeReplace` is read even when `replaces` is empty, because an option can force the replacement.
   */
  diff(existing: Existing, news: PlainObject): Diff;
  create(inputs: PlainObject, context: OperationContext): Promise<Created>;
  /**
   * Reads what really exists. Null when it is gone. `inputs` are the state's inputs with those corrected that the stock
   * plugin would read back.
   */
  read(existing: Existing, context: OperationContext): Promise<{ inputs: PlainObject; outputs: PlainObject } | null>;
  update(existing: Existing, news: PlainObject, context: OperationContext): Promise<PlainObject>;
  /** Succeeds when the resource is already gone. */
  delete(existing: Existing, context: OperationContext): Promise<void>;
  /**
   * Looks for a resource a killed run may have created without recording it: same name, labelled with `environment`.
   * Returns its id and outputs to adopt, null when there is none; throws when something of that name belongs to another.
   */
  findOrphan?(inputs: PlainObject, context: OperationContext): Promise<Created | null>;
}

/** What a package knows of the run beside its own config. */
export interface PackageContext {
  /** Folder of the program (`main` of Pulumi.yaml), absolute: where the stock plugins run. */
  programDir: string;
}

/** Makes the providers of one package (`docker`, `command`, `random`) from the inputs of its `pulumi:providers:…` resource. */
export type PackageFactory = (config: PlainObject, context: PackageContext) => readonly ResourceProvider[];

/** The resource exists but is not as asked: recorded, shown as failed, replaced by the next `up`. */
export class PartialCreateError extends Error {
  readonly created: Created;

  constructor(message: string, created: Created, options?: ErrorOptions) {
    super(message, options);
    this.created = created;
  }
}
