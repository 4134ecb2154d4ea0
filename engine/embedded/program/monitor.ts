import type { Server } from "@grpc/grpc-js";
import { type IResourceMonitorServer, ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/resource_pb.js";
import type { StackId } from "../../../model/names.ts";
import { emptyMessage, fromStruct, toStruct } from "../rpc/protobuf.ts";
import { unary, unimplemented } from "../rpc/server.ts";
import type { Goal, ReadGoal, Registered } from "../steps/goal.ts";
import { describeUrn, renderUrn } from "../steps/urn.ts";
import { UnsupportedError } from "../unsupported.ts";
import type { ValueObject } from "../values/value.ts";
import { decodeObject, encodeObject } from "../values/wire.ts";
import { decodeGoal } from "./decode-goal.ts";

/** What the program's registrations are for. */
export interface Registrar {
  register(goal: Goal): Promise<Registered>;
  read(goal: ReadGoal): Promise<Registered>;
  registerOutputs(urn: string, outputs: ValueObject): void;
  /** Counts a registration that cannot be read as failed, whatever the program makes of it; returns what to answer. */
  refuse(urn: string, error: unknown): Error;
  /** The program is through: everything left to do is done before the answer. */
  finish(): Promise<void>;
  /** URN of the stack itself, once it is registered. */
  rootUrn(): string | undefined;
}

/** Features the SDK may rely on. Without `resourceReferences` and `aliasSpecs` it sends ids and complete alias URNs. */
const FEATURES: ReadonlySet<string> = new Set(["secrets", "deletedWith"]);

/** Adds Pulumi's resource monitor, which a program registers its resources with. */
export function addResourceMonitor(server: Server, id: StackId, registrar: Registrar): void {
  const refuse = <Request>(subject: (request: Request) => string, what: string) =>
    unary<Request, never>((request) => {
      throw new UnsupportedError(subject(request), what);
    });
  const program = () => "the program";
  const decode = (request: messages.RegisterResourceRequest) => {
    const parent = request.getParent() || registrar.rootUrn();
    const urn = renderUrn(id, request.getType(), request.getName(), parent);
    try {
      return decodeGoal(request, urn, parent);
    } catch (error) {
      throw registrar.refuse(urn, error);
    }
  };
  const implementation = {
    getDeploymentInfo: unimplemented(), // the SDK then asks feature by feature
    supportsFeature: unary((request: messages.SupportsFeatureRequest) =>
      new messages.SupportsFeatureResponse().setHassupport(FEATURES.has(request.getId())),
    ),
    registerResource: unary(async (request: messages.RegisterResourceRequest) => {
      const registered = await registrar.register(decode(request));
      return new messages.RegisterResourceResponse()
        .setUrn(registered.urn)
        .setId(registered.id)
        .setObject(toStruct(encodeObject(registered.outputs)));
    }),
    registerResourceOutputs: unary((request: messages.RegisterResourceOutputsRequest) => {
      const urn = request.getUrn();
      registrar.registerOutputs(urn, decodeObject(fromStruct(request.getOutputs()), `${describeUrn(urn)} outputs`));
      return emptyMessage();
    }),
    readResource: unary(async (request: messages.ReadResourceRequest) => {
      const parent = request.getParent() || registrar.rootUrn();
      const urn = renderUrn(id, request.getType(), request.getName(), parent);
      const registered = await registrar.read({
        urn,
        type: request.getType(),
        id: request.getId(),
        ...(parent === undefined ? {} : { parent }),
        ...(request.getProvider() === "" ? {} : { provider: request.getProvider() }),
        inputs: decodeObject(fromStruct(request.getProperties()), describeUrn(urn)),
        dependencies: request.getDependenciesList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
      });
      return new messages.ReadResourceResponse().setUrn(urn).setProperties(toStruct(encodeObject(registered.outputs)));
    }),
    signalAndWaitForShutdown: unary(async () => {
      await registrar.finish();
      return emptyMessage();
    }),
    invoke: refuse((request: messages.ResourceInvokeRequest) => request.getTok(), "a function call of a provider"),
    call: refuse((request: messages.ResourceCallRequest) => request.getTok(), "a method call of a provider"),
    existsResource: refuse((request: messages.ExistsResourceRequest) => request.getType(), "asking for existence"),
    registerStackTransform: refuse(program, "a stack transform"),
    registerStackInvokeTransform: refuse(program, "an invoke transform"),
    registerResourceHook: refuse(program, "a resource hook"),
    registerErrorHook: refuse(program, "an error hook"),
    registerPackage: refuse(
      (request: messages.RegisterPackageRequest) => `package ${request.getName()}`,
      "a parameterized package",
    ),
  } satisfies Partial<IResourceMonitorServer>;
  server.addService(ResourceMonitorService, implementation);
}
