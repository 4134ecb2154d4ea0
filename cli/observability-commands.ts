import type { Command } from "commander";
import { examples } from "./examples.ts";

/** The commands for those who watch many things in one place. */
export function addObservabilityCommands(program: Command): void {
  const observability = program
    .command("observability")
    .description("bring an environment into a Prometheus and a Grafana of your own");

  observability
    .command("export")
    .description("write rules, alerts, routes and a dashboard as files to take over")
    .argument("<folder>", "where to; it is made where there is none")
    .option("--force", "replace files that are there with other contents", false)
    .option("--json", "print the result as JSON", false)
    .addHelpText("after", examples("observability export monitoring", "observability export monitoring --force"))
    .action(async (folder: string, options: { force: boolean; json: boolean }) => {
      const { observabilityExport } = await import("./commands/observability-export.ts");
      await observabilityExport({ folder, ...options });
    });
}
