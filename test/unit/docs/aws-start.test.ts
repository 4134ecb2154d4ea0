import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { wordsOf } from "../../../cli/completion/words.ts";
import { buildProgram } from "../../../cli/program.ts";

const pages = ["aws-start.md", "aws-account-checks.md", "aws.md"].map((page) =>
  readFileSync(new URL(`../../../docs/${page}`, import.meta.url), "utf8"),
);

it("names no command that there is not", () => {
  const paths = wordsOf(buildProgram()).map(({ path }) => path);
  const named = pages.flatMap((page) =>
    [...page.matchAll(/(?:^|`)tidegate ((?:[a-z-]+ ?)+)/gm)].map(([, words = ""]) => words),
  );
  const unknown = named.filter((words) => !paths.some((path) => path !== "" && `${words} `.startsWith(`${path} `)));
  expect(named.length).toBeGreaterThan(5);
  expect(unknown).toEqual([]);
});
