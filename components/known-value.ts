import type * as pulumi from "@pulumi/pulumi";

/** The value of an output, once it is there; undefined when a preview cannot know it yet. */
export async function knownValue<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  // Every output carries this promise; the SDK's type declarations leave it out as internal.
  const { isKnown } = output as unknown as { isKnown: Promise<boolean> };
  if (!(await isKnown)) return undefined;
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
