import type { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { StackId } from "../../../model/names.ts";
import type { Config } from "../project/stack-file.ts";
import { emptyMessage, toStruct } from "../rpc/protobuf.ts";
import { call } from "./call.ts";

/** What a pack says of itself. */
export interface PackInfo {
  name: string;
  version: string;
  /** Names of the rules that judge each resource, and of those that judge the stack as a whole. */
  rules: { resource: readonly string[]; stack: readonly string[] };
}

/**
 * Tells a fresh pack what Pulumi's engine would: each rule's level spelled out (one left out counts as advisory), its
 * initial config, and the stack.
 */
export async function configurePack(
  client: AnalyzerClient,
  options: { id: StackId; config: Config; dryRun: boolean },
): Promise<PackInfo> {
  const info = await call<messages.AnalyzerInfo>((done) => client.getAnalyzerInfo(emptyMessage(), done));
  const configure = new messages.ConfigureAnalyzerRequest();
  for (const policy of info.getPoliciesList()) {
    const initial = info.getInitialconfigMap().get(policy.getName());
    const config = new messages.PolicyConfig()
      .setEnforcementlevel(policy.getEnforcementlevel())
      .setProperties(initial?.getProperties() ?? toStruct({}));
    configure.getPolicyconfigMap().set(policy.getName(), config);
  }
  await call<Empty>((done) => client.configure(configure, done));
  const stack = new messages.AnalyzerStackConfigureRequest()
    .setStack(options.id.stack)
    .setProject(options.id.project)
    .setOrganization("organization")
    .setDryRun(options.dryRun)
    .setConfigSecretKeysList([...options.config.secretKeys]);
  for (const [key, value] of Object.entries(options.config.values)) stack.getConfigMap().set(key, value);
  await call<messages.AnalyzerStackConfigureResponse>((done) => client.configureStack(stack, done));
  const ofType = (type: messages.PolicyType) =>
    info
      .getPoliciesList()
      .filter((policy) => policy.getPolicyType() === type)
      .map((policy) => policy.getName());
  return {
    name: info.getName(),
    version: info.getVersion(),
    rules: {
      resource: ofType(messages.PolicyType.POLICY_TYPE_RESOURCE),
      stack: ofType(messages.PolicyType.POLICY_TYPE_STACK),
    },
  };
}
