/** Where everything is that tests have in an account. */
export const REGION = "eu-central-1";
