import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import { fromStruct } from "../rpc/protobuf.ts";
import type { Timeouts } from "../state/state.ts";
import type { Goal } from "../steps/goal.ts";
import { parseGoDurationMs } from "./go-duration.ts";
import { describeUrn } from "../steps/urn.ts";
import { UnsupportedError } from "../unsupported.ts";
import { parsePath, type PropertyPath } from "../values/path.ts";
import { decodeObject } from "../values/wire.ts";

/** Reads a registration. Throws an UnsupportedError for every option this engine would have to ignore. */
export function decodeGoal(request: RegisterResourceRequest, urn: string, parent: string | undefined): Goal {
  const type = request.getType();
  const subject = describeUrn(urn);
  assertSupported(request, subject);
  const propertyDependencies: Record<string, readonly string[]> = {};
  for (const [property, urns] of request.getPropertydependenciesMap().entries()) {
    propertyDependencies[property] = urns.getUrnsList();
  }
  return {
    urn,
    type,
    name: request.getName(),
    custom: request.getCustom(),
    ...(parent === undefined ? {} : { parent }),
    ...(request.getProvider() === "" ? {} : { provider: request.getProvider() }),
    inputs: decodeObject(fromStruct(request.getObject()), subject),
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    ...(request.getDeletedwith() === "" ? {} : { deletedWith: request.getDeletedwith() }),
    ignoreChanges: parsePaths(request.getIgnorechangesList(), "ignoreChanges"),
    replaceOnChanges: parsePaths(
      request.getReplaceonchangesList().filter((path) => path !== INIT_ERROR), // such a resource is always replaced
      "replaceOnChanges",
    ),
    ...(request.getDeletebeforereplacedefined() ? { deleteBeforeReplace: request.getDeletebeforereplace() } : {}),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasurnsList(),
    timeouts: decodeTimeouts(request),
  };
}

const INIT_ERROR = "#initerror";

function assertSupported(request: RegisterResourceRequest, subject: string): void {
  const refused: readonly [what: string, present: boolean][] = [
    ["a remote component", request.getRemote()],
    ["the option `customTimeouts.read`", (request.getCustomtimeouts()?.getRead() ?? "") !== ""],
    ["the option `import`", request.getImportid() !== ""],
    ["the option `replaceWith`", request.getReplaceWithList().length > 0],
    ["the option `replacementTrigger`", request.getReplacementTrigger() !== undefined],
    ["the option `transforms`", request.getTransformsList().length > 0],
    ["the option `stateMigrations`", request.getStateMigrationsList().length > 0],
    ["the option `hooks`", Object.values(request.getHooks()?.toObject() ?? {}).some((names) => names.length > 0)],
    ["the option `hideDiffs`", request.getHidediffsList().length > 0],
    ["the option `envVarMappings`", request.getEnvvarmappingsMap().getLength() > 0],
    ["the option `pluginDownloadURL`", request.getPlugindownloadurl() !== ""],
    ["a parameterized package", request.getPackageref() !== ""],
    ["an alias that is no URN", request.getAliasesList().length > 0],
  ];
  for (const [what, present] of refused) if (present) throw new UnsupportedError(subject, what);
}

function parsePaths(texts: readonly string[], option: string): PropertyPath[] {
  return texts.map((text) => {
    const path = parsePath(text);
    if (path === undefined) throw new Error(`\`${option}\` has no property path, got ${JSON.stringify(text)}.`);
    return path;
  });
}

function decodeTimeouts(request: RegisterResourceRequest): Timeouts {
  const timeouts = request.getCustomtimeouts();
  const parse = (key: keyof Timeouts, text: string | undefined): Timeouts => {
    if (text === undefined || text === "") return {};
    const ms = parseGoDurationMs(text);
    if (ms !== undefined) return { [key]: ms };
    throw new Error(`\`customTimeouts\` must be durations such as "5m", got ${JSON.stringify(text)}.`);
  };
  return {
    ...parse("createMs", timeouts?.getCreate()),
    ...parse("updateMs", timeouts?.getUpdate()),
    ...parse("deleteMs", timeouts?.getDelete()),
  };
}
