import type * as pulumi from "@pulumi/pulumi";
import { SECRETS_DIR } from "../../../model/names.ts";
import { userOf, type Release } from "../../../model/release.ts";

/** A container of a task, in the words of ECS; what stands nowhere here may be there too. */
export interface ContainerDefinition {
  name: string;
  image: string;
  essential: boolean;
  [key: string]: unknown;
}

/** Where a secret is kept, under the name that the release has for it. */
export interface SecretReference {
  name: string;
  valueFrom: pulumi.Input<string>;
}

export interface TaskContainers {
  /** Name of the app's container, which the load balancer knows it by. */
  name: string;
  release: Release;
  onFargate: boolean;
  /** Seconds between the polite signal to stop and the hard one. */
  stopTimeout: number;
  secrets: readonly SecretReference[];
  /** Image that makes files of the secrets; null where they are variables. */
  secretFilesImage: string | null;
  logs: ContainerLogs;
}

/** Where a container logs to. */
export interface ContainerLogs {
  group: pulumi.Input<string>;
  region: string;
  prefix: string;
}

/** Size of each memory-backed folder; what is in it counts as the task's memory. */
const WRITABLE_MIB = 64;
/** The volume that the secret files are in, and the container that writes them. */
export const SECRETS_VOLUME = "secrets";
/** What is kept of a log while CloudWatch does not take it; then lines are lost, and the app goes on. */
const LOG_BUFFER = "25m";

/** The containers of a replica's task: the app, hardened as on a Docker host, and before it what makes files of its secrets. */
export function taskContainers(task: TaskContainers): ContainerDefinition[] {
  const { secrets, secretFilesImage } = task;
  if (secretFilesImage === null || secrets.length === 0) return [appContainer(task, variablesOf(task))];
  const fromFiles = {
    environment: environmentOf(task.release),
    dependsOn: [{ containerName: SECRETS_VOLUME, condition: "SUCCESS" }],
    mountPoints: [{ sourceVolume: SECRETS_VOLUME, containerPath: SECRETS_DIR, readOnly: true }],
  };
  return [secretFilesContainer(task, secretFilesImage), appContainer(task, fromFiles)];
}

function appContainer(task: TaskContainers, told: object): ContainerDefinition {
  const { name, release, onFargate, stopTimeout } = task;
  return {
    name,
    image: release.image,
    essential: true,
    ...hardened(userOf(task.release), task.logs),
    ...(release.command === undefined ? {} : { command: release.command }),
    portMappings: [{ containerPort: release.port, protocol: "tcp" }],
    linuxParameters: { ...LINUX, ...writableFolders(release) },
    ...(onFargate ? {} : { dockerSecurityOptions: ["no-new-privileges"] }), // Fargate has no such input
    stopTimeout,
    ...told,
  };
}

function writableFolders({ writable }: Release) {
  if (writable.length === 0) return {};
  return { tmpfs: writable.toSorted().map((containerPath) => ({ containerPath, size: WRITABLE_MIB })) };
}

/** Writes each secret into a file that its owner alone may read. The file's name comes as an argument, the value as a variable. */
export const WRITE_FILES =
  'umask 277; i=0; for file in "$@"; do eval "value=\\$SECRET_$i"; ' +
  `printf %s "$value" > "${SECRETS_DIR}/$file"; i=$((i + 1)); done`;

function secretFilesContainer(task: TaskContainers, image: string): ContainerDefinition {
  return {
    name: SECRETS_VOLUME,
    image,
    essential: false,
    ...hardened(userOf(task.release), task.logs),
    entryPoint: ["/bin/sh", "-ec", WRITE_FILES, "secret-files"],
    command: task.secrets.map(({ name }) => name),
    linuxParameters: LINUX,
    mountPoints: [{ sourceVolume: SECRETS_VOLUME, containerPath: SECRETS_DIR, readOnly: false }],
    secrets: task.secrets.map(({ valueFrom }, index) => ({ name: `SECRET_${index}`, valueFrom })),
  };
}

/** The same of its rights. */
export const LINUX = { initProcessEnabled: true, capabilities: { drop: ["ALL"] } };

/** What every container of ours has in common. */
export function hardened(user: string, logs: ContainerLogs) {
  return {
    user,
    readonlyRootFilesystem: true,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logs.group,
        "awslogs-region": logs.region,
        "awslogs-stream-prefix": logs.prefix,
        mode: "non-blocking",
        "max-buffer-size": LOG_BUFFER,
      },
    },
  };
}

function variablesOf({ release, secrets }: TaskContainers) {
  const references = secrets.length === 0 ? {} : { secrets };
  return { environment: environmentOf(release), ...references };
}

function environmentOf({ environment }: Release) {
  return Object.entries(environment)
    .map(([name, value]) => ({ name, value }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
