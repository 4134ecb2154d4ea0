import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { METRICS } from "../../../agent/metrics/metrics.ts";
import { METRICS_PORT } from "../../../agent/metrics/port.ts";
import { ALERTS } from "../../../observability/alerts.ts";
import { PROMETHEUS_CONFIG } from "../../../observability/configs.ts";
import { OBSERVABILITY_FILES } from "../../../observability/files.ts";
import { JVM_ALERTS } from "../../../observability/jvm-alerts.ts";
import { RECORDINGS } from "../../../observability/recordings.ts";
import { REPOSITORY } from "../../support/repository.ts";

const page = readFileSync(join(REPOSITORY, "docs/observability.md"), "utf8");
/** Cells of the page's tables. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const rowsBegin = (pattern: RegExp) => rows.filter(([first = ""]) => pattern.test(first));

describe("the page", () => {
  it("has every metric, with its type, labels and help, and no other", () => {
    expect(rowsBegin(/^`tidegate_/)).toEqual(
      Object.values(METRICS).map(({ name, type, labels, help }) => [
        `\`${name}\``,
        type,
        labels.map((label) => `\`${label}\``).join(", "),
        help,
      ]),
    );
  });

  it("has every alert, with its severity", () => {
    const listed = rowsBegin(/^`(?:Tidegate|Jvm)/).map(([alert, severity]) => [alert, severity]);
    expect(listed).toEqual([...ALERTS, ...JVM_ALERTS].map(({ alert, severity }) => [`\`${alert}\``, severity]));
  });

  it("has every recorded series", () => {
    const listed = rowsBegin(/^`color:/).map(([series]) => series);
    expect(listed).toEqual(Object.values(RECORDINGS).map(({ record }) => `\`${record}\``));
  });

  it("has every file that the command writes", () => {
    const listed = rowsBegin(/\.(?:yaml|json)`$/).map(([file]) => file);
    expect(listed).toEqual(OBSERVABILITY_FILES.map(({ name }) => `\`${name}\``));
  });

  it("scrapes as the written config does", () => {
    const [, scraping = ""] = /```yaml\nscrape_configs:\n([\s\S]*?)```/.exec(page) ?? [];
    const code = (text: string) => text.replaceAll(/ *#.*$/gm, "");
    expect(scraping).toContain(`:${METRICS_PORT}]`);
    expect(code(PROMETHEUS_CONFIG)).toContain(code(scraping));
  });
});
