import { PolicyPack } from "@pulumi/policy";
import { loadContext } from "./context.ts";
import { Exceptions, todayUtc } from "./exceptions.ts";
import { rememberInputs } from "./remember-inputs.ts";
import { RULES } from "./rules.ts";
import { activeExceptions, exceptionsInOrder, toPolicy } from "./to-policies.ts";

const context = loadContext();
const exceptions = new Exceptions(context.settings.exceptions, { stack: context.stack, today: todayUtc() });

// Making a pack starts its server, so this file does nothing else and no test imports it.
new PolicyPack("tidegate", {
  description: "Rules every Tidegate stack must keep",
  enforcementLevel: "mandatory",
  policies: [
    rememberInputs,
    ...RULES.map((rule) => toPolicy(rule, context, exceptions)),
    activeExceptions(exceptions),
    exceptionsInOrder(exceptions, RULES),
  ],
});
