import type { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import type { StackId } from "../../../model/names.ts";
import type { Config } from "../project/stack-file.ts";
import { emptyMessage, toStruct } from "../rpc/protobuf.ts";
import { call } from "./call.ts";

/**
 * Tells a fresh pack what Pulumi's engine would: each rule's level spelled out (one left out counts as advisory), its
 * initial config, and the stack. Returns the pack's name.
 */
export async function configurePack(
  client: AnalyzerClient,
  options: { id: StackId; config: Config; dryRun: boolean },
): Promise<string> {
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
  return info.getName();
}
