import { awsEcsNoPlaintextSecret } from "../../../policy/rules/aws-ecs-no-plaintext-secret.ts";
import { describeEcsContainerRule, task } from "../aws-resources.ts";

const variable = (name: string, value: string) => ({ environment: [{ name, value }] });
const mustNotBe = (name: string, sign: string) =>
  `containerDefinitions.shop.environment.${name}: must not be a secret, got one by ${sign}. ` +
  "Name it in `secrets` instead, with the ARN of where it is kept.";

describeEcsContainerRule(awsEcsNoPlaintextSecret, {
  accepts: [
    ["no environment", task({ environment: undefined })],
    ["where a secret can be read", task(variable("API_TOKEN_FILE", "/run/secrets/API_TOKEN"))],
    ["a variable without a value", task({ environment: [{ name: "API_TOKEN" }] })],
  ],
  refuses: [
    [
      "a variable called like a secret",
      task(variable("DB_PASSWORD", "hunter2")),
      [mustNotBe("DB_PASSWORD", "its name")],
    ],
    [
      "a password in an address",
      task(variable("DATABASE", "postgres://shop:hunter2@db.internal/shop")),
      [mustNotBe("DATABASE", "its format (address with a password)")],
    ],
    [
      "a variable without a name",
      task({ environment: [{ value: "postgres://shop:hunter2@db.internal/shop" }] }),
      [mustNotBe("?", "its format (address with a password)")],
    ],
  ],
});
