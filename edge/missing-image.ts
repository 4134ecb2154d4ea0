import type { StackId } from "../model/names.ts";

/** What to do where a host lacks an image of ours that no stack's file names: only set-up's registry has it. */
export function missingImage(name: "edge" | "agent", reference: string, { stack }: Pick<StackId, "stack">): string {
  return (
    `The host has no ${reference}, and only a registry on that host itself could give it. ` +
    `\`tidegate ${name} build -s ${stack}\` makes it there. Or \`tidegate ${name} push REPOSITORY\` puts it into your ` +
    `registry: then name it in \`tidegate:${name}.image\`.`
  );
}
