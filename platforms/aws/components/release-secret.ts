import { Secret, SecretVersion } from "@pulumi/aws/secretsmanager/index.js";
import * as pulumi from "@pulumi/pulumi";
import { canonicalJson } from "../../../model/release.ts";
import type { SecretValues } from "../../../components/secret-volume.ts";
import type { SecretReference } from "./container-definition.ts";
import { tagsOf, type Owner } from "./owner.ts";

export interface ReleaseSecretArgs {
  owner: Owner;
  service: string;
  /** Its name, which says what is in it. */
  named: pulumi.Input<string>;
  /** Names of the release's secrets, in order. */
  names: readonly string[];
  values: SecretValues;
  /** Whether it is there and has served: then it is never written again. */
  isKept: boolean;
}

/**
 * The secrets of one release, in Secrets Manager: one secret that holds all of them as JSON, in a version that is never another. It is deleted
 * at once with its release, because the values stand in the stack's config, and its name may come back.
 */
export class ReleaseSecret extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  /** Where each value is kept, version included. */
  readonly references: readonly SecretReference[];

  constructor(name: string, args: ReleaseSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("tidegate:aws:ReleaseSecret", name, {}, opts);
    const { owner, service, named, names, values, isKept } = args;
    const inAws = { parent: this, provider: owner.provider };
    const secret = new Secret(name, { name: named, recoveryWindowInDays: 0, tags: tagsOf(owner, { service }) }, inAws);
    const version = new SecretVersion(
      name,
      { secretId: secret.id, secretString: pulumi.secret(pulumi.all({ ...values }).apply(canonicalJson)) },
      { ...inAws, ignoreChanges: isKept ? ["secretString"] : [] },
    );
    this.arn = secret.arn;
    this.references = names.map((key) => ({
      name: key,
      valueFrom: pulumi.interpolate`${secret.arn}:${key}::${version.versionId}`,
    }));
    this.registerOutputs({ arn: this.arn });
  }
}
