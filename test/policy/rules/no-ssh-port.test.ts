import { noSshPort } from "../../../policy/rules/no-ssh-port.ts";
import { containerOf } from "../compliant-container.ts";
import { describeContainerRule } from "../container-rule-cases.ts";
import { UNKNOWN_LIST, UNKNOWN_NUMBER } from "../judge.ts";

const says = (path: string) => `${path}: must not be SSH's port, got 22. Remove it.`;

describeContainerRule(noSshPort, {
  accepts: [
    ["no ports", { ports: undefined }],
    [
      "the ports beside it",
      {
        ports: [
          { internal: 21, external: 23 },
          { internal: 2222, external: 220 },
        ],
      },
    ],
    ["a port without one on the host", { ports: [{ internal: 80 }] }],
    ["ports that a preview does not know", { ports: UNKNOWN_LIST }],
    ["numbers that a preview does not know", { ports: [{ internal: UNKNOWN_NUMBER, external: UNKNOWN_NUMBER }] }],
  ],
  refuses: [
    ["it in the container", { ports: [{ internal: 22, external: 2222 }] }, [says("ports.0.internal")]],
    ["it without a port on the host", { ports: [{ internal: 22 }] }, [says("ports.0.internal")]],
    ["it on the host", { ports: [{ internal: 80 }, { internal: 2222, external: 22 }] }, [says("ports.1.external")]],
    ["both", { ports: [{ internal: 22, external: 22 }] }, [says("ports.0.internal"), says("ports.0.external")]],
    ["it on the edge", containerOf("edge", { ports: [{ internal: 8080, external: 22 }] }), [says("ports.0.external")]],
    [
      "it beside a number that is not known",
      { ports: [{ internal: UNKNOWN_NUMBER, external: 22 }] },
      [says("ports.0.external")],
    ],
  ],
});
