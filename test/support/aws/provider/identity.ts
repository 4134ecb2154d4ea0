import { randomBytes } from "node:crypto";
import { requiredText } from "../../../../engine/embedded/providers/schema/access.ts";
import type { PlainObject } from "../../../../engine/embedded/provider.ts";
import { askByQuery, textIn } from "../ask.ts";
import type { AwsResource } from "./resource.ts";

const POLICY = "allowed";

export const role: AwsResource = {
  type: "aws:iam/role:Role",
  async create(inputs) {
    const RoleName = `test-${randomBytes(4).toString("hex")}`;
    const AssumeRolePolicyDocument = requiredText(inputs, "assumeRolePolicy");
    const answer = await askByQuery("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument });
    return { id: RoleName, outputs: { ...inputs, name: RoleName, arn: textIn(answer, "Arn") } };
  },
  remove: ({ id }) => askByQuery("iam", "DeleteRole", { RoleName: id }),
};

export const rolePolicy: AwsResource = {
  type: "aws:iam/rolePolicy:RolePolicy",
  changeable: ["policy"],
  async create(inputs) {
    await put(inputs);
    return { id: `${requiredText(inputs, "role")}:${POLICY}`, outputs: inputs };
  },
  update: (_, news) => put(news),
  remove: ({ inputs }) =>
    askByQuery("iam", "DeleteRolePolicy", { RoleName: requiredText(inputs, "role"), PolicyName: POLICY }),
};

async function put(inputs: PlainObject): Promise<void> {
  const [RoleName, PolicyDocument] = [requiredText(inputs, "role"), requiredText(inputs, "policy")];
  await askByQuery("iam", "PutRolePolicy", { RoleName, PolicyName: POLICY, PolicyDocument });
}
