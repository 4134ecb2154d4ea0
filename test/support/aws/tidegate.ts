// The command line of Tidegate, whose embedded engine has a stand-in for the package `aws`. Everything else is as it is shipped.
import { runCommandLine } from "../../../cli/run-command-line.ts";
import { packages } from "../../../engine/embedded/providers/index.ts";
import { aws } from "./provider/index.ts";

Object.assign(packages, { aws });
process.exitCode = await runCommandLine(process.argv.slice(2));
