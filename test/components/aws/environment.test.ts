import { describe, expect, it } from "vitest";
import { InputError } from "../../../model/errors.ts";
import { AwsEnvironment } from "../../../platforms/aws/components/environment.ts";
import { LISTENERS, LOAD_BALANCER } from "../../unit/model/aws/aws-config.ts";
import { find, key, registrationsOf, valueOf, type Registration } from "../registrations.ts";
import { environmentIn } from "./environment-in.ts";

const TAGS = {
  "tidegate:environment": "e1",
  "tidegate:project": "p",
  "tidegate:stack": "dev",
};

/** With what the package adds by itself. */
const IN_REGION = { region: "eu-central-1", skipCredentialsValidation: "false", skipRegionValidation: "true" };
const INGRESS = "SecurityGroupIngressRule";
const OPENED = ["http-10.0.0.0/8", "https-10.0.0.0/8", "preview-tasks"].map((name) => `${INGRESS} aws-${name}`);
const GIVEN_GROUP = "sg-0bbbbbbbbbbbbbbb3";

const environment = (change: object = {}) => registrationsOf(() => environmentIn(change));

const summary = (resources: readonly Registration[]) =>
  resources
    .filter(({ type }) => !type.startsWith("random:"))
    .map((resource) => `${key(resource)} < ${resource.parent}`);

