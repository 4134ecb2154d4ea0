import { InputError } from "../model/errors.ts";
import { isLoopback } from "../model/loopback.ts";

/** What a client does over and over, each time waiting for the answer before it sends the next request. */
export const CLIENT_KINDS = ["keepAlive", "fresh", "slow", "upload", "stream", "websocket"] as const;

export type ClientKind = (typeof CLIENT_KINDS)[number];

export interface LoadOptions {
  /** Where to send: `http://127.0.0.1:8080`. Anything but a loopback address is refused. */
  url: string;
  /** `Host` header, when the service is routed by name. */
  host?: string;
  /** What keep-alive and fresh clients ask for, and any 2xx is well; the demo app's pages, judged, when left out. */
  path?: string;
  /** How many clients of each kind; {@link DEFAULT_CLIENTS} for the kinds left out. */
  clients?: Partial<Record<ClientKind, number>>;
  /** Pause of a keep-alive or fresh client between two requests. Default 10. */
  pauseMs?: number;
  /** How long the answers to the slow clients take. Default 2000. */
  slowMs?: number;
  /** Size of an upload. Default 5 MB. */
  uploadBytes?: number;
  /** How long an upload is stretched, so that it is under way when traffic moves. Default 1000. */
  uploadMs?: number;
  /** An answer not complete by then is lost. Default 15,000. */
  timeoutMs?: number;
  /** Ends by itself after so many requests. Default 1,000,000. */
  maxRequests?: number;
  /** Ends by itself after this time. Default 600,000. */
  maxMs?: number;
}

export type LoadSpec = Required<Omit<LoadOptions, "host" | "path">> & {
  host: string | null;
  path: string | null;
  clients: Record<ClientKind, number>;
};

/** The mix of the design's measurements, small enough for two cores that also run what is measured. */
export const DEFAULT_CLIENTS: Readonly<Record<ClientKind, number>> = {
  keepAlive: 8,
  fresh: 2,
  slow: 4,
  upload: 1,
  stream: 2,
  websocket: 0,
};

/** Fills in the defaults; throws InputError when `url` is not on this machine. */
export function parseLoadOptions(options: LoadOptions): LoadSpec {
  const url = URL.canParse(options.url) ? new URL(options.url) : null;
  if (url === null || url.protocol !== "http:" || !isLoopback(url.hostname)) {
    throw new InputError(
      `load.url: must be an http address on loopback, got ${JSON.stringify(options.url)}. Load is only sent to this machine.`,
    );
  }
  return {
    url: url.origin,
    host: options.host ?? null,
    path: options.path ?? null,
    clients: { ...DEFAULT_CLIENTS, ...options.clients },
    pauseMs: options.pauseMs ?? 10,
    slowMs: options.slowMs ?? 2_000,
    uploadBytes: options.uploadBytes ?? 5_000_000,
    uploadMs: options.uploadMs ?? 1_000,
    timeoutMs: options.timeoutMs ?? 15_000,
    maxRequests: options.maxRequests ?? 1_000_000,
    maxMs: options.maxMs ?? 600_000,
  };
}
