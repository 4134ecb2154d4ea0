import { z } from "zod";

type Json = Record<string, unknown>;

export interface Preset {
  /** Which apps it is for. */
  title: string;
  /** Why it sets what it sets, and what the app must have for it; a sentence or more each. */
  notes: readonly string[];
  /** Lies under the service's own `gate`. */
  gate: Json;
  /** Lies under the service's `release`, and under each color. */
  release: Json;
}

/** What is usual for each framework, in the words of a stack's file. Whatever the file says itself goes before it. */
export const PRESETS = {
  "spring-boot": {
    title: "Spring Boot 2.3 and later, with Actuator",
    notes: [
      "The app needs `spring-boot-starter-actuator`. Its readiness group is there by itself on Kubernetes only, so a variable " +
        "switches it on; it answers 503 until the app accepts traffic, and while it shuts down.",
      "Readiness tells of the app itself. For databases and others write `checks.dependencies`, or put their indicators into the group " +
        "(`management.endpoint.health.group.readiness.include`).",
      "Where Actuator has a port of its own (`management.server.port: 8081`), declare `health: { port: 8081 }`.",
      "A JVM takes longer to start and more memory than the defaults give. `/tmp` is for Tomcat and uploads.",
    ],
    gate: { within: "2m" },
    release: {
      port: 8080,
      health: { path: "/actuator/health/readiness" },
      smoke: [{ path: "/actuator/health/readiness", expectJson: { "$.status": "UP" }, when: "before" }],
      checks: { logs: {} },
      environment: { MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED: "true", SERVER_SHUTDOWN: "graceful" },
      writable: ["/tmp"],
      limits: { memory: "1GiB", cpus: 1 },
    },
  },
  rails: {
    title: "Ruby on Rails 7.1 and later",
    notes: [
      "`/up` is the health check that Rails brings: green once the app has booted, 500 where it has not. It says nothing of the " +
        "database: write `checks.dependencies`.",
      "User, `/rails/tmp` and port are those of the Dockerfile that Rails makes. With Thruster in front it listens on 80 as well; 3000 is " +
        "the app itself, either will do.",
      "With `config.force_ssl` the app needs `config.assume_ssl`, or it redirects its own health check. With `config.hosts` it must " +
        "know the route's host.",
      "`Completed 500` is how Rails logs a request that broke.",
    ],
    gate: { within: "1m" },
    release: {
      port: 3000,
      health: { path: "/up" },
      smoke: [{ path: "/up", contains: "background-color: green" }],
      checks: { logs: { refuse: ["FATAL", "Completed 500", "Unable to load application"] } },
      environment: { RAILS_ENV: "production", RAILS_LOG_TO_STDOUT: "1" },
      user: "1000:1000",
      writable: ["/tmp", "/rails/tmp"],
      limits: { memory: "512MiB" },
    },
  },
  django: {
    title: "Django behind Gunicorn or Uvicorn",
    notes: [
      "Django brings no health check, so the path stays Tidegate's own default, `/healthz`: add a view that answers 200 there, " +
        "or declare `health.path`. There is no smoke request for the same reason.",
      "The health check has the route's host as its Host header; what is not in `ALLOWED_HOSTS` is answered with 400.",
      "With `SECURE_SSL_REDIRECT` the app redirects its own health check: list the path in `SECURE_REDIRECT_EXEMPT`.",
      "Python keeps back what it prints to a pipe unless `PYTHONUNBUFFERED` is set, and `/tmp` is for Gunicorn's workers.",
    ],
    gate: { within: "1m" },
    release: {
      port: 8000,
      checks: {
        logs: { refuse: ["Traceback (most recent call last)", "[ERROR]", "[CRITICAL]", "Internal Server Error"] },
      },
      environment: { PYTHONUNBUFFERED: "1" },
      writable: ["/tmp"],
      limits: { memory: "512MiB" },
    },
  },
  node: {
    title: "Node.js: Express, Fastify, Nest, Next and others",
    notes: [
      "There is no path that all of them have, so it stays Tidegate's own default, `/healthz`: add it, or declare `health.path`. There is no " +
        "smoke request for the same reason.",
      "The user is the one that the official image calls `node`.",
      "A process that nobody catches an error in ends, which the gate and `checks.bakeTime` see; the log is looked at for what is " +
        "caught late, and for the levels of error and fatal as Winston and Pino write them.",
    ],
    gate: {},
    release: {
      port: 3000,
      checks: {
        logs: {
          refuse: [
            "UnhandledPromiseRejection",
            "Uncaught",
            "FATAL ERROR:",
            '"level":"error"',
            '"level":"fatal"',
            '"level":50',
            '"level":60',
          ],
        },
      },
      environment: { NODE_ENV: "production" },
      user: "1000:1000",
      writable: ["/tmp"],
    },
  },
  plain: {
    title: "any HTTP server whose first page is its health",
    notes: [
      "For static pages and small servers without a health check of their own: `/` must answer 200.",
      "8080 is where web servers listen that do not run as root, such as `nginxinc/nginx-unprivileged`.",
    ],
    gate: {},
    release: { port: 8080, health: { path: "/" }, smoke: [{ path: "/" }], writable: ["/tmp"] },
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as [PresetName, ...PresetName[]]; // they are the table's own keys

export const presetSchema = z.enum(PRESET_NAMES);

/** Where the health check of a preset asks; undefined where its framework has no such place. */
export function presetHealthPath(name: PresetName): string | undefined {
  const { release } = PRESETS[name];
  return "health" in release ? release.health.path : undefined;
}

/** Of what a file says; undefined where that names none, which the schema of the file refuses. */
export function presetNamed(name: unknown): Preset | undefined {
  const parsed = presetSchema.safeParse(name);
  return parsed.success ? PRESETS[parsed.data] : undefined;
}

/**
 * What a preset lays under a release that is declared. Its smoke requests ask where the health check asks, so they go as soon as that
 * is declared otherwise.
 */
export function presetRelease({ release }: Preset, declared: Json): Json {
  const { smoke, ...rest } = release;
  const { health } = declared;
  const isElsewhere = typeof health === "object" && health !== null && ("path" in health || "port" in health);
  return smoke === undefined || isElsewhere ? rest : { ...rest, smoke };
}
