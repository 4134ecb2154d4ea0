import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { REPOSITORY } from "../support/repository.ts";

const SHIPPED = "{agent,cli,components,delivery,docker,edge,engine,infra,model,observability,plan,platforms,policy}";
const files = globSync(`${SHIPPED}/**/*.ts`, { cwd: REPOSITORY });

/** Files that a static import ties to what `pattern` matches; those that load it later, with `import()`, are none of them. */
const tiedTo = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(join(REPOSITORY, file), "utf8")));

it("only the components for AWS need @pulumi/aws, which users of Docker hosts do not install", () => {
  const tied = tiedTo(/\bfrom\s+"@pulumi\/aws/);
  expect(tied.length).toBeGreaterThan(0);
  expect(tied.filter((file) => !file.startsWith("platforms/aws/components/"))).toEqual([]);
});

it("nothing outside of platforms/ loads those components by loading itself", () => {
  expect(tiedTo(/\bfrom\s+"[^"]*\/platforms\/aws\/components\//)).toEqual([]);
});
