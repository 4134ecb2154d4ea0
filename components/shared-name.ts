import * as pulumi from "@pulumi/pulumi";

/** The name that these have, one on every host; it is there once all of them are. */
export function sharedName(name: string, things: readonly { name: pulumi.Output<string> }[]): pulumi.Output<string> {
  return pulumi.all(things.map((thing) => thing.name)).apply(() => name);
}
