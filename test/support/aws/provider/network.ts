import { randomBytes } from "node:crypto";
import { number, requiredText, text } from "../../../../engine/embedded/providers/schema/access.ts";
import type { PlainObject } from "../../../../engine/embedded/provider.ts";
import { askByQuery, textIn } from "../ask.ts";
import type { AwsResource } from "./resource.ts";

export const securityGroup: AwsResource = {
  type: "aws:ec2/securityGroup:SecurityGroup",
  async create(inputs) {
    const GroupName = `test-${randomBytes(4).toString("hex")}`;
    const told = { GroupDescription: requiredText(inputs, "description"), VpcId: requiredText(inputs, "vpcId") };
    const id = textIn(await askByQuery("ec2", "CreateSecurityGroup", { GroupName, ...told }), "groupId");
    // The real provider takes away what EC2 gives to each: a way out to everywhere.
    const everywhere = { "IpPermissions.1.IpProtocol": "-1", "IpPermissions.1.IpRanges.1.CidrIp": "0.0.0.0/0" };
    await askByQuery("ec2", "RevokeSecurityGroupEgress", { GroupId: id, ...everywhere });
    return { id, outputs: inputs };
  },
  remove: ({ id }) => askByQuery("ec2", "DeleteSecurityGroup", { GroupId: id }),
};

export const ingressRule = ruleOf("Ingress");
export const egressRule = ruleOf("Egress");

function ruleOf(way: "Ingress" | "Egress"): AwsResource {
  return {
    type: `aws:vpc/securityGroup${way}Rule:SecurityGroup${way}Rule`,
    async create(inputs) {
      const answer = await askByQuery("ec2", `AuthorizeSecurityGroup${way}`, permission(inputs));
      return { id: textIn(answer, "securityGroupRuleId"), outputs: inputs };
    },
    remove: ({ inputs }) => askByQuery("ec2", `RevokeSecurityGroup${way}`, permission(inputs)),
  };
}

function permission(inputs: PlainObject): Record<string, string | number> {
  const [group, network] = [text(inputs, "referencedSecurityGroupId"), text(inputs, "cidrIpv4")];
  return {
    GroupId: requiredText(inputs, "securityGroupId"),
    "IpPermissions.1.IpProtocol": requiredText(inputs, "ipProtocol"),
    "IpPermissions.1.FromPort": number(inputs, "fromPort") ?? -1,
    "IpPermissions.1.ToPort": number(inputs, "toPort") ?? -1,
    ...(group === undefined ? {} : { "IpPermissions.1.Groups.1.GroupId": group }),
    ...(network === undefined ? {} : { "IpPermissions.1.IpRanges.1.CidrIp": network }),
  };
}
