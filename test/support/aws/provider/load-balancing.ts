import type { Action, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  block,
  blocks,
  flag,
  number,
  requiredText,
  text,
  textMap,
  texts,
} from "../../../../engine/embedded/providers/schema/access.ts";
import type { PlainObject } from "../../../../engine/embedded/provider.ts";
import { AwsError } from "../../../../platforms/aws/aws-error.ts";
import type { AwsResource } from "./resource.ts";

const tagsOf = (inputs: PlainObject) => Object.entries(textMap(inputs, "tags")).map(([Key, Value]) => ({ Key, Value }));

export const loadBalancer: AwsResource = {
  type: "aws:lb/loadBalancer:LoadBalancer",
  async create(inputs, { elb }) {
    const { LoadBalancers = [] } = await elb.createLoadBalancer({
      ...{ Name: requiredText(inputs, "name"), Type: "application", Subnets: texts(inputs, "subnets") },
      ...{ SecurityGroups: texts(inputs, "securityGroups"), Tags: tagsOf(inputs) },
      Scheme: flag(inputs, "internal") ? "internal" : "internet-facing",
    });
    const { LoadBalancerArn: arn = "", DNSName: dnsName = "" } = LoadBalancers[0] ?? {};
    return { id: arn, outputs: { ...inputs, arn, dnsName } };
  },
  remove: ({ id }, { elb }) => elb.deleteLoadBalancer({ LoadBalancerArn: id }),
};

export const listener: AwsResource = {
  type: "aws:lb/listener:Listener",
  async create(inputs, { elb }) {
    const certificate = text(inputs, "certificateArn");
    const { Listeners = [] } = await elb.createListener({
      ...{
        LoadBalancerArn: requiredText(inputs, "loadBalancerArn"),
        Port: number(inputs, "port"),
        Tags: tagsOf(inputs),
      },
      Protocol: certificate === undefined ? "HTTP" : "HTTPS",
      ...(certificate === undefined ? {} : { Certificates: [{ CertificateArn: certificate }] }),
      DefaultActions: blocks(inputs, "defaultActions").map(defaultAction),
    });
    const arn = Listeners[0]?.ListenerArn ?? "";
    return { id: arn, outputs: { ...inputs, arn } };
  },
  remove: ({ id }, { elb }) => elb.deleteListener({ ListenerArn: id }),
};

export const targetGroup: AwsResource = {
  type: "aws:lb/targetGroup:TargetGroup",
  async create(inputs, { elb }) {
    const health = block(inputs, "healthCheck") ?? {};
    const { TargetGroups = [] } = await elb.createTargetGroup({
      ...{ Name: requiredText(inputs, "name"), Protocol: "HTTP", Port: number(inputs, "port"), TargetType: "ip" },
      ...{ VpcId: requiredText(inputs, "vpcId"), HealthCheckPath: requiredText(health, "path"), Tags: tagsOf(inputs) },
    });
    const arn = TargetGroups[0]?.TargetGroupArn ?? "";
    return { id: arn, outputs: { ...inputs, arn } };
  },
  remove: ({ id }, { elb }) => elb.deleteTargetGroup({ TargetGroupArn: id }),
};

export const listenerRule: AwsResource = {
  type: "aws:lb/listenerRule:ListenerRule",
  changeable: ["actions", "conditions", "tags"],
  async create(inputs, { elb }) {
    const { Rules = [] } = await elb.createRule({
      ...{
        ListenerArn: requiredText(inputs, "listenerArn"),
        Priority: number(inputs, "priority"),
        Tags: tagsOf(inputs),
      },
      ...{
        Conditions: blocks(inputs, "conditions").flatMap(condition),
        Actions: blocks(inputs, "actions").map(forward),
      },
    });
    const arn = Rules[0]?.RuleArn ?? "";
    return { id: arn, outputs: { ...inputs, arn } };
  },
  async update({ id }, news, { elb }) {
    await elb.modifyRule({
      RuleArn: id,
      Conditions: blocks(news, "conditions").flatMap(condition),
      Actions: blocks(news, "actions").map(forward),
    });
    await elb.addTags({ ResourceArns: [id], Tags: tagsOf(news) });
  },
  async isThere({ id }, { elb }) {
    try {
      return ((await elb.describeRules({ RuleArns: [id] })).Rules ?? []).length > 0;
    } catch (error) {
      if (error instanceof AwsError && error.code.startsWith("RuleNotFound")) return false;
      throw error;
    }
  },
  remove: ({ id }, { elb }) => elb.deleteRule({ RuleArn: id }),
};

function defaultAction(action: PlainObject): Action {
  const redirect = block(action, "redirect");
  if (redirect !== undefined) {
    return { Type: "redirect", RedirectConfig: { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" } };
  }
  const answer = block(action, "fixedResponse") ?? {};
  return { Type: "fixed-response", FixedResponseConfig: { StatusCode: requiredText(answer, "statusCode") } };
}

function forward(action: PlainObject): Action {
  const group = text(action, "targetGroupArn");
  if (group !== undefined) return { Type: "forward", TargetGroupArn: group };
  const forward = block(action, "forward") ?? {};
  const sticky = block(forward, "stickiness");
  const TargetGroups = blocks(forward, "targetGroups").map((each) => ({
    TargetGroupArn: requiredText(each, "arn"),
    Weight: number(each, "weight"),
  }));
  const TargetGroupStickinessConfig = {
    Enabled: sticky !== undefined && flag(sticky, "enabled"),
    ...(sticky === undefined ? {} : { DurationSeconds: number(sticky, "duration") }),
  };
  return { Type: "forward", ForwardConfig: { TargetGroups, TargetGroupStickinessConfig } };
}

function condition(inputs: PlainObject): RuleCondition[] {
  const [hosts, paths, header] = [
    block(inputs, "hostHeader"),
    block(inputs, "pathPattern"),
    block(inputs, "httpHeader"),
  ];
  return [
    ...(hosts === undefined ? [] : [{ Field: "host-header", HostHeaderConfig: { Values: texts(hosts, "values") } }]),
    ...(paths === undefined ? [] : [{ Field: "path-pattern", PathPatternConfig: { Values: texts(paths, "values") } }]),
    ...(header === undefined
      ? []
      : [
          {
            Field: "http-header",
            HttpHeaderConfig: {
              HttpHeaderName: requiredText(header, "httpHeaderName"),
              Values: texts(header, "values"),
            },
          },
        ]),
  ];
}
