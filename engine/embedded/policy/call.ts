import type { ServiceError } from "@grpc/grpc-js";

/** A call of the pack as a promise. */
export function call<Response>(
  run: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    run((error, response) => {
      if (error === null) resolve(response);
      else reject(new Error(`the policy pack failed: ${error.details}`, { cause: error }));
    });
  });
}
