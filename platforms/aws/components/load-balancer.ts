import { SecurityGroup } from "@pulumi/aws/ec2/index.js";
import { Listener, LoadBalancer } from "@pulumi/aws/lb/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { LoadBalancerSpec } from "../../../model/aws/load-balancer.ts";
import { loadBalancerName } from "../../../model/aws/names.ts";
import { allowFrom, allowTo, EVERY_PORT, EVERYBODY, type Peer } from "./firewall.ts";
import { tagsOf, type Owner, type Tags } from "./owner.ts";

/** A load balancer to be made; see {@link LoadBalancerSpec}. */
export interface AwsLoadBalancerArgs extends Omit<
  LoadBalancerSpec,
  "subnets" | "certificate" | "securityGroup" | "accessLogs"
> {
  /** Subnets that it is in, in at least two zones. */
  subnets: pulumi.Input<pulumi.Input<string>[]>;
  /** ARN of its certificate in ACM. */
  certificate: pulumi.Input<string>;
  /** Its security group, which says who reaches it. Default: one of its own, opened to `allowFrom` and `previewFrom`. */
  securityGroup?: pulumi.Input<string> | undefined;
  /** S3 bucket that its access logs go to. Default: none are written. */
  accessLogs?: pulumi.Input<string> | undefined;
}

/** Where a load balancer takes requests, made or given. */
export interface Listeners {
  /** ARN of the listener of the public. */
  listener: pulumi.Input<string>;
  /** ARN of the listener of the idle color. */
  previewListener: pulumi.Input<string>;
  previewPort: number;
  /** Its security group. */
  securityGroup: pulumi.Input<string>;
  /** Its name in DNS. */
  address: pulumi.Input<string>;
}

/** What is around a load balancer that is made. */
interface Around {
  owner: Owner;
  vpc: pulumi.Input<string>;
  taskSecurityGroup: pulumi.Input<string>;
  /** Whether tasks are among those who ask it. */
  tasksAsk: boolean;
}

/** TLS 1.2 and 1.3 alone, as `aws-lb-tls-policy` has it. */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";
const NOBODY = {
  type: "fixed-response",
  fixedResponse: { contentType: "text/plain", messageBody: "No service here.", statusCode: "404" },
};

/** The load balancer in front of all services of a stack: HTTPS, whatever comes in clear sent there, and a listener for previews. */
export class AwsLoadBalancer extends pulumi.ComponentResource implements Listeners {
  readonly listener: pulumi.Output<string>;
  readonly previewListener: pulumi.Output<string>;
  readonly previewPort: number;
  readonly securityGroup: pulumi.Output<string>;
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: AwsLoadBalancerArgs & Around, opts?: pulumi.ComponentResourceOptions) {
    super("tidegate:aws:LoadBalancer", name, {}, opts);
    const { owner, subnets, certificate, accessLogs, previewPort } = args;
    const inAws = { parent: this, provider: owner.provider };
    const tags = tagsOf(owner);

    const group = args.securityGroup ?? createGroup(name, args, tags, inAws);
    const balancer = new LoadBalancer(
      name,
      {
        name: loadBalancerName(owner.id),
        loadBalancerType: "application",
        internal: !args.public,
        subnets,
        securityGroups: [group],
        dropInvalidHeaderFields: true,
        ...(accessLogs === undefined ? {} : { accessLogs: { bucket: accessLogs, enabled: true } }),
        tags: args.public ? { ...tags, public: "true" } : tags, // `aws-lb-internal-unless-declared` asks for it
      },
      inAws,
    );
    const inClear = { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } };
    new Listener(
      `${name}-http`,
      { loadBalancerArn: balancer.arn, port: 80, protocol: "HTTP", defaultActions: [inClear], tags },
      inAws,
    );
    const secure = {
      loadBalancerArn: balancer.arn,
      protocol: "HTTPS",
      sslPolicy: TLS_POLICY,
      certificateArn: certificate,
      defaultActions: [NOBODY],
      tags,
    };
    this.listener = new Listener(`${name}-https`, { ...secure, port: 443 }, inAws).arn;
    this.previewListener = new Listener(`${name}-preview`, { ...secure, port: previewPort }, inAws).arn;
    this.previewPort = previewPort;
    this.securityGroup = pulumi.output(group);
    this.address = balancer.dnsName;
    this.registerOutputs({ listener: this.listener, previewListener: this.previewListener, address: this.address });
  }
}

function createGroup(
  name: string,
  args: AwsLoadBalancerArgs & Around,
  tags: Tags,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const inputs = { vpcId: args.vpc, description: "Load balancer of Tidegate", tags };
  const group = new SecurityGroup(name, inputs, opts);
  openPorts(name, group.id, args, opts);
  return group.id;
}

/** In: the public to HTTP and HTTPS, who may look at the idle color, and the tasks themselves. Out: the tasks alone. */
function openPorts(
  name: string,
  group: pulumi.Input<string>,
  {
    allowFrom: users = [EVERYBODY],
    previewFrom,
    previewPort,
    taskSecurityGroup,
    tasksAsk,
  }: AwsLoadBalancerArgs & Around,
  opts: pulumi.CustomResourceOptions,
): void {
  const open = (label: string, port: number, peer: Peer) => {
    allowFrom(`${name}-${label}`, group, { peer, ports: { from: port, to: port } }, opts);
  };
  for (const network of users) {
    open(`http-${network}`, 80, { network });
    open(`https-${network}`, 443, { network });
  }
  for (const network of previewFrom) open(`preview-${network}`, previewPort, { network });
  open("preview-tasks", previewPort, { group: taskSecurityGroup });
  if (tasksAsk && !users.includes(EVERYBODY)) open("https-tasks", 443, { group: taskSecurityGroup });
  allowTo(`${name}-tasks`, group, { peer: { group: taskSecurityGroup }, ports: EVERY_PORT }, opts);
}