describe("an environment on AWS", () => {
  it("registers exactly these children, each below its component", async () => {
    const { resources } = await environment();
    expect(summary(resources)).toEqual([
      "Cluster aws < Environment aws",
      "Environment aws < undefined",
      "Listener aws-http < LoadBalancer aws",
      "Listener aws-https < LoadBalancer aws",
      "Listener aws-preview < LoadBalancer aws",
      "LoadBalancer aws < Environment aws",
      "LoadBalancer aws < LoadBalancer aws",
      "LogGroup aws < Environment aws",
      "SecurityGroup aws < LoadBalancer aws",
      "SecurityGroup aws-tasks < Environment aws",
      "SecurityGroupEgressRule aws-tasks < LoadBalancer aws",
      "SecurityGroupEgressRule aws-tasks-everywhere < Environment aws",
      "SecurityGroupIngressRule aws-http-10.0.0.0/8 < LoadBalancer aws",
      "SecurityGroupIngressRule aws-https-10.0.0.0/8 < LoadBalancer aws",
      "SecurityGroupIngressRule aws-preview-tasks < LoadBalancer aws",
      "SecurityGroupIngressRule aws-tasks-from-load-balancer < Environment aws",
      "aws aws < Environment aws",
    ]);
  });

  it("tags all that can be tagged with whose it is, and makes it with its own provider", async () => {
    const { resources } = await environment();
    const made = resources.filter(({ type }) => type.startsWith("aws:"));
    expect(new Set(made.map(({ provider }) => provider))).toEqual(new Set(["aws aws"]));
    const untagged = made.filter(({ inputs }) => inputs["tags"] === undefined);
    expect(new Set(untagged.map(({ type }) => type.split(":").at(-1)))).toEqual(
      new Set(["SecurityGroupEgressRule", "SecurityGroupIngressRule"]),
    );
    for (const { inputs } of made) expect([TAGS, undefined]).toContainEqual(inputs["tags"]);
  });

  it("asks one region, and one account where that is said", async () => {
    const anywhere = await environment();
    expect(find(anywhere.resources, "aws", "aws").inputs).toEqual(IN_REGION);
    const { resources } = await environment({ account: "123456789012" });
    const asked = { ...IN_REGION, allowedAccountIds: '["123456789012"]' };
    expect(find(resources, "aws", "aws").inputs).toEqual(asked);
  });

  it("makes a load balancer that is internal, and closed to all but those who are named", async () => {
    const { resources, result } = await environment();
    const balancers = resources.filter(({ type }) => type === "aws:lb/loadBalancer:LoadBalancer");
    expect(balancers.map(({ inputs }) => inputs)).toEqual([
      {
        name: "p-dev",
        loadBalancerType: "application",
        internal: true,
        subnets: LOAD_BALANCER.subnets,
        securityGroups: ["aws-id"],
        dropInvalidHeaderFields: true,
        tags: TAGS,
      },
    ]);
    const ofVpc = { vpcId: "vpc-0ccccccccccccccc1", tags: TAGS };
    const [balancer, tasks] = ["aws", "aws-tasks"].map((name) => find(resources, "SecurityGroup", name).inputs);
    expect(balancer).toEqual({ ...ofVpc, description: "Load balancer of Tidegate" });
    expect(tasks).toEqual({ ...ofVpc, description: "Tasks of Tidegate" });
    expect(rules(resources)).toEqual({
      "aws-http-10.0.0.0/8": { securityGroupId: "aws-id", ...tcp(80), cidrIpv4: "10.0.0.0/8" },
      "aws-https-10.0.0.0/8": { securityGroupId: "aws-id", ...tcp(443), cidrIpv4: "10.0.0.0/8" },
      "aws-preview-tasks": {
        ...{ securityGroupId: "aws-id", ...tcp(8443), referencedSecurityGroupId: "aws-tasks-id" },
      },
      "aws-tasks": { securityGroupId: "aws-id", ...tcp(1, 65_535), referencedSecurityGroupId: "aws-tasks-id" },
      "aws-tasks-everywhere": { securityGroupId: "aws-tasks-id", ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" },
      "aws-tasks-from-load-balancer": {
        ...{ securityGroupId: "aws-tasks-id", ...tcp(1, 65_535), referencedSecurityGroupId: "aws-id" },
      },
    });
    expect(await valueOf(result.environmentId)).toBe("e1");
  });

  it("opens a public one to everybody, with a tag that says so, and its previews to those who are named", async () => {
    const previewFrom = ["192.0.2.7", "2001:db8::/32"];
    const loadBalancer = { ...LOAD_BALANCER, public: true, allowFrom: undefined, previewFrom, accessLogs: "logs" };
    const { resources } = await environment({ loadBalancer });
    const [balancer] = resources.filter(({ type }) => type === "aws:lb/loadBalancer:LoadBalancer");
    expect(balancer?.inputs).toMatchObject({
      internal: false,
      accessLogs: { bucket: "logs", enabled: true },
      tags: { ...TAGS, public: "true" },
    });
    expect(rules(resources)).toMatchObject({
      "aws-http-0.0.0.0/0": { ...tcp(80), cidrIpv4: "0.0.0.0/0" },
      "aws-https-0.0.0.0/0": { ...tcp(443), cidrIpv4: "0.0.0.0/0" },
      "aws-preview-192.0.2.7": { ...tcp(8443), cidrIpv4: "192.0.2.7/32" },
      "aws-preview-2001:db8::/32": { ...tcp(8443), cidrIpv6: "2001:db8::/32" },
    });
  });

  it("sends what comes in clear to HTTPS, and answers for no service by itself", async () => {
    const { resources } = await environment();
    expect(find(resources, "Listener", "aws-http").inputs).toEqual({
      ...{ loadBalancerArn: "arn:aws-id", port: 80, protocol: "HTTP", tags: TAGS },
      defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
    });
    const secure = {
      ...{ loadBalancerArn: "arn:aws-id", protocol: "HTTPS", certificateArn: LOAD_BALANCER.certificate, tags: TAGS },
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      defaultActions: [
        {
          type: "fixed-response",
          fixedResponse: { contentType: "text/plain", messageBody: "No service here.", statusCode: "404" },
        },
      ],
    };
    expect(find(resources, "Listener", "aws-https").inputs).toEqual({ ...secure, port: 443 });
    expect(find(resources, "Listener", "aws-preview").inputs).toEqual({ ...secure, port: 8443 });
  });

  it("keeps logs for a while, in a group of the stack's own", async () => {
    const { resources } = await environment({ logRetentionDays: 90 });
    expect(find(resources, "LogGroup", "aws").inputs).toEqual({
      name: "/tidegate/p-dev",
      retentionInDays: 90,
      tags: TAGS,
    });
  });

  it("lets its cluster use the capacity provider of its tasks", async () => {
    const { resources } = await environment({ capacityProvider: "instances" });
    expect(find(resources, "Cluster", "aws").inputs).toEqual({ name: "p-dev", tags: TAGS });
    expect(find(resources, "ClusterCapacityProviders", "aws").inputs).toEqual({
      clusterName: "p-dev",
      capacityProviders: ["instances"],
    });
  });

  it("needs a load balancer", async () => {
    const { result } = await environment();
    expect(() => new AwsEnvironment("other", { ...result.args, loadBalancer: undefined })).toThrow(
      new InputError("loadBalancer: is missing, and `listeners` as well. Give one of them."),
    );
  });

  it.each<[given: string, change: object, spared: string[]]>([
    ["cluster", { cluster: "main" }, ["Cluster aws"]],
    ["log group", { logGroup: "/apps" }, ["LogGroup aws"]],
    [
      "security group of the tasks",
      { taskSecurityGroup: "sg-0eeeeeeeeeeeeeee1" },
      [
        "SecurityGroup aws-tasks",
        "SecurityGroupEgressRule aws-tasks-everywhere",
        `${INGRESS} aws-tasks-from-load-balancer`,
      ],
    ],
    [
      "security group of the load balancer",
      { loadBalancer: { ...LOAD_BALANCER, allowFrom: undefined, securityGroup: GIVEN_GROUP } },
      ["SecurityGroup aws", "SecurityGroupEgressRule aws-tasks", ...OPENED],
    ],
    [
      "load balancer with its listeners",
      { loadBalancer: undefined, listeners: LISTENERS },
      [
        ...["Listener aws-http", "Listener aws-https", "Listener aws-preview"],
        ...["LoadBalancer aws", "LoadBalancer aws", "SecurityGroup aws", "SecurityGroupEgressRule aws-tasks"],
        ...OPENED,
      ],
    ],
  ])("makes all but a %s that is given", async (_given, change, spared) => {
    const [all, rest] = [await environment(), await environment(change)].map(({ resources }) => resources.map(key));
    expect([...(rest ?? []), ...spared].toSorted()).toEqual(all?.toSorted());
  });

  it("makes nothing of what is given", async () => {
    const given = {
      ...{
        cluster: "main",
        capacityProvider: "instances",
        logGroup: "/apps",
        taskSecurityGroup: "sg-0eeeeeeeeeeeeeee1",
      },
      ...{ loadBalancer: undefined, listeners: LISTENERS },
    };
    const { resources, result } = await environment(given);
    expect(summary(resources)).toEqual(["Environment aws < undefined", "aws aws < Environment aws"]);
    expect(result).toMatchObject({
      cluster: "main",
      logGroup: "/apps",
      taskSecurityGroup: "sg-0eeeeeeeeeeeeeee1",
      listeners: LISTENERS,
    });
  });

  it("puts a load balancer into the security group that is given for it, which the tasks let in", async () => {
    const loadBalancer = { ...LOAD_BALANCER, allowFrom: undefined, securityGroup: GIVEN_GROUP };
    const { resources } = await environment({ loadBalancer });
    const [balancer] = resources.filter(({ type }) => type === "aws:lb/loadBalancer:LoadBalancer");
    expect(balancer?.inputs["securityGroups"]).toEqual([GIVEN_GROUP]);
    expect(rules(resources)["aws-tasks-from-load-balancer"]).toMatchObject({ referencedSecurityGroupId: GIVEN_GROUP });
  });

  it("lets a load balancer that is given reach tasks whose security group is made", async () => {
    const { resources } = await environment({ loadBalancer: undefined, listeners: LISTENERS });
    expect(rules(resources)).toEqual({
      "aws-tasks-everywhere": { securityGroupId: "aws-tasks-id", ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" },
      "aws-tasks-from-load-balancer": {
        ...{ securityGroupId: "aws-tasks-id", ...tcp(1, 65_535), referencedSecurityGroupId: LISTENERS.securityGroup },
      },
    });
  });
});

const tcp = (fromPort: number, toPort = fromPort) => ({ ipProtocol: "tcp", fromPort, toPort });

function rules(resources: readonly Registration[]) {
  const found = resources.filter(({ type }) => /SecurityGroup(?:In|E)gressRule$/.test(type));
  return Object.fromEntries(found.map(({ name, inputs }) => [name, inputs]));
}
