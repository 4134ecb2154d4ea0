import { requiredText, textMap } from "../../../../engine/embedded/providers/schema/access.ts";
import { askByJson } from "../ask.ts";
import type { AwsResource } from "./resource.ts";

export const logGroup: AwsResource = {
  type: "aws:cloudwatch/logGroup:LogGroup",
  async create(inputs) {
    const logGroupName = requiredText(inputs, "name");
    await askByJson("logs", "Logs_20140328.CreateLogGroup", { logGroupName, tags: textMap(inputs, "tags") });
    return { id: logGroupName, outputs: inputs };
  },
  remove: ({ id }) => askByJson("logs", "Logs_20140328.DeleteLogGroup", { logGroupName: id }),
};

export const secret: AwsResource = {
  type: "aws:secretsmanager/secret:Secret",
  async create(inputs) {
    const { ARN: arn } = await askByJson("secretsmanager", "secretsmanager.CreateSecret", {
      Name: requiredText(inputs, "name"),
    });
    return { id: String(arn), outputs: { ...inputs, arn: String(arn) } };
  },
  remove: ({ id }) =>
    askByJson("secretsmanager", "secretsmanager.DeleteSecret", { SecretId: id, ForceDeleteWithoutRecovery: true }),
};

/** A version goes with its secret. */
export const secretVersion: AwsResource = {
  type: "aws:secretsmanager/secretVersion:SecretVersion",
  async create(inputs) {
    const SecretId = requiredText(inputs, "secretId");
    const { VersionId: versionId } = await askByJson("secretsmanager", "secretsmanager.PutSecretValue", {
      ...{ SecretId, SecretString: requiredText(inputs, "secretString") },
    });
    return { id: `${SecretId}|${String(versionId)}`, outputs: { ...inputs, versionId: String(versionId) } };
  },
};
