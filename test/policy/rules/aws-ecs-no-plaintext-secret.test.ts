import { Secret } from "@pulumi/policy";
import { awsEcsNoPlaintextSecret } from "../../../policy/rules/aws-ecs-no-plaintext-secret.ts";
import { describeEcsContainerRule, task } from "../aws-resources.ts";

const wrapped = (container: Record<string, unknown>) => {
  const { type, props } = task(container);
  return { type, props: { ...props, containerDefinitions: new Secret(props["containerDefinitions"]) } };
};
const variable = (name: string, value: string) => ({ environment: [{ name, value }] });
const mustNotBe = (path: string, sign: string, instead = "secrets") =>
  `containerDefinitions.shop.${path}: must not be a secret, got one by ${sign}. ` +
  `Name it in \`${instead}\` instead, with the ARN of where it is kept.`;
const ADDRESS = "postgres://shop:hunter2@db.internal/shop";
const BY_FORMAT = "its format (address with a password)";
/** What looks random is a name here, of a secret that is kept elsewhere. */
const elsewhere = [{ name: "API_TOKEN", valueFrom: "k7Qp2ZxV9mT4wB8nR3sLd5" }];

describeEcsContainerRule(awsEcsNoPlaintextSecret, {
  accepts: [
    ["no environment", task({ environment: undefined })],
    ["where a secret can be read", task(variable("API_TOKEN_FILE", "/run/secrets/API_TOKEN"))],
    ["a variable without a value", task({ environment: [{ name: "API_TOKEN" }] })],
    ["a secret that is kept elsewhere", task({ secrets: elsewhere })],
    [
      "a log driver's secret that is kept elsewhere",
      task({ logConfiguration: { logDriver: "splunk", secretOptions: elsewhere } }),
    ],
  ],
  refuses: [
    [
      "a variable called like a secret",
      task(variable("DB_PASSWORD", "hunter2")),
      [mustNotBe("environment.DB_PASSWORD", "its name")],
    ],
    ["a password in an address", task(variable("DATABASE", ADDRESS)), [mustNotBe("environment.DATABASE", BY_FORMAT)]],
    ["a variable without a name", task({ environment: [{ value: ADDRESS }] }), [mustNotBe("environment.?", BY_FORMAT)]],
    [
      "a variable called like a secret that holds JSON",
      task(variable("DB_CREDENTIALS", '{"user":"shop"}')),
      [mustNotBe("environment.DB_CREDENTIALS", "its name")],
    ],
    ["a command", task({ command: ["serve", "--password", "hunter2"] }), [mustNotBe("command.2", "its name")]],
    [
      "an entry point",
      task({ entryPoint: ["sh", "-c", "API_TOKEN=hunter2 serve"] }),
      [mustNotBe("entryPoint.2", "a name in it")],
    ],
    ["a label", task({ dockerLabels: { "api-key": "hunter2" } }), [mustNotBe("dockerLabels.api-key", "its name")]],
    [
      "a health check",
      task({ healthCheck: { command: ["CMD-SHELL", "curl http://shop:hunter2@127.0.0.1/"] } }),
      [mustNotBe("healthCheck.command.1", BY_FORMAT)],
    ],
    [
      "an option of the log driver",
      task({ logConfiguration: { logDriver: "splunk", options: { "splunk-token": "hunter2" } } }),
      [mustNotBe("logConfiguration.options.splunk-token", "its name", "secretOptions")],
    ],
    [
      "containers that Pulumi keeps secret as a whole",
      wrapped({ command: ["serve", "--password=hunter2"] }),
      [mustNotBe("command.1", "a name in it")],
    ],
  ],
});
