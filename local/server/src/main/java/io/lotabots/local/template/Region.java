package io.lotabots.local.template;

/** Where the resources pretend to live. */
public record Region(String name, String account) {
    public static final String PARTITION = "aws";
    public static final String URL_SUFFIX = "amazonaws.com";

    /** The account and region of stacks that name none. */
    public static final Region DEFAULT = new Region("us-east-1", "000000000000");

    /** An ARN of {@code service} in this account and region. */
    public String arn(String service, String resource) {
        return "arn:" + PARTITION + ":" + service + ":" + name + ":" + account + ":" + resource;
    }

    /**
     * The ARN of a secret. Its last six characters follow from the name, where AWS draws them, so that templates can be
     * resolved before the secret exists.
     */
    public String secretArn(String secret) {
        return arn(
                "secretsmanager",
                "secret:" + secret + "-" + Sha256.hex("secret " + secret).substring(0, 6));
    }

    /** Reads {@code aws://ACCOUNT/REGION}; unknown parts take the defaults. */
    static Region of(String environment) {
        String[] parts = environment.replaceFirst("^aws://", "").split("/", -1);
        return new Region(
                parts.length > 1 && !parts[1].equals("unknown-region") ? parts[1] : DEFAULT.name,
                parts[0].matches("\\d{12}") ? parts[0] : DEFAULT.account);
    }
}
