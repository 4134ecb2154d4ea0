/** A resource of the test program. Values may be `{"$out": name}`, `{"$id": name}`, `{"$secret": value}`, `{"$config": key}`. */
export interface Described {
  kind?: "thing" | "group" | "provider" | "read";
  name: string;
  inputs?: Record<string, unknown>;
  options?: {
    parent?: string;
    provider?: string;
    dependsOn?: string[];
    deletedWith?: string;
    protect?: boolean;
    retainOnDelete?: boolean;
    ignoreChanges?: string[];
    replaceOnChanges?: string[];
    deleteBeforeReplace?: boolean;
    additionalSecretOutputs?: string[];
    aliases?: { name: string }[];
    customTimeouts?: { create?: string; update?: string; delete?: string };
    import?: string;
    hideDiffs?: string[];
  };
}

export interface ResourceList {
  resources: Described[];
  outputs?: Record<string, unknown>;
  log?: { severity: "debug" | "info" | "warn" | "error"; message: string }[];
  /** Thrown at the end of the program. */
  throws?: string;
}
