import { AwsBlueGreenService } from "../../../platforms/aws/components/blue-green-service.ts";
import { release } from "../../unit/edge/observed.ts";
import { LOAD_BALANCER } from "../../unit/model/aws/aws-config.ts";
import { registrationsOf, type Registration } from "../registrations.ts";
import { environmentIn } from "./environment-in.ts";

/** What a stack that says what production needs registers in AWS: a public load balancer with logs, and a release with secrets. */
export async function production(change: object = {}, preview = false): Promise<Registration[]> {
  const loadBalancer = { ...LOAD_BALANCER, public: true, accessLogs: "logs" };
  const { resources } = await registrationsOf(
    async () => {
      const environment = await environmentIn({ loadBalancer, ...change });
      const smoke = [{ path: "/me", headers: { Authorization: "Bearer {{secret:API_TOKEN}}" } }];
      const settings = { environment: { LOG_LEVEL: "info" }, secrets: ["API_TOKEN"], writable: ["/tmp"], smoke };
      const blue = { ...release("1", settings), image: `registry.test/shop:1@sha256:${"a".repeat(64)}` };
      return new AwsBlueGreenService("shop", {
        ...{ environment, activeColor: "blue", blue, secrets: { API_TOKEN: "s3cr3t-t0k3n" } },
      });
    },
    { preview },
  );
  return resources.filter(({ type }) => type.startsWith("aws:"));
}
