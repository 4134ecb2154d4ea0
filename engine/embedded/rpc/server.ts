import { type handleUnaryCall, Server, ServerCredentials, type ServiceError, status } from "@grpc/grpc-js";

/** As Pulumi's own engine: large enough for every state. */
export const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

export interface RunningServer {
  /** `127.0.0.1:port`. */
  address: string;
  stop(): void;
}

/** Starts a server on a free port of the loopback interface. */
export async function startServer(addServices: (server: Server) => void): Promise<RunningServer> {
  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  addServices(server);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

/**
 * A handler that answers with what `answer` returns. Errors become UNKNOWN: at UNAVAILABLE or CANCELLED the program would
 * end with exit code 0 and its remaining resources missing.
 */
export function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => answer(call.request))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(toServiceError(error)),
      );
  };
}

/** A handler for what this server deliberately does not have, so that the SDK falls back. */
export function unimplemented<Request, Response>(): handleUnaryCall<Request, Response> {
  return (_call, callback) => callback({ code: status.UNIMPLEMENTED, details: "not implemented" });
}

function toServiceError(error: unknown): Partial<ServiceError> {
  return { code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) };
}
