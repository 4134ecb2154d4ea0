import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { connectAws, type AwsClients } from "../../../platforms/aws/clients.ts";
import { startMoto, type RunningMoto } from "./moto.ts";
import { startAwsProxy, type AwsProxy } from "./proxy.ts";
import { REGION } from "./region.ts";

/** What a file's tests talk to: a server in AWS's place, and what stands before it. */
export interface AwsUnderTest {
  clients: AwsClients;
  proxy: AwsProxy;
}

/** Starts them for all tests of a file; before each of these nothing is in the way. */
export function useAws(): () => AwsUnderTest {
  let moto: RunningMoto | undefined;
  let proxy: AwsProxy | undefined;
  let clients: AwsClients | undefined;
  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startAwsProxy(moto.endpoint);
    vi.stubEnv("AWS_ENDPOINT_URL", proxy.endpoint);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIATESTTESTTESTTEST");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "of-nobody");
    clients = await connectAws({ region: REGION, attempts: 2 });
  });
  beforeEach(() => proxy?.clear());
  afterAll(async () => {
    vi.unstubAllEnvs();
    await proxy?.stop();
    await moto?.stop();
  });
  return () => {
    if (proxy === undefined || clients === undefined) throw new Error("AWS is there once the tests begin");
    return { proxy, clients };
  };
}
