/** An image as an engine lists it. */
export interface EngineImage {
  /** `sha256:…`. */
  id: string;
  /** Tags and digests, `shop:1` and `shop@sha256:…`. */
  names: readonly string[];
  /** With the layers that it shares with others. */
  bytes: number;
  /** Unix time in seconds at which it was built. */
  builtAt: number;
  /** Whether set-up built it: the edge, the registry, the demo app. */
  isOfSetUp: boolean;
}

/** A container as an engine lists it, running or not. */
export interface EngineContainer {
  id: string;
  name: string;
  /** Id of its image. */
  image: string;
  /** The engine's word: created, running, exited, … */
  state: string;
  /** Unix time in seconds at which it was made. */
  madeAt: number;
  labels: Readonly<Record<string, string>>;
}

/** A network as an engine lists it. */
export interface EngineNetwork {
  name: string;
  labels: Readonly<Record<string, string>>;
}

/** A volume as an engine lists it. */
export interface EngineVolume {
  name: string;
  labels: Readonly<Record<string, string>>;
  /** Whether a container has it, running or not. */
  isMounted: boolean;
}
