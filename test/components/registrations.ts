import * as pulumi from "@pulumi/pulumi";

/** A resource as a program registered it. Others are named `Container edge`: last part of the type, and name. */
export interface Registration {
  type: string;
  name: string;
  parent: string | undefined;
  inputs: Record<string, unknown>;
  /** Names of the inputs that are, or hold, a secret. */
  secrets: string[];
  dependsOn: string[];
  ignoreChanges: string[];
  replaceOnChanges: string[];
  retainOnDelete: boolean;
  deleteBeforeReplace: boolean;
  provider: string | undefined;
}

/** What of a register request these tests look at; the SDK has no types for it. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getObject(): { toJavaScript(): Record<string, unknown> };
  getDependenciesList(): string[];
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getRetainondelete(): boolean;
  getDeletebeforereplace(): boolean;
  getProvider(): string;
}

interface Monitor {
  registerResource: (request: Request, ...rest: unknown[]) => unknown;
}

const SECRET = "4dabf18193072939515e22adb298388d";

/**
 * Runs a piece of a program against Pulumi's mocks and returns everything it registered, in the order of names, once all
 * of it is done. Fails when an output fails. `keepers` are what the state remembers of the environment's id;
 * `into` gets what was registered before a failure, too.
 */
export async function registrationsOf<T>(
  build: () => T | Promise<T>,
  options: { preview?: boolean; stack?: string; keepers?: Record<string, string>; into?: Registration[] } = {},
): Promise<{ resources: Registration[]; result: T }> {
  const resources = options.into ?? [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        const inputs = args.inputs as Record<string, unknown>; // the SDK says any
        const id = idOf(args.type, args.name);
        return {
          id,
          state: args.type.startsWith("aws:") ? awsState(id, inputs) : stateOf(args.type, inputs, options.keepers),
        };
      },
      call: () => ({}),
    },
    "p",
    options.stack ?? "dev",
    options.preview ?? false,
  );
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor; // the mock's own, which is an object of methods
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, ...rest) => {
    resources.push(read(request));
    return register(request, ...rest);
  };
  const rejected: unknown[] = [];
  const note = (error: unknown) => rejected.push(error);
  process.on("unhandledRejection", note);
  try {
    const result = await build();
    await pulumi.runtime.disconnect();
    if (rejected.length > 0) throw rejected[0];
    return { resources: resources.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)), result };
  } finally {
    process.off("unhandledRejection", note);
  }
}

/** The one resource of that type and name. */
export function find(resources: readonly Registration[], type: string, name: string): Registration {
  const found = resources.filter((resource) => key(resource) === `${type} ${name}`);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} resources are ${type} ${name}`);
  return found[0];
}

/** The value of an output, secret or not. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

export function key({ type, name }: { type: string; name: string }): string {
  return `${type.slice(type.lastIndexOf(":") + 1)} ${name}`;
}

function read(request: Request): Registration {
  const inputs = request.getObject().toJavaScript();
  return {
    ...{ type: request.getType(), name: request.getName(), parent: keyOfUrn(request.getParent()) },
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, reveal(value)])),
    secrets: Object.entries(inputs).flatMap(([name, value]) => (JSON.stringify(value).includes(SECRET) ? [name] : [])),
    dependsOn: request
      .getDependenciesList()
      .flatMap((urn) => keyOfUrn(urn) ?? [])
      .toSorted(),
    ...{ ignoreChanges: request.getIgnorechangesList(), replaceOnChanges: request.getReplaceonchangesList() },
    ...{ retainOnDelete: request.getRetainondelete(), deleteBeforeReplace: request.getDeletebeforereplace() },
    provider: keyOfUrn(request.getProvider().split("::").slice(0, -1).join("::")),
  };
}

function reveal(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reveal);
  if (SECRET in value && "value" in value) return reveal(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, reveal(child)]));
}

function keyOfUrn(urn: string): string | undefined {
  const [, , types, name] = urn.split("::");
  return types === undefined || name === undefined ? undefined : key({ type: types.split("$").at(-1) ?? "", name });
}

function idOf(type: string, name: string): string {
  return type.startsWith("tidegate:") ? "" : `${name}-id`;
}

function stateOf(type: string, inputs: Record<string, unknown>, keepers: unknown): Record<string, unknown> {
  if (type === "random:index/randomId:RandomId") return { ...inputs, hex: "e1", keepers: keepers ?? inputs["keepers"] };
  if (type === "random:index/randomPassword:RandomPassword") return { ...inputs, result: "key" };
  if (type === "docker:index/remoteImage:RemoteImage")
    return { ...inputs, imageId: `sha256:${String(inputs["name"])}` };
  return inputs;
}

/** What AWS says of a thing that it made. */
function awsState(id: string, inputs: Record<string, unknown>): Record<string, unknown> {
  return { name: id, ...inputs, arn: `arn:${id}`, dnsName: `${id}.elb.test`, versionId: `${id}-version` };
}
