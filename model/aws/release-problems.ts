import { ENVIRONMENT_NAME, type Release } from "../release.ts";
import { STOP_MARGIN_SECONDS, stopSeconds } from "../stop-seconds.ts";

/** How the tasks of a stack run. */
export interface Tasks {
  onFargate: boolean;
  /** Whether secrets are files, as on Docker hosts; variables where not. */
  secretsAsFiles: boolean;
  /** Whether a task may have to send smoke requests. */
  sendSmoke: boolean;
}

/** How the tasks of a stack run that says, or does not say, these. */
export function tasksOf({
  capacityProvider,
  secretFiles,
  smokeTask,
}: Partial<Record<"capacityProvider" | "secretFiles" | "smokeTask", unknown>>): Tasks {
  return {
    onFargate: capacityProvider === undefined,
    secretsAsFiles: secretFiles !== undefined,
    sendSmoke: smokeTask !== undefined,
  };
}

/** Most seconds that Fargate leaves a container to end. Source: `stopTimeout`, Amazon ECS developer guide. */
const MAX_STOP_SECONDS = 120;
/** That a task would be killed while it still drains; `path` is where the time is written. */
export function drainProblems(drain: string, { onFargate }: Tasks, path: string): string[] {
  if (!onFargate || stopSeconds(drain) <= MAX_STOP_SECONDS) return [];
  return [
    `${path}: must be at most ${MAX_STOP_SECONDS - STOP_MARGIN_SECONDS}s on Fargate, which kills a container ${MAX_STOP_SECONDS} seconds after ` +
      `it was told to stop, got ${JSON.stringify(drain)}. Lower it, or name a \`capacityProvider\` of instances.`,
  ];
}

/** What of a release ECS cannot do, beside its size and its health check; `path` is where the release is written. */
export function releaseProblems(release: Release, { secretsAsFiles }: Tasks, path: string): string[] {
  const { volumes, container, secrets, environment } = release;
  return [
    ...(volumes.length === 0
      ? []
      : [
          `${path}.volumes: are of a Docker host, and a task has none of its own. Remove them, and keep the data elsewhere.`,
        ]),
    ...(container === undefined
      ? []
      : [`${path}.container: has inputs of the Docker provider, which AWS does not know. Remove it.`]),
    ...(secretsAsFiles ? [] : secrets.flatMap((name) => variableProblems(name, environment, `${path}.secrets`))),
  ];
}

/** That a secret's name cannot be a variable's. */
function variableProblems(name: string, environment: Release["environment"], path: string): string[] {
  if (!ENVIRONMENT_NAME.test(name)) {
    return [
      `${path}: must be names of variables on AWS, got ${JSON.stringify(name)}. Use letters, digits and \`_\`, or have files of them ` +
        "with `secretFiles`.",
    ];
  }
  if (environment[name] === undefined) return [];
  return [`${path}: has the name of a variable of the release, got ${JSON.stringify(name)}. Rename one of them.`];
}
