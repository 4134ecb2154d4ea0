import { awsLbHttpsOnly } from "../../../policy/rules/aws-lb-https-only.ts";
import { describeAwsRule, listener } from "../aws-resources.ts";
import { UNKNOWN_LIST, UNKNOWN_OBJECT, UNKNOWN_TEXT } from "../judge.ts";

const REMEDY = 'Use type "redirect" with protocol "HTTPS".';
const FORWARD = { type: "forward", targetGroupArn: "arn:aws:elasticloadbalancing:…" };
const REDIRECT = { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } };
const http = (defaultActions: unknown, change: Record<string, unknown> = {}) =>
  listener({ protocol: "HTTP", port: 80, sslPolicy: undefined, defaultActions, ...change });

describeAwsRule(awsLbHttpsOnly, {
  accepts: [
    ["a redirect to HTTPS", http([REDIRECT])],
    ["a redirect where HTTP is the default", http([REDIRECT], { protocol: undefined })],
    ["a protocol that a preview cannot know", http([FORWARD], { protocol: UNKNOWN_TEXT })],
    ["actions that a preview cannot know", http(UNKNOWN_LIST)],
    ["an action that a preview cannot know", http([UNKNOWN_OBJECT])],
    ["a redirect that a preview cannot know", http([{ type: "redirect", redirect: UNKNOWN_OBJECT }])],
  ],
  refuses: [
    ["forwarding", http([FORWARD]), [`defaultActions.0.type: must redirect to HTTPS, got "forward". ${REMEDY}`]],
    [
      "forwarding where HTTP is the default",
      http([FORWARD], { protocol: undefined }),
      [`defaultActions.0.type: must redirect to HTTPS, got "forward". ${REMEDY}`],
    ],
    [
      "a fixed answer",
      http([{ type: "fixed-response" }]),
      [`defaultActions.0.type: must redirect to HTTPS, got "fixed-response". ${REMEDY}`],
    ],
    [
      "a redirect that keeps the protocol",
      http([{ type: "redirect", redirect: { port: "443", statusCode: "HTTP_301" } }]),
      [`defaultActions.0.redirect.protocol: must redirect to HTTPS, got nothing. ${REMEDY}`],
    ],
    [
      "a redirect to HTTP",
      http([{ type: "redirect", redirect: { protocol: "HTTP" } }]),
      [`defaultActions.0.redirect.protocol: must redirect to HTTPS, got "HTTP". ${REMEDY}`],
    ],
    [
      "forwarding beside what is not known",
      http([UNKNOWN_OBJECT, FORWARD]),
      [`defaultActions.1.type: must redirect to HTTPS, got "forward". ${REMEDY}`],
    ],
    ["no action", http([]), [`defaultActions: must redirect to HTTPS, got []. ${REMEDY}`]],
    ["actions left out", http(undefined), [`defaultActions: must redirect to HTTPS, got nothing. ${REMEDY}`]],
  ],
  appliesNotTo: [
    ["a listener for HTTPS", listener(), "Does not listen for HTTP"],
    ["a network load balancer's", listener({ protocol: "TCP" }), "Does not listen for HTTP"],
    ["a gateway's", listener({ protocol: undefined, port: undefined }), "Does not listen for HTTP"],
  ],
});
