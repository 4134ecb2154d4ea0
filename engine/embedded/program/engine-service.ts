import type { Server } from "@grpc/grpc-js";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/engine_pb.js";
import type { Severity } from "../../events.ts";
import { emptyMessage } from "../rpc/protobuf.ts";
import { unary } from "../rpc/server.ts";
import { UnsupportedError } from "../unsupported.ts";

export interface LogLine {
  severity: Severity;
  message: string;
  urn: string | undefined;
  ephemeral: boolean;
}

/** Adds Pulumi's engine service: where a program logs to. Debug lines are dropped: they hold our answers with every secret. */
export function addEngineService(
  server: Server,
  onLog: (line: LogLine) => void,
): { rootUrn: () => string | undefined } {
  let root = "";
  const implementation = {
    log: unary((request: messages.LogRequest) => {
      const severity = SEVERITIES[request.getSeverity()];
      if (severity !== "debug") {
        onLog({
          severity,
          message: request.getMessage(),
          urn: request.getUrn() || undefined,
          ephemeral: request.getEphemeral(),
        });
      }
      return emptyMessage();
    }),
    getRootResource: unary(() => new messages.GetRootResourceResponse().setUrn(root)),
    setRootResource: unary((request: messages.SetRootResourceRequest) => {
      root = request.getUrn();
      return new messages.SetRootResourceResponse();
    }),
    startDebugging: unary(() => {
      throw new UnsupportedError("the program", "debugging");
    }),
    requirePulumiVersion: unary(() => {
      throw new UnsupportedError("the program", "asking for a version of Pulumi");
    }),
  } satisfies Partial<IEngineServer>;
  server.addService(EngineService, implementation);
  return { rootUrn: () => root || undefined };
}

const SEVERITIES: Readonly<Record<messages.LogSeverity, Severity>> = {
  [messages.LogSeverity.DEBUG]: "debug",
  [messages.LogSeverity.INFO]: "info",
  [messages.LogSeverity.WARNING]: "warning",
  [messages.LogSeverity.ERROR]: "error",
};
