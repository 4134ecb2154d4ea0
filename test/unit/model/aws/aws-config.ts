/** A load balancer to be made, and the listeners of one that is there, with nothing that has a default. */
export const LOAD_BALANCER = {
  subnets: ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"],
  certificate: "arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555",
  allowFrom: ["10.0.0.0/8"],
};

const BALANCER = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shared/50dc6c495c0c9188";

export const LISTENERS = {
  listener: `${BALANCER}/0000000000000443`,
  previewListener: `${BALANCER}/0000000000008443`,
  securityGroup: "sg-0bbbbbbbbbbbbbbb1",
  address: "shared-1.eu-central-1.elb.amazonaws.com",
};

/** What `tidegate:aws` must say at least. */
export const AWS = {
  region: "eu-central-1",
  bucket: "my-releases",
  vpc: "vpc-0ccccccccccccccc1",
  subnets: ["subnet-0ddddddddddddddd1", "subnet-0ddddddddddddddd2"],
  loadBalancer: LOAD_BALANCER,
};
