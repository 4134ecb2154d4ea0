import { doctor as check, renderDoctor } from "../../setup/doctor.ts";
import { EXIT } from "../../model/errors.ts";

/** Shows what is there and what is missing; exit 2 when something is. */
export async function doctor({ json }: { json: boolean }): Promise<void> {
  const report = await check();
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${renderDoctor(report)}\n`);
  process.exitCode = report.ok ? EXIT.done : EXIT.input;
}
