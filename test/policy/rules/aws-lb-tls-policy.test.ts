import { awsLbTlsPolicy } from "../../../policy/rules/aws-lb-tls-policy.ts";
import { describeAwsRule, listener } from "../aws-resources.ts";
import { type Registered, UNKNOWN_TEXT } from "../judge.ts";

const mustAllow = (got: string) =>
  `sslPolicy: must allow TLS 1.2 and later only, got ${got}. Use "ELBSecurityPolicy-TLS13-1-2-2021-06".`;

describeAwsRule(awsLbTlsPolicy, {
  accepts: [
    ["TLS 1.2 and 1.3", listener()],
    ["TLS 1.3 only", listener({ sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06" })],
    ["TLS 1.2 only", listener({ sslPolicy: "ELBSecurityPolicy-TLS-1-2-2017-01" })],
    ["TLS 1.2 with forward secrecy", listener({ sslPolicy: "ELBSecurityPolicy-FS-1-2-Res-2020-10" })],
    ["a network load balancer's", listener({ protocol: "TLS" })],
    ["a policy that a preview cannot know", listener({ sslPolicy: UNKNOWN_TEXT })],
    ["a protocol that a preview cannot know", listener({ protocol: UNKNOWN_TEXT, sslPolicy: undefined })],
  ],
  refuses: [
    ["no policy", listener({ sslPolicy: undefined }), [mustAllow("nothing")]],
    [
      "no policy of a network load balancer",
      listener({ protocol: "TLS", sslPolicy: undefined }),
      [mustAllow("nothing")],
    ],
    ...[
      "ELBSecurityPolicy-2016-08",
      "ELBSecurityPolicy-TLS-1-1-2017-01",
      "ELBSecurityPolicy-TLS13-1-0-2021-06",
      "ELBSecurityPolicy-TLS13-1-1-2021-06",
      "ELBSecurityPolicy-FS-1-1-2019-08",
    ].map((sslPolicy): [string, Registered, string[]] => [
      sslPolicy,
      listener({ sslPolicy }, "aws:alb/listener:Listener"),
      [mustAllow(`"${sslPolicy}"`)],
    ]),
  ],
  appliesNotTo: [
    ["a listener for HTTP", listener({ protocol: "HTTP", sslPolicy: undefined }), "Listens without TLS"],
    ["a gateway's listener", listener({ protocol: undefined, port: undefined }), "Listens without TLS"],
  ],
});
